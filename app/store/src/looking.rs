//! Who looks at which deal now (B11): known for as long as their pages say so, and told to those who look at the same. In no
//! table: with the server it is gone, and pages say it anew.

use domain::id::{DealId, UserId};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

/// For how long a page that says nothing more counts: it says so three times meanwhile.
const LASTS: Duration = Duration::from_secs(65);
/// The most deals that are looked at; a page beyond that is not counted.
const MOST: usize = 10_000;

/// That somebody began to look at a deal, goes on, or is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub deal: DealId,
    pub looks: bool,
}

/// Who looks at which deal, and until when.
#[derive(Default)]
pub(crate) struct Looking(HashMap<DealId, HashMap<UserId, Instant>>);

impl Looking {
    /// Notes it. Gives who else looks at the same, and whether it is news to them.
    pub fn note(&mut self, by: UserId, look: Look, now: Instant) -> (BTreeSet<UserId>, bool) {
        let Look { deal, looks } = look;
        self.0.values_mut().for_each(|users| users.retain(|_, until| *until > now));
        self.0.retain(|_, users| !users.is_empty());
        if looks && self.0.len() == MOST && !self.0.contains_key(&deal) {
            return (BTreeSet::new(), false);
        }
        let users = self.0.entry(deal).or_default();
        let news = match looks {
            true => users.insert(by, now + LASTS).is_none(),
            false => users.remove(&by).is_some(),
        };
        (users.keys().copied().filter(|user| *user != by).collect(), news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_looks_at_the_same_is_known_until_they_go_or_fall_silent() {
        let (mut looking, start) = (Looking::default(), Instant::now());
        let mut note = |second: u64, by: i64, deal: i64, looks: bool| {
            let look = Look { deal: DealId(deal), looks };
            let (others, news) = looking.note(UserId(by), look, start + Duration::from_secs(second));
            (others.into_iter().map(|user| user.0).collect::<Vec<_>>(), news)
        };
        for (second, by, deal, looks, want) in [
            (0, 1, 7, true, (vec![], true)),
            (1, 2, 7, true, (vec![1], true)),
            (2, 2, 7, true, (vec![1], false)),
            (3, 3, 8, true, (vec![], true)),
            (4, 1, 7, false, (vec![2], true)),
            (5, 1, 7, false, (vec![2], false)),
            // The other fell silent.
            (70, 3, 7, true, (vec![], true)),
            (71, 4, 8, false, (vec![], false)),
        ] {
            assert_eq!(note(second, by, deal, looks), want, "{by} at second {second}");
        }
    }

    #[test]
    fn no_page_fills_the_memory() {
        let (mut looking, now) = (Looking::default(), Instant::now());
        for deal in 0..=MOST as i64 {
            looking.note(UserId(1), Look { deal: DealId(deal), looks: true }, now);
        }
        assert_eq!(looking.0.len(), MOST);
    }
}
