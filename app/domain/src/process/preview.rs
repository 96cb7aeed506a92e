//! What a save of a process will change for its open deals, shown before it is made (P6).

use crate::money::Totals;
use serde::{Deserialize, Serialize};

/// What a save will change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How many open deals the process has.
    pub open: usize,
    /// How many go to another stage, since theirs is deleted.
    pub moved: usize,
    /// How many have another probability then.
    pub changed: usize,
    /// By how many points their probabilities change, all together.
    pub points: i64,
    /// How many leave actions of earlier stages unchecked (B7), today and then.
    pub skipping: (usize, usize),
    /// By how much the weighted total changes.
    pub weighted: Totals,
    /// What it comes to then.
    pub weighted_then: Totals,
}
