//! Which days: from and to which, or a usual period.

use super::{date_field::DateField, toast::toasts};
use crate::{
    error::{Problem, Sentence},
    words::t,
};
use chrono::NaiveDate;
use domain::{
    period::{Days, Period},
    refusal::Field,
};
use leptos::prelude::*;
use words::format;

#[component]
pub fn DaysChoice(
    name: &'static str,
    /// What all days are called.
    any: &'static str,
    /// What no day is called, where there may be none.
    #[prop(optional_no_strip)]
    none: Option<&'static str>,
    days: Memo<Days>,
    today: NaiveDate,
    on_choose: Callback<Days>,
) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let code = Memo::new(move |_| match days.get() {
        Days::Any => "",
        Days::None => "none",
        Days::Period(period) => period.code(),
        Days::Between(..) => "days",
    });
    let choose = move |event| {
        on_choose.run(match event_target_value(&event).as_str() {
            "" => Days::Any,
            "none" => Days::None,
            period => period.parse().map_or(Days::Any, Days::Period),
        });
    };
    let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let bounds = move || days.get().bounds(today).unwrap_or_default();
    let (first, last) = untrack(bounds);
    let (from, to) = (RwSignal::new(text(first)), RwSignal::new(text(last)));
    Effect::new(move |_| {
        let (first, last) = bounds();
        from.set(text(first));
        to.set(text(last));
    });
    // A day on the wrong side of the other one changes places with it. What is no day changes nothing.
    let chosen = Callback::new(move |()| {
        // A field that is taken away while something is typed into it says so once more.
        let Some((from, to)) = from.try_get_untracked().zip(to.try_get_untracked()) else { return };
        let read = |typed: String| domain::day::parse_optional(Field::Date, &typed);
        match (read(from), read(to)) {
            (Err(refusal), _) | (_, Err(refusal)) => toaster.show(Problem::from(refusal).sentence()),
            (Ok(from), Ok(to)) => {
                let turned = from.zip(to).is_some_and(|(from, to)| from > to);
                on_choose.run(match (from, to) {
                    (None, None) => Days::Any,
                    _ if turned => Days::Between(to, from),
                    _ => Days::Between(from, to),
                });
            }
        }
    });
    let periods: Vec<(&'static str, &'static str)> = [("", any)]
        .into_iter()
        .chain(Period::ALL.map(|period| (period.code(), words.period_name(period))))
        .chain(none.map(|none| ("none", none)))
        .collect();
    view! {
        <label class="field">
            <span class="field-label">{name}</span>
            <select on:change=choose>
                {periods.into_iter().map(|(value, name)| view! {
                    <option value=value prop:selected=move || code.get() == value>{name}</option>
                }).collect_view()}
                <option value="days" prop:selected=move || code.get() == "days" hidden>"…"</option>
            </select>
        </label>
        <label class="field"><span class="field-label">{words.from()}</span><DateField name="from" label=words.from() value=from today on_chosen=chosen/></label>
        <label class="field"><span class="field-label">{words.to()}</span><DateField name="to" label=words.to() value=to today on_chosen=chosen/></label>
    }
}

/// These days in words; nothing where all are meant.
pub fn days_said(days: Days, today: NaiveDate) -> String {
    let words = t();
    let day = |day: NaiveDate| format::day(words, day, today);
    match days {
        Days::Any => String::new(),
        Days::None => words.without_day().to_owned(),
        Days::Period(period) => words.period_name(period).to_owned(),
        Days::Between(Some(from), Some(to)) => words.between(&day(from), &day(to)),
        Days::Between(Some(from), None) => words.since_day(&day(from)),
        Days::Between(None, Some(to)) => words.until_day(&day(to)),
        Days::Between(None, None) => String::new(),
    }
}
