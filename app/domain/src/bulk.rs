//! One change of many deals (L5).

use crate::{
    id::{ReasonId, SourceId, StageId, UserId},
    refusal::Refusal,
    status::Status,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How many deals one command changes: more would keep all other writers waiting.
pub const MOST: usize = 500;

/// How many deals can be picked together; they are changed [`MOST`] at a time.
pub const ALL: usize = 20_000;

/// What each of the deals is given, or what is done with it. What is taken away has a variant of its own, so that it is
/// written otherwise than nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DealChange {
    Owner(UserId),
    /// To the end of a stage of the process that the deal is in (B7, B8).
    Stage(StageId),
    Source(SourceId),
    NoSource,
    Close(NaiveDate),
    NoClose,
    /// As somebody typed it, in the deal's currency (D4).
    Value(String),
    /// W1.
    Win,
    /// As lost or stale (W2).
    CloseAs {
        outcome: Status,
        reason: Option<ReasonId>,
        note: String,
    },
    /// W3.
    Reopen,
    /// V2.
    Participant(UserId),
    /// D6.
    Delete,
}

/// A deal that stayed as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedDeal {
    /// Where it stands among those that were asked for, from 0.
    pub at: usize,
    /// Empty for who may not see it.
    pub name: String,
    pub refusal: Refusal,
}

/// What came of changing many deals: each is changed whole or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkResult {
    /// How many were changed, or were so already.
    pub changed: usize,
    pub refused: Vec<RefusedDeal>,
}

impl BulkResult {
    /// Why nothing was changed, when all of them say the same.
    pub fn only_reason(&self) -> Option<Refusal> {
        let first = self.refused.first().map(|deal| &deal.refusal)?;
        let alone = self.changed == 0 && self.refused.iter().all(|deal| deal.refusal == *first);
        alone.then(|| first.clone())
    }
}
