//! A copy of the database as it is at one moment, while others go on writing.

use crate::{Error, Location, Result, Store, connect, entity::file, safeguard};
use migrations::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, EntityTrait, Statement};
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
    /// How much room the database takes, in bytes.
    pub async fn bytes(&self) -> Result<u64> {
        let backend = self.writer.get_database_backend();
        let asked = match backend {
            DbBackend::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            _ => "SELECT pg_database_size(current_database())",
        };
        let row = self.reader.query_one_raw(Statement::from_string(backend, asked)).await?;
        let bytes: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        Ok(bytes.unsigned_abs())
    }

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
    let db = Database::connect(copy_options(path, Look::Only)).await?;
    let rows = file::Entity::find().all(&db).await?;
    db.close().await?;
    Ok(rows.into_iter().map(|row| StoredFile { stored: row.stored, bytes: row.bytes }).collect())
}

async fn require_integrity(path: &Path) -> Result<()> {
    let db = Database::connect(copy_options(path, Look::Only)).await?;
    let found = connect::pragma_text(&db, "integrity_check(1)").await?;
    db.close().await?;
    match found.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Damaged { path: path.to_owned(), why: found }),
    }
}

/// What lets somebody in, or is remembered of what they sent: nothing of it leaves with what is taken out (I7).
const SECRETS: [&str; 7] = [
    "DELETE FROM session",
    "DELETE FROM link",
    "DELETE FROM recovery_code",
    "DELETE FROM mail",
    "DELETE FROM operation",
    "UPDATE users SET password = NULL, second_factor = NULL, second_factor_step = 0, calendar = NULL",
    // What was deleted still stands in the pages that became free.
    "VACUUM",
];

/// Takes out of a copy what lets people in: passwords, second factors, sessions, links, addresses of calendars.
pub async fn forget_secrets(path: &Path) -> Result<()> {
    let db = Database::connect(copy_options(path, Look::Change)).await?;
    for statement in SECRETS {
        db.execute_unprepared(statement).await?;
    }
    Ok(db.close().await?)
}

/// What is done with a copy.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    /// Not a byte of it changes.
    Only,
    Change,
}

fn copy_options(path: &Path, look: Look) -> ConnectOptions {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    let path = path.to_owned();
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite.filename(&path).in_memory(false).shared_cache(false).read_only(look == Look::Only)
    });
    options
}
