//! The deals with a contact that the viewer sees (K2).

use crate::{ui::dot::DotMark, words::t};
use chrono::NaiveDate;
use domain::{
    contact::{ContactDeal, DealsOf},
    deal::Status,
    money::Money,
    people::{initials, tint},
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn Deals(deals: DealsOf, today: NaiveDate) -> impl IntoView {
    let words = t();
    let DealsOf { deals, count, open, won } = deals;
    let sum = move |name: &'static str, of: Vec<Money>| {
        (!of.is_empty()).then(|| {
            let sums: Vec<String> = of.into_iter().map(|value| format::money(words, value)).collect();
            view! { <span>{name}" "<strong>{sums.join(" · ")}</strong></span> }
        })
    };
    let row = move |deal: ContactDeal| view! { <Row deal today/> }.into_any();
    let (none, hidden) = (deals.is_empty(), count > deals.len());
    view! {
        <section class="panel contact-deals">
            <header>
                <h2>{words.deals_heading()}</h2>
                <small>{words.deals_you_see(count)}</small>
                {sum(words.open_sum(), open)}
                {sum(words.won_sum(), won)}
            </header>
            {match none {
                true => ().into_any(),
                false => view! {
                    <div class="scrolled" tabindex="0"><table class="amounts">
                        <thead><tr>
                            <th scope="col">{words.deal()}</th>
                            <th scope="col">{words.stage()}</th>
                            <th scope="col">{words.owner()}</th>
                            <th scope="col">{words.expected_close()}</th>
                            <th scope="col" class="number">{words.value()}</th>
                        </tr></thead>
                        <tbody>{deals.into_iter().map(row).collect_view()}</tbody>
                    </table></div>
                }.into_any(),
            }}
            {hidden.then(|| view! { <p class="lead">{words.latest_shown(DealsOf::MOST)}</p> })}
        </section>
    }
}

#[component]
fn Row(deal: ContactDeal, today: NaiveDate) -> impl IntoView {
    let words = t();
    let (owner, name) = deal.owner;
    let stage = match deal.status {
        Status::Open => deal.stage.into_any(),
        closed => view! { <span class="status" data-status=closed.code()>{words.status_name(closed)}</span> }
            .into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                {deal.dot.map(|dot| view! { <DotMark dot/>" " })}
                <a href=format!("/deals/{}", deal.id)>{deal.name}</a>
            </th>
            <td>{stage}</td>
            <td>
                <span class="user-name">
                    <abbr class="avatar" data-tint=tint(owner) aria-hidden="true">{initials(&name)}</abbr>
                    <span>{name}</span>
                </span>
            </td>
            <td class="when">{deal.expected_close.map(|close| format::day(words, close, today))}</td>
            <td class="number">{format::money(words, deal.value)}</td>
        </tr>
    }
}
