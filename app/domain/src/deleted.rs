//! The folder of deleted deals (D6, L4).

use crate::{day::as_moment, id::DealId, money::Money, tasks::Moment};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Deleted deals, those that were deleted last first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    pub deals: Vec<DeletedDeal>,
    /// Whether there are more than these.
    pub more: bool,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

impl Deleted {
    /// How many are listed; whoever looks for an older one searches.
    pub const MOST: usize = 200;
}

/// A deal that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedDeal {
    pub id: DealId,
    pub name: String,
    pub client: String,
    pub value: Money,
    /// Where it was.
    pub stage: String,
    pub owner: String,
    /// Who deleted it; empty when that was not written down yet.
    pub by: String,
    pub at: Moment,
}
