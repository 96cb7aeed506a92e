//! All amounts of all deals: a view over lines, costs and typed values. It is only read.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "amount")]
pub struct Model {
    /// `line`, `cost` or `value`: what the number counts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sort: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub deal_id: i64,
    pub kind: String,
    pub product_id: Option<i64>,
    pub category_id: Option<i64>,
    pub name: String,
    pub folded: String,
    pub date: Option<Date>,
    pub minor: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::deal::Entity", from = "Column::DealId", to = "super::deal::Column::Id")]
    Deal,
}

impl ActiveModelBehavior for ActiveModel {}
