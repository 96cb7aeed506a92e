//! Numbers by which things are known; one type each, so that none is taken for another.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

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
    /// A notice.
    NoticeId
    /// Somebody's request for access to a deal.
    RequestId
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
    /// A note about a company or a person.
    ContactNoteId
    /// A source that deals come from.
    SourceId
    /// A product of the catalogue.
    ProductId
    /// A category of costs.
    CategoryId
    /// A filter that somebody keeps under a name.
    FilterId
    /// A file that was brought in.
    ImportId
    /// A product line of a deal.
    LineId
    /// A cost line of a deal.
    CostId
}

/// The name that a browser gives to one gesture (a UUID), so that sending it twice does it once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Op(Uuid);

impl Op {
    /// A name made of random bytes.
    pub fn random(bytes: [u8; 16]) -> Op {
        Op(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl FromStr for Op {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Op)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gesture_has_a_uuid_in_small_letters() {
        let op: Op = serde_json::from_str("\"6F1E0000-0000-4000-8000-00000000000A\"").unwrap();
        assert_eq!(serde_json::to_string(&op).unwrap(), "\"6f1e0000-0000-4000-8000-00000000000a\"");
        assert_eq!(op.to_string().parse(), Ok(op));
        for text in ["", "1", "6f1e0000-0000-4000-8000-00000000000", "6f1e0000-0000-4000-8000-00000000000g"] {
            assert!(text.parse::<Op>().is_err(), "{text}");
        }
        assert_eq!(Op::random([0xff; 16]).to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
