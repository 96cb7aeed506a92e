//! A field of a filter for letters: what is typed is asked for after a short rest.

use super::icon::Icon;
use leptos::{html::Input, leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

const REST: Duration = Duration::from_millis(200);

/// The field. `asked` is what the address asks for now; `on_rest` hears what was typed, trimmed.
#[component]
pub fn SearchField(
    label: &'static str,
    asked: Signal<Option<String>>,
    max: usize,
    on_rest: Callback<Option<String>>,
) -> impl IntoView {
    let text = RwSignal::new(asked.get_untracked().unwrap_or_default());
    // A filter that was cleared elsewhere shows here too, unless somebody is typing.
    let input = NodeRef::<Input>::new();
    Effect::watch(
        move || asked.get().unwrap_or_default(),
        move |asked, _, _| {
            let typing =
                input.get_untracked().is_some_and(|input| document().active_element() == Some(input.into()));
            if !typing {
                text.set(asked.clone());
            }
        },
        false,
    );
    let mut typed = debounce(REST, move |text: String| {
        on_rest.run(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    });
    view! {
        <label class="search">
            <Icon name="search"/>
            <input
                type="search" name="q" placeholder=label aria-label=label autocomplete="off"
                node_ref=input maxlength=max.to_string() bind:value=text
                on:input=move |event| typed(event_target_value(&event))
            />
        </label>
    }
}
