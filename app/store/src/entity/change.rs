//! Commits that changed something.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub op: String,
    pub by_id: i64,
    pub at: DateTimeUtc,
    /// The name of the command.
    pub command: String,
    /// What it wrote over, for as long as it can be taken back.
    pub inverse: Option<String>,
    /// The change that it took back.
    pub undoes: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
