//! Spots of the board: where a card stands, how it is said, how it comes into view and gets the focus.

use super::{column::pitch, desk::Desk, lane::Lane};
use crate::{ui::drag::Spot, words::t};
use domain::id::DealId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

impl Desk {
    /// Where a card stands: its column, and how many cards are above it.
    pub fn spot_of(self, deal: DealId) -> Option<Spot> {
        let at = |lane: &Lane| lane.ids.with_untracked(|ids| ids.iter().position(|id| *id == deal));
        self.lanes.with_untracked(|lanes| {
            lanes.iter().enumerate().find_map(|(column, lane)| Some(Spot { column, slot: at(lane)? }))
        })
    }

    /// The last slot of each column for this card, which does not count itself.
    pub fn slots(self, deal: DealId) -> Vec<usize> {
        let own = self.spot_of(deal).map(|spot| spot.column);
        self.lanes.with_untracked(|lanes| {
            let slots = |(column, lane): (usize, &Lane)| {
                lane.ids.with_untracked(Vec::len) - usize::from(own == Some(column))
            };
            lanes.iter().enumerate().map(slots).collect()
        })
    }

    /// Says where a card was dropped.
    pub fn say_spot(self, deal: DealId) {
        if let Some(text) = self.spot_of(deal).and_then(|spot| self.in_words(deal, spot)) {
            self.announcement.set(t().dropped(&text));
        }
    }

    /// Says where the keyboard has brought a card; its name too when it was just lifted.
    pub fn say_lifted(self, deal: DealId, spot: Spot, just_lifted: bool) {
        let Some(text) = self.in_words(deal, spot) else { return };
        let name = self.card(deal).map(|card| card.with_untracked(|card| card.name.clone()));
        self.announcement.set(match name.filter(|_| just_lifted) {
            Some(name) => t().lifted(&name, &text),
            None => text,
        });
    }

    /// A spot as people count: "Proposal, 3 of 12".
    fn in_words(self, deal: DealId, spot: Spot) -> Option<String> {
        let lane = self.lanes.with_untracked(|lanes| lanes.get(spot.column).copied())?;
        let here = self.spot_of(deal).is_some_and(|own| own.column == spot.column);
        let count = lane.count.get_untracked() + usize::from(!here);
        Some(lane.name.with_value(|name| t().spot(name, spot.slot + 1, count)))
    }

    /// Scrolls a column so that this slot is in view, and mounts what is there.
    pub fn reveal(self, lane: Lane, slot: usize) {
        let selector = format!("[data-stage-id=\"{}\"] .column-cards", lane.stage);
        let Some(scroller) = document().query_selector(&selector).ok().flatten() else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        scroller.scroll_into_view_with_scroll_into_view_options(&options);
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
        let Some(spot) = self.spot_of(deal) else { return };
        if let Some(lane) = self.lanes.with_untracked(|lanes| lanes.get(spot.column).copied()) {
            self.reveal(lane, spot.slot);
        }
        request_animation_frame(move || {
            let card = document().query_selector(&format!("[data-deal-id=\"{deal}\"]")).ok().flatten();
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            if let Some(card) = card.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
                let _ = card.focus_with_options(&options);
            }
        });
    }
}
