//! Numbers by which things are known; one type each, so that none is taken for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map($name) }
        }
    )*};
}

ids! {
    /// A user of this account.
    UserId
    /// A sales process.
    ProcessId
    /// A stage of a process.
    StageId
    /// An action of a stage.
    ActionId
    /// A deal.
    DealId
    /// A note on a deal.
    NoteId
    /// A file of a note.
    FileId
    /// A reason for which deals are closed.
    ReasonId
    /// A task on a deal.
    TaskId
    /// A company in the address book.
    CompanyId
    /// A person in the address book.
    PersonId
    /// A source that deals come from.
    SourceId
    /// A product of the catalogue.
    ProductId
    /// A category of costs.
    CategoryId
    /// A product line of a deal.
    LineId
    /// A cost line of a deal.
    CostId
}

/// The name that a browser gives to one gesture (a UUID), so that sending it twice does it once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Op(String);

impl TryFrom<String> for Op {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
        let parts: Vec<&str> = text.split('-').collect();
        let shaped = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]);
        if shaped && parts.iter().all(|part| hex(part)) {
            Ok(Op(text.to_ascii_lowercase()))
        } else {
            Err("an operation id is a UUID")
        }
    }
}

impl From<Op> for String {
    fn from(op: Op) -> String {
        op.0
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
