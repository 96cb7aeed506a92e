//! What a page says when there is no line to the server, or when something waits to be sent (B13): a strip under the bar, with
//! what waits in it, and two versions to choose from where others did something else meanwhile.

mod conflict;
mod strip;

use crate::{
    client::{client, line::Line},
    lazy::{lazy, lazy_view, shown},
};
use leptos::prelude::*;
use strip::Strip;

lazy_view! {
    /// The strip. It lives with the dialogs.
    deal fetched by fetch_strip, strip() => view! { <Strip/> }
}

/// The strip, while there is something to say.
#[component]
pub fn OfflineStrip() -> impl IntoView {
    let line = client().line();
    let wanted = Memo::new(move |_| line.with(Line::is_worth_a_word));
    shown(move || wanted.get().then(|| lazy("deal", fetch_strip, strip)))
}
