//! A column: its header over all deals of the stage, and a window on its cards (B2, B12).

use super::{card::CardView, column_state::ColumnState, header::Header, state::BoardState};
use crate::{ui::html::flag, words::t};
use domain::id::DealId;
use leptos::{
    html::{Div, Ul},
    prelude::*,
};
use std::cell::Cell;
use wasm_bindgen::JsCast;

/// Mounted cards above and below those in view.
const OVERSCAN: usize = 2;
/// The most cards that are ever mounted in one column, and on a board.
const MOST: usize = 40;
const MOST_OF_ALL: usize = 400;
/// How near to the last loaded card further ones are asked for.
const AHEAD: usize = 8;

#[component]
pub(super) fn Column(board: BoardState, column: ColumnState) -> impl IntoView {
    let labelled = format!("stage-{}", column.stage);
    let (scroller, list) = (NodeRef::<Div>::new(), NodeRef::<Ul>::new());
    keep_window(board, column, list);
    come_back(board, column, scroller);
    let window = move || -> Vec<DealId> {
        let (first, room) = (column.first.get(), column.room.get());
        column.ids.with(|ids| ids.iter().skip(first).take(room).copied().collect())
    };
    let waiting = move || column.ids.with(Vec::len) < column.count.get();
    view! {
        <section
            class="column" data-stage-id=column.stage.to_string() aria-labelledby=labelled
            data-folded=flag(move || board.look.with(|look| look.folded.contains(&column.stage)))
        >
            <Header board column/>
            <div class="column-cards" node_ref=scroller on:scroll=move |_| scrolled(board, column, scroller)>
                <ul class="cards" node_ref=list data-waiting=flag(waiting)>
                    <For each=window key=|id| *id let:id>
                        <CardView board stage=column.stage id/>
                    </For>
                </ul>
                <p class="empty-column" hidden=flag(move || column.count.get() != 0)>{t().empty_column()}</p>
            </div>
        </section>
    }
}

/// Keeps as many cards mounted as are in view, and loads further ones before they are reached.
fn keep_window(board: BoardState, column: ColumnState, list: NodeRef<Ul>) {
    Effect::new(move |_| {
        let measure = move || {
            // By the window, which is known without laying out the page.
            let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
            let seen = (height / pitch()).ceil() as usize;
            let columns = board.columns.with_untracked(Vec::len).max(1);
            let most = MOST.min(MOST_OF_ALL / columns).max(seen + OVERSCAN);
            let room = (seen + 2 * OVERSCAN).max(column.room.get_untracked()).min(most);
            column.room.set(room);
        };
        measure();
        let listener = window_event_listener(leptos::ev::resize, move |_| {
            PITCH.set(None);
            measure();
        });
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |_| {
        let Some(list) = list.get() else { return };
        let style = list.unchecked_ref::<web_sys::HtmlElement>().style();
        let _ = style.set_property("--above", &column.first.get().to_string());
        let _ = style.set_property("--rows", &column.count.get().to_string());
    });
    Effect::new(move |_| {
        let end = column.first.get() + column.room.get() + AHEAD;
        // Not again because a page could not be had: that would ask without end. The next scroll asks.
        if column.ids.with(Vec::len) < end {
            board.load_more(column);
        }
    });
}

/// A column that was scrolled when the board was left is so again.
fn come_back(board: BoardState, column: ColumnState, scroller: NodeRef<Div>) {
    let top = board.place.top(column);
    if top > 0 {
        column.first.set(first_mounted(top));
        keep_in_reach(board, column, first_mounted(top) + OVERSCAN);
        Effect::new(move |_| scroller.get().into_iter().for_each(|scroller| scroller.set_scroll_top(top)));
    }
}

/// The first card that is mounted in a column that is scrolled so far.
fn first_mounted(top: i32) -> usize {
    ((f64::from(top) / pitch()).floor() as usize).saturating_sub(OVERSCAN)
}

fn scrolled(board: BoardState, column: ColumnState, scroller: NodeRef<Div>) {
    let Some(scroller) = scroller.get_untracked() else { return };
    board.place.scrolled_column(column.stage, scroller.scroll_top());
    let first = first_mounted(scroller.scroll_top());
    if column.first.get_untracked() != first {
        column.first.set(first);
        keep_in_reach(board, column, first + OVERSCAN);
    }
}

/// The card that Tab comes to must be mounted: when it is scrolled away, one in view takes its part.
fn keep_in_reach(board: BoardState, column: ColumnState, seen: usize) {
    let mounted = column.first.get_untracked()..column.first.get_untracked() + column.room.get_untracked();
    column.ids.with_untracked(|ids| {
        let focus = board.focus.get_untracked();
        let away =
            ids.iter().position(|id| Some(*id) == focus).is_some_and(|index| !mounted.contains(&index));
        if away {
            board.focus.set(ids.get(seen).copied().or(ids.first().copied()));
        }
    });
}

thread_local! {
    /// Asking the styles is slow right after something was drawn. It can change with the size of the window.
    static PITCH: Cell<Option<f64>> = const { Cell::new(None) };
}

/// From the top of one card to the top of the next, as the styles say it.
pub(super) fn pitch() -> f64 {
    PITCH.get().unwrap_or_else(|| {
        let pitch = styled_pitch();
        PITCH.set(Some(pitch));
        pitch
    })
}

fn styled_pitch() -> f64 {
    const WITHOUT_STYLES: i32 = 86;
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let text = style.and_then(|style| style.get_property_value("--card-pitch").ok()).unwrap_or_default();
    // A whole number: reading others, with all their digits, weighs ten kilobytes.
    text.trim().trim_end_matches("px").parse().unwrap_or(WITHOUT_STYLES).into()
}
