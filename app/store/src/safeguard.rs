//! A copy of the database before its schema changes, kept three deep.

use crate::{Error, Location, Result};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use std::path::{Path, PathBuf};

/// How many copies are kept, the latest ones.
const KEPT: usize = 3;
/// What their names begin with.
const PREFIX: &str = "before_";

/// Copies the database before the first of the steps that it has not gone through; an empty one needs no copy.
pub(crate) async fn keep(db: &DatabaseConnection, location: &Location, step: &str) -> Result<()> {
    if step.starts_with("m0001") {
        return Ok(());
    }
    match location {
        Location::File(path) => keep_file(db, path, step).await,
        Location::Server(_) => keep_schema(db, step).await,
    }
}

/// A copy made by SQLite itself, in the folder `backups` beside the file.
async fn keep_file(db: &DatabaseConnection, path: &Path, step: &str) -> Result<()> {
    let unwritable = |error: std::io::Error| Error::Safeguard(error.to_string());
    let folder = path.parent().unwrap_or(Path::new("")).join("backups");
    std::fs::create_dir_all(&folder).map_err(unwritable)?;
    let (copy, aside) =
        (folder.join(format!("{PREFIX}{step}.db")), folder.join(format!("{PREFIX}{step}.part")));
    let _ = std::fs::remove_file(&aside);
    vacuum_into(db, &aside).await?;
    std::fs::rename(&aside, &copy).map_err(unwritable)?;
    // Steps are numbered, so the order of the names is that of time.
    let mut copies: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(unwritable)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX))
        })
        .collect();
    copies.sort();
    for old in copies.iter().rev().skip(KEPT) {
        std::fs::remove_file(old).map_err(unwritable)?;
    }
    Ok(())
}

/// Lets SQLite write a consistent copy of itself while others read and write, and sees it onto the disk.
pub(crate) async fn vacuum_into(db: &DatabaseConnection, path: &Path) -> Result<()> {
    let text = path.to_str().ok_or_else(|| Error::Safeguard(format!("{} is not UTF-8", path.display())))?;
    let vacuum = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [text.into()]);
    db.execute_raw(vacuum).await?;
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| Error::Safeguard(error.to_string()))
}

/// A copy of every table in a schema of its own, in one transaction.
async fn keep_schema(db: &DatabaseConnection, step: &str) -> Result<()> {
    let tx = db.begin().await?;
    let name = format!("{PREFIX}{step}");
    tx.execute_unprepared(&format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await?;
    tx.execute_unprepared(&format!("CREATE SCHEMA {name}")).await?;
    for table in
        column(&tx, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()").await?
    {
        let copy = format!("CREATE TABLE {name}.\"{table}\" AS TABLE \"{table}\"");
        tx.execute_unprepared(&copy).await?;
    }
    let copies = column(
        &tx,
        "SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'before\\_m%' ORDER BY nspname DESC",
    );
    for old in copies.await?.iter().skip(KEPT) {
        tx.execute_unprepared(&format!("DROP SCHEMA {old} CASCADE")).await?;
    }
    Ok(tx.commit().await?)
}

async fn column(db: &impl ConnectionTrait, asked: &str) -> Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, asked)).await?;
    rows.into_iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}
