//! What is remembered. The only room with sea-orm and SQL in it, migrations aside.
//!
//! Rows are reached through a [`Tx`], a transaction on behalf of a user: there is no other way to a deal.

mod account;
mod board;
pub mod bulk;
mod bulk_names;
mod catalogue;
mod closure;
mod contact;
mod deal;
mod entity;
mod error;
mod finance;
mod history;
mod ledger;
mod note;
mod notice;
mod operation;
mod place;
mod process;
mod profile;
mod reason;
mod revision;
mod session;
mod task;
mod tx;
mod user;

pub use account::{Account, Beginning, NewAccount};
pub use deal::Start;
pub use error::{Broken, Error, Result};
pub use note::Upload;
pub use tx::Tx;
pub use user::{Credentials, NewUser};

use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use sea_orm_migration::MigratorTrait;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The database: one writer with a queue, and readers that never wait for it.
#[derive(Clone)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    /// Writers stand in line here, in the order they came, instead of fighting for the database's lock.
    line: Arc<Mutex<()>>,
}

/// A transaction that nobody else writes beside.
pub(crate) struct Writing {
    pub(crate) db: DatabaseTransaction,
    _turn: OwnedMutexGuard<()>,
}

impl Store {
    /// Opens the database at this address (`sqlite:…` or `postgres:…`) and brings its schema up to date.
    /// A schema newer than this program is refused.
    pub async fn open(url: &str) -> Result<Store> {
        let sqlite = url.starts_with("sqlite:");
        let store = if sqlite { Self::open_sqlite(url).await? } else { Self::open_postgres(url).await? };
        store.require_known_schema().await?;
        Migrator::up(&store.writer, None).await?;
        Ok(store)
    }

    async fn open_sqlite(url: &str) -> Result<Store> {
        let writer = Database::connect(sqlite_options(url, 1, false)).await?;
        require_durable(&writer).await?;
        let reader = Database::connect(sqlite_options(url, 4, true)).await?;
        Ok(Store { writer, reader, line: Arc::default() })
    }

    async fn open_postgres(url: &str) -> Result<Store> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(8).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Store { writer: pool.clone(), reader: pool, line: Arc::default() })
    }

    async fn require_known_schema(&self) -> Result<()> {
        let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
        let applied = Migrator::get_migration_models(&self.writer).await.unwrap_or_default();
        match applied.into_iter().find(|step| !known.contains(&step.version)) {
            Some(step) => Err(Error::NewerSchema(step.version)),
            None => Ok(()),
        }
    }

    /// Whether the database answers and has this program's schema.
    pub async fn ready(&self) -> Result<()> {
        self.reader.execute_unprepared("SELECT 1 FROM account").await?;
        Ok(())
    }

    /// Begins a transaction that writes, when its turn has come.
    pub(crate) async fn begin(&self) -> Result<Writing> {
        let turn = self.line.clone().lock_owned().await;
        let mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        let db = self.writer.begin_with_options(options).await?;
        if db.get_database_backend() == DbBackend::Postgres {
            // One line of writers, here too: what a rule has read stays true until its commit.
            db.execute_unprepared("SELECT pg_advisory_xact_lock(1952539244)").await?;
        }
        Ok(Writing { db, _turn: turn })
    }
}

fn sqlite_options(url: &str, connections: u32, reading: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL an acknowledged write can be lost when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .create_if_missing(!reading)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-8000");
        if reading { sqlite.pragma("query_only", "on") } else { sqlite }
    });
    options
}

/// Reads back what was asked for: a file system without it must not go unnoticed.
async fn require_durable(writer: &DatabaseConnection) -> Result<()> {
    for (pragma, want) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let row = writer
            .query_one_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}")));
        let row = row.await?.ok_or(Error::NotDurable(pragma))?;
        let text = row
            .try_get_by_index::<String>(0)
            .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()));
        if text? != want {
            return Err(Error::NotDurable(pragma));
        }
    }
    Ok(())
}
