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
/// The most pages that are counted, and the most of one user.
const MOST: usize = 10_000;
const MOST_OF_ONE: usize = 32;

/// That a page of a deal is open, still, or was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub deal: DealId,
    /// Drawn by the page: a user may have several open.
    pub page: u32,
    pub open: bool,
}

/// The pages that are open, by whose they are, and until when that counts.
#[derive(Default)]
pub(crate) struct Looking(HashMap<(DealId, UserId, u32), Instant>);

impl Looking {
    /// Notes it. Gives who else looks at the same deal, and whether it is news to them.
    pub fn note(&mut self, by: UserId, look: Look, now: Instant) -> (BTreeSet<UserId>, bool) {
        self.0.retain(|_, until| *until > now);
        let looks =
            |looking: &Self| looking.0.keys().any(|(deal, user, _)| (*deal, *user) == (look.deal, by));
        let (before, key) = (looks(self), (look.deal, by, look.page));
        let theirs = self.0.keys().filter(|(_, user, _)| *user == by).count();
        if !look.open {
            self.0.remove(&key);
        } else if self.0.contains_key(&key) || (self.0.len() < MOST && theirs < MOST_OF_ONE) {
            self.0.insert(key, now + LASTS);
        }
        let of_deal = self.0.keys().filter(|(deal, user, _)| *deal == look.deal && *user != by);
        (of_deal.map(|(_, user, _)| *user).collect(), before != looks(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_looks_at_the_same_is_known_until_they_go_or_fall_silent() {
        let (mut looking, start) = (Looking::default(), Instant::now());
        let mut note = |second: u64, by: i64, page: u32, deal: i64, open: bool| {
            let look = Look { deal: DealId(deal), page, open };
            let (others, news) = looking.note(UserId(by), look, start + Duration::from_secs(second));
            (others.into_iter().map(|user| user.0).collect::<Vec<_>>(), news)
        };
        for (second, by, page, deal, open, want) in [
            (0, 1, 1, 7, true, (vec![], true)),
            (1, 2, 1, 7, true, (vec![1], true)),
            (2, 2, 1, 7, true, (vec![1], false)),
            (3, 3, 1, 8, true, (vec![], true)),
            // Of two pages one is left.
            (4, 1, 2, 7, true, (vec![2], false)),
            (5, 1, 1, 7, false, (vec![2], false)),
            (6, 1, 2, 7, false, (vec![2], true)),
            (7, 1, 2, 7, false, (vec![2], false)),
            // The others fell silent.
            (70, 3, 1, 7, true, (vec![], true)),
            (71, 4, 1, 8, false, (vec![], false)),
        ] {
            assert_eq!(note(second, by, page, deal, open), want, "{by} at second {second}");
        }
    }

    #[test]
    fn nobody_fills_the_memory() {
        let (mut looking, now) = (Looking::default(), Instant::now());
        let look = |page| Look { deal: DealId(1), page, open: true };
        (0..100).for_each(|page| drop(looking.note(UserId(1), look(page), now)));
        assert_eq!(looking.0.len(), MOST_OF_ONE);
        let of_another = |number: usize| ((DealId(1), UserId(number as i64), 0), now + LASTS);
        looking.0 = (2..=MOST + 1).map(of_another).collect();
        looking.note(UserId(1), look(1), now);
        assert_eq!(looking.0.len(), MOST);
    }
}
