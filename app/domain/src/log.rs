//! What the change log tells: which commit it was, and what it touched.

use crate::{
    contact::Contact,
    id::{DealId, FilterId, ImportId, ProcessId, ProductId, TaskId, UserId},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The number of a commit that changed something. Grows by one with each, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seq(pub i64);

/// Something that a commit changed. What belongs to a deal, its tasks and notes for instance, is the deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    Deal(DealId),
    /// A task without a deal.
    Task(TaskId),
    /// A company or a person of the address book, with the notes about them.
    Contact(Contact),
    Process(ProcessId),
    Product(ProductId),
    /// A user: their role, whether they can sign in.
    User(UserId),
    /// What a user was told, and what they asked for.
    Notices(UserId),
    /// The list of closing reasons, and whether one is required.
    Reasons,
    /// The cost categories, and whether costs are counted.
    Costs,
    /// The list of sources.
    Sources,
    /// The account's settings.
    Account,
    /// A filter that somebody keeps.
    Filter(FilterId),
    /// A file that was brought in.
    Import(ImportId),
}

impl Thing {
    /// Its kind, and its number among those; lists of which there is one have the number 0.
    pub fn code(self) -> (&'static str, i64) {
        match self {
            Thing::Deal(id) => ("deal", id.0),
            Thing::Task(id) => ("task", id.0),
            Thing::Contact(Contact::Company(id)) => ("company", id.0),
            Thing::Contact(Contact::Person(id)) => ("person", id.0),
            Thing::Process(id) => ("process", id.0),
            Thing::Product(id) => ("product", id.0),
            Thing::User(id) => ("user", id.0),
            Thing::Notices(id) => ("notices", id.0),
            Thing::Reasons => ("reasons", 0),
            Thing::Costs => ("costs", 0),
            Thing::Sources => ("sources", 0),
            Thing::Account => ("account", 0),
            Thing::Filter(id) => ("filter", id.0),
            Thing::Import(id) => ("import", id.0),
        }
    }
}

/// A change as undo looks at it: its number, and the change that it took back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    pub seq: Seq,
    pub undoes: Option<Seq>,
}

/// What keeps a change from being taken back: the last of the `later` ones on the same thing that still stands, or the
/// change itself, which does not stand any more. Changes are taken back in order, the last one first, and a taking back
/// is a change that can be taken back itself (H2, H3).
pub fn in_the_way_of(seq: Seq, later: &[Logged]) -> Option<Seq> {
    let (mut standing, mut taken) = (vec![seq], HashMap::new());
    for change in later {
        match change.undoes {
            Some(last) if standing.last() == Some(&last) => {
                standing.pop();
                taken.insert(change.seq, last);
            }
            Some(undo) if taken.contains_key(&undo) => standing.extend(taken.remove(&undo)),
            _ => standing.push(change.seq),
        }
    }
    let last = standing.last().copied();
    if last == Some(seq) { None } else { Some(last.unwrap_or(seq)) }
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
    fn only_the_last_change_that_stands_can_be_taken_back() {
        // Each later change, and what it takes back.
        for (seq, later, want) in [
            (5, vec![], None),
            (5, vec![(6, None)], Some(6)),
            (5, vec![(6, Some(5))], Some(5)),
            (6, vec![], None),
            (5, vec![(6, None), (7, Some(6))], None),
            (5, vec![(6, Some(5)), (7, Some(6))], None),
            (6, vec![(7, Some(6))], Some(6)),
            (7, vec![], None),
            (5, vec![(6, None), (7, Some(6)), (8, Some(7))], Some(6)),
            (5, vec![(6, None), (7, None), (8, Some(7)), (9, Some(6))], None),
            (6, vec![(8, None), (9, Some(8))], None),
            (5, vec![(6, Some(2))], Some(6)),
        ] {
            let logged =
                |(seq, undoes): (i64, Option<i64>)| Logged { seq: Seq(seq), undoes: undoes.map(Seq) };
            let later: Vec<_> = later.into_iter().map(logged).collect();
            assert_eq!(in_the_way_of(Seq(seq), &later), want.map(Seq), "{seq} {later:?}");
        }
    }

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
