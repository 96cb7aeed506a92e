//! Files that are brought in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub by_id: i64,
    pub at: DateTimeUtc,
    pub kind: String,
    pub state: String,
    pub file: String,
    /// How many it had.
    pub bytes: i64,
    /// The file itself, until it is written.
    pub content: Vec<u8>,
    /// JSON: its columns by name, and why each is taken for what it means.
    pub columns: String,
    /// JSON: how it is read.
    pub fit: String,
    /// Whether it is written although some rows cannot be.
    pub good_only: bool,
    /// JSON: how many rows had which fate, once they are written and gone.
    pub counts: Option<String>,
    /// JSON: what came of taking it back, so far.
    pub undone: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
