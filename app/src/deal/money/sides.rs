//! Lines, costs and profit of a deal as tables.

use crate::words::t;
use domain::{
    ledger::Kind,
    line::{Cost, Line},
    money::Money,
    profile::Profile,
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn LineTable(
    shown: RwSignal<Profile>,
    kind: Kind,
    editing: RwSignal<Option<Kind>>,
) -> impl IntoView {
    let words = t();
    let lines = Memo::new(move |_| shown.with(|profile| profile.ledger.side(kind).lines.clone()));
    let total = move || shown.with(|profile| format::exact(words, profile.ledger.value(kind, profile.value)));
    let row = move |line: Line| {
        let terms = line.terms;
        let times =
            format!("{} × {}", terms.quantity.write(&words.notation), format::exact(words, terms.price));
        let discount = (terms.discount.hundredths() > 0)
            .then(|| format!("− {}", words.percent(&terms.discount.write(&words.notation))));
        let beside = [Some(times), discount].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let when = day_of(terms.date, kind);
        view! {
            <tr>
                <th scope="row">{line.name.to_string()}<small>{beside}{(!when.is_empty()).then(|| format!(" · {when}"))}</small></th>
                <td class="number">{format::exact(words, line.net)}</td>
            </tr>
        }
    };
    let empty = if kind == Kind::Forecast { words.no_lines() } else { words.nothing_sold() };
    view! {
        <SideHead kind editing/>
        <Show when=move || !lines.with(Vec::is_empty) fallback=move || view! { <p class="lead">{empty}</p> }>
            <div class="scrolled" tabindex="0">
            <table class="amounts" data-kind=kind.code()>
                <tbody>{move || lines.get().into_iter().map(row).collect_view()}</tbody>
                <tfoot><tr><th scope="row">{words.total()}</th><td class="number">{total}</td></tr></tfoot>
            </table>
            </div>
        </Show>
    }
}

#[component]
pub(super) fn CostTable(
    shown: RwSignal<Profile>,
    kind: Kind,
    editing: RwSignal<Option<Kind>>,
) -> impl IntoView {
    let words = t();
    let costs = Memo::new(move |_| shown.with(|profile| profile.ledger.side(kind).costs.clone()));
    let total = move || {
        shown.with(|profile| format::exact(words, profile.ledger.side(kind).cost(profile.value.currency)))
    };
    let row = move |cost: Cost| {
        let beside = [cost.note, day_of(cost.date, kind)];
        let beside = beside.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <tr>
                <th scope="row">{cost.name.to_string()}<small>{beside}</small></th>
                <td class="number">{format::exact(words, cost.amount)}</td>
            </tr>
        }
    };
    view! {
        <SideHead kind editing/>
        <Show
            when=move || !costs.with(Vec::is_empty)
            fallback=move || view! { <p class="lead">{words.no_costs()}</p> }
        >
            <div class="scrolled" tabindex="0">
            <table class="amounts" data-kind=kind.code()>
                <tbody>{move || costs.get().into_iter().map(row).collect_view()}</tbody>
                <tfoot><tr><th scope="row">{words.total()}</th><td class="number">{total}</td></tr></tfoot>
            </table>
            </div>
        </Show>
    }
}

/// Products less costs, forecast beside realised (M5).
#[component]
pub(super) fn ProfitTable(shown: RwSignal<Profile>) -> impl IntoView {
    let words = t();
    let row = move |name: &'static str, what: &'static str, of: fn(&Profile, Kind) -> Money| {
        let cell = move |kind: Kind| {
            let money = Memo::new(move |_| shown.with(|profile| of(profile, kind)));
            view! {
                <td class="number" data-kind=kind.code() data-minor=move || money.get().minor.to_string()>
                    {move || format::exact(words, money.get())}
                </td>
            }
        };
        view! { <tr data-what=what><th scope="row">{name}</th>{Kind::ALL.map(cell).collect_view()}</tr> }
    };
    view! {
        <div class="scrolled" tabindex="0">
        <table class="amounts profit">
            <thead><tr>
                <td></td>
                {Kind::ALL.map(|kind| view! { <th scope="col" class="number">{words.kind_of(kind)}</th> }).collect_view()}
            </tr></thead>
            <tbody>
                {row(words.products(), "products", |deal, kind| deal.ledger.value(kind, deal.value))}
                {row(words.costs(), "costs", |deal, kind| deal.ledger.side(kind).cost(deal.value.currency))}
            </tbody>
            <tfoot>{row(words.profit(), "profit", |deal, kind| deal.ledger.profit(kind, deal.value))}</tfoot>
        </table>
        </div>
    }
}

/// Which kind the table is of, and the way to edit it.
#[component]
fn SideHead(kind: Kind, editing: RwSignal<Option<Kind>>) -> impl IntoView {
    let words = t();
    let name = words.kind_of(kind);
    view! {
        <header class="side-head">
            <h3>{name}</h3>
            <button type="button" class="button" data-edit=kind.code() aria-label=format!("{}: {name}", words.edit()) on:click=move |_| editing.set(Some(kind))>
                {words.edit()}
            </button>
        </header>
    }
}

fn day_of(date: Option<chrono::NaiveDate>, kind: Kind) -> String {
    let words = t();
    match date {
        Some(date) => format::date(words, date),
        None if kind == Kind::Forecast => words.when_closed().to_owned(),
        None => String::new(),
    }
}
