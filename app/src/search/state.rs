//! What happens in the dialog: what is asked, found and done.

use super::{
    moving::Moving,
    rows::{Row, is_enough},
};
use crate::{
    client::{Gesture, ask, client},
    deal::adding::{Beginning, adding},
    error::{Answer, Sentence},
    ui::joy::celebrate,
    words::t,
};
use command::{
    deal::{ReadDeal, WinDeal},
    search::Search,
};
use domain::{
    board::Move,
    found::{Found, FoundDeal, FoundKind},
    id::StageId,
    place::Gap,
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

/// What happens in the dialog.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub text: RwSignal<String>,
    pub found: RwSignal<Found>,
    /// The question that was asked last: an answer to another one came late.
    pub asked: RwSignal<Option<Search>>,
    /// The row that the keys are on, counted through all groups.
    pub active: RwSignal<usize>,
    pub moving: RwSignal<Option<Moving>>,
    pub losing: RwSignal<Option<FoundDeal>>,
    /// Why something was refused.
    pub refused: RwSignal<Option<String>>,
    pub on_close: Callback<()>,
    pub gesture: Gesture,
}

impl State {
    pub fn ask(self, whole: Option<FoundKind>) {
        let question = Search { text: self.text.get_untracked(), whole };
        self.asked.set(Some(question.clone()));
        if !is_enough(&question.text) {
            return self.found.set(Found::default());
        }
        spawn_local(async move {
            let answer = ask(&question).await;
            if self.asked.try_get_untracked().flatten() != Some(question) {
                return;
            }
            match answer {
                Ok(found) => {
                    self.refused.set(None);
                    self.found.set(found);
                }
                Err(problem) => self.refused.set(Some(problem.sentence())),
            }
        });
    }

    /// Another text: what the keys were on is no longer there.
    pub fn typed(self, text: String) {
        self.text.set(text);
        self.active.set(0);
        self.refused.set(None);
    }

    /// Does what a row that leads nowhere stands for.
    pub fn choose(self, row: &Row) {
        match row {
            Row::More(kind, _) => self.ask(Some(*kind)),
            Row::Add(client) => {
                self.on_close.run(());
                adding().open.set(Some(Beginning { stage: None, client: client.clone() }));
            }
            Row::Stage(stage, name) => self.move_to(*stage, name),
            _ => self.on_close.run(()),
        }
    }

    /// Asks where a deal could go.
    pub fn begin_move(self, deal: &FoundDeal) {
        let (deal, text) = (deal.id, self.text.get_untracked());
        spawn_local(async move {
            match ask(&ReadDeal { deal }).await {
                Ok(profile) => {
                    self.typed(String::new());
                    self.moving.set(Some(Moving::of(&profile, text)));
                }
                Err(problem) => self.refused.set(Some(problem.sentence())),
            }
        });
    }

    pub fn move_to(self, to: StageId, stage: &str) {
        let Some(Moving { deal, name, from, .. }) = self.moving.get_untracked() else { return };
        let said = t().moved_named(&name, stage);
        let step = Move { deal, from, to, gap: Gap::default() };
        spawn_local(async move { self.done(self.gesture.send_saying(said, &step).await.map(drop)) });
    }

    pub fn win(self, deal: FoundDeal) {
        let said = t().won_named(&deal.name.0.concat(), &format::money(t(), deal.value));
        spawn_local(async move {
            let answer = self.gesture.send_saying(said, &WinDeal { deal: deal.id }).await;
            if answer.is_ok() {
                celebrate();
            }
            self.done(answer);
        });
    }

    pub fn done(self, answer: Answer<()>) {
        match answer {
            Ok(()) => {
                client().outdate();
                self.on_close.run(());
            }
            Err(problem) => self.refused.set(Some(problem.sentence())),
        }
    }

    /// What is said of what was found: how much, or that it is only like it, or nothing.
    pub fn told(self) -> Option<String> {
        let (words, text) = (t(), self.text.get());
        let enough = self.moving.with(Option::is_none) && is_enough(&text);
        let (count, near) = self.found.with(|found| (found.count(), found.near));
        let answered =
            self.asked.with_untracked(|asked| asked.as_ref().is_some_and(|asked| asked.text == text));
        match (count, near) {
            _ if !enough => None,
            (0, _) if !answered => None,
            (0, _) => Some(words.found_nothing().into()),
            (_, true) => Some(words.found_near().into()),
            _ => Some(words.found_count(count as u64)),
        }
    }

    /// Does with a deal what a letter stands for: it is moved, won or lost.
    pub fn act(self, verb: char, deal: FoundDeal) {
        match verb {
            'M' => self.begin_move(&deal),
            'W' => self.win(deal),
            _ => self.losing.set(Some(deal)),
        }
    }
}
