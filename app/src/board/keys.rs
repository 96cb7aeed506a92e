//! The board by keyboard: arrows walk, Space lifts, Enter opens, m moves.

use super::{
    gesture::{Gesture, card_of, element},
    hand::{drop_line, mounted},
};
use crate::ui::drag::{Drag, Input, Spot, Way};
use domain::id::DealId;
use leptos::{ev::KeyboardEvent, prelude::*};

impl Gesture {
    pub fn key(self, event: &KeyboardEvent) {
        let Some(target) = element(event.target()) else { return };
        let Some(deal) = card_of(&target).filter(|_| target.class_list().contains("card")) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let lifted = match self.hand.with_value(|hand| hand.drag) {
            Drag::Lifted { spot, .. } => Some(spot),
            _ => None,
        };
        match (event.key().as_str(), way(&event.key()), lifted) {
            (_, Some(way), Some(spot)) => {
                self.feed(Input::Walk { spot: spot.walk(way, &self.desk.slots(deal)) })
            }
            (_, Some(way), None) => self.walk(deal, way),
            (" " | "Enter", _, Some(_)) => self.feed(Input::Drop),
            ("Tab", _, Some(_)) => return self.feed(Input::Cancel),
            (" ", _, None) => self.lift(deal),
            ("Enter", _, None) => self.open.with_value(|open| open(deal)),
            ("m", _, None) => self.desk.moving.set(Some(deal)),
            _ => return,
        }
        event.prevent_default();
    }

    fn lift(self, deal: DealId) {
        if let Some(spot) = self.desk.spot_of(deal) {
            self.feed(Input::Lift { thing: deal, spot });
        }
    }

    /// Shows and says where the keyboard has brought the card.
    pub(super) fn indicate(self, thing: DealId, spot: Spot) {
        let (Some(root), Some(lane)) = (self.root.get_untracked(), self.lane(spot.column)) else { return };
        if let Some(card) = mounted(&root, thing) {
            let _ = card.set_attribute("data-lifted", "");
        }
        let own = self.desk.spot_of(thing);
        let shift = own.is_some_and(|own| own.column == spot.column && own.slot < spot.slot);
        self.desk.reveal(lane, spot.slot);
        self.hand.update_value(|hand| {
            hand.measure(&root, self.desk);
            if hand.line.is_none() {
                hand.line = drop_line(&root);
            }
            hand.aim = None;
            hand.aim_at(Some(Spot { slot: spot.slot + usize::from(shift), ..spot }));
        });
        self.desk.say_lifted(thing, spot, own == Some(spot));
    }

    /// Arrows bring the focus from card to card.
    fn walk(self, deal: DealId, way: Way) {
        let Some(own) = self.desk.spot_of(deal) else { return };
        let cards: Vec<usize> = self
            .desk
            .lanes
            .with_untracked(|lanes| lanes.iter().map(|l| l.ids.with_untracked(Vec::len)).collect());
        let most: Vec<usize> = cards.iter().map(|count| count.saturating_sub(1)).collect();
        let mut next = own.walk(way, &most);
        // Columns without cards have nothing to focus: on to the next.
        while cards.get(next.column) == Some(&0) {
            let further = next.walk(way, &most);
            if further.column == next.column {
                return;
            }
            next = Spot { slot: own.slot, ..further }.walk(Way::Up, &most);
        }
        let card = self
            .lane(next.column)
            .and_then(|lane| lane.ids.with_untracked(|ids| ids.get(next.slot).copied()));
        if let Some(card) = card {
            self.desk.bring_focus(card);
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
