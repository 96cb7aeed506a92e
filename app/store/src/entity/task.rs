//! Tasks, on a deal or on none.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub deal_id: Option<i64>,
    pub title: String,
    pub kind: String,
    pub due_date: Option<Date>,
    pub due_time: Option<Time>,
    pub assignee_id: i64,
    pub creator_id: i64,
    pub created_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub done_by_id: Option<i64>,
    /// What it says without case and accents. Rows of older changes, which undo puts back, do not say it.
    #[serde(default)]
    pub folded: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::deal::Entity", from = "Column::DealId", to = "super::deal::Column::Id")]
    Deal,
}

impl ActiveModelBehavior for ActiveModel {}
