//! What happened to deals; `event` is JSON, as `format::event` spells it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "history")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub deal_id: i64,
    pub by_id: i64,
    pub at: DateTimeUtc,
    pub event: String,
    /// Whether it tells of costs, which nobody hears of while they are off.
    pub of_costs: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
