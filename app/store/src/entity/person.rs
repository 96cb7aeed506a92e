//! Persons; `folded` is first and last name without case and accents. One that was merged into another stays, for the
//! history of deals, and is found nowhere.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: Option<i64>,
    pub first_name: String,
    pub last_name: String,
    pub folded: String,
    pub created_at: DateTimeUtc,
    /// A line for each.
    pub phones: String,
    /// A line for each.
    pub emails: String,
    pub creator_id: Option<i64>,
    /// Grows with each save.
    pub version: i64,
    pub merged_into_id: Option<i64>,
    /// What else it is found by: letters without case and accents, bare digits.
    pub sought: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::company::Entity",
        from = "Column::CompanyId",
        to = "super::company::Column::Id"
    )]
    Company,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::company::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Company.def()
    }
}
