//! A text field that suggests what is known already: a combobox with a list (the pattern of WAI-ARIA).

use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin};

/// A suggestion: what is taken over, its number, and what is shown beside it: where it belongs, for instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub id: i64,
    pub text: String,
    pub beside: Option<String>,
    /// The number of what it belongs to.
    pub of: Option<i64>,
}

/// Asks for suggestions.
pub type Ask = fn(String) -> Pin<Box<dyn Future<Output = Vec<Suggestion>>>>;

/// A text field with suggestions from the second letter on. One that was taken is `picked`, until another letter is
/// typed; `on_pick` hears of it.
#[component]
pub fn Suggest(
    #[prop(into)] id: String,
    value: RwSignal<String>,
    picked: RwSignal<Option<i64>>,
    ask: Ask,
    #[prop(optional, into)] on_pick: Option<Callback<Suggestion>>,
    /// The number of what is not suggested.
    #[prop(optional)]
    except: Option<i64>,
    #[prop(optional)] autofocus: bool,
    /// Its name, where no label stands beside it.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<Suggestion>::new());
    // The letters that it was found for: the list of others is still shown until theirs is here.
    let letters = RwSignal::new(String::new());
    let active = RwSignal::new(None::<usize>);
    let look = move |text: String| {
        value.set(text.clone());
        picked.set(None);
        active.set(None);
        spawn_local(async move {
            let mut list = if text.trim().chars().count() < 2 { vec![] } else { ask(text.clone()).await };
            list.retain(|one| Some(one.id) != except);
            // An answer that came late is for letters that are no longer there.
            if value.try_get_untracked().as_ref() == Some(&text) {
                found.set(list);
                letters.set(text);
            }
        });
    };
    let pick = move |suggestion: Suggestion| {
        value.set(suggestion.text.clone());
        picked.set(Some(suggestion.id));
        found.set(vec![]);
        active.set(None);
        if let Some(on_pick) = on_pick {
            on_pick.run(suggestion);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        let chosen = active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.set(Some(chosen.map_or(0, |index| (index + 1) % count))),
            "ArrowUp" if count > 0 => {
                active.set(Some(chosen.map_or(count - 1, |index| (index + count - 1) % count)))
            }
            "Enter" if count > 0 && chosen.is_some() => chosen
                .and_then(|index| found.with_untracked(|list| list.get(index).cloned()))
                .into_iter()
                .for_each(pick),
            // Whoever typed all of a name means it; else the list goes first, and the form stays. A list that knows nothing of
            // the last letters holds nobody up.
            "Enter" if count > 0 && letters.get_untracked() == value.get_untracked() => {
                let typed = value.get_untracked().trim().to_lowercase();
                let meant = found
                    .with_untracked(|list| list.iter().find(|one| one.text.to_lowercase() == typed).cloned());
                found.set(vec![]);
                meant.into_iter().for_each(pick);
            }
            "Escape" if count > 0 => found.set(vec![]),
            _ => return,
        }
        event.prevent_default();
    };
    let list_id = format!("{id}-list");
    let own = StoredValue::new(id.clone());
    let option_id = move |index: usize| own.with_value(|id| format!("{id}-{index}"));
    view! {
        <span class="suggest">
            <input
                id=id role="combobox" autocomplete="off" aria-autocomplete="list" autofocus=autofocus
                aria-label=label placeholder=label
                aria-expanded=move || (!found.with(Vec::is_empty)).to_string()
                aria-controls=list_id.clone()
                aria-activedescendant=move || active.get().filter(|_| !found.with(Vec::is_empty)).map(option_id)
                prop:value=move || value.get()
                on:input=move |event| look(event_target_value(&event))
                on:keydown=on_key
                on:blur=move |_| found.set(vec![])
            />
            <ul class="suggestions" id=list_id role="listbox" hidden=move || found.with(Vec::is_empty)>
                {move || found.get().into_iter().enumerate().map(|(index, suggestion)| {
                    let taken = suggestion.clone();
                    view! {
                        <li
                            role="option" id=option_id(index)
                            aria-selected=move || (active.get() == Some(index)).to_string()
                            // The press comes before the field's blur, which takes the list away.
                            on:mousedown=move |event| { event.prevent_default(); pick(taken.clone()) }
                        >
                            {suggestion.text}
                            {suggestion.beside.map(|beside| view! { " "<small>{beside}</small> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </span>
    }
}
