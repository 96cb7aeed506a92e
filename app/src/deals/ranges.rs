//! The questions that are answered by two ends: days and values.

use super::{chips::Asked, state::ListState};
use crate::{
    error::{Problem, Sentence},
    ui::{date_field::DateField, toast::toasts},
    words::t,
};
use chrono::NaiveDate;
use domain::{
    criteria::Criteria,
    period::{Days, Period},
    refusal::Field,
};
use leptos::prelude::*;

/// The days of a question, in criteria.
fn days_of(criteria: &mut Criteria, asked: Asked) -> &mut Days {
    if asked == Asked::Created { &mut criteria.created } else { &mut criteria.close }
}

/// From and to which day, or a usual period.
#[component]
pub(super) fn DaysChoice(state: ListState, asked: Asked) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let days = Memo::new(move |_| *days_of(&mut state.criteria(), asked));
    let today = state.deals.with_untracked(|deals| deals.now.date());
    let code = Memo::new(move |_| match days.get() {
        Days::Any => "",
        Days::None => "none",
        Days::Period(period) => period.code(),
        Days::Between(..) => "days",
    });
    let choose = move |event| {
        let chosen = match event_target_value(&event).as_str() {
            "" => Days::Any,
            "none" => Days::None,
            period => period.parse().map_or(Days::Any, Days::Period),
        };
        state.ask_criteria(|criteria| *days_of(criteria, asked) = chosen);
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
        let read = |typed: RwSignal<String>| domain::day::parse_optional(Field::Date, &typed.get_untracked());
        match (read(from), read(to)) {
            (Err(refusal), _) | (_, Err(refusal)) => toaster.show(Problem::from(refusal).sentence()),
            (Ok(from), Ok(to)) => {
                let turned = from.zip(to).is_some_and(|(from, to)| from > to);
                let between = match (from, to) {
                    (None, None) => Days::Any,
                    _ if turned => Days::Between(to, from),
                    _ => Days::Between(from, to),
                };
                state.ask_criteria(|criteria| *days_of(criteria, asked) = between);
            }
        }
    });
    let periods: Vec<(&'static str, &'static str)> = [("", words.any_day())]
        .into_iter()
        .chain(Period::ALL.map(|period| (period.code(), words.period_name(period))))
        .chain((asked == Asked::Close).then(|| ("none", words.without_day())))
        .collect();
    view! {
        <label class="field">
            <span class="field-label">{asked.name()}</span>
            <select on:change=choose>
                {periods.into_iter().map(|(value, name)| view! {
                    <option value=value selected=move || code.get() == value>{name}</option>
                }).collect_view()}
                <option value="days" selected=move || code.get() == "days" hidden>"…"</option>
            </select>
        </label>
        <label class="field"><span class="field-label">{words.from()}</span><DateField name="from" label=words.from() value=from today on_chosen=chosen/></label>
        <label class="field"><span class="field-label">{words.to()}</span><DateField name="to" label=words.to() value=to today on_chosen=chosen/></label>
    }
}

/// The least and the largest value.
type Bounds = (Option<i64>, Option<i64>);

/// The least and the largest value, in whole units.
#[component]
pub(super) fn ValueChoice(state: ListState) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let text = |units: Option<i64>| units.map(|units| units.to_string()).unwrap_or_default();
    let value = Memo::new(move |_| state.criteria().value);
    let choose = move |typed: String, put: fn(&mut Bounds, Option<i64>)| {
        let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let units = if plain.is_empty() { Some(None) } else { plain.parse::<i64>().ok().map(Some) };
        let mut chosen = value.get_untracked();
        put(&mut chosen, units.unwrap_or_default());
        // The larger one is the end, whichever was typed where.
        if let (Some(least), Some(most)) = chosen {
            chosen = (Some(least.min(most)), Some(least.max(most)));
        }
        let criteria = Criteria { value: chosen, ..Criteria::default() };
        let fits = Criteria::read(criteria.write().iter().map(|(name, value)| (*name, value.as_str())));
        match (units, fits) {
            (None, _) | (_, Err(_)) => {
                let refusal = domain::refusal::Refusal::Malformed { field: Field::Amount };
                toaster.show(Problem::from(refusal).sentence());
            }
            (Some(_), Ok(_)) => state.ask_criteria(|criteria| criteria.value = chosen),
        }
    };
    view! {
        <label class="field">
            <span class="field-label">{words.from()}</span>
            <input inputmode="numeric" prop:value=move || text(value.get().0)
                on:change=move |event| choose(event_target_value(&event), |value, units| value.0 = units)/>
        </label>
        <label class="field">
            <span class="field-label">{words.to()}</span>
            <input inputmode="numeric" prop:value=move || text(value.get().1)
                on:change=move |event| choose(event_target_value(&event), |value, units| value.1 = units)/>
        </label>
    }
}
