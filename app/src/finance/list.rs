//! The list of amounts: sorted by its headings, in pages.

use super::state::FinanceState;
use crate::words::t;
use domain::{
    finance::{Amount, Query, Sort},
    ledger::Kind,
};
use leptos::prelude::*;
use words::{Words, format};

/// How an amount's kind is called: a cost is one too.
pub fn kind_name(words: &Words, kind: Kind, cost: bool) -> &'static str {
    match (kind, cost) {
        (kind, false) => words.kind_of(kind),
        (Kind::Forecast, true) => words.forecast_cost(),
        (Kind::Realised, true) => words.realised_cost(),
    }
}

#[component]
pub(super) fn List(state: FinanceState) -> impl IntoView {
    let words = t();
    let rows = move || {
        state.finance.with(|finance| {
            let row = |amount: &Amount| view! { <Row amount=amount.clone()/> }.into_any();
            finance.amounts.iter().map(row).collect_view()
        })
    };
    let empty = Memo::new(move |_| state.finance.with(|finance| finance.count == 0));
    let head = move |sort: Sort, name: &'static str| view! { <Head state sort name/> }.into_any();
    view! {
        <section class="panel scrolled amounts-list">
            <Show when=move || !empty.get() fallback=move || view! { <p class="lead">{words.no_amounts()}</p> }>
                <table class="amounts">
                    <thead><tr>
                        {head(Sort::Date, words.date())}
                        {head(Sort::Deal, words.deal())}
                        {head(Sort::Client, words.client())}
                        {head(Sort::Name, words.of())}
                        {head(Sort::Kind, words.kind())}
                        {head(Sort::Amount, words.amount())}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
            <Pager state/>
        </section>
    }
}

#[component]
fn Row(amount: Amount) -> impl IntoView {
    let words = t();
    let name = if amount.name.is_empty() { words.typed_value().to_owned() } else { amount.name };
    let date = amount.date.map_or_else(|| words.undated().to_owned(), |date| format::date(words, date));
    view! {
        <tr data-kind=amount.kind.code() data-cost=amount.cost.then_some("")>
            <td class="when">{date}</td>
            <th scope="row">
                <a href=format!("/deals/{}", amount.deal)>{amount.deal_name}</a>
                <small>{words.status_name(amount.status)}</small>
            </th>
            <td>{amount.client.line()}</td>
            <td>{name}</td>
            <td>{kind_name(words, amount.kind, amount.cost)}</td>
            <td class="number">{format::exact(words, amount.amount)}</td>
        </tr>
    }
}

/// A heading that sorts, and turns the order when it sorts already.
#[component]
fn Head(state: FinanceState, sort: Sort, name: &'static str) -> impl IntoView {
    let order = move || {
        state.query.with(|query| match (query.sort == sort, sort.falls() != query.turned) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        })
    };
    let choose = move |_| {
        state.change(|query| {
            query.turned = query.sort == sort && !query.turned;
            query.sort = sort;
        });
    };
    let number = (sort == Sort::Amount).then_some("number");
    view! {
        <th scope="col" class=number aria-sort=order>
            <button type="button" class="sort" on:click=choose>{name}</button>
        </th>
    }
}

#[component]
fn Pager(state: FinanceState) -> impl IntoView {
    let words = t();
    let pages = Memo::new(move |_| {
        state.finance.with(|finance| finance.count.div_ceil(u64::from(Query::PAGE)).max(1))
    });
    let page = Memo::new(move |_| state.query.with(|query| query.page));
    let turn = move |to: u32| move |_| state.change(|query| query.page = to);
    view! {
        <div class="pager">
            <span>{move || state.finance.with(|finance| words.amounts(finance.count))}</span>
            {move || (pages.get() > 1).then(|| {
                let now = page.get();
                view! {
                    <button type="button" class="button" disabled={now == 0} on:click=turn(now.saturating_sub(1))>{words.previous_page()}</button>
                    <span>{words.page_of(u64::from(now) + 1, pages.get())}</span>
                    <button type="button" class="button" disabled={u64::from(now) + 1 >= pages.get()} on:click=turn(now + 1)>{words.next_page()}</button>
                }
            })}
        </div>
    }
}
