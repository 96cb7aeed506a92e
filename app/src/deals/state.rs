//! What the parts of the list's screen share, and the query in its address.

use super::cell::{Cell, Editing};
use crate::parameters;
use domain::{
    criteria::Criteria,
    deals::{Deals, Query},
    filter::Filter,
    id::DealId,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What is shown, what is asked for, and the way to ask for something else.
#[derive(Clone, Copy)]
pub(super) struct ListState {
    pub deals: RwSignal<Deals>,
    pub query: RwSignal<Query>,
    /// Whether the deals are still those of the query before.
    pub busy: RwSignal<bool>,
    /// The deals that were picked, to do something with them at once; of all pages.
    pub picked: RwSignal<BTreeSet<DealId>>,
    /// The cell that is edited.
    pub editing: RwSignal<Option<Editing>>,
    /// The deal whose row the keys were on last.
    pub walked: StoredValue<Option<DealId>>,
    /// Notified when the rows move below the field of such a cell.
    pub laid: Trigger,
    /// Puts another query into the address; the page follows it. Whether the way back leads to the one before.
    pub ask: StoredValue<Callback<(Query, bool)>>,
}

impl ListState {
    /// Asks for something else.
    pub fn change(self, change: impl FnOnce(Query) -> Query) {
        self.go(change, true);
    }

    /// Asks for what is typed: a step for the first letter and for the last that is taken away.
    pub fn type_text(self, text: Option<String>) {
        let before = self.query.with_untracked(|query| query.filter.text.is_none());
        let kept = before != text.is_none();
        self.go(|query| Query { filter: Filter { text, ..query.filter }, page: 0, ..query }, kept);
    }

    /// Asks for deals that are otherwise.
    pub fn ask_criteria(self, change: impl FnOnce(&mut Criteria)) {
        self.change(|query| query.with_criteria(change));
    }

    fn go(self, change: impl FnOnce(Query) -> Query, kept: bool) {
        let query = change(self.query.get_untracked());
        // Such as a value of which the least is more than the most.
        if query.criteria().is_err() {
            return;
        }
        // Typing must not wait for the answer before the next letter builds on this one.
        self.query.update_untracked(|now| *now = query.clone());
        self.ask.get_value().run((query, kept));
    }

    /// Picks a deal, or drops it again.
    pub fn turn(self, deal: DealId) {
        self.picked.update(|picked| {
            if !picked.remove(&deal) {
                picked.insert(deal);
            }
        });
    }

    /// Edits a cell, if that can be.
    pub fn edit(self, deal: DealId, cell: Cell, clicked: bool) {
        let is_in = |deals: &Deals| deals.rows.iter().any(|row| row.id == deal && cell.is_in(row));
        if self.deals.with_untracked(is_in) {
            self.editing.set(Some(Editing { clicked, ..Editing::of((deal, cell)) }));
        }
    }

    /// What the filter asks further.
    pub fn criteria(self) -> Criteria {
        self.query.with(|query| query.criteria().unwrap_or_default())
    }
}

/// A query as the end of an address.
pub(super) fn parameters(query: &Query) -> String {
    parameters::write(query.write())
}

/// The board of what is asked for: of its process when it is one, else of the default one.
pub(super) fn board_of(query: &Query) -> String {
    let criteria = query.criteria().unwrap_or_default();
    let path = match criteria.processes.as_slice() {
        [process] => format!("/board/{process}"),
        _ => "/".to_owned(),
    };
    let of_board = query.clone().with_criteria(|criteria| {
        criteria.processes.clear();
        criteria.statuses = Default::default();
    });
    let filter = of_board.filter.write().into_iter().map(|(name, value)| (name.into_owned(), value));
    format!("{path}{}", parameters::write(filter))
}
