//! What people are told: one row for each person and event.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub deal_id: Option<i64>,
    pub by_id: i64,
    /// What it is about: an action, a task, what somebody who asks for access says.
    pub action: String,
    /// Empty in rows from before actions were numbered here.
    pub action_id: Option<i64>,
    pub at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    /// Rows of older changes, which undo puts back, do not say it.
    #[serde(default = "of_action")]
    pub kind: String,
    #[serde(default)]
    pub request_id: Option<i64>,
}

fn of_action() -> String {
    "action".into()
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::deal::Entity", from = "Column::DealId", to = "super::deal::Column::Id")]
    Deal,
    #[sea_orm(belongs_to = "super::user::Entity", from = "Column::ById", to = "super::user::Column::Id")]
    By,
    #[sea_orm(
        belongs_to = "super::access_request::Entity",
        from = "Column::RequestId",
        to = "super::access_request::Column::Id"
    )]
    Request,
}

impl ActiveModelBehavior for ActiveModel {}
