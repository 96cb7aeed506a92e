//! What is done with the cards of a board: given to the store, which shows it at once and asks the server.

use super::state::BoardState;
use crate::{
    client::{Pending, Said},
    error::{Problem, Sentence},
    ui::toast::toasts,
    words::t,
};
use domain::{
    board::Move,
    id::{DealId, StageId},
    place::Gap,
};
use leptos::prelude::*;
use words::format;

impl BoardState {
    /// Moves a card to a slot between the other cards of a stage: shown at once, then asked of the server.
    pub fn drop_at(self, deal: DealId, to: StageId, slot: usize) {
        let view = self.view();
        let (Some((source, index)), Some(target)) = (view.find(deal), view.column(to)) else { return };
        let from = source.stage.id;
        if from != to || index != slot {
            self.make(Move { deal, from, to, gap: target.gap(slot, deal) });
        } else {
            self.say_target(deal);
        }
    }

    /// Moves a card below all others of a stage, those too that are not loaded.
    pub fn drop_last(self, deal: DealId, to: StageId) {
        if let Some(from) = self.view().find(deal).map(|(source, _)| source.stage.id) {
            self.make(Move { deal, from, to, gap: Gap::default() });
        }
    }

    /// Wins a deal; refused, it is back, with what is missing and the way there (W1, W4).
    pub fn win(self, deal: DealId) {
        let said = self.card(deal).map(|card| {
            card.with_untracked(|card| t().won_named(&card.name, &format::money(t(), card.value)))
        });
        self.client.give(Pending::Win(deal), Said { text: said.unwrap_or_default(), leads: true });
        self.sync();
    }

    fn make(self, step: Move) {
        let card = self.card(step.deal);
        let held = card.map(|card| {
            let done = card.with_untracked(|card| card.done.clone());
            self.around.with_untracked(|around| around.rules.require_passage(step.from, &done, step.to))
        });
        if let Some(Err(refusal)) = held {
            let sentence = Problem::from(refusal).sentence();
            self.announcement.set(sentence.clone());
            return toasts().show_link(sentence, format!("/deals/{}", step.deal));
        }
        let (deal, moved) = (step.deal, step.from != step.to);
        let said = self.card(deal).filter(|_| moved).zip(self.view().column(step.to).cloned());
        let text = said.map(|(card, to)| {
            card.with_untracked(|card| t().moved_named(&card.name, to.stage.name.as_str()))
        });
        self.client.give(Pending::Move(step), Said { text: text.unwrap_or_default(), leads: false });
        self.sync();
        self.say_target(deal);
    }
}
