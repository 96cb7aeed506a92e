//! What is done with the cards of a board: shown at once, then asked of the server, and put back when it refuses.

use super::{moves::Moves, state::BoardState};
use crate::{
    client::{new_op, send},
    error::{Problem, Sentence},
    ui::toast::toasts,
    words::t,
};
use command::deal::WinDeal;
use domain::{
    board::Move,
    id::{DealId, StageId},
    place::Gap,
    refusal::Refusal,
};
use leptos::{prelude::*, task::spawn_local};

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

    /// Wins a deal, or says what is missing and leads there (W1, W4).
    pub fn win(self, deal: DealId) {
        let (toaster, won) = (toasts(), t().won_said());
        spawn_local(async move {
            match send(&WinDeal { deal }, &new_op()).await {
                Ok(()) => {
                    toaster.show(won);
                    self.load(self.query.get_untracked());
                }
                Err(problem) => toaster.show_link(problem.sentence(), format!("/deals/{deal}")),
            }
        });
    }

    fn make(self, step: Move) {
        let card = self.card(step.deal);
        let held = card.map(|card| {
            let done = card.with_untracked(|card| card.done.clone());
            self.rules.with_untracked(|rules| rules.require_passage(step.from, &done, step.to))
        });
        if let Some(Err(refusal)) = held {
            let problem = Problem::from(refusal);
            self.announcement.set(problem.sentence());
            return toasts().show_link(problem.sentence(), format!("/deals/{}", step.deal));
        }
        let deal = step.deal;
        self.moves.update_value(|moves| moves.make(new_op(), step));
        self.sync();
        self.say_target(deal);
        self.send();
    }

    /// Sends the pending moves one after another, in the order in which they were made.
    fn send(self) {
        let Some((op, step)) = self.moves.try_update_value(Moves::next_to_send).flatten() else { return };
        let toaster = toasts();
        spawn_local(async move {
            let answer = send(&step, &op).await;
            let settled = self.moves.try_update_value(|moves| match &answer {
                Ok(_) => moves.accept(&op),
                Err(_) => moves.refuse(&op),
            });
            if settled.is_none() {
                return;
            }
            if let Err(problem) = answer {
                self.sync();
                self.announcement.set(problem.sentence());
                toaster.show_link(problem.sentence(), format!("/deals/{}", step.deal));
                self.look_again(&problem);
            }
            self.send();
        });
    }

    /// Somebody was faster: what is shown here is old.
    fn look_again(self, problem: &Problem) {
        use Refusal::{Closed, NotFound, StageChanged};
        let old = matches!(problem, Problem::Refused(StageChanged { .. } | NotFound | Closed { .. }));
        // After a lost answer nobody knows whether the move was made.
        if old || matches!(problem, Problem::Fault(_)) {
            self.load(self.query.get_untracked());
        }
    }
}
