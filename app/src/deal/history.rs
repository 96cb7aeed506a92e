//! The history of a deal, in words (H1).

use crate::{client::ask, error::Sentence, ui::toast::toasts, words::t};
use command::deal::ReadHistory;
use domain::{
    id::UserId,
    people::initials,
    profile::{HistoryEntry, Profile},
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn History(shown: RwSignal<Profile>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    // What was asked for besides, and what was shown then: of what comes later nothing is missing between.
    let earlier = RwSignal::new(domain::profile::History::default());
    let entries = move || {
        let mut all = shown.with(|profile| profile.history.entries.clone());
        let last = all.last().map_or(i64::MAX, |entry| entry.id);
        earlier.with(|earlier| all.extend(earlier.entries.iter().filter(|entry| entry.id < last).cloned()));
        all
    };
    let older = move || match earlier.with(|earlier| (earlier.entries.is_empty(), earlier.older)) {
        (true, _) => shown.with(|profile| profile.history.older),
        (false, older) => older,
    };
    let ask_older = move |_| {
        let (deal, seen) = (shown.with_untracked(|profile| profile.id), entries());
        let Some(before) = seen.last().map(|entry| entry.id) else { return };
        spawn_local(async move {
            match ask(&ReadHistory { deal, before }).await {
                Ok(part) => {
                    let entries = seen.into_iter().chain(part.entries).collect();
                    earlier.try_set(domain::profile::History { entries, older: part.older });
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
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
                {move || {
                    let entries = entries();
                    shown.with(|profile| entries.iter().map(|told| line(profile, told)).collect_view())
                }}
            </ol>
            <Show when=older>
                <button type="button" class="button" on:click=ask_older>{words.older()}</button>
            </Show>
        </section>
    }
}
