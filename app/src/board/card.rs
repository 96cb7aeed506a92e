//! A card: three lines, one height, as few elements as will do (B5).

use super::state::{BoardState, Figure};
use crate::words::t;
use domain::{
    board::Card,
    id::{DealId, StageId},
};
use leptos::prelude::*;
use std::sync::Arc;
use words::format;

#[component]
pub(super) fn CardView(board: BoardState, stage: StageId, id: DealId) -> impl IntoView {
    board.card(id).map(|card| view! { <Body board card stage id/> })
}

#[component]
fn Body(board: BoardState, card: ArcRwSignal<Arc<Card>>, stage: StageId, id: DealId) -> impl IntoView {
    let words = t();
    let card = RwSignal::from(card);
    let state = Memo::new(move |_| card.with(|card| card.standing(board.now.get())));
    let days = Memo::new(move |_| card.with(|card| card.days(board.now.get())));
    let hint = move |state| {
        let standing = format::standing_in_full(words, state, board.now.get());
        format!("{standing} · {} · {}", words.probability(), words.days_in_stage())
    };
    let skipped = Memo::new(move |_| card.with(|card| board.skipped(stage, card)));
    let named = move || card.with(|card| words.move_named(&card.name));
    let profit = move || {
        let profit = card.with(|card| card.profit())?;
        Some(format!("{} {}", words.profit(), format::money(words, profit)))
    };
    // A calm card shows the value; the profit when it is what the board is read for.
    let led = move || board.figure.get() == Figure::Profit;
    let owner = move || card.with(|card| board.person(card.owner));
    let alone = move || card.with(|card| card.client.person.is_none());
    let tab = move || if board.focus.get() == Some(id) { "0" } else { "-1" };
    view! {
        <li class="card" data-deal-id=id.to_string() data-dot=move || state.get().dot.code() tabindex=tab
            aria-describedby="board-help"
        >
            <a class="card-name" href=format!("/deals/{id}") tabindex="-1">{move || card.with(|card| card.name.clone())}</a>
            <span class="card-value" title=profit>{move || card.with(|card| format::money(words, card.value))}</span>
            <span class="card-client">
                {move || (skipped.get() > 0).then(|| view! { <em class="card-skipped">{words.skipped(skipped.get())}</em> })}
                {move || led().then(|| profit().map(|text| view! { <em class="card-profit">{text}</em> }))}
                {move || card.with(|card| card.client.line())}
                {move || alone().then(|| view! {
                    <a class="card-add" href=format!("/deals/{id}#person") tabindex="-1">{words.add_person()}</a>
                })}
            </span>
            <span class="card-when" title=move || hint(state.get())>
                <b>{move || format::standing(words, state.get(), board.now.get())}</b>
                {move || format!(" · {} · {}", words.percent(&card.with(|card| card.probability.to_string())), words.days(days.get()))}
            </span>
            <abbr class="avatar" title=owner>{move || card.with(|card| board.initials(card.owner))}</abbr>
            <button type="button" class="card-more" tabindex="-1" aria-label=named>"⋯"</button>
        </li>
    }
}
