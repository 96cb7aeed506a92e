//! Looking for something everywhere (L6): whether somebody does, and the dialog, which comes with a chunk.

mod dialog;
mod fold;
mod keys;
mod moving;
mod rows;
mod state;

use crate::lazy::{lazy, lazy_view, shown};
use dialog::SearchDialog;
use leptos::prelude::*;

/// Whether somebody looks for something. One for the whole app.
#[derive(Clone, Copy)]
pub struct Searching {
    /// Whether the dialog is open, or about to be.
    pub open: RwSignal<bool>,
    /// What is typed before it is there.
    pub letters: RwSignal<String>,
}

lazy_view! {
    /// The dialog. It lives with the others.
    deal fetched by fetch_search, search(on_close: Callback<()>) => leptos::view! { <SearchDialog on_close/> }
}

/// Makes searching possible below here.
pub fn provide_search() {
    provide_context(Searching { open: RwSignal::new(false), letters: RwSignal::new(String::new()) });
}

/// The dialog, while it is open.
#[component]
pub fn OpenSearch() -> impl IntoView {
    let Searching { open, letters } = expect_context();
    let close = Callback::new(move |()| open.set(false));
    shown(move || {
        open.get().then(|| {
            letters.set(String::new());
            let dialog = lazy("deal", fetch_search, move || search(close));
            // From the first key on the page has no keys of its own.
            view! { <i hidden data-searching></i>{dialog} }.into_any()
        })
    })
}
