//! The history of a deal, in words (H1).

use crate::words::t;
use domain::{
    id::UserId,
    people::initials,
    profile::{HistoryEntry, Profile},
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn History(shown: RwSignal<Profile>) -> impl IntoView {
    let words = t();
    let line = move |profile: &Profile, told: &HistoryEntry| {
        let name = |id: UserId| {
            let found = profile.people.iter().find(|person| person.id == id);
            found.map_or_else(String::new, |person| person.name.clone())
        };
        let by = name(told.by);
        let day = format::day(words, told.at.date(), profile.now.date());
        view! {
            <li>
                <abbr class="avatar" title=by.clone()>{initials(&by)}</abbr>
                <span><strong>{by}</strong>" "{words.story(told, name)}</span>
                <time datetime=told.at.to_string()>{day}", "{told.at.format("%H:%M").to_string()}</time>
            </li>
        }
    };
    view! {
        <section class="panel" aria-labelledby="history-title">
            <h2 id="history-title">{words.history()}</h2>
            <ol class="history">
                {move || shown.with(|profile| profile.history.iter().map(|told| line(profile, told)).collect_view())}
            </ol>
        </section>
    }
}
