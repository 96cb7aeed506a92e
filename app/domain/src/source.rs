//! Sources that deals come from, a list that administrators keep (A4).

use crate::{id::SourceId, text::Name};
use serde::{Deserialize, Serialize};

/// A source to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: SourceId,
    pub name: Name,
    /// Offered; deals that came from it before keep it.
    pub active: bool,
}

/// The account's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    pub list: Vec<Source>,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
}

/// A source as its form sends it; one without an id is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceForm {
    pub id: Option<SourceId>,
    pub name: String,
    pub active: bool,
}
