//! What the deals of the list come to, and its pages.

use super::state::ListState;
use crate::words::t;
use domain::{
    deals::{Query, Sums},
    money::{Money, Totals},
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn Foot(state: ListState) -> impl IntoView {
    let words = t();
    let sums = Memo::new(move |_| state.deals.with(|deals| deals.sums.clone()));
    let of = move |name: &'static str, label: &'static str, totals: fn(&Sums) -> &Totals| {
        let list = move || {
            sums.with(|sums| {
                let sum = |sum: Money| {
                    view! { <b data-sum=sum.minor.to_string() data-currency=sum.currency.code()>{format::money(words, sum)}</b> }
                };
                totals(sums).iter().map(sum).collect_view()
            })
        };
        view! { <p data-of=name><span>{label}</span>" "{list}</p> }
    };
    let last = Memo::new(move |_| sums.with(Sums::last_page) as u32);
    // Beyond the last page the last one is shown.
    let page = Memo::new(move |_| state.query.with(|query| query.page).min(last.get()));
    let turn = move |to: u32| move |_| state.change(|query| Query { page: to, ..query });
    view! {
        <footer class="deals-foot">
            <p role="status" data-count=move || sums.with(|sums| sums.count.to_string())>{move || words.deals(sums.with(|sums| sums.count))}</p>
            {of("value", words.value(), |sums| &sums.value)}
            {of("weighted", words.weighted(), |sums| &sums.weighted)}
            {move || (last.get() > 0).then(|| {
                let now = page.get();
                view! {
                    <nav class="pager" aria-label=words.pages()>
                        <button type="button" class="button" disabled={now == 0} on:click=turn(now.saturating_sub(1))>{words.previous_page()}</button>
                        <span>{words.page_of(now + 1, last.get() + 1)}</span>
                        <button type="button" class="button" disabled={now >= last.get()} on:click=turn(now + 1)>{words.next_page()}</button>
                    </nav>
                }
            })}
        </footer>
    }
}
