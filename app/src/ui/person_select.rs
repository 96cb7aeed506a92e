//! A choice of somebody of the account.

use domain::{id::UserId, people::Colleague};
use leptos::prelude::*;

/// Somebody of the account: active people, and whoever is chosen already.
#[component]
pub fn PersonSelect(
    chosen: RwSignal<UserId>,
    people: Vec<Colleague>,
    /// Its name, where no label stands around it.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let current = chosen.get_untracked();
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            chosen.set(id);
        }
    };
    let offered = people.into_iter().filter(|person| person.active || person.id == current);
    view! {
        <select aria-label=label prop:value=move || chosen.get().to_string() on:change=choose>
            {offered.map(|person| view! {
                <option value=person.id.to_string() selected=person.id == current>{person.name}</option>
            }).collect_view()}
        </select>
    }
}
