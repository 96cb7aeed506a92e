//! Filters of the list that somebody keeps under a name, for themselves or for everybody (L3).

use crate::{deals::Query, id::FilterId};
use serde::{Deserialize, Serialize};

/// How many one person keeps.
pub const MOST: usize = 50;

/// A filter under its name, as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    pub id: FilterId,
    pub name: String,
    /// With its order, from its first page on.
    pub query: Query,
    /// Whether everybody may use it.
    pub shared: bool,
    /// Who keeps it, when it is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}
