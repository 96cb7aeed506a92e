//! A copy of the database as it is at one moment, while others go on writing.

use crate::{Error, Location, Result, Store, connect, entity::file, safeguard};
use migrations::Migrator;
use sea_orm::{ConnectOptions, Database, DbBackend, EntityTrait};
use sea_orm_migration::MigratorTrait;
use std::path::Path;

/// A file that a note's row knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// What it is called in the folder.
    pub stored: String,
    pub bytes: i64,
}

/// The steps of the schema that this program knows, oldest first.
pub fn known_steps() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

impl Store {
    /// Writes a copy as a SQLite file, whatever this database is, and has SQLite look through it. The file must not be
    /// there yet.
    pub async fn copy_to_file(&self, path: &Path) -> Result<()> {
        match self.writer.get_database_backend() {
            DbBackend::Sqlite => safeguard::vacuum_into(&self.writer, path).await?,
            _ => {
                let copy = Store::open(&Location::File(path.to_owned())).await?;
                self.copy_into(&copy).await?;
                copy.close().await?;
            }
        }
        require_integrity(path).await
    }
}

/// The files that a copy knows.
pub async fn files_of(path: &Path) -> Result<Vec<StoredFile>> {
    let db = Database::connect(copy_options(path)).await?;
    let rows = file::Entity::find().all(&db).await?;
    db.close().await?;
    Ok(rows.into_iter().map(|row| StoredFile { stored: row.stored, bytes: row.bytes }).collect())
}

async fn require_integrity(path: &Path) -> Result<()> {
    let db = Database::connect(copy_options(path)).await?;
    let found = connect::pragma_text(&db, "integrity_check(1)").await?;
    db.close().await?;
    match found.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Damaged { path: path.to_owned(), why: found }),
    }
}

/// For looking at a copy without changing a byte of it.
fn copy_options(path: &Path) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let path = path.to_owned();
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite.filename(&path).in_memory(false).shared_cache(false).read_only(true)
    });
    options
}
