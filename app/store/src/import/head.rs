//! An import without its file and its rows.

use super::read;
use crate::{Error, Result, entity::import};
use chrono::{DateTime, Utc};
use domain::{
    id::{ImportId, UserId},
    import::{Fit, ImportState, Kind, Mapped},
};
use sea_orm::FromQueryResult;

/// An import without its rows.
#[derive(Clone, Debug)]
pub struct ImportHead {
    pub id: ImportId,
    pub by: UserId,
    pub kind: Kind,
    pub state: ImportState,
    pub file: String,
    pub bytes: u64,
    pub columns: Vec<Mapped>,
    pub fit: Fit,
    /// Whether rows that cannot be written are left out.
    pub good_only: bool,
}

/// The columns of an import but its file.
pub(super) const HEAD: [import::Column; 10] = [
    import::Column::Id,
    import::Column::ById,
    import::Column::At,
    import::Column::Kind,
    import::Column::State,
    import::Column::File,
    import::Column::Bytes,
    import::Column::Columns,
    import::Column::Fit,
    import::Column::GoodOnly,
];

#[derive(FromQueryResult)]
pub(super) struct Head {
    id: i64,
    pub by_id: i64,
    pub at: DateTime<Utc>,
    kind: String,
    state: String,
    file: String,
    bytes: i64,
    columns: String,
    fit: String,
    good_only: bool,
}

impl Head {
    pub fn read(self) -> Result<ImportHead> {
        let unknown = |what: &str| Error::Unreadable(format!("import.{what} of {}", self.id));
        Ok(ImportHead {
            id: ImportId(self.id),
            by: UserId(self.by_id),
            kind: Kind::of(&self.kind).ok_or_else(|| unknown("kind"))?,
            state: ImportState::of(&self.state).ok_or_else(|| unknown("state"))?,
            bytes: u64::try_from(self.bytes).unwrap_or(0),
            columns: read(&self.columns)?,
            fit: read(&self.fit)?,
            good_only: self.good_only,
            file: self.file,
        })
    }
}
