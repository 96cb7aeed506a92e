//! What the open deals of a stage come to, by owner and currency. The database keeps it, by triggers on deals.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_total")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stage_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub currency: String,
    pub deals: i64,
    pub value_minor: i64,
    pub weighted_minor: i64,
    pub cost_minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
