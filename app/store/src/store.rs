//! The database: one writer with a queue, readers that never wait for it, and commits that are known to be commits.

use crate::{
    Error, Location, Result, connect,
    live::{Live, Nudge},
    notify,
};
use domain::notation::Notations;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The database: one writer with a queue, and readers that never wait for it.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    /// Set when a begin or a commit failed: the connection that did it is thrown away, not used again.
    doubtful: Arc<AtomicBool>,
    /// Writers wait here, in the order they came, instead of fighting for the database's lock.
    write_queue: Arc<Mutex<()>>,
    /// How the numbers are written that users type.
    pub(crate) notations: Arc<Notations>,
    /// Whether mail is sent.
    pub(crate) mails: bool,
    /// Who hears of commits.
    live: Live,
}

/// A transaction that nobody else writes beside.
pub(crate) struct Writing {
    pub(crate) db: DatabaseTransaction,
    store: Store,
    /// What is told when it is committed.
    nudge: Option<Box<Nudge>>,
    _turn: OwnedMutexGuard<()>,
}

impl Store {
    /// Opens a database and brings its schema up to date; a file that is not there is made.
    /// A schema newer than this program is refused, and so is a damaged file.
    pub async fn open(location: &Location) -> Result<Store> {
        connect::open(location, connect::WhenMissing::Make).await
    }

    /// As [`Store::open`], but a file that is missing or empty is refused.
    pub async fn open_existing(location: &Location) -> Result<Store> {
        connect::open(location, connect::WhenMissing::Refuse).await
    }

    /// Opens a database of exactly this program's schema, and changes nothing about it: for looking at what may be in use.
    pub async fn attach(location: &Location) -> Result<Store> {
        connect::attach(location).await
    }

    pub(crate) fn new(
        writer: DatabaseConnection,
        reader: DatabaseConnection,
        doubtful: Arc<AtomicBool>,
    ) -> Store {
        Store {
            writer,
            reader,
            doubtful,
            write_queue: Arc::default(),
            notations: Arc::default(),
            mails: false,
            live: Live::default(),
        }
    }

    /// The same database, with numbers that users type in the notation of their language. Without it they are read as
    /// files have them.
    pub fn reading(self, notations: Notations) -> Store {
        Store { notations: Arc::new(notations), ..self }
    }

    /// The same database, from which mail is sent.
    pub fn mailing(self) -> Store {
        Store { mails: true, ..self }
    }

    /// Whether mail is sent.
    pub fn mails(&self) -> bool {
        self.mails
    }

    /// Who hears of commits.
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The same database, with somebody who hears each statement that it runs, values and all: for those who count
    /// statements, or ask for their plans.
    pub fn overheard(mut self, hear: impl Fn(String) + Clone + Send + Sync + 'static) -> Store {
        for connection in [&mut self.writer, &mut self.reader] {
            let hear = hear.clone();
            connection.set_metric_callback(move |info| hear(info.statement.to_string()));
        }
        self
    }

    /// Whether the database has this program's schema and takes a write at this moment.
    pub async fn ready(&self) -> Result<()> {
        connect::require_known_schema(&self.reader).await?;
        let writing = self.begin().await?;
        let beat = Statement::from_sql_and_values(
            writing.db.get_database_backend(),
            "UPDATE heartbeat SET at = $1",
            [crate::now().into()],
        );
        writing.db.execute_raw(beat).await?;
        writing.commit().await
    }

    /// Closes every connection, after which SQLite has nothing left to recover.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    /// Begins a transaction that writes, when its turn has come.
    pub(crate) async fn begin(&self) -> Result<Writing> {
        let asked = Instant::now();
        let turn = self.write_queue.clone().lock_owned().await;
        metrics::histogram!("tablica_write_queue_wait_seconds").record(asked.elapsed());
        let mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
        let begun = self.writer.begin_with_options(options).await;
        let db = begun.inspect_err(|_| self.doubt())?;
        if db.get_database_backend() == DbBackend::Postgres {
            // One line of writers, here too: what a rule has read stays true until its commit.
            db.execute_unprepared("SELECT pg_advisory_xact_lock(1952539244)").await?;
        }
        Ok(Writing { db, store: self.clone(), nudge: None, _turn: turn })
    }

    fn doubt(&self) {
        self.doubtful.store(true, Ordering::Release);
    }

    /// How many transactions were committed, as those see it who begin to read now.
    async fn commits(&self) -> Result<i64> {
        let asked = "SELECT number FROM commits";
        number(
            self.reader
                .query_one_raw(Statement::from_string(self.reader.get_database_backend(), asked))
                .await?,
        )
    }
}

impl Writing {
    /// The same, of which this is told when it is committed.
    pub(crate) fn nudging(self, nudge: Option<Nudge>) -> Writing {
        Writing { nudge: nudge.map(Box::new), ..self }
    }

    /// The rows as they were before it.
    pub(crate) fn before(&self) -> &DatabaseConnection {
        &self.store.reader
    }

    /// Commits. An answer of `Ok` means that others see it: the transaction counts itself, and the count is read back
    /// on another connection. A commit that the driver merely believes in is a fault.
    pub(crate) async fn commit(self) -> Result<()> {
        let Writing { db, store, nudge, _turn } = self;
        if let Some(nudge) = &nudge {
            notify::send(&db, &store.live, nudge).await?;
        }
        let count = "UPDATE commits SET number = number + 1 RETURNING number";
        let counted = db.query_one_raw(Statement::from_string(db.get_database_backend(), count)).await?;
        let number = number(counted)?;
        db.commit().await.inspect_err(|_| store.doubt())?;
        if store.commits().await? < number {
            store.doubt();
            return Err(Error::NotCommitted);
        }
        metrics::counter!("tablica_commits_total").increment(1);
        nudge.into_iter().for_each(|nudge| store.live.tell(*nudge));
        Ok(())
    }
}

fn number(row: Option<sea_orm::QueryResult>) -> Result<i64> {
    let row = row.ok_or_else(|| Error::Unreadable("no row in commits".into()))?;
    Ok(row.try_get_by_index(0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fresh() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("tablica.db"))).await.unwrap();
        (folder, store)
    }

    async fn name(store: &Store) -> String {
        let asked = Statement::from_string(DbBackend::Sqlite, "SELECT currency FROM account");
        store.reader.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// What SQLite does by itself when a commit finds the disk full.
    async fn rolled_back_underneath(store: &Store) -> Writing {
        let writing = store.begin().await.unwrap();
        writing.db.execute_unprepared("UPDATE account SET currency = 'XXX'").await.unwrap();
        writing.db.execute_unprepared("ROLLBACK").await.unwrap();
        writing
    }

    /// A write that the business refuses. After a failed commit this is what left a savepoint open for ever, when the
    /// connection was used again: every later write was acknowledged, and lost.
    async fn refused(store: &Store) {
        let writing = store.begin().await.unwrap();
        writing.db.execute_unprepared("UPDATE account SET currency = 'YYY'").await.unwrap();
    }

    #[tokio::test]
    async fn after_a_commit_that_failed_every_acknowledged_write_is_there() {
        let (_folder, store) = fresh().await;
        let failed = rolled_back_underneath(&store).await.commit().await;
        assert!(failed.is_err(), "nothing was open, so nothing was committed");
        refused(&store).await;
        for currency in ["AAA", "BBB", "CCC"] {
            let writing = store.begin().await.unwrap();
            let update = format!("UPDATE account SET currency = '{currency}'");
            writing.db.execute_unprepared(&update).await.unwrap();
            writing.commit().await.unwrap();
            assert_eq!(name(&store).await, currency);
        }
    }

    #[tokio::test]
    async fn after_a_rollback_that_failed_every_acknowledged_write_is_there() {
        let (_folder, store) = fresh().await;
        drop(rolled_back_underneath(&store).await);
        refused(&store).await;
        let writing = store.begin().await.unwrap();
        writing.db.execute_unprepared("UPDATE account SET currency = 'AAA'").await.unwrap();
        writing.commit().await.unwrap();
        assert_eq!(name(&store).await, "AAA");
    }

    #[tokio::test]
    async fn a_commit_inside_another_transaction_is_no_commit() {
        let (_folder, store) = fresh().await;
        // As a driver does that begins a savepoint where it was asked for a transaction.
        let writing = store.begin().await.unwrap();
        writing.db.execute_unprepared("UPDATE account SET currency = 'AAA'").await.unwrap();
        let inner = writing.db.begin().await.unwrap();
        let nested = Writing {
            db: inner,
            store: store.clone(),
            nudge: None,
            _turn: Arc::new(Mutex::new(())).lock_owned().await,
        };
        assert!(matches!(nested.commit().await, Err(Error::NotCommitted)));
    }
}
