//! Users; `password` is the Argon2 text, missing until one was chosen.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub folded: String,
    pub email: String,
    pub role: String,
    pub language: String,
    pub password: Option<String>,
    pub active: bool,
    pub created_at: DateTimeUtc,
    /// Of their clock; empty: the account's.
    pub zone: Option<String>,
    pub figure: String,
    pub density: String,
    /// Ids of stages, by commas.
    pub folded_stages: String,
    /// With what the address of their list of deals ends, when it is opened.
    pub list_address: String,
    /// Columns of the list that they do not see, by commas.
    pub hidden_columns: String,
    pub theme: String,
    /// The hash of what the address of their calendar feed ends in; none: they have no feed.
    pub calendar: Option<String>,
    /// Kinds of notices that they do not want, by commas.
    pub unwanted: String,
    /// The kinds of notices that are sent by mail besides, with commas between.
    pub by_mail: String,
    /// The secret of their second factor, in base 32.
    pub second_factor: Option<String>,
    /// The step of the last code that was used.
    pub second_factor_step: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
