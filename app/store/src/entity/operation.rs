//! Gestures that were answered, so that a repeat gets the same answer.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub op: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// Of what was asked; none for what was done before there were digests.
    pub digest: Option<String>,
    /// JSON, as `format::answer` spells it.
    pub answer: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
