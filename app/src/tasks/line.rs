//! A task in one line: kind, day and time are filled in from it, until something else is chosen in their fields.

use super::form::TaskDraft;
use crate::words::t;
use chrono::{NaiveDate, Timelike};
use domain::task::{Kind, TaskForm};
use leptos::prelude::*;
use words::quick::Quick;

/// What is understood of a line on this day; the fields of the draft follow it.
pub(crate) fn understood(line: RwSignal<String>, draft: TaskDraft, day: Memo<NaiveDate>) -> Memo<Quick> {
    let quick = Memo::new(move |_| line.with(|line| Quick::read(t(), line, day.get())));
    let filled = StoredValue::new((Kind::default(), String::new(), String::new()));
    Effect::new(move |_| {
        let (kind, date, time) = quick.with(as_fields);
        let before = filled.get_value();
        filled.set_value((kind, date.clone(), time.clone()));
        follow(draft.kind, &before.0, kind);
        follow(draft.date, &before.1, date);
        follow(draft.time, &before.2, time);
    });
    quick
}

/// What is to be done, without the day and the time that the draft has from the line.
pub(crate) fn title_of(quick: Memo<Quick>, draft: TaskDraft) -> String {
    let (date, time) = (draft.date.get_untracked(), draft.time.get_untracked());
    quick.with_untracked(|quick| {
        let (_, understood, at) = as_fields(quick);
        quick.title(quick.date.filter(|_| date == understood), quick.time.filter(|_| time == at))
    })
}

/// The next one begins with what was typed behind what was sent, and with what is understood of that.
pub(crate) fn begin_next(
    line: RwSignal<String>,
    quick: Memo<Quick>,
    draft: TaskDraft,
    (said, sent): &(String, TaskForm),
) {
    line.update(|line| *line = after_sent(line, said));
    let (kind, date, time) = quick.with_untracked(as_fields);
    draft.follow(sent, &TaskForm { title: sent.title.clone(), kind, date, time, assignee: None });
}

/// What was typed behind what was sent.
pub(crate) fn after_sent(typed: &str, sent: &str) -> String {
    typed.strip_prefix(sent).unwrap_or(typed).trim_start().to_owned()
}

/// What a line fills into the fields: kind, day, time.
fn as_fields(quick: &Quick) -> (Kind, String, String) {
    let date = quick.date.map(|date| date.to_string()).unwrap_or_default();
    let time = quick.time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
    (quick.kind.unwrap_or_default(), date, time.unwrap_or_default())
}

/// A field that still says what it was filled with says what it is filled with now.
fn follow<T: Clone + PartialEq + Send + Sync + 'static>(field: RwSignal<T>, before: &T, now: T) {
    if field.with_untracked(|field| field == before) && *before != now {
        field.set(now);
    }
}
