//! What a new deal says of its client and of those who take part in it.

use super::fields::Draft;
use crate::{client::ask, ui::icon::Icon, words::t};
use command::contact::ReadOpenDeals;
use domain::{
    contact::OpenDeal,
    id::{CompanyId, UserId},
    people::Colleague,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

/// The open deals of the company that was picked: perhaps it is one of those.
#[component]
pub(super) fn OpenDeals(draft: Draft) -> impl IntoView {
    let words = t();
    let found = RwSignal::new(Vec::<OpenDeal>::new());
    Effect::new(move |_| {
        let company = draft.company_id.get();
        found.set(vec![]);
        let Some(company) = company.map(CompanyId) else { return };
        spawn_local(async move {
            let deals = ask(&ReadOpenDeals { company }).await.unwrap_or_default();
            if draft.company_id.try_get_untracked().flatten() == Some(company.0) {
                found.try_set(deals);
            }
        });
    });
    let row = move |deal: OpenDeal| {
        let beside = [format::money(words, deal.value), deal.stage, deal.owner].join(" · ");
        view! { <li><a href=format!("/deals/{}", deal.id) target="_blank">{deal.name}</a>" "<small>{beside}</small></li> }
    };
    view! {
        <Show when=move || found.with(|found| !found.is_empty())>
            <div class="warning" role="status">
                <strong>{words.open_deals_of_client()}</strong>
                <ul>{move || found.get().into_iter().take(3).map(row).collect_view()}</ul>
            </div>
        </Show>
    }
}

/// Who takes part besides the owner: chosen one by one.
#[component]
pub(super) fn Participants(
    people: Vec<Colleague>,
    owner: UserId,
    participants: RwSignal<Vec<UserId>>,
) -> impl IntoView {
    let words = t();
    let people = StoredValue::new(people);
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse::<UserId>() {
            participants.update(|chosen| chosen.push(id));
        }
    };
    let chosen = move || {
        let person = |id: UserId| {
            let name = people.with_value(|people| {
                people.iter().find(|person| person.id == id).map(|person| person.name.clone())
            })?;
            let remove = move |_| participants.update(|chosen| chosen.retain(|other| *other != id));
            Some(view! {
                <li>
                    {name.clone()}
                    <button type="button" class="icon-button" aria-label=words.remove_named(&name) on:click=remove><Icon name="close"/></button>
                </li>
            })
        };
        participants.get().into_iter().filter_map(person).collect_view()
    };
    let others = move || {
        let chosen = participants.get();
        let other = |person: &&Colleague| person.active && person.id != owner && !chosen.contains(&person.id);
        people.with_value(|people| {
            people
                .iter()
                .filter(other)
                .map(|person| {
                    view! {
                        <option value=person.id.to_string()>{person.name.clone()}</option>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <label class="field">
            <span class="field-label">{words.participants()}</span>
            <select on:change=choose>
                <option value="">{words.add_participant()}"…"</option>
                {others}
            </select>
        </label>
        <ul class="file-chips">{chosen}</ul>
    }
}
