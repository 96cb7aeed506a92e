//! Reasons for which deals are lost or stale, a list that administrators keep (W2).

use crate::{id::ReasonId, text::Name};
use serde::{Deserialize, Serialize};

/// A reason to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub id: ReasonId,
    pub name: Name,
    /// Offered; deals that were closed for it before keep it.
    pub active: bool,
}

/// The account's reasons, and whether closing asks for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    pub list: Vec<Reason>,
    pub required: bool,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
}

/// A reason as its form sends it; one without an id is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonForm {
    pub id: Option<ReasonId>,
    pub name: String,
    pub active: bool,
}
