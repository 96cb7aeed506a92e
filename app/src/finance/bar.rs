//! The filter of finance: each choice goes into the address at once.

use super::state::{FinanceState, parameters};
use crate::{ui::search::SearchField, visitor::account, words::t};
use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    deal::Status,
    finance::{Filter, Of, Query},
    ledger::Kind,
};
use leptos::prelude::*;

#[component]
pub(super) fn Bar(state: FinanceState) -> impl IntoView {
    let words = t();
    let export = move |format: &'static str| {
        let address = move || format!("/finance/export.{format}{}", state.query.with(parameters));
        view! { <a class="button" href=address rel="external" download>{format.to_uppercase()}</a> }
    };
    view! {
        <header class="finance-head">
            <h1>{words.finance()}</h1>
            <p class="exports"><span>{words.export()}</span>{export("csv")}{export("xlsx")}</p>
        </header>
        <div class="finance-bar" role="search" aria-label=words.finance()>
            <Period state/>
            {view! { <Choices state/> }.into_any()}
            <Client state/>
            <button type="button" class="button" disabled=move || state.query.with(|query| query.filter == Default::default())
                on:click=move |_| state.change(|query| query.filter = Default::default())
            >
                {words.clear_filter()}
            </button>
        </div>
    }
}

/// From which day to which, and the usual periods.
#[component]
fn Period(state: FinanceState) -> impl IntoView {
    let words = t();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    // A day on the wrong side of the other one takes that away.
    let bound = move |typed: String, set: fn(&mut Filter, Option<NaiveDate>)| {
        let day = typed.parse().ok();
        state.change(|query| {
            let filter = &mut query.filter;
            set(filter, day);
            if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
                (filter.from, filter.to) = (None, None);
                set(filter, day);
            }
        });
    };
    let usual = move |event| {
        let today = state.finance.with_untracked(|finance| finance.today);
        if let Some((from, to)) = period(&event_target_value(&event), today) {
            state.change(|query| (query.filter.from, query.filter.to) = (from, to));
        }
    };
    let chosen = Memo::new(move |_| {
        let today = state.finance.with(|finance| finance.today);
        let now = state.query.with(|query| (query.filter.from, query.filter.to));
        ["all", "month", "last", "year"]
            .into_iter()
            .find(|name| period(name, today) == Some(now))
            .unwrap_or_default()
    });
    let names = [
        ("all", words.all_time()),
        ("month", words.this_month()),
        ("last", words.last_month()),
        ("year", words.this_year()),
    ];
    view! {
        <select class="chip" aria-label=words.date() prop:value=chosen on:change=usual>
            {names.map(|(value, name)| view! {
                <option value=value selected=move || chosen.get() == value>{name}</option>
            }).collect_view()}
            <option value="" selected=move || chosen.get().is_empty() hidden>"…"</option>
        </select>
        <label class="chip-field"><span>{words.from()}</span>
            <input type="date" prop:value=move || state.query.with(|query| day(query.filter.from))
                on:change=move |event| bound(event_target_value(&event), |filter, day| filter.from = day)/>
        </label>
        <label class="chip-field"><span>{words.to()}</span>
            <input type="date" prop:value=move || state.query.with(|query| day(query.filter.to))
                on:change=move |event| bound(event_target_value(&event), |filter, day| filter.to = day)/>
        </label>
    }
}

/// The first and the last day, if there are some.
type Bounds = (Option<NaiveDate>, Option<NaiveDate>);

/// The first and the last day of a usual period.
fn period(name: &str, today: NaiveDate) -> Option<Bounds> {
    let month = today.with_day(1)?;
    let (from, to) = match name {
        "all" => return Some((None, None)),
        "month" => (month, month.checked_add_months(Months::new(1))?),
        "last" => (month.checked_sub_months(Months::new(1))?, month),
        "year" => {
            (NaiveDate::from_ymd_opt(today.year(), 1, 1)?, NaiveDate::from_ymd_opt(today.year() + 1, 1, 1)?)
        }
        _ => return None,
    };
    Some((Some(from), Some(to - Days::new(1))))
}

/// Kind, product or category, owner, process, status.
#[component]
fn Choices(state: FinanceState) -> impl IntoView {
    let (words, account) = (t(), account());
    let finance = state.finance;
    let kinds =
        move || Kind::ALL.map(|kind| (kind.code().to_owned(), words.kind_of(kind).to_owned())).to_vec();
    let of = move || {
        finance.with(|finance| {
            let mut all = vec![(Of::Products.to_string(), words.products().to_owned())];
            if account.get().costs {
                all.push((Of::Costs.to_string(), words.costs().to_owned()));
            }
            let products =
                finance.products.iter().map(|(id, name)| (Of::Product(*id).to_string(), name.clone()));
            let categories =
                finance.categories.iter().map(|(id, name)| (Of::Category(*id).to_string(), name.clone()));
            all.extend(products.chain(categories));
            all
        })
    };
    let people = move || {
        finance.with(|f| f.people.iter().map(|person| (person.id.to_string(), person.name.clone())).collect())
    };
    let processes = move || {
        finance
            .with(|f| f.processes.iter().map(|choice| (choice.id.to_string(), choice.name.clone())).collect())
    };
    let statuses = move || {
        Status::ALL.map(|status| (status.code().to_owned(), words.status_name(status).to_owned())).to_vec()
    };
    let choice = move |name, every, options: Signal<Vec<(String, String)>>| {
        view! { <Choice state name every options/> }.into_any()
    };
    view! {
        {choice("kind", words.both_kinds(), Signal::derive(kinds))}
        {choice("of", words.everything(), Signal::derive(of))}
        {choice("owner", words.everyone(), Signal::derive(people))}
        {choice("process", words.every_process(), Signal::derive(processes))}
        {choice("status", words.every_status(), Signal::derive(statuses))}
    }
}

/// A choice that is a parameter of the address, by the parameter's name.
#[component]
fn Choice(
    state: FinanceState,
    name: &'static str,
    every: &'static str,
    options: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let words = t();
    let label = match name {
        "kind" => words.kind(),
        "of" => words.of(),
        "owner" => words.owner(),
        "process" => words.process(),
        _ => words.status(),
    };
    let chosen = Memo::new(move |_| {
        let written = state.query.with(Query::write);
        written.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value).unwrap_or_default()
    });
    let choose = move |event| {
        let mut written = state.query.with_untracked(Query::write);
        written.retain(|(found, _)| *found != name && *found != "page");
        written.push((name, event_target_value(&event)));
        if let Ok(query) = Query::read(written.iter().map(|(name, value)| (*name, value.as_str()))) {
            state.change(|now| *now = query);
        }
    };
    // Drawn anew only when what can be chosen changes.
    let options = Memo::new(move |_| options.get());
    view! {
        <select class="chip" name=name aria-label=label data-active=move || (!chosen.get().is_empty()).then_some("") on:change=choose>
            <option value="">{every}</option>
            {move || options.get().into_iter().map(|(value, text)| {
                let this = value.clone();
                view! { <option value=value selected=move || chosen.with(|chosen| *chosen == this)>{text}</option> }
            }).collect_view()}
        </select>
    }
}

#[component]
fn Client(state: FinanceState) -> impl IntoView {
    let asked = Signal::derive(move || state.query.with(|query| query.filter.client.clone()));
    let on_rest = Callback::new(move |client| state.change(|query| query.filter.client = client));
    view! { <SearchField label=t().client() asked max=Query::MAX_TEXT on_rest/> }
}
