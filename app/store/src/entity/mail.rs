//! Mail that waits to be sent, or could not be. What was sent is gone, and its secret with it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub kind: String,
    /// What the link ends in; empty without one.
    pub secret: String,
    pub by_id: Option<i64>,
    /// It may be gone by now: then nobody is told.
    pub notice_id: Option<i64>,
    pub at: DateTimeUtc,
    pub attempts: i64,
    /// When it is tried next; never, when it was given up.
    pub next_at: Option<DateTimeUtc>,
    /// Why the last attempt was in vain.
    pub error: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
