//! A paste that no field takes is refused before it is there: browsers lay out megabytes of letters for minutes.

use super::toast::toasts;
use crate::error::{Problem, Sentence};
use domain::{
    refusal::{Field, Refusal},
    text::Prose,
};
use leptos::prelude::*;

/// Looks at what is pasted; called once, by the app.
pub fn provide_paste_guard() {
    let toaster = toasts();
    Effect::new(move |_| {
        let pasted = window_event_listener(leptos::ev::paste, move |event| {
            let text = event.clipboard_data().and_then(|data| data.get_data("text").ok());
            // In UTF-8 a letter takes up to four bytes; what is only a little too long is refused by its form.
            if text.is_some_and(|text| text.len() > 4 * Prose::MAX) {
                event.prevent_default();
                let refusal = Refusal::TooLong { field: Field::Note, max: Prose::MAX };
                toaster.show(Problem::from(refusal).sentence());
            }
        });
        on_cleanup(move || pasted.remove());
    });
}
