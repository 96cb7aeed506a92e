//! A card: three lines, one height, as few elements as will do (B5).
//!
//! There are more cards than anything else, so their inside is written as HTML in one go: a signal for each of its texts would
//! make the first download, the waking of the page and its memory noticeably bigger.

use super::{figures::bar, state::BoardState};
use crate::{
    ui::html::{attribute, icon, text},
    words::t,
};
use domain::{
    board::Card,
    id::{DealId, StageId},
    look::Figure,
    people::{initials, tint},
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn CardView(board: BoardState, stage: StageId, id: DealId) -> impl IntoView {
    board.card(id).map(|card| {
        let card = RwSignal::from(card);
        let dot = Memo::new(move |_| card.with(|card| card.standing(board.now.get())).dot.code());
        let inside = Memo::new(move |_| card.with(|card| inside(board, stage, card)));
        let tab = move || if board.focus.get() == Some(id) { "0" } else { "-1" };
        view! {
            <li class="card" data-deal-id=id.to_string() data-dot=dot tabindex=tab aria-describedby="board-help" inner_html=inside></li>
        }
    })
}

/// The inside of a card.
fn inside(board: BoardState, stage: StageId, card: &Card) -> String {
    let (words, now, id) = (t(), board.now.get(), card.id);
    let state = card.standing(now);
    let hint = format::standing_in_full(words, state, now);
    let days = card.days(now);
    // Older than is good for it: said by colour, weight, a clock, and in words (B15).
    let old = board.ages_after(stage).filter(|most| days > *most);
    let stay = old.map_or_else(
        || words.days_in_stage().to_owned(),
        |most| words.too_long(&words.days(days), &words.days(most)),
    );
    let hint = format!("{hint} · {} · {stay}", words.probability());
    let days = match old {
        Some(_) => format!(
            "<strong data-ageing>{}{}<span class=\"unseen\">{}</span></strong>",
            icon("clock"),
            text(&words.days(days)),
            text(&stay)
        ),
        None => format!("<span>{}</span>", text(&words.days(days))),
    };
    let probability = words.percent(&card.probability.to_string());
    let profit = card.profit().map(|profit| format!("{} {}", words.profit(), format::money(words, profit)));
    let title = profit.as_ref().map(|profit| format!(" title=\"{}\"", attribute(profit))).unwrap_or_default();
    // A calm card shows the value; the profit when it is what the board is read for.
    let led = profit.filter(|_| board.figure() == Figure::Profit);
    let led =
        led.map(|profit| format!("<em class=\"card-profit\">{}</em>", text(&profit))).unwrap_or_default();
    let skipped = match board.skipped(stage, card) {
        0 => String::new(),
        skipped => format!("<em class=\"card-skipped\">{}</em>", text(&words.skipped(skipped))),
    };
    let add = match card.client.person {
        None => format!(
            " · <a class=\"card-add\" href=\"/deals/{id}#person\" tabindex=\"-1\" title=\"{}\">+ {}</a>",
            attribute(words.add_person()),
            text(words.person_short())
        ),
        Some(_) => String::new(),
    };
    // It is not sent yet (B13).
    let standing = match board.client.line().with(|line| line.holds(id)) {
        true => format!("<b class=\"card-waits\">{}{}</b>", icon("clock"), text(words.waits())),
        false => format!("<b>{}</b>", text(&format::standing(words, state, now))),
    };
    let owner = board.person(card.owner);
    format!(
        "<a class=\"card-name\" href=\"/deals/{id}\" tabindex=\"-1\">{name}</a>\
         <span class=\"card-value\"{title}>{value}</span>\
         <span class=\"card-client\"><span class=\"card-aside\">{led}{skipped}</span>{client}{add}</span>\
         <span class=\"card-when\" title=\"{hint}\">{standing}{bar}<span>{probability}</span>{days}</span>\
         <abbr class=\"avatar\" data-tint=\"{tint}\" title=\"{person}\">{initials}</abbr>\
         <button type=\"button\" class=\"card-more\" tabindex=\"-1\" aria-label=\"{named}\">⋯</button>",
        name = text(&card.name),
        value = text(&format::money(words, card.value)),
        client = text(&card.client.line()),
        hint = attribute(&hint),
        bar = bar(card.probability.into()),
        probability = text(&probability),
        tint = tint(card.owner),
        person = attribute(&owner),
        initials = text(&initials(&owner)),
        named = attribute(&words.move_named(&card.name)),
    )
}
