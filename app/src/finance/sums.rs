//! The sums of all amounts that match, a row for each currency (B3, M6).

use super::state::FinanceState;
use crate::{visitor::account, words::t};
use domain::{
    finance::{Query, Sums},
    ledger::Kind,
    money::{Currency, Money, Totals},
    period::Days,
};
use leptos::prelude::*;
use words::format;

/// The figures of sums, in the order of their columns: heading, name for tests, totals.
pub(super) fn figures(sums: &Sums, costs: bool) -> Vec<(&'static str, &'static str, Totals)> {
    let words = t();
    let mut figures = vec![
        (words.forecast(), "forecast", sums.forecast.clone()),
        (words.realised(), "realised", sums.realised.clone()),
    ];
    if costs {
        figures.extend([
            (words.forecast_cost(), "forecast_cost", sums.forecast_cost.clone()),
            (words.realised_cost(), "realised_cost", sums.realised_cost.clone()),
            (words.forecast_profit(), "forecast_profit", sums.profit(Kind::Forecast)),
            (words.realised_profit(), "realised_profit", sums.profit(Kind::Realised)),
        ]);
    }
    figures
}

/// What totals hold of one currency.
pub(super) fn of(totals: &Totals, currency: Currency) -> Money {
    totals.iter().find(|sum| sum.currency == currency).unwrap_or(Money::zero(currency))
}

/// The currencies of sums, the account's own first.
pub(super) fn currencies(sums: &Sums, own: Currency) -> Vec<Currency> {
    let mut found = sums.currencies();
    found.sort_by_key(|currency| *currency != own);
    if found.is_empty() {
        found.push(own);
    }
    found
}

#[component]
pub(super) fn SumTable(state: FinanceState) -> impl IntoView {
    let (words, account) = (t(), account());
    let table = move || {
        state.finance.with(|finance| {
            let figures = figures(&finance.sums, account.get().costs);
            let row = |currency: Currency| {
                let cell = |(head, name, totals): &(&'static str, &'static str, Totals)| {
                    let sum = of(totals, currency);
                    view! {
                        <td class="number" data-label=*head data-sum=*name data-minor=sum.minor.to_string()>{format::exact(words, sum)}</td>
                    }
                };
                view! {
                    <tr data-currency=currency.code()>
                        <th scope="row">{currency.code()}</th>
                        {figures.iter().map(cell).collect_view()}
                    </tr>
                }
            };
            let heads = figures.iter().map(|(head, ..)| view! { <th scope="col" class="number">{*head}</th> });
            view! {
                <table class="amounts sums-table">
                    <thead><tr><td></td>{heads.collect_view()}</tr></thead>
                    <tbody>{currencies(&finance.sums, account.get().currency).into_iter().map(row).collect_view()}</tbody>
                </table>
            }
        })
    };
    // Said where it matters: not to who asks for one status, or for what was realised alone.
    let silent = Memo::new(move |_| {
        let filter = state.query.with(|query| query.filter.clone());
        filter.not_forecast().is_empty() || filter.kind == Some(Kind::Realised)
    });
    let bounded = Memo::new(move |_| state.query.with(|Query { filter, .. }| filter.days() != Days::Any));
    view! {
        <section class="panel scrolled" tabindex="0" aria-label=words.currency_sums()>
            {table}
            {move || (!silent.get()).then(|| view! { <p class="lead">{words.no_forecast_of_lost()}</p> })}
            {move || bounded.get().then(|| view! { <p class="lead">{words.undated_in_all_time(words.all_time())}</p> })}
        </section>
    }
}
