//! Rows of such files.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: i64,
    /// JSON: a list of texts, as they stand in the file or were corrected.
    pub cells: String,
    /// Empty until it is judged.
    pub fate: String,
    /// What it is about, by which two rows about the same are known; empty when that cannot be told.
    pub same: String,
    /// JSON: what changes by it, or what is wrong with it.
    pub detail: String,
    pub written: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
