//! The filter of finance: each choice goes into the address at once.

use super::state::{FinanceState, parameters};
use crate::{
    error::{Problem, Sentence},
    ui::{date_field::DateField, exports::exports, search::SearchField, toast::toasts},
    visitor::account,
    words::t,
};
use chrono::NaiveDate;
use domain::{
    deal::Status,
    finance::{Filter, Of, Query},
    ledger::Kind,
    period::Period,
    refusal::Field,
};
use leptos::prelude::*;

#[component]
pub(super) fn Bar(state: FinanceState) -> impl IntoView {
    let words = t();
    // On a phone all filters together would hide what they are for.
    let all = RwSignal::new(false);
    view! {
        <header class="finance-head">
            <h1>{words.finance()}</h1>
            {exports("/finance", move || state.query.with(parameters))}
        </header>
        <div class="finance-bar" role="search" aria-label=words.finance() data-open=move || all.get().then_some("")>
            <Period state>
                <button type="button" class="button filters-toggle" aria-expanded=move || all.get().to_string()
                    data-active=move || state.query.with(|query| query.filter != Filter::opening()).then_some("")
                    on:click=move |_| all.update(|all| *all = !*all)
                >
                    {words.filters()}
                </button>
            </Period>
            {view! { <Choices state/> }.into_any()}
            <Client state/>
            <button type="button" class="button" disabled=move || state.query.with(|query| query.filter == Filter::opening())
                on:click=move |_| state.change(|query| query.filter = Filter::opening())
            >
                {words.clear_filter()}
            </button>
        </div>
    }
}

/// The usual periods, what stands beside them, and from which day to which.
#[component]
fn Period(state: FinanceState, children: Children) -> impl IntoView {
    let words = t();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let toaster = toasts();
    // A day on the wrong side of the other one changes places with it. What is no day changes nothing.
    let bound = move |typed: String, set: fn(&mut Filter, Option<NaiveDate>)| {
        let day = match typed.trim().is_empty() {
            true => None,
            false => match domain::day::parse(Field::Date, &typed) {
                Ok(day) => Some(day),
                Err(refusal) => return toaster.show(Problem::from(refusal).sentence()),
            },
        };
        state.change(|query| {
            let filter = &mut query.filter;
            (filter.from, filter.to) = filter.bounds(state.finance.with_untracked(|finance| finance.today));
            filter.period = None;
            set(filter, day);
            if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
                (filter.from, filter.to) = (filter.to, filter.from);
            }
        });
    };
    let usual = move |event| {
        let period = event_target_value(&event).parse().ok();
        state.change(|query| {
            (query.filter.period, query.filter.from, query.filter.to) = (period, None, None);
        });
    };
    let chosen = Memo::new(move |_| {
        state.query.with(|query| match query.filter.from.or(query.filter.to) {
            Some(_) => "days",
            None => query.filter.period.map_or("all", Period::code),
        })
    });
    let names = Period::ALL.map(|period| (period.code(), words.period_name(period)));
    let today = state.finance.with_untracked(|finance| finance.today);
    // What is shown is what is asked for, a period by its days.
    let bounds = move || state.query.with(|query| query.filter.bounds(today));
    let (first, last) = untrack(bounds);
    let [from, to] = [first, last].map(|shown| RwSignal::new(day(shown)));
    Effect::new(move |_| {
        let (first, last) = bounds();
        [(from, first), (to, last)].into_iter().for_each(|(field, shown)| field.set(day(shown)));
    });
    let chosen_from = Callback::new(move |()| bound(from.get_untracked(), |filter, day| filter.from = day));
    let chosen_to = Callback::new(move |()| bound(to.get_untracked(), |filter, day| filter.to = day));
    view! {
        <label class="chip-field"><span>{words.date()}</span>
            <select class="chip" prop:value=chosen on:change=usual>
                {names.into_iter().chain([("all", words.all_time())]).map(|(value, name)| view! {
                    <option value=value selected=move || chosen.get() == value>{name}</option>
                }).collect_view()}
                <option value="days" selected=move || chosen.get() == "days" hidden>"…"</option>
            </select>
        </label>
        {children()}
        <label class="chip-field"><span>{words.from()}</span><DateField name="from" label=words.from() value=from today on_chosen=chosen_from/></label>
        <label class="chip-field"><span>{words.to()}</span><DateField name="to" label=words.to() value=to today on_chosen=chosen_to/></label>
    }
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
        <label class="chip-field"><span>{label}</span><select
            class="chip" name=name prop:value=move || chosen.get() on:change=choose
            data-active=move || (!chosen.get().is_empty()).then_some("")
        >
            <option value="">{every}</option>
            {move || options.get().into_iter().map(|(value, text)| {
                let this = value.clone();
                view! { <option value=value selected=move || chosen.with(|chosen| *chosen == this)>{text}</option> }
            }).collect_view()}
        </select></label>
    }
}

#[component]
fn Client(state: FinanceState) -> impl IntoView {
    let asked = Signal::derive(move || state.query.with(|query| query.filter.client.clone()));
    let on_rest = Callback::new(move |client| state.type_client(client));
    view! { <SearchField label=t().client() asked max=Query::MAX_TEXT on_rest/> }
}
