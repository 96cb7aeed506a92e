//! What the change log tells: which commit it was, and what it touched.

use crate::{
    id::{DealId, ProcessId, ProductId},
    refusal::Refusal,
};
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

/// The version that a save makes of something which has the version `now`. Refused when who saves has `seen` another one:
/// then `by` saved in between, if that is known.
pub fn next_version(now: i64, seen: i64, by: Option<String>) -> Result<i64, Refusal> {
    if now == seen { Ok(now + 1) } else { Err(Refusal::SavedMeanwhile { by }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_version_is_saved() {
        let by = Some(String::from("Anna"));
        assert_eq!(next_version(3, 3, by.clone()), Ok(4));
        for seen in [0, 2, 4] {
            let refused = Refusal::SavedMeanwhile { by: by.clone() };
            assert_eq!(next_version(3, seen, by.clone()), Err(refused), "{seen}");
        }
    }
}
