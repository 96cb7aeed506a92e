//! The board by keyboard: arrows walk, Space lifts, Enter opens, m moves, Home and End lead to the ends of a column.

use super::gesture::{BoardGesture, card_of, element};
use crate::ui::drag::{DropTarget, Way};
use domain::id::DealId;
use leptos::{ev::KeyboardEvent, prelude::*};

impl BoardGesture {
    pub fn key(self, event: &KeyboardEvent) {
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target).filter(|_| target.class_list().contains("card")) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() || self.drag.key(event) {
            return;
        }
        match (event.key().as_str(), Way::of(&event.key())) {
            (_, Some(way)) => self.walk(deal, way),
            (" ", _) => self.drag.lift(deal.0),
            ("Enter", _) => self.open.with_value(|open| open(deal)),
            ("Home", _) => self.go_to_end(deal, 0),
            ("End", _) => self.go_to_end(deal, usize::MAX),
            ("m", _) => self.board.moving.set(Some(deal)),
            _ => return,
        }
        event.prevent_default();
    }

    /// To the first card of the column, or to the last that is loaded.
    fn go_to_end(self, deal: DealId, slot: usize) {
        let column = self.board.where_is(deal).and_then(|own| self.board.column(own.column));
        let card = column.and_then(|column| {
            column.ids.with_untracked(|ids| ids.get(slot.min(ids.len().saturating_sub(1))).copied())
        });
        card.into_iter().for_each(|card| self.board.bring_focus(card));
    }

    /// Arrows bring the focus from card to card.
    fn walk(self, deal: DealId, way: Way) {
        let Some(own) = self.board.where_is(deal) else { return };
        let cards: Vec<usize> = self
            .board
            .columns
            .with_untracked(|columns| columns.iter().map(|c| c.ids.with_untracked(Vec::len)).collect());
        let most: Vec<usize> = cards.iter().map(|count| count.saturating_sub(1)).collect();
        let mut next = own.walk(way, &most);
        // Columns without cards have nothing to focus: on to the next.
        while cards.get(next.column) == Some(&0) {
            let further = next.walk(way, &most);
            if further.column == next.column {
                return;
            }
            next = DropTarget { slot: own.slot, ..further }.walk(Way::Up, &most);
        }
        let card = self
            .board
            .column(next.column)
            .and_then(|column| column.ids.with_untracked(|ids| ids.get(next.slot).copied()));
        if let Some(card) = card {
            self.board.bring_focus(card);
        }
    }
}
