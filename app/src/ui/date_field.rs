//! Fields for a day and for a time of day, in the form of the user's language: what is typed is understood ("jutro", "pt",
//! "18.12"), and a calendar opens beside it. The browser's own would speak the browser's language.

use super::{icon::Icon, tell};
use crate::words::t;
use chrono::{Datelike, Days, Months, NaiveDate, Timelike};
use domain::refusal::Field;
use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html::{Button, Div, Input},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use words::{format, when};

/// A day. The value is `2026-05-14`, empty for none, or what was typed when it names no day: then the form that sends it is
/// refused by the name of the field.
#[component]
pub fn DateField(
    name: &'static str,
    value: RwSignal<String>,
    today: NaiveDate,
    /// What it asks for. The calendar stands inside of the label, too, and is no part of the name.
    #[prop(into)]
    label: String,
    /// Hears of a day that was chosen or typed to its end.
    #[prop(optional, into)]
    on_chosen: Option<Callback<()>>,
) -> impl IntoView {
    let words = t();
    let chosen = move || domain::day::parse(Field::DueDate, &value.try_get()?).ok();
    let text = RwSignal::new(untrack(|| chosen().map_or_else(|| value.get(), |day| when::typed(words, day))));
    let open = RwSignal::new(false);
    let root = NodeRef::<Div>::new();
    Effect::watch(
        move || value.get(),
        move |now, _, _| {
            // Set from outside: the text says the same; what is being typed stays.
            let same = when::day(words, &text.get_untracked(), today).map(|day| day.to_string())
                == Some(now.clone());
            if !same && *now != text.get_untracked() {
                text.set(untrack(chosen).map_or_else(|| now.clone(), |day| when::typed(words, day)));
            }
        },
        false,
    );
    let typed = move |event| {
        let typed = event_target_value(&event);
        value.set(
            when::day(words, &typed, today).map_or_else(|| typed.trim().to_owned(), |day| day.to_string()),
        );
        text.set(typed);
    };
    let settle = move || {
        if let Some(day) = untrack(chosen) {
            text.set(when::typed(words, day));
        }
    };
    let field = NodeRef::<Input>::new();
    // The calendar goes, and the focus with it, unless it is back in the field before.
    let back = move || field.get_untracked().into_iter().for_each(|field| drop(field.focus()));
    // Taken away while something is typed into it, it says so once more, to nobody.
    let heard = move || on_chosen.into_iter().for_each(tell);
    let choose = Callback::new(move |day: NaiveDate| {
        value.set(day.to_string());
        text.set(when::typed(words, day));
        back();
        open.set(false);
        heard();
    });
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        // A field that is taken away is left, too.
        let Some(root) = root.try_get_untracked().flatten() else { return };
        if !root.contains(to.as_ref()) && value.try_get_untracked().is_some() {
            open.set(false);
            settle();
        }
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => {
            back();
            open.set(false);
            event.prevent_default();
            event.stop_propagation();
        }
        "ArrowDown" if !open.get_untracked() => {
            open.set(true);
            event.prevent_default();
        }
        _ => {}
    };
    let reading = move || chosen().map(|day| reading(day, today)).unwrap_or_default();
    view! {
        <div class="date-field" node_ref=root on:focusout=left on:keydown=key>
            <input
                node_ref=field name=name autocomplete="off" placeholder=words.date_hint() aria-label=label
                value=text.get_untracked() prop:value=move || text.get() on:input=typed on:change=move |_| { settle(); heard() }
            />
            <span class="date-reading" aria-hidden="true">{reading}</span>
            <button
                type="button" class="icon-button" aria-label=words.open_calendar()
                aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name="calendar"/>
            </button>
            <Show when=move || open.get()>
                <Calendar begin=untrack(chosen).unwrap_or(today) today choose/>
            </Show>
        </div>
    }
}

/// How a day is read beside its field: "pt, za 6 dni".
fn reading(day: NaiveDate, today: NaiveDate) -> String {
    let words = t();
    let weekday = words.weekdays().nth(day.weekday().num_days_from_monday() as usize).unwrap_or_default();
    match (day - today).num_days() {
        0 => words.today().to_owned(),
        1 => words.tomorrow().to_owned(),
        days @ 2..=99 => format!("{weekday}, {}", words.in_days(days as u32)),
        _ => weekday.to_owned(),
    }
}

/// A month of days. Arrows walk, Page Up and Page Down turn, Enter chooses.
#[component]
fn Calendar(begin: NaiveDate, today: NaiveDate, choose: Callback<NaiveDate>) -> impl IntoView {
    let words = t();
    let (active, focused) = (RwSignal::new(begin), NodeRef::<Button>::new());
    let month = Memo::new(move |_| active.get().with_day(1).unwrap_or(begin));
    let turn = move |by: i32| {
        let turned = active.get_untracked();
        let months = Months::new(by.unsigned_abs());
        let turned =
            if by < 0 { turned.checked_sub_months(months) } else { turned.checked_add_months(months) };
        active.set(turned.unwrap_or(begin));
    };
    let walked = move |event: KeyboardEvent| {
        let step = |days: i64| {
            active.get_untracked().checked_add_signed(chrono::Duration::days(days)).unwrap_or(begin)
        };
        match event.key().as_str() {
            "ArrowLeft" => active.set(step(-1)),
            "ArrowRight" => active.set(step(1)),
            "ArrowUp" => active.set(step(-7)),
            "ArrowDown" => active.set(step(7)),
            "PageUp" => turn(-1),
            "PageDown" => turn(1),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        request_animation_frame(move || {
            if let Some(day) = focused.get_untracked() {
                let _ = day.focus();
            }
        });
    };
    Effect::new(move |_| {
        let day = focused.get().map(|day| day.unchecked_into::<HtmlElement>());
        if let Some(day) = day {
            let _ = day.focus();
        }
    });
    let title = move || format!("{} {}", format::month(words, month.get()), month.get().year());
    let days = move || {
        let first = month.get();
        let before = u64::from(first.weekday().num_days_from_monday());
        let start = first.checked_sub_days(Days::new(before)).unwrap_or(first);
        let day = move |index: u64| {
            let day = start.checked_add_days(Days::new(index)).unwrap_or(start);
            let (here, is_active) = (day.month() == first.month(), active.get() == day);
            let node = if is_active { focused } else { NodeRef::new() };
            view! {
                <button
                    type="button" node_ref=node tabindex=if is_active { "0" } else { "-1" }
                    data-beside=(!here).then_some("") data-today=(day == today).then_some("")
                    aria-pressed=(day == begin).to_string() aria-label=format::date(words, day)
                    on:click=move |_| choose.run(day)
                >
                    {day.day()}
                </button>
            }
        };
        (0..42).map(day).collect_view()
    };
    view! {
        <div class="calendar" role="dialog" aria-label=words.calendar() on:keydown=walked>
            <header>
                <strong aria-live="polite">{title}</strong>
                <button type="button" class="icon-button" aria-label=words.month_before() on:click=move |_| turn(-1)><Icon name="left"/></button>
                <button type="button" class="icon-button" aria-label=words.month_after() on:click=move |_| turn(1)><Icon name="right"/></button>
            </header>
            <div class="calendar-days">
                {words.weekdays().map(|name| view! { <span aria-hidden="true">{name}</span> }).collect_view()}
                {days}
            </div>
        </div>
    }
}

/// A time of day, optional. The value is `15:00`, empty for none, or what was typed when it names no time.
#[component]
pub fn TimeField(
    name: &'static str,
    value: RwSignal<String>,
    /// Its name, where no label stands around it.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let settle = move |event| {
        let typed = event_target_value(&event);
        value.set(when::time(&typed).map_or_else(
            || typed.trim().to_owned(),
            |time| format!("{:02}:{:02}", time.hour(), time.minute()),
        ));
    };
    view! {
        <input class="time-field" name=name aria-label=label autocomplete="off" inputmode="numeric" placeholder="--:--" prop:value=move || value.get() on:change=settle/>
    }
}
