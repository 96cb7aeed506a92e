//! The days that a task can be put off to: as a strip that opens below its date, and as zones while it is dragged.

use super::state::TasksState;
use crate::{
    ui::{date_field::DateField, drag::find_all, focus_first},
    words::t,
};
use chrono::{Datelike, Days, NaiveDate};
use domain::{
    id::TaskId,
    task::{Due, Task},
    tasks::Tasks,
};
use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html::Div,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use words::format;

/// A day, as it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// So many days from today.
    In(u64),
    /// A week after the day that it has, or after today, when that has passed.
    WeekLater,
    Undated,
    On(NaiveDate),
}

impl Day {
    /// What the strip offers, in its order.
    pub const ALL: [Day; Tasks::DAYS + 2] = [
        Day::In(0),
        Day::In(1),
        Day::In(2),
        Day::In(3),
        Day::In(4),
        Day::In(5),
        Day::In(6),
        Day::WeekLater,
        Day::Undated,
    ];

    /// The day for a task that is due then.
    pub fn date(self, today: NaiveDate, due: Option<Due>) -> Option<NaiveDate> {
        let later = |from: NaiveDate, days| from.checked_add_days(Days::new(days));
        match self {
            Day::In(days) => later(today, days),
            Day::WeekLater => later(due.map_or(today, |due| due.date.max(today)), 7),
            Day::Undated => None,
            Day::On(day) => Some(day),
        }
    }
}

/// What an offered day says: its weekday and number, or in words.
fn named(day: Day, today: NaiveDate) -> AnyView {
    let words = t();
    match day {
        Day::WeekLater => words.in_a_week().into_any(),
        Day::Undated => words.tasks_undated().into_any(),
        Day::In(_) | Day::On(_) => {
            let date = day.date(today, None).unwrap_or(today);
            let weekday = words.weekdays().nth(date.weekday().num_days_from_monday() as usize);
            view! { <small>{weekday.unwrap_or_default()}</small><b>{date.day()}</b> }.into_any()
        }
    }
}

/// How many tasks one has on an offered day, as points.
fn load(state: TasksState, day: Day) -> Option<AnyView> {
    let Day::In(days) = day else { return None };
    let busy = state.tasks.with(|tasks| tasks.days.get(days as usize).copied().unwrap_or(0));
    Some(view! { <i class="day-load" aria-hidden="true">{"•".repeat(busy.min(4))}</i> }.into_any())
}

/// The strip. Arrow keys walk over it, Escape closes it.
#[component]
pub(super) fn DayStrip(state: TasksState, task: Task) -> impl IntoView {
    let words = t();
    let today = state.now.get_untracked().date();
    let root = NodeRef::<Div>::new();
    let (id, title) = (task.id, task.title.to_string());
    let (due, task) = (task.due, StoredValue::new(task));
    let choose = move |day: Day| task.with_value(|task| state.put_off(task, day));
    Effect::new(move |_| {
        let strip = root.get().map(|root| root.unchecked_into::<web_sys::Element>());
        focus_first(strip, "[aria-pressed=true], button");
    });
    let close = move || {
        state.dating.set(None);
        focus_due(id);
    };
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "Escape" => {
                event.prevent_default();
                return close();
            }
            _ => return,
        };
        let Some(root) = root.get_untracked() else { return };
        let buttons = find_all(&root, ":scope > button");
        let active = document().active_element();
        let Some(at) = buttons.iter().position(|button| Some((**button).clone()) == active) else { return };
        let next = buttons.get((at + buttons.len()).saturating_add_signed(by) % buttons.len());
        event.prevent_default();
        event.stop_propagation();
        next.and_then(|next| next.dyn_ref::<HtmlElement>()).into_iter().for_each(|next| drop(next.focus()));
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let Some(root) = root.try_get_untracked().flatten() else { return };
        if to.is_some() && !root.contains(to.as_ref()) {
            state.dating.try_set(None);
        }
    };
    let button = move |day: Day| {
        let here =
            due.is_some_and(|due| matches!(day, Day::In(_)) && day.date(today, None) == Some(due.date));
        let name = match day {
            Day::In(days) => day.date(today, None).map(|date| {
                let busy = state.tasks.with_untracked(|tasks| tasks.days.get(days as usize).copied());
                format!("{}, {}", format::date(words, date), words.tasks_on_day(busy.unwrap_or(0)))
            }),
            _ => None,
        };
        view! {
            <button type="button" aria-pressed=here.to_string() title=name on:click=move |_| choose(day)>
                {named(day, today)}{load(state, day)}
            </button>
        }
    };
    let other = RwSignal::new(String::new());
    let chosen = Callback::new(move |()| {
        if let Ok(day) = other.get_untracked().parse::<NaiveDate>() {
            choose(Day::On(day));
        }
    });
    view! {
        <div class="day-strip" role="group" aria-label=words.change_date(&title) node_ref=root on:keydown=key on:focusout=left>
            {Day::ALL.map(button).into_iter().collect_view()}
            <span class="field"><DateField name="other-date" label=words.other_date() value=other today on_chosen=chosen/></span>
        </div>
    }
}

/// Gives the focus to the date of a task.
pub(super) fn focus_due(id: TaskId) {
    let due = document().query_selector(&format!("[data-task-id=\"{id}\"] .task-due")).ok().flatten();
    due.and_then(|due| due.dyn_into::<HtmlElement>().ok()).into_iter().for_each(|due| drop(due.focus()));
}

/// Where a task is dropped to be put off.
#[component]
pub(super) fn DayZones(state: TasksState) -> impl IntoView {
    let today = Memo::new(move |_| state.now.get().date());
    view! {
        <div class="day-zones" aria-hidden="true">
            {move || {
                let today = today.get();
                Day::ALL.map(|day| view! { <span data-zone="">{named(day, today)}{load(state, day)}</span> })
                    .into_iter().collect_view()
            }}
        </div>
    }
}
