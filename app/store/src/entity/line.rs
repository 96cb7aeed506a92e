//! Product lines of deals.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "line")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub deal_id: i64,
    pub kind: String,
    pub position: i64,
    pub product_id: Option<i64>,
    pub name: String,
    pub folded: String,
    pub quantity: i64,
    pub price_minor: i64,
    pub discount: i64,
    pub net_minor: i64,
    pub date: Option<Date>,
    pub copied: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
