//! What the change log tells: which commit it was, and what it touched.

use crate::id::{DealId, ProcessId, ProductId};
use serde::{Deserialize, Serialize};

/// The number of a commit that changed something. Grows by one with each, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub i64);

/// Something that a commit changed. What belongs to a deal, its tasks and notes for instance, is the deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    Deal(DealId),
    Process(ProcessId),
    Product(ProductId),
    /// The list of closing reasons, and whether one is required.
    Reasons,
    /// The cost categories, and whether costs are counted.
    Costs,
}

impl Thing {
    /// Its kind, and its number among those; lists of which there is one have the number 0.
    pub fn code(self) -> (&'static str, i64) {
        match self {
            Thing::Deal(id) => ("deal", id.0),
            Thing::Process(id) => ("process", id.0),
            Thing::Product(id) => ("product", id.0),
            Thing::Reasons => ("reasons", 0),
            Thing::Costs => ("costs", 0),
        }
    }
}
