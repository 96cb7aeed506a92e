//! What others do while one looks at the board, or has a card in the hand (B11).

use super::state::BoardState;
use crate::words::t;
use domain::{
    board::{Board, Card},
    id::{DealId, StageId, UserId},
};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

/// How long it shows who changed a card; the styles fade it meanwhile.
const SHOWN: Duration = Duration::from_secs(4);

/// What is in the hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hand {
    #[default]
    Empty,
    Holds(DealId),
    /// What it held went away, and was said to have.
    Robbed,
}

/// Where a card stood, and what it said.
pub(super) type Stood = Option<(StageId, usize, Arc<Card>)>;

/// A card that others changed, by whom, and as it was before.
pub(super) type Before = (DealId, UserId, Stood);

impl BoardState {
    /// A card comes into the hand, or out of it: what waited for that is shown then.
    pub(super) fn take(self, card: Option<DealId>) {
        match card {
            Some(card) => self.hand.set_value(Hand::Holds(card)),
            None => self.hand.update_value(|hand| {
                if *hand != Hand::Robbed {
                    *hand = Hand::Empty;
                }
            }),
        }
        request_animation_frame(move || {
            if self.hand.try_get_value() == Some(Hand::Empty) {
                self.follow();
            }
        });
    }

    /// A newer board as it is shown to whoever holds a card. The card itself may have gone: then the hand is empty.
    pub(super) fn under_the_hand(self, board: Board) -> Board {
        let Hand::Holds(deal) = self.hand.get_value() else { return board };
        let seen = self.view();
        let stage = |board: &Board| board.find(deal).map(|(column, _)| column.stage.id);
        let changed = self.client.changed_by_others().into_iter().rfind(|(changed, _)| *changed == deal);
        let (beyond, somebody) = self.client.is_old_beyond_deals();
        // The last cards of a long column may only have gone out of the part that was read.
        let gone = match stage(&board) {
            None => changed.is_some() || beyond,
            now => now != stage(&seen),
        };
        if !gone {
            return board.held(&seen);
        }
        self.hand.set_value(Hand::Robbed);
        let name = seen.find(deal).map(|(column, index)| column.page.cards[index].name.clone());
        let by = changed.map(|(_, by)| by).or(somebody).map(|by| self.person(by));
        let by = by.filter(|name| !name.is_empty()).unwrap_or_else(|| t().somebody_else().to_owned());
        // What the board said last is not so any more; the message is read out by itself.
        self.announcement.set(String::new());
        self.client.say(t().drag_lost(&by, &name.unwrap_or_default()));
        board
    }

    /// The cards that others changed, as they are before that is shown.
    pub(super) fn before_others(self) -> Vec<Before> {
        let changed = self.client.changed_by_others();
        changed.into_iter().map(|(deal, by)| (deal, by, self.stood(deal))).collect()
    }

    /// Shows for a while who changed which cards.
    pub(super) fn mark_changed(self, before: Vec<Before>) {
        let changed = before.into_iter().filter(|(deal, _, stood)| self.stood(*deal) != *stood);
        let changed: Vec<_> = changed.map(|(deal, by, _)| (deal, self.person(by))).collect();
        if changed.is_empty() {
            return;
        }
        let card =
            |deal: DealId| document().query_selector(&format!("[data-deal-id=\"{deal}\"]")).ok().flatten();
        request_animation_frame(move || {
            for (deal, by) in &changed {
                let _ = card(*deal).map(|card| card.set_attribute("data-changed", by));
            }
            spawn_local(async move {
                sleep(SHOWN).await;
                for (deal, _) in changed {
                    let _ = card(deal).map(|card| card.remove_attribute("data-changed"));
                }
            });
        });
    }

    fn stood(self, deal: DealId) -> Stood {
        let board = self.view();
        let (column, index) = board.find(deal)?;
        Some((column.stage.id, index, column.page.cards[index].clone()))
    }
}
