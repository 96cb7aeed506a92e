//! Opening a database: where it is, what its safety rests on, whether it is whole, and its schema.

use crate::{Error, Result, Store, safeguard};
use migrations::Migrator;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
    sqlx::{
        Connection, Database as Driver,
        pool::PoolOptions,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use sea_orm_migration::MigratorTrait;
use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tracing::log::LevelFilter;

/// A statement that takes longer is logged.
const SLOW: Duration = Duration::from_millis(250);

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file at exactly this path, whatever characters are in it.
    File(PathBuf),
    /// A PostgreSQL server's address, `postgres://…`.
    Server(String),
}

impl FromStr for Location {
    type Err = Infallible;

    /// `sqlite:PATH` is a file, its path taken as it stands; everything else is a server's address.
    fn from_str(url: &str) -> std::result::Result<Location, Infallible> {
        Ok(match url.strip_prefix("sqlite:") {
            Some(path) => Location::File(path.strip_prefix("//").unwrap_or(path).into()),
            None => Location::Server(url.to_owned()),
        })
    }
}

/// What becomes of a file that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenMissing {
    Make,
    Refuse,
}

pub(crate) async fn open(location: &Location, missing: WhenMissing) -> Result<Store> {
    let store = match location {
        Location::File(path) => open_file(path, missing).await?,
        Location::Server(url) => open_server(url).await?,
    };
    let behind = require_known_schema(&store.writer).await;
    match behind {
        Ok(()) => return Ok(store),
        Err(Error::OlderSchema(step)) => safeguard::keep(&store.writer, location, &step).await?,
        Err(other) => return Err(other),
    }
    Migrator::up(&store.writer, None).await?;
    Ok(store)
}

pub(crate) async fn attach(location: &Location) -> Result<Store> {
    let store = match location {
        Location::File(path) => open_file(path, WhenMissing::Refuse).await?,
        Location::Server(url) => open_server(url).await?,
    };
    require_known_schema(&store.writer).await?;
    Ok(store)
}

async fn open_file(path: &Path, missing: WhenMissing) -> Result<Store> {
    require_file(path, missing)?;
    let doubtful = Arc::new(AtomicBool::new(false));
    let open = async |options| Database::connect(options).await.map_err(|error| damaged(path, error.into()));
    let writer = open(file_options(path, Use::Writing(doubtful.clone()))).await?;
    require_durable(&writer).await?;
    require_whole(&writer, path, missing).await?;
    let reader = open(file_options(path, Use::Reading)).await?;
    Ok(Store::new(writer, reader, doubtful))
}

async fn open_server(url: &str) -> Result<Store> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(8).acquire_timeout(Duration::from_secs(10));
    log_slow_statements(&mut options);
    options.map_sqlx_postgres_pool_opts(|pool| only_sound(pool, Arc::default()));
    let pool = Database::connect(options).await?;
    Ok(Store::new(pool.clone(), pool, Arc::default()))
}

/// What a pool of SQLite connections is for.
enum Use {
    /// One connection, thrown away once it is in doubt.
    Writing(Arc<AtomicBool>),
    Reading,
}

fn file_options(path: &Path, purpose: Use) -> ConnectOptions {
    // The driver would take a path in an address apart at `?` and `%`; it is given beside the address instead.
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.acquire_timeout(Duration::from_secs(10));
    log_slow_statements(&mut options);
    let (path, writes) = (path.to_owned(), matches!(purpose, Use::Writing(_)));
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .in_memory(false)
            .shared_cache(false)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL an acknowledged write can be lost when the power fails.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .create_if_missing(writes)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-8000");
        if writes { sqlite } else { sqlite.pragma("query_only", "on") }
    });
    match purpose {
        Use::Writing(doubtful) => {
            options.max_connections(1);
            options.map_sqlx_sqlite_pool_opts(move |pool| only_sound(pool, doubtful.clone()));
        }
        Use::Reading => {
            options.max_connections(4);
            options.map_sqlx_sqlite_pool_opts(|pool| only_sound(pool, Arc::default()));
        }
    }
    options
}

/// Lets a connection back into its pool only when nothing is open on it.
///
/// When SQLite rolls a failed commit back by itself, the driver's own rollback fails and it counts a transaction for
/// ever; what is then begun on that connection is no transaction (decision record 1).
fn only_sound<DB: Driver>(pool: PoolOptions<DB>, doubtful: Arc<AtomicBool>) -> PoolOptions<DB> {
    pool.after_release(move |connection, _| {
        let doubted = doubtful.swap(false, Ordering::AcqRel);
        Box::pin(async move {
            // A rollback that is still on its way is done before the ping is answered.
            connection.ping().await?;
            Ok(!doubted && !connection.is_in_transaction())
        })
    })
    .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

fn log_slow_statements(options: &mut ConnectOptions) {
    options.sqlx_logging(true).sqlx_logging_level(LevelFilter::Trace);
    options.sqlx_slow_statements_logging_settings(LevelFilter::Warn, SLOW);
}

/// A file that lost its content is refused; one that was never there may be made.
fn require_file(path: &Path, missing: WhenMissing) -> Result<()> {
    let length = match std::fs::metadata(path) {
        Ok(data) => Some(data.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Error::Damaged { path: path.to_owned(), why: error.to_string() }),
    };
    let why = match (length, missing) {
        (Some(1..), _) | (None | Some(0), WhenMissing::Make) => return Ok(()),
        (Some(0), WhenMissing::Refuse) => "it is empty",
        (None, WhenMissing::Refuse) => "it is missing",
    };
    Err(Error::Damaged { path: path.to_owned(), why: why.into() })
}

/// Reads back what was asked for: a file system without it must not go unnoticed.
async fn require_durable(writer: &DatabaseConnection) -> Result<()> {
    for (pragma, want) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        if pragma_text(writer, pragma).await? != want {
            return Err(Error::NotDurable(pragma));
        }
    }
    Ok(())
}

/// Lets SQLite look through the whole file, and asks for our tables in it.
async fn require_whole(writer: &DatabaseConnection, path: &Path, missing: WhenMissing) -> Result<()> {
    let damage = |why: String| Error::Damaged { path: path.to_owned(), why };
    let found = pragma_text(writer, "quick_check(1)").await.map_err(|error| damaged(path, error))?;
    if found != "ok" {
        return Err(damage(found));
    }
    let tables = "SELECT count(*), count(*) FILTER (WHERE name = 'seaql_migrations') FROM sqlite_master";
    let row = writer.query_one_raw(Statement::from_string(DbBackend::Sqlite, tables)).await?;
    let row = row.ok_or_else(|| damage("it has no list of tables".into()))?;
    let (all, ours): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    match (all, ours, missing) {
        (0, _, WhenMissing::Refuse) => Err(damage("it holds no tables".into())),
        (1.., 0, _) => Err(damage("it is the database of another program".into())),
        _ => Ok(()),
    }
}

/// A file that SQLite does not take for a database is damaged, not a fault of ours.
fn damaged(path: &Path, error: Error) -> Error {
    match error {
        Error::Broken(broken) => Error::Damaged { path: path.to_owned(), why: broken.to_string() },
        other => other,
    }
}

pub(crate) async fn pragma_text(db: &impl ConnectionTrait, pragma: &str) -> Result<String> {
    let asked = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
    let row = db.query_one_raw(asked).await?;
    let row = row.ok_or_else(|| Error::Unreadable(format!("no answer to PRAGMA {pragma}")))?;
    let text = row.try_get_by_index::<String>(0);
    Ok(text.or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))?)
}

/// Compares the steps that the schema went through with those that this program knows.
pub(crate) async fn require_known_schema(db: &DatabaseConnection) -> Result<()> {
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let applied = match has_migrations(db).await? {
        true => Migrator::get_migration_models(db).await?,
        false => vec![],
    };
    if let Some(step) = applied.iter().find(|step| !known.contains(&step.version)) {
        return Err(Error::NewerSchema(step.version.clone()));
    }
    match known.into_iter().find(|step| applied.iter().all(|done| done.version != *step)) {
        Some(step) => Err(Error::OlderSchema(step)),
        None => Ok(()),
    }
}

async fn has_migrations(db: &DatabaseConnection) -> Result<bool> {
    let asked = match db.get_database_backend() {
        DbBackend::Postgres => "SELECT 1 WHERE to_regclass('seaql_migrations') IS NOT NULL",
        _ => "SELECT 1 FROM sqlite_master WHERE name = 'seaql_migrations'",
    };
    Ok(db.query_one_raw(Statement::from_string(db.get_database_backend(), asked)).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_its_path_as_it_stands() {
        for (url, path) in [
            ("sqlite:data/tablica.db", "data/tablica.db"),
            ("sqlite:///srv/t.db", "/srv/t.db"),
            ("sqlite:/a b/50%25?mode=ro#x.db", "/a b/50%25?mode=ro#x.db"),
        ] {
            assert_eq!(url.parse(), Ok(Location::File(path.into())));
        }
        assert_eq!("postgres://h/d".parse(), Ok(Location::Server("postgres://h/d".into())));
    }

    #[tokio::test]
    async fn any_path_will_do() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a b.db", "50%.db", "what?.db", "#1.db", "łódź.db", "a%20b.db", "x?mode=ro"] {
            let path = folder.path().join(name);
            Store::open(&Location::File(path.clone())).await.unwrap().close().await.unwrap();
            assert!(path.exists(), "{name}");
        }
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 7, "and nothing was made beside");
    }

    #[tokio::test]
    async fn what_is_damaged_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tablica.db");
        let location = Location::File(path.clone());
        Store::open(&location).await.unwrap().close().await.unwrap();
        let whole = std::fs::read(&path).unwrap();
        let mut torn = whole.clone();
        torn[8192..16384].fill(0xa5);
        let mut headless = whole.clone();
        headless[..16].fill(0);
        for content in
            [&torn[..], &headless, &whole[..whole.len() / 2], b"not a database at all, but long enough"]
        {
            std::fs::write(&path, content).unwrap();
            let refused = Store::open(&location).await.err();
            assert!(matches!(refused, Some(Error::Damaged { .. })), "{refused:?}");
            assert_eq!(std::fs::read(&path).unwrap(), content, "left as it was");
        }
        for (content, why) in [(Some(""), "empty"), (None, "missing")] {
            let _ = std::fs::remove_file(&path);
            content.into_iter().for_each(|content| std::fs::write(&path, content).unwrap());
            let refused = Store::open_existing(&location).await.err().unwrap().to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
