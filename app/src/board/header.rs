//! The header of a column: what stands in the stage, and what it comes to (B2–B4).

use super::{
    column_state::ColumnState,
    figures::{bar, chance, sums},
    state::BoardState,
};
use crate::{ui::icon::Icon, words::t};
use domain::look::Figure;
use html_escape::encode_text as text;
use leptos::prelude::*;

#[component]
pub(super) fn Header(board: BoardState, column: ColumnState, title: String) -> impl IntoView {
    let words = t();
    let figures = move || {
        let of = |figure| match figure {
            Figure::Forecast => column.totals.get(),
            Figure::Weighted => column.weighted.get(),
            Figure::Profit => column.profit.get(),
        };
        let chance =
            column.totals.with(|totals| column.weighted.with(|weighted| chance(board, totals, weighted)));
        let chance = chance.map(|percent| {
            let mean = words.mean_chance(&words.percent(&percent.to_string()));
            format!("<span class=\"mean\">{}{}</span>", bar(percent), text(&mean))
        });
        format!("{}{}", sums(board, of), chance.unwrap_or_default())
    };
    let folded = Memo::new(move |_| board.look.with(|look| look.folded.contains(&column.stage)));
    let fold = move || if folded.get() { words.unfold_column() } else { words.fold_column() };
    view! {
        <header class="column-head">
            <h2 id=title>{column.name}</h2>
            <span class="column-count" data-count=move || column.count.get().to_string()>
                {move || words.number(column.count.get())}
            </span>
            <button type="button" class="icon-button column-add" aria-label=move || words.add_to_stage(&column.name.get())>
                <Icon name="plus"/>
            </button>
            <button type="button" class="icon-button column-fold" aria-label=fold aria-expanded=move || (!folded.get()).to_string()>
                <Icon name="fold"/>
            </button>
            <div class="column-totals" data-lead=move || board.figure().code() inner_html=figures></div>
        </header>
    }
}
