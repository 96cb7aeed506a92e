//! The two kinds of failure: the business said no, or something broke.

use domain::refusal::Refusal;
use sea_orm::{DbErr, RuntimeErr, sqlx};

/// What went wrong with the database, for the log; never shown to a user.
pub type Broken = DbErr;

/// Why a transaction did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The business says no; the user gets a sentence.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// A migration that this program does not know: the database was written by a newer one.
    #[error("the database was written by a newer Tablica (step {0}); start that version or restore a backup")]
    NewerSchema(String),
    /// The database did not take a setting that the safety of its data rests on.
    #[error("the database file does not support {0} as it must; is it on a network drive?")]
    NotDurable(&'static str),
    /// A row holds what this program never writes.
    #[error("unreadable row: {0}")]
    Unreadable(String),
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<DbErr> for Error {
    /// A full or unwritable disk is no fault of the program: the user gets a sentence, and reading goes on.
    fn from(error: DbErr) -> Self {
        match sqlite_code(&error) {
            Some(FULL) => Error::Refused(Refusal::StorageFull),
            Some(BUSY | READ_ONLY | IO_ERROR | CANNOT_OPEN) => Error::Refused(Refusal::StorageUnavailable),
            _ if is_unreachable(&error) => Error::Refused(Refusal::StorageUnavailable),
            _ => Error::Broken(error),
        }
    }
}

const BUSY: i32 = 5;
const READ_ONLY: i32 = 8;
const IO_ERROR: i32 = 10;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;

/// SQLite's primary result code, the low byte of the extended one.
fn sqlite_code(error: &DbErr) -> Option<i32> {
    let sqlx::Error::Database(database) = sqlx_error(error)? else { return None };
    database.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    Some(database.code()?.parse::<i32>().ok()? & 0xff)
}

fn is_unreachable(error: &DbErr) -> bool {
    matches!(error, DbErr::ConnectionAcquire(_))
        || matches!(sqlx_error(error), Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut))
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Reads a column that only this program writes.
pub(crate) fn read<T: std::str::FromStr>(column: &str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Unreadable(format!("{column} = {text:?}")))
}
