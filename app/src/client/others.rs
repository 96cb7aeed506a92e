//! What others do (B11): pages hear that it was done (`live.js`), and ask again for what they show.

use super::{Client, gesture::is_unsure};
use crate::error::Problem;
use domain::id::{DealId, Op, UserId};
use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::CustomEvent;

/// How many gestures of one's own are known again.
const OWN: usize = 64;

thread_local! {
    /// The names of the last gestures of this page, which shows already what they did.
    static MADE: RefCell<Vec<String>> = const { RefCell::new(vec![]) };
}

/// What turned out to be old.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Old {
    /// These deals, each with who changed it, in the order in which they did.
    deals: Vec<(DealId, UserId)>,
    /// Perhaps something else than these.
    beyond: bool,
    /// Who did something else last, as far as that is known.
    by: Option<UserId>,
    /// Whether others did it, and not something on this page.
    by_others: bool,
}

/// A gesture of this page has this name.
pub(super) fn made(op: String) {
    MADE.with_borrow_mut(|made| {
        made.truncate(OWN - 1);
        made.insert(0, op);
    });
}

/// Whether this gesture was done nobody knows: it may happen yet, and is news then.
pub(super) fn forget(op: &Op, problem: &Problem) {
    if is_unsure(problem) {
        let op = op.to_string();
        MADE.with_borrow_mut(|made| made.retain(|own| *own != op));
    }
}

/// Listens for what others did.
pub(super) fn hear_others(client: Client) {
    let nudged = leptos::ev::Custom::<CustomEvent>::new("nudged");
    let listener = window_event_listener(nudged, move |event| {
        let told = event.detail().as_string().unwrap_or_default();
        if let Some(old) = Old::read(&told) {
            client.outdate_with(old);
        }
    });
    on_cleanup(move || listener.remove());
}

impl Old {
    /// That anything may be old.
    pub fn anything() -> Old {
        Old { beyond: true, ..Old::default() }
    }

    /// What others did: a line for each gesture with its name, who made it, and the deal if it was only one. Nothing when all
    /// of it was done here.
    fn read(told: &str) -> Option<Old> {
        let mut old = Old { by_others: true, ..Old::default() };
        for line in told.lines() {
            let mut parts = line.split(' ');
            let [op, by, deal] = [(); 3].map(|()| parts.next().unwrap_or_default());
            let by = by.parse().ok().map(UserId);
            if MADE.with_borrow(|made| made.iter().any(|own| own == op)) {
                continue;
            }
            match (deal.parse(), by) {
                (Ok(deal), Some(by)) => old.deals.push((deal, by)),
                _ => (old.beyond, old.by) = (true, by),
            }
        }
        Some(old).filter(|old| old.beyond || !old.deals.is_empty())
    }
}

impl Client {
    /// Whether what turned out to be old may be about this deal.
    pub fn is_old(self, deal: DealId) -> bool {
        self.old.with_value(|old| old.beyond || old.deals.iter().any(|(id, _)| *id == deal))
    }

    /// Whether others changed it, and not something on this page.
    pub fn is_old_by_others(self) -> bool {
        self.old.with_value(|old| old.by_others)
    }

    /// Whether it may be something else than deals, and who changed that last, as far as it is known.
    pub fn is_old_beyond_deals(self) -> (bool, Option<UserId>) {
        self.old.with_value(|old| (old.beyond, old.by))
    }

    /// The deals that others changed, each with who did it.
    pub fn changed_by_others(self) -> Vec<(DealId, UserId)> {
        self.old.with_value(|old| old.deals.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_here_is_no_news() {
        made("own".into());
        let read = |told: &str| {
            let Some(old) = Old::read(told) else { return "nothing".to_owned() };
            let deals: Vec<_> = old.deals.iter().map(|(deal, by)| (deal.0, by.0)).collect();
            let beyond =
                if old.beyond { format!(" and more by {:?}", old.by.map(|by| by.0)) } else { String::new() };
            format!("{deals:?}{beyond}")
        };
        for (told, want) in [
            ("", "nothing"),
            ("own 3 17", "nothing"),
            ("own 3 17\nother 4 18", "[(18, 4)]"),
            ("other 4 18\nanother 5 18", "[(18, 4), (18, 5)]"),
            ("other 4 ", "[] and more by Some(4)"),
            ("other 4 18\n  ", "[(18, 4)] and more by None"),
            ("other  18", "[] and more by None"),
        ] {
            assert_eq!(read(told), want, "{told}");
        }
        (0..OWN).for_each(|number| made(number.to_string()));
        assert_eq!(read("own 3 17"), "[(17, 3)]", "long ago");
    }
}
