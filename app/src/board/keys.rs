//! The board by keyboard: arrows walk, Space lifts, Enter opens, m moves.

use super::{
    drag_view::{drop_line, mounted},
    gesture::{Gesture, card_of, element},
};
use crate::ui::drag::{Drag, DropTarget, Input, Way};
use domain::id::DealId;
use leptos::{ev::KeyboardEvent, prelude::*};

impl Gesture {
    pub fn key(self, event: &KeyboardEvent) {
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target).filter(|_| target.class_list().contains("card")) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let lifted = match self.view.with_value(|view| view.drag) {
            Drag::Lifted { target, .. } => Some(target),
            _ => None,
        };
        match (event.key().as_str(), way(&event.key()), lifted) {
            (_, Some(way), Some(target)) => {
                self.feed(Input::Walk { target: target.walk(way, &self.board.slots(deal)) })
            }
            (_, Some(way), None) => self.walk(deal, way),
            (" " | "Enter", _, Some(_)) => self.feed(Input::Drop),
            ("Tab", _, Some(_)) => return self.feed(Input::Cancel),
            (" ", _, None) => self.lift(deal),
            ("Enter", _, None) => self.open.with_value(|open| open(deal)),
            ("m", _, None) => self.board.moving.set(Some(deal)),
            _ => return,
        }
        event.prevent_default();
    }

    fn lift(self, deal: DealId) {
        if let Some(target) = self.board.target_of(deal) {
            self.feed(Input::Lift { thing: deal, target });
        }
    }

    /// Shows and says where the keyboard has brought the card.
    pub(super) fn indicate(self, thing: DealId, target: DropTarget) {
        let (Some(root), Some(column)) = (self.root.get_untracked(), self.column(target.column)) else {
            return;
        };
        if let Some(card) = mounted(&root, thing) {
            let _ = card.set_attribute("data-lifted", "");
        }
        let own = self.board.target_of(thing);
        let shift = own.is_some_and(|own| own.column == target.column && own.slot < target.slot);
        self.board.reveal(column, target.slot);
        self.view.update_value(|view| {
            view.measure(&root, self.board);
            if view.line.is_none() {
                view.line = drop_line(&root);
            }
            view.aim = None;
            view.aim_at(Some(DropTarget { slot: target.slot + usize::from(shift), ..target }));
        });
        self.board.say_lifted(thing, target, own == Some(target));
    }

    /// Arrows bring the focus from card to card.
    fn walk(self, deal: DealId, way: Way) {
        let Some(own) = self.board.target_of(deal) else { return };
        let cards: Vec<usize> = self
            .board
            .columns
            .with_untracked(|columns| columns.iter().map(|l| l.ids.with_untracked(Vec::len)).collect());
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
            .column(next.column)
            .and_then(|column| column.ids.with_untracked(|ids| ids.get(next.slot).copied()));
        if let Some(card) = card {
            self.board.bring_focus(card);
        }
    }
}

fn way(key: &str) -> Option<Way> {
    match key {
        "ArrowUp" => Some(Way::Up),
        "ArrowDown" => Some(Way::Down),
        "ArrowLeft" => Some(Way::Left),
        "ArrowRight" => Some(Way::Right),
        _ => None,
    }
}
