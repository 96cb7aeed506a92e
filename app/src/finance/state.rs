//! What the parts of the finance screen share, and the query in its address.

use crate::parameters;
use domain::finance::{Finance, Query};
use leptos::prelude::*;

/// What the parts of the screen share: what is shown, and the way to ask for something else.
#[derive(Clone, Copy)]
pub(super) struct FinanceState {
    pub finance: RwSignal<Finance>,
    pub query: RwSignal<Query>,
    pub ask: StoredValue<Callback<Query>>,
}

impl FinanceState {
    /// Puts another query into the address; the page follows it. Another filter begins at its first page.
    pub fn change(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        query.page = 0;
        change(&mut query);
        // Such as a year of which only the first digit is typed.
        let Ok(query) = query.checked() else { return };
        // Typing must not wait for the answer before the next letter builds on this one.
        self.query.update_untracked(|now| *now = query.clone());
        self.ask.get_value().run(query);
    }
}

/// A query as the end of an address.
pub(super) fn parameters(query: &Query) -> String {
    parameters::write(query.write())
}
