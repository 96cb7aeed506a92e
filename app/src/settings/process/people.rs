//! Choosing people in the settings of an action.

use crate::words::t;
use domain::{id::UserId, people::Colleague};
use leptos::prelude::*;

/// People to choose from; somebody who was deactivated only while they are chosen still.
#[component]
pub(super) fn People(
    people: Vec<Colleague>,
    chosen: Signal<Vec<UserId>>,
    toggle: Callback<UserId>,
) -> impl IntoView {
    let begun = chosen.get_untracked();
    let offered = people.into_iter().filter(|person| person.active || begun.contains(&person.id));
    let row = |person: Colleague| {
        let id = person.id;
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.get().contains(&id) on:change=move |_| toggle.run(id)/>
                {name_of(&person)}
            </label>
        }
    };
    view! { <span class="checks">{offered.map(row).collect_view()}</span> }
}

/// A name, and whether it is of somebody who was deactivated.
pub(super) fn name_of(person: &Colleague) -> String {
    if person.active { person.name.clone() } else { format!("{} ({})", person.name, t().deactivated()) }
}
