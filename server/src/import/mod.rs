//! Deals from a CSV file: decoded, read by a mapping, and stored whole or not at all (I1, I4).

mod mapping;
mod read;
mod save;
mod table;

pub use mapping::Mapping;
pub use read::{Found, read};
pub use save::{Report, save};

use std::{fmt, path::PathBuf};

/// A cell that cannot be what the mapping says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// The line in the file, the header being the first.
    pub line: u64,
    pub column: String,
    pub why: String,
}

impl fmt::Display for BadCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.why)
    }
}

/// Why a file was not imported; nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("cannot read {0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Mapping(PathBuf, String),
    #[error("{file} is not {encoding}: the text breaks off at line {line}. Name its encoding in the mapping")]
    Encoding { file: PathBuf, encoding: &'static str, line: usize },
    #[error("{file}, line {line}: {why}")]
    Csv { file: PathBuf, line: u64, why: String },
    #[error("{file} has no column \"{column}\"; it has: {known}")]
    NoColumn { file: PathBuf, column: String, known: String },
    #[error("{}", listed(.0))]
    Rows(Vec<BadCell>),
    #[error(
        "the e-mail made for {0} belongs to somebody of another name; add {0} by `tablica user add` first"
    )]
    EmailTaken(String),
    #[error("two users are called {0}; rename one of them, so that the file means somebody")]
    TwoUsers(String),
    #[error("there is no closing reason \"{0}\"")]
    NoReason(String),
    #[error("{0} was closed without a reason, and one is required: name a `reason` in the mapping")]
    ReasonRequired(String),
    #[error("{0} cannot be closed on {1}: that day is still to come")]
    InTheFuture(String, chrono::NaiveDate),
    #[error(transparent)]
    Store(#[from] store::Error),
}

fn listed(bad: &[BadCell]) -> String {
    const SHOWN: usize = 20;
    let mut text =
        format!("{} bad cells; nothing was stored (--skip-bad-rows stores the good rows):", bad.len());
    bad.iter().take(SHOWN).for_each(|cell| text.push_str(&format!("\n  {cell}")));
    if bad.len() > SHOWN {
        text.push_str(&format!("\n  and {} more", bad.len() - SHOWN));
    }
    text
}
