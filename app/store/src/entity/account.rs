//! The account's settings: a single row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub language: String,
    pub currency: String,
    pub zone: String,
    pub reason_required: bool,
    pub costs: bool,
    /// Of the list of reasons.
    pub reasons_version: i64,
    /// Of the categories of costs.
    pub costs_version: i64,
    /// Whether salespeople find only contacts of their own.
    pub own_contacts: bool,
    pub public_deals: String,
    /// The company's; may be empty.
    pub name: String,
    /// Of these settings.
    pub version: i64,
    /// Of the list of sources.
    pub sources_version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
