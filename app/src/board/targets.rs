//! Drop targets of the board: where a card stands, how it is said, how it comes into view and gets the focus.

use super::{column::pitch, column_state::ColumnState, state::BoardState};
use crate::{
    ui::{bring_into_view, drag::DropTarget, is_field},
    words::t,
};
use domain::id::{DealId, StageId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

impl BoardState {
    /// Where a card stands: its column, and how many cards are above it.
    pub fn where_is(self, deal: DealId) -> Option<DropTarget> {
        let at =
            |column: &ColumnState| column.ids.with_untracked(|ids| ids.iter().position(|id| *id == deal));
        self.columns.with_untracked(|columns| {
            columns
                .iter()
                .enumerate()
                .find_map(|(index, column)| Some(DropTarget { column: index, slot: at(column)? }))
        })
    }

    /// A column of the screen.
    pub fn column(self, index: usize) -> Option<ColumnState> {
        self.columns.with_untracked(|columns| columns.get(index).copied())
    }

    /// The last slot of each column for this card, which does not count itself.
    pub fn slots(self, deal: DealId) -> Vec<usize> {
        let own = self.where_is(deal).map(|target| target.column);
        self.columns.with_untracked(|columns| {
            let slots = |(index, column): (usize, &ColumnState)| {
                column.ids.with_untracked(Vec::len) - usize::from(own == Some(index))
            };
            columns.iter().enumerate().map(slots).collect()
        })
    }

    /// Says where a card was dropped.
    pub(super) fn say_target(self, deal: DealId) {
        if let Some(text) = self.where_is(deal).and_then(|target| self.in_words(deal, target)) {
            self.announcement.set(t().dropped(&text));
        }
    }

    /// What a deal on the board is called.
    pub fn name_of(self, deal: DealId) -> String {
        self.card(deal).map(|card| card.with_untracked(|card| card.name.clone())).unwrap_or_default()
    }

    /// Says where the keyboard has brought a card; its name too when it was just lifted.
    pub fn announce_lifted(self, deal: DealId, target: DropTarget) {
        let just_lifted = self.where_is(deal) == Some(target);
        let Some(text) = self.in_words(deal, target) else { return };
        self.announcement.set(match just_lifted {
            true => t().lifted(&self.name_of(deal), &text),
            false => text,
        });
    }

    /// A target as people count: "Proposal, 3 of 12".
    fn in_words(self, deal: DealId, target: DropTarget) -> Option<String> {
        let column = self.column(target.column)?;
        let here = self.where_is(deal).is_some_and(|own| own.column == target.column);
        let count = column.count.get_untracked() + usize::from(!here);
        Some(column.name.with_untracked(|name| t().spot(name, target.slot + 1, count)))
    }

    /// Scrolls a column so that this slot is in view, and mounts what is there.
    pub fn bring_into_view(self, column: ColumnState, slot: usize) {
        let Some(scroller) = scroller(column.stage) else { return };
        bring_into_view(&scroller);
        let (top, height) = (scroller.scroll_top(), scroller.client_height());
        let (start, end) = ((slot as f64 * pitch()) as i32, ((slot + 1) as f64 * pitch()) as i32);
        if start < top {
            scroller.set_scroll_top(start);
        } else if end > top + height {
            scroller.set_scroll_top(end - height);
        }
    }

    /// Gives a card the focus, when it has been drawn where it is now.
    pub fn bring_focus(self, deal: DealId) {
        self.focus.set(Some(deal));
        let Some(target) = self.where_is(deal) else { return };
        if let Some(column) = self.column(target.column) {
            self.bring_into_view(column, target.slot);
        }
        give_focus(deal);
    }
}

/// What scrolls in the column of a stage.
pub(super) fn scroller(stage: StageId) -> Option<Element> {
    document().query_selector(&format!("[data-stage-id=\"{stage}\"] .column-cards")).ok().flatten()
}

/// Gives a card the focus at the next frame, when it has been drawn; nothing scrolls. A field that got the focus before
/// that keeps it.
pub(super) fn give_focus(deal: DealId) {
    let before = document().active_element();
    request_animation_frame(move || {
        let now = document().active_element();
        if now != before && now.is_some_and(|now| is_field(&now)) {
            return;
        }
        let card = document().query_selector(&format!("[data-deal-id=\"{deal}\"]")).ok().flatten();
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
            let _ = card.focus_with_options(&options);
        }
    });
}
