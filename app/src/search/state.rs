//! What happens in the dialog: what is asked, found and done.

use super::{
    keys::open,
    moving::Moving,
    rows::{Row, is_enough},
};
use crate::{
    client::{Client, Gesture, ask, client},
    deal::adding::{Beginning, adding},
    error::{Answer, Sentence},
    ui::{
        joy::celebrate,
        toast::{Toaster, toasts},
    },
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
    /// The text that this was found for.
    pub of_text: RwSignal<String>,
    /// The question that was asked last: an answer to another one came late.
    pub asked: RwSignal<Option<Search>>,
    /// The row that the keys are on, counted through all groups.
    pub active: RwSignal<usize>,
    /// Enter was pressed before the answer was there; in a tab of its own or not.
    pub wanted: RwSignal<Option<bool>>,
    pub moving: RwSignal<Option<Moving>>,
    pub losing: RwSignal<Option<FoundDeal>>,
    /// Why something was refused.
    pub refused: RwSignal<Option<String>>,
    pub on_close: Callback<()>,
    gesture: Gesture,
    client: Client,
    toaster: Toaster,
}

impl State {
    pub fn new(text: String, on_close: Callback<()>) -> State {
        State {
            of_text: RwSignal::new(String::new()),
            text: RwSignal::new(text),
            found: RwSignal::new(Found::default()),
            asked: RwSignal::new(None),
            active: RwSignal::new(0),
            wanted: RwSignal::new(None),
            moving: RwSignal::new(None),
            losing: RwSignal::new(None),
            refused: RwSignal::new(None),
            on_close,
            gesture: Gesture::new(),
            client: client(),
            toaster: toasts(),
        }
    }

    /// Whether the rows are those of the text: no key does anything with others.
    pub fn is_answered(self) -> bool {
        self.moving.with(Option::is_some) || self.of_text.with(|of| self.text.with(|text| of == text))
    }

    pub fn ask(self, whole: Option<FoundKind>) {
        let question = Search { text: self.text.get_untracked(), whole };
        if self.moving.with_untracked(Option::is_some) || !is_enough(&question.text) {
            return;
        }
        // The text is again what was found already: the rows stay, and the one that the keys are on.
        if whole.is_none() && untrack(|| self.is_answered()) {
            self.asked.set(None);
            return;
        }
        self.asked.set(Some(question.clone()));
        spawn_local(async move {
            let answer = ask(&question).await;
            if self.asked.try_get_untracked().flatten().as_ref() != Some(&question) {
                return;
            }
            self.asked.set(None);
            self.refused.set(answer.as_ref().err().map(Sentence::sentence));
            self.show(question.text, answer.unwrap_or_default());
            if whole.is_none() {
                self.active.set(0);
            }
            if let Some(apart) = untrack(|| self.wanted.get()) {
                self.wanted.set(None);
                request_animation_frame(move || open(0, apart));
            }
        });
    }

    fn show(self, text: String, found: Found) {
        self.of_text.set(text);
        self.found.set(found);
    }

    /// Another text: what the keys were on is no longer there.
    pub fn typed(self, text: String) {
        self.active.set(0);
        self.refused.set(None);
        self.wanted.set(None);
        self.text.set(text.clone());
        if self.moving.with_untracked(Option::is_none) && !is_enough(&text) {
            self.asked.set(None);
            self.show(text, Found::default());
        }
    }

    /// Goes to a row. What was refused of another is no longer meant.
    pub fn go_to(self, at: usize) {
        if self.active.get_untracked() != at {
            self.refused.set(None);
            self.active.set(at);
        }
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

    /// Does with a deal what a letter stands for: it is moved, won or lost.
    pub fn act(self, verb: char, deal: FoundDeal) {
        match verb {
            'm' => self.begin_move(&deal),
            'w' => self.win(deal),
            _ => self.losing.set(Some(deal)),
        }
    }

    /// Shows where a deal could go, as soon as that is known. What is typed meanwhile is looked for among it.
    fn begin_move(self, deal: &FoundDeal) {
        let before = (self.text.get_untracked(), self.active.get_untracked());
        self.moving.set(Some(Moving::of(deal, before)));
        self.typed(String::new());
        let deal = deal.id;
        spawn_local(async move {
            match ask(&ReadDeal::of(deal)).await {
                Ok(profile) => drop(self.moving.try_update(|moving| {
                    moving
                        .iter_mut()
                        .filter(|moving| moving.deal == deal)
                        .for_each(|moving| moving.learn(&profile));
                })),
                Err(problem) => drop(self.refused.try_set(Some(problem.sentence()))),
            }
        });
    }

    /// Back to what was found, if a deal was to be moved.
    pub fn back(self) -> bool {
        let Some(Moving { before: (text, at), .. }) = self.moving.get_untracked() else { return false };
        self.moving.set(None);
        self.text.set(text);
        self.active.set(at);
        true
    }

    fn move_to(self, to: StageId, stage: &str) {
        let Some(Moving { deal, name, from: Some(from), .. }) = self.moving.get_untracked() else { return };
        let said = t().moved_named(&name, stage);
        let step = Move { deal, from, to, gap: Gap::default() };
        spawn_local(async move {
            let answer = self.gesture.send_or_wait(said, &step).await;
            self.done(&name, answer.map(drop));
        });
    }

    fn win(self, deal: FoundDeal) {
        let name = deal.name.0.concat();
        let said = t().won_named(&name, &format::money(t(), deal.value));
        spawn_local(async move {
            let answer = self.gesture.send_saying(said, &WinDeal { deal: deal.id }).await;
            if answer.is_ok() {
                celebrate();
            }
            self.done(&name, answer);
        });
    }

    /// Something was done with the deal of this name, or refused; somebody may have left the dialog meanwhile.
    pub fn done(self, name: &str, answer: Answer<()>) {
        let here = self.text.try_get_untracked().is_some();
        match answer.map_err(|problem| format!("{name}: {}", problem.sentence())) {
            Ok(()) => {
                self.client.outdate();
                if here {
                    self.on_close.run(());
                }
            }
            Err(said) if here => self.refused.set(Some(said)),
            Err(said) => self.toaster.show(said),
        }
    }

    /// What is said of what was found, of which there are so many rows: how much, or that it is only like it, or nothing.
    pub fn told(self, rows: usize) -> Option<String> {
        let words = t();
        if let Some(moving) = self.moving.get() {
            return (rows == 0 && moving.from.is_some()).then(|| words.found_nothing().into());
        }
        let (count, near) = self.found.with(|found| (found.count(), found.near));
        match (count, near) {
            _ if !self.is_answered() || !self.text.with(|text| is_enough(text)) => None,
            (0, _) => Some(words.found_nothing().into()),
            (_, true) => Some(words.found_near().into()),
            _ => Some(words.found_count(count as u64)),
        }
    }
}
