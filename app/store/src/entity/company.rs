//! Companies; `folded` is the name without case and accents. One that was merged into another stays, for the history of
//! deals, and is found nowhere.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "company")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub folded: String,
    pub created_at: DateTimeUtc,
    /// Without what stands between its digits.
    pub tax_number: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub creator_id: Option<i64>,
    /// Grows with each save.
    pub version: i64,
    pub merged_into_id: Option<i64>,
    /// What else it is found by: letters without case and accents, bare digits.
    pub sought: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
