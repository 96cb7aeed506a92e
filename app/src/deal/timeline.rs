//! One stream of what is planned on a deal, what was said, and what happened to it (H1, T1, T2), the latest first.

use super::{notes::NoteEntry, tasks::TaskRow};
use crate::{client::ask, error::Sentence, ui::toast::toasts, words::t};
use command::deal::ReadHistory;
use domain::{
    event::Event,
    id::UserId,
    note::Note,
    people::{initials, tint},
    profile::{HistoryEntry, Profile},
    task::Task,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

/// What of the stream is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Notes,
    Tasks,
    Changes,
}

/// Which part something belongs to.
fn part_of(event: Option<&Event>) -> Part {
    match event {
        Some(Event::NoteAdded { .. } | Event::NoteChanged { .. } | Event::NoteDeleted { .. }) => Part::Notes,
        Some(
            Event::TaskAdded { .. }
            | Event::TaskDone { .. }
            | Event::TaskReopened { .. }
            | Event::TaskDeleted { .. }
            | Event::TaskChanged { .. },
        ) => Part::Tasks,
        _ => Part::Changes,
    }
}

#[component]
pub(super) fn Timeline(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let part = RwSignal::new(Part::All);
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
        let (deal, seen) = (shown.with_untracked(|profile| profile.id), untrack(entries));
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
    let planned = move || -> Vec<Task> {
        let wanted = matches!(part.get(), Part::All | Part::Tasks);
        shown.with(|profile| profile.tasks.iter().filter(|task| wanted && !task.done).cloned().collect())
    };
    // Done ones can be opened again from here; in the whole stream their story is enough.
    let done = move || -> Vec<Task> {
        let wanted = part.get() == Part::Tasks;
        shown.with(|profile| profile.tasks.iter().filter(|task| wanted && task.done).cloned().collect())
    };
    let row = move |told: HistoryEntry| {
        let note = shown.with_untracked(|profile| note_of(profile, &told));
        match note {
            Some(note) => view! { <NoteEntry shown note reload/> }.into_any(),
            None => view! { <Entry shown told/> }.into_any(),
        }
    };
    let chosen = move || -> Vec<HistoryEntry> {
        let part = part.get();
        let of_part = |told: &HistoryEntry| part == Part::All || part_of(told.event.as_ref()) == part;
        entries().into_iter().filter(of_part).collect()
    };
    // The text of a note stands in the key: what was edited is drawn anew.
    let key = move |told: &HistoryEntry| {
        let note = shown.with(|profile| {
            note_of(profile, told).map(|note| (note.text.as_str().to_owned(), note.files.len()))
        });
        (told.id, note)
    };
    let tab = move |this: Part, name: &'static str, count: Option<usize>| {
        view! {
            <button type="button" class="tab" aria-pressed=move || (part.get() == this).to_string() on:click=move |_| part.set(this)>
                {name}" "<small>{count.filter(|count| *count > 0)}</small>
            </button>
        }
    };
    let counts = move || shown.with(|profile| (profile.notes.len(), profile.tasks.len()));
    view! {
        <section class="panel timeline" aria-labelledby="timeline-title">
            <header class="timeline-head">
                <h2 id="timeline-title">{words.timeline()}</h2>
                <div class="tabs" role="group" aria-label=words.timeline()>
                    {move || {
                        let (notes, tasks) = counts();
                        view! {
                            {tab(Part::All, words.everything(), None)}
                            {tab(Part::Notes, words.notes(), Some(notes))}
                            {tab(Part::Tasks, words.tasks(), Some(tasks))}
                            {tab(Part::Changes, words.changes(), None)}
                        }
                    }}
                </div>
            </header>
            <Show when=move || !planned().is_empty()>
                <h3>{words.planned()}</h3>
                <ul class="tasks">
                    <For each=planned key=|task| (task.id, format!("{task:?}")) let:task><TaskRow shown task reload/></For>
                </ul>
                <h3>{words.happened()}</h3>
            </Show>
            <ul class="tasks">
                <For each=done key=|task| (task.id, format!("{task:?}")) let:task><TaskRow shown task reload/></For>
            </ul>
            <ol class="history">
                <For each=chosen key=key let:told>{row(told)}</For>
            </ol>
            <Show when=older>
                <button type="button" class="button" on:click=ask_older>{words.older()}</button>
            </Show>
        </section>
    }
}

/// The note that an entry is about, while it is there.
fn note_of(profile: &Profile, told: &HistoryEntry) -> Option<Note> {
    let Some(Event::NoteAdded { note, .. }) = &told.event else { return None };
    profile.notes.iter().find(|known| known.id == *note).cloned()
}

/// Something that happened, in words.
#[component]
fn Entry(shown: RwSignal<Profile>, told: HistoryEntry) -> impl IntoView {
    let words = t();
    shown.with_untracked(|profile| {
        let name = |id: UserId| {
            let found = profile.people.iter().find(|person| person.id == id);
            found.map_or_else(String::new, |person| person.name.clone())
        };
        let by = name(told.by);
        view! {
            <li>
                <abbr class="avatar" data-tint=tint(told.by) title=by.clone()>{initials(&by)}</abbr>
                <span><strong>{by}</strong>" "{words.story(&told, name)}</span>
                <time datetime=told.at.to_string()>{format::moment(words, told.at, profile.now.date())}</time>
            </li>
        }
    })
}
