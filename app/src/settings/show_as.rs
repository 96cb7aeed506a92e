//! The board as somebody else sees it, to look at (V7). That it was looked at is written down first.

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::Answer,
    ui::{dot::DotMark, loaded},
    words::t,
};
use command::users::{ReadBoardAs, ShowAs};
use domain::{
    board::{Board, Card, Column},
    id::{ProcessId, UserId},
    people::initials,
    refusal::Refusal,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;
use std::sync::Arc;
use words::format;

#[component]
pub fn ShowAsPage() -> impl IntoView {
    let (words, gesture, params) = (t(), Gesture::new(), use_params_map());
    let user = params.with_untracked(|params| params.get("user").and_then(|id| id.parse::<UserId>().ok()));
    let answer = RwSignal::new(None::<Answer<Board>>);
    let process = RwSignal::new(None::<ProcessId>);
    Effect::new(move |_| {
        let wanted = process.get();
        spawn_local(async move {
            let read = async {
                let user = user.ok_or(Refusal::NotFound)?;
                gesture.send(&ShowAs { user }).await?;
                ask(&ReadBoardAs { user, process: wanted }).await
            };
            let read = read.await;
            // What came late is no longer asked for.
            if process.try_get_untracked() == Some(wanted) {
                answer.try_set(Some(read));
            }
        });
    });
    let page = loaded::page(answer, move |board| view! { <Shown board user process/> }.into_any());
    view! { <Settings title=words.board_as_title()>{page}</Settings> }
}

#[component]
fn Shown(board: Board, user: Option<UserId>, process: RwSignal<Option<ProcessId>>) -> impl IntoView {
    let words = t();
    let people = StoredValue::new(board.people.clone());
    let name = move |id: UserId| {
        let name = |person: &domain::people::Colleague| (person.id == id).then(|| person.name.clone());
        people.with_value(|people| people.iter().find_map(name)).unwrap_or_default()
    };
    let whom = user.map(name).unwrap_or_default();
    let now = board.now;
    let card = move |card: Arc<Card>| {
        let owner = name(card.owner);
        let dot = card.standing(now).dot;
        view! {
            <li>
                <strong><DotMark dot/>" "{card.name.clone()}</strong>
                <span>{card.client.line()}</span>
                <span>{format::money(words, card.value)}" · "<abbr title=owner.clone()>{initials(&owner)}</abbr></span>
            </li>
        }
        .into_any()
    };
    let column = move |column: Column| {
        let totals: Vec<String> = column.totals.iter().map(|total| format::money(words, total)).collect();
        let hidden = column.count - column.page.cards.len();
        view! {
            <section class="panel">
                <h2>{column.stage.name.to_string()}" "<small>{column.count}</small></h2>
                <p class="lead">{totals.join(" · ")}</p>
                <ul>{column.page.cards.into_iter().map(card).collect_view()}</ul>
                {(hidden > 0).then(|| view! { <p class="lead">{words.and_more(hidden)}</p> })}
            </section>
        }
        .into_any()
    };
    let shown = board.process;
    let choice = move |choice: domain::board::Choice| {
        view! { <option value=choice.id.to_string() selected=choice.id == shown>{choice.name}</option> }
    };
    view! {
        <p class="show-as-note" role="status">{words.board_as(&whom)}</p>
        <select class="chip" aria-label=words.process() on:change=move |event| process.set(event_target_value(&event).parse().ok())>
            {board.processes.into_iter().map(choice).collect_view()}
        </select>
        <div class="show-as scrolled" tabindex="0">{board.columns.into_iter().map(column).collect_view()}</div>
    }
}
