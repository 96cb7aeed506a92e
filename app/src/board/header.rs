//! The header of a column: what stands in the stage, and what it comes to (B2–B4).

use super::{
    column_state::ColumnState,
    figures::{bar, chance, sums},
    state::BoardState,
};
use crate::{
    ui::html::{attribute, html, icon, label, text},
    words::t,
};
use domain::look::Figure;
use leptos::prelude::*;

#[component]
pub(super) fn Header(board: BoardState, column: ColumnState) -> impl IntoView {
    let lead = label(move || board.figure().code().to_owned());
    view! { <header class="column-head" data-lead=lead inner_html=html(move || inside(board, column))></header> }
}

fn inside(board: BoardState, column: ColumnState) -> String {
    let (words, stage, count, name) = (t(), column.stage, column.count.get(), column.name.get());
    let of = |figure| match figure {
        Figure::Forecast => column.totals.get(),
        Figure::Weighted => column.weighted.get(),
        Figure::Profit => column.profit.get(),
    };
    let chance =
        column.totals.with(|totals| column.weighted.with(|weighted| chance(board, totals, weighted)));
    let mean = chance.map_or_else(String::new, |percent| {
        let mean = words.mean_chance(&words.percent(&percent.to_string()));
        format!("<span class=\"mean\">{}{}</span>", bar(percent), text(&mean))
    });
    let folded = board.look.with(|look| look.folded.contains(&stage));
    let button = |does: &str, name: &str, drawn: &str, state: &str| {
        format!(
            "<button type=\"button\" class=\"icon-button column-{does}\" data-key=\"{does}:{stage}\" aria-label=\"{}\"{state}>{}</button>",
            attribute(name),
            icon(drawn)
        )
    };
    let add = button("add", &words.add_to_stage(&name), "plus", "");
    let fold = if folded { words.unfold_column() } else { words.fold_column() };
    let fold = button("fold", fold, "fold", &format!(" aria-expanded=\"{}\"", !folded));
    format!(
        "<h2 id=\"stage-{stage}\">{}</h2><span class=\"column-count\" data-count=\"{count}\">{}</span>{add}{fold}{}{mean}",
        text(&name),
        words.number(count),
        sums(board, of)
    )
}
