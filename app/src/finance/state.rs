//! What the parts of the finance screen share, and the query in its address.

use crate::parameters;
use domain::finance::{Finance, Query};
use leptos::prelude::*;

/// Whether what is asked for now can be come back to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trace {
    Kept,
    None,
}

/// What the parts of the screen share: what is shown, and the way to ask for something else.
#[derive(Clone, Copy)]
pub(super) struct FinanceState {
    pub finance: RwSignal<Finance>,
    pub query: RwSignal<Query>,
    /// Asks for another query; and whether the way back leads to the one before, or further.
    pub ask: StoredValue<Callback<(Query, Trace)>>,
}

impl FinanceState {
    /// Puts another query into the address; the page follows it. Another filter begins at its first page.
    pub fn change(self, change: impl FnOnce(&mut Query)) {
        self.change_and(Trace::Kept, change);
    }

    /// Another client, as it is typed: a step for the first letter and for the last that is taken away.
    pub fn type_client(self, client: Option<String>) {
        let before = self.query.with_untracked(|query| query.filter.client.is_none());
        let trace = if before == client.is_none() { Trace::None } else { Trace::Kept };
        self.change_and(trace, |query| query.filter.client = client);
    }

    fn change_and(self, trace: Trace, change: impl FnOnce(&mut Query)) {
        let Some(mut query) = self.query.try_get_untracked() else { return };
        query.page = 0;
        change(&mut query);
        // Such as a year of which only the first digit is typed.
        let Ok(query) = query.checked() else { return };
        // Typing must not wait for the answer before the next letter builds on this one.
        self.query.update_untracked(|now| *now = query.clone());
        self.ask.get_value().run((query, trace));
    }
}

/// A query as the end of an address.
pub(super) fn parameters(query: &Query) -> String {
    parameters::write(query.write())
}
