//! Deals.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "deal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub process_id: i64,
    pub stage_id: i64,
    pub stage_since: DateTimeUtc,
    pub place: String,
    pub status: String,
    pub name: String,
    pub folded: String,
    pub company_id: Option<i64>,
    pub person_id: Option<i64>,
    pub source_id: Option<i64>,
    pub expected_close: Option<Date>,
    pub value_minor: i64,
    pub currency: String,
    pub description: String,
    pub owner_id: i64,
    pub creator_id: i64,
    pub created_at: DateTimeUtc,
    /// Grows with every change of the deal, whatever it is.
    pub version: i64,
    /// Grows with each save of its facts, lines or costs.
    pub revision: i64,
    pub external_id: Option<String>,
    pub deleted_at: Option<DateTimeUtc>,
    /// Rows of older changes, which undo puts back, do not say it.
    #[serde(default)]
    pub deleted_by_id: Option<i64>,
    pub probability: i64,
    /// Its value is the sum of its forecast lines.
    pub itemised: bool,
    /// The sum of its forecast costs.
    pub cost_minor: i64,
    /// Whether everybody sees it, where the account has public deals.
    #[serde(default)]
    pub public: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::company::Entity",
        from = "Column::CompanyId",
        to = "super::company::Column::Id"
    )]
    Company,
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
    #[sea_orm(
        belongs_to = "super::source::Entity",
        from = "Column::SourceId",
        to = "super::source::Column::Id"
    )]
    Source,
    #[sea_orm(
        belongs_to = "super::process::Entity",
        from = "Column::ProcessId",
        to = "super::process::Column::Id"
    )]
    Process,
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::OwnerId", to = "super::user::Column::Id")]
    Owner,
    #[sea_orm(belongs_to = "super::stage::Entity", from = "Column::StageId", to = "super::stage::Column::Id")]
    Stage,
}

impl ActiveModelBehavior for ActiveModel {}
