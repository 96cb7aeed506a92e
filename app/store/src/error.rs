//! The two kinds of failure: the business said no, or something broke.

use domain::refusal::Refusal;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use std::path::PathBuf;

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
    /// A migration that the database has not gone through.
    #[error("the database has not gone through step {0}; start the server once to bring it up to date")]
    OlderSchema(String),
    /// The database did not take a setting that the safety of its data rests on.
    #[error("the database file does not support {0} as it must; is it on a network drive?")]
    NotDurable(&'static str),
    /// The database file is not what it must be; it is left alone.
    #[error("{} is damaged: {why}. Restore a backup, or move the file away", path.display())]
    Damaged { path: PathBuf, why: String },
    /// The copy that is made before the schema changes could not be written; the schema was not changed.
    #[error("the copy before the change of the schema could not be written: {0}")]
    Safeguard(String),
    /// The driver called a commit done that others do not see.
    #[error("a commit was reported done, and nobody sees it")]
    NotCommitted,
    /// The disk is full; nothing was changed, and what is there can be read.
    #[error("the disk is full: {0}")]
    StorageFull(Broken),
    /// The database cannot be written or reached just now; nothing was acknowledged.
    #[error("the database cannot be written or reached: {0}")]
    StorageUnavailable(Broken),
    /// There is an account already where one was to be copied to.
    #[error("there is an account in that database already; name an empty one")]
    NotEmpty,
    /// A row holds what this program never writes.
    #[error("unreadable row: {0}")]
    Unreadable(String),
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What is not there becomes this refusal; whatever else went wrong stays what it is.
    pub fn if_absent(self, refusal: Refusal) -> Error {
        match self {
            Error::Refused(Refusal::NotFound) => Error::Refused(refusal),
            other => other,
        }
    }
}

/// What was refused, apart from what broke: to be told together with other refusals.
pub fn refused<T>(result: Result<T>) -> Result<std::result::Result<T, Refusal>> {
    match result {
        Err(Error::Refused(refusal)) => Ok(Err(refusal)),
        other => other.map(Ok),
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refused(refusal)
    }
}

impl From<DbErr> for Error {
    /// A full or unwritable disk and a server that went away pass by: they are told apart from faults of the program.
    fn from(error: DbErr) -> Self {
        match state(&error) {
            State::Full => Error::StorageFull(error),
            State::Unavailable => Error::StorageUnavailable(error),
            State::Broken => Error::Broken(error),
        }
    }
}

/// What an error says about the storage.
#[derive(Debug, PartialEq, Eq)]
enum State {
    Full,
    Unavailable,
    Broken,
}

fn state(error: &DbErr) -> State {
    use sqlx::Error as E;
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return State::Unavailable;
    }
    match sqlx_error(error) {
        Some(E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed) => {
            State::Unavailable
        }
        Some(E::Database(told)) => {
            let code = told.code().unwrap_or_default();
            match told.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
                Some(_) => sqlite_state(&code),
                None => postgres_state(&code),
            }
        }
        _ => State::Broken,
    }
}

const BUSY: i32 = 5;
const READ_ONLY: i32 = 8;
const IO_ERROR: i32 = 10;
const FULL: i32 = 13;
const CANNOT_OPEN: i32 = 14;

/// By SQLite's primary result code, the low byte of the extended one.
fn sqlite_state(code: &str) -> State {
    match code.parse::<i32>().map(|code| code & 0xff) {
        Ok(FULL) => State::Full,
        Ok(BUSY | READ_ONLY | IO_ERROR | CANNOT_OPEN) => State::Unavailable,
        _ => State::Broken,
    }
}

/// By PostgreSQL's SQLSTATE: connection failures, a server that shuts down or recovers, too many clients, a standby.
fn postgres_state(code: &str) -> State {
    match code {
        "53100" => State::Full,
        "57P01" | "57P02" | "57P03" | "53300" | "25006" => State::Unavailable,
        code if code.starts_with("08") || code.starts_with("58") => State::Unavailable,
        _ => State::Broken,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_and_unreachable_storage_is_told_from_faults() {
        for (code, want) in [
            ("13", State::Full),
            ("778", State::Unavailable),  // SQLITE_IOERR_WRITE
            ("1034", State::Unavailable), // SQLITE_IOERR_FSYNC
            ("5", State::Unavailable),
            ("8", State::Unavailable),
            ("14", State::Unavailable),
            ("2067", State::Broken), // a unique index
            ("11", State::Broken),
        ] {
            assert_eq!(sqlite_state(code), want, "{code}");
        }
        for (code, want) in [
            ("53100", State::Full),
            ("57P01", State::Unavailable),
            ("57P03", State::Unavailable),
            ("08006", State::Unavailable),
            ("58030", State::Unavailable),
            ("25006", State::Unavailable),
            ("23505", State::Broken),
            ("40P01", State::Broken),
        ] {
            assert_eq!(postgres_state(code), want, "{code}");
        }
    }
}
