//! What happens on the screen of an import: what of it is shown, and what is done with it.

use crate::{
    client::{Gesture, ask},
    error::{Answer, Sentence},
    ui::toast::{Toaster, toasts},
};
use command::{
    Verb,
    import::{CorrectImport, FitImport, ReadImport, SkipImportRow},
};
use domain::{
    id::ImportId,
    import::{Alias, Fate, Fit, Import, ImportState, Meaning},
};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, time::Duration};

/// How often it is asked how far a busy import is.
const LOOK: Duration = Duration::from_millis(500);

/// How many rows are shown at once; the server's own number.
pub(super) const SHOWN: u64 = 200;

/// The cell that is written into: the line of its row, and its column.
pub(super) type At = (i64, usize);

/// Whether the server is doing something with it.
pub(super) fn is_busy(state: ImportState) -> bool {
    matches!(state, ImportState::Reading | ImportState::Running | ImportState::Undoing)
}

/// Whether it was written, and how its file was read matters no more.
pub(super) fn is_over(state: ImportState) -> bool {
    matches!(state, ImportState::Done | ImportState::Undoing | ImportState::Undone)
}

/// What happens on the screen of an import.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub id: ImportId,
    pub import: RwSignal<Import>,
    pub fate: RwSignal<Option<Fate>>,
    pub editing: RwSignal<Option<At>>,
    /// Something is sent or asked.
    pub busy: RwSignal<bool>,
    /// What is typed into a cell and not sent yet.
    pub typed: StoredValue<Option<(At, String)>>,
    /// How the file is to be read, if that is not sent yet.
    wanted: StoredValue<Option<Fit>>,
    /// A choice of that is on its way.
    fitting: StoredValue<bool>,
    gesture: Gesture,
    toaster: Toaster,
}

impl State {
    pub fn new(import: Import) -> State {
        let state = State {
            id: import.id,
            import: RwSignal::new(import),
            fate: RwSignal::new(None),
            editing: RwSignal::new(None),
            busy: RwSignal::new(false),
            typed: StoredValue::new(None),
            wanted: StoredValue::new(None),
            fitting: StoredValue::new(false),
            gesture: Gesture::new(),
            toaster: toasts(),
        };
        state.watch();
        // Who leaves the page leaves nothing typed behind.
        on_cleanup(move || state.edit(None));
        state
    }

    /// Whether rows can be written into, and how they are read be changed.
    pub fn is_open(self) -> bool {
        self.import.with(|import| matches!(import.state, ImportState::Draft | ImportState::Reading))
    }

    /// Looks again while the server is busy with it.
    fn watch(self) {
        Effect::new(move |_| {
            let busy = self.import.with(|import| is_busy(import.state));
            if busy {
                spawn_local(async move {
                    sleep(LOOK).await;
                    if self.import.try_get_untracked().is_some() {
                        self.read(self.import.with_untracked(|import| import.from)).await;
                    }
                });
            }
        });
    }

    /// Reads the rows of the fate that is shown, from this one on.
    async fn read(self, from: u64) {
        let fate = self.fate.get_untracked();
        let answer = ask(&ReadImport { import: self.id, fate, from }).await;
        // What was asked for or chosen since is still to come.
        if self.fate.try_get_untracked() != Some(fate) || self.fitting.try_get_value() != Some(false) {
            return;
        }
        match answer {
            Ok(import) => drop(self.import.try_set(import)),
            // Where the server is busy with it, it is looked at again anyway.
            Err(_) if self.import.with_untracked(|import| is_busy(import.state)) => self.import.notify(),
            Err(problem) => self.toaster.show(problem.sentence()),
        }
    }

    /// Looks again at what is shown.
    pub fn look(self) {
        spawn_local(self.read(self.import.with_untracked(|import| import.from)));
    }

    pub fn show(self, fate: Option<Fate>, from: u64) {
        self.fate.set(fate);
        self.edit(None);
        spawn_local(self.read(from));
    }

    /// Sends a command, and shows what came of it.
    pub fn send<C: Verb + 'static>(self, command: C) -> impl Future<Output = Answer<C::Answer>> {
        self.busy.try_set(true);
        async move {
            let answer = self.gesture.send(&command).await;
            if let Err(problem) = &answer {
                self.toaster.show(problem.sentence());
            }
            if let Some(from) = self.import.try_with_untracked(|import| import.from) {
                self.read(from).await;
            }
            self.busy.try_set(false);
            answer
        }
    }

    /// Reads the file otherwise. What is chosen while the last choice is on its way is sent after it.
    pub fn fit(self, change: impl FnOnce(&mut Fit)) {
        self.edit(None);
        self.import.update(|import| change(&mut import.fit));
        self.wanted.set_value(Some(self.import.with_untracked(|import| import.fit.clone())));
        if self.fitting.get_value() {
            return;
        }
        self.fitting.set_value(true);
        self.busy.set(true);
        let import = self.id;
        spawn_local(async move {
            while let Some(fit) = self.wanted.try_update_value(Option::take).flatten() {
                if let Err(problem) = self.gesture.send(&FitImport { import, fit }).await {
                    self.toaster.show(problem.sentence());
                }
            }
            self.fitting.try_set_value(false);
            if let Some(from) = self.import.try_with_untracked(|import| import.from) {
                self.read(from).await;
            }
            self.busy.try_set(false);
        });
    }

    /// Lets a value of the file stand for another one, wherever it stands.
    pub fn alias(self, meaning: Meaning, from: String, to: String) {
        self.fit(|fit| {
            fit.aliases.retain(|known| (known.meaning, &known.from) != (meaning, &from));
            fit.aliases.push(Alias { meaning, from, to });
        });
    }

    /// Writes into a cell. What does not arrive stays typed.
    pub fn correct(self, at: At, text: String) {
        let correcting = self.correcting(at, text);
        spawn_local(async move { drop(correcting.await) });
    }

    fn correcting(self, at: At, text: String) -> impl Future<Output = Answer<()>> {
        let (line, column) = at;
        self.take_typed(at);
        let sending = self.send(CorrectImport { import: self.id, line, column, text: text.clone() });
        self.editing.try_update(|editing| editing.take_if(|here| *here == at));
        async move {
            let answer = sending.await;
            if answer.is_err() && self.editing.try_get_untracked() == Some(None) {
                self.typed.set_value(Some((at, text)));
                self.editing.set(Some(at));
            }
            answer
        }
    }

    /// Goes into another cell, or into none; what is typed into the one before is written.
    pub fn edit(self, at: Option<At>) {
        if let Some(pending) = self.pending() {
            spawn_local(async move { drop(pending.await) });
        }
        self.editing.try_set(at);
    }

    /// Sends what is typed into a cell, if something is.
    pub fn pending(self) -> Option<impl Future<Output = Answer<()>>> {
        let typed = self.typed.try_update_value(Option::take).flatten();
        typed.map(|(at, text)| self.correcting(at, text))
    }

    /// What is typed into this cell, which is then not sent any more.
    pub fn take_typed(self, at: At) -> Option<String> {
        let typed = self.typed.try_update_value(|typed| typed.take_if(|(here, _)| *here == at));
        typed.flatten().map(|(_, text)| text)
    }

    pub fn skip(self, line: i64) {
        self.typed.set_value(None);
        self.editing.set(None);
        let sending = self.send(SkipImportRow { import: self.id, line });
        spawn_local(async move { drop(sending.await) });
    }

    /// Goes to the next cell that is wrong: behind the one that is written into, or from the first on.
    pub fn next_error(self) {
        let here = self.editing.get_untracked().map_or(0, |(line, _)| line);
        let next = self.import.with_untracked(|import| {
            let wrong = || {
                import
                    .rows
                    .iter()
                    .filter_map(|row| Some((row.line, row.problem.as_ref()?.column.unwrap_or(0))))
            };
            wrong().find(|(line, _)| *line > here).or_else(|| wrong().next())
        });
        match next {
            Some(at) => self.edit(Some(at)),
            // None of those that are shown.
            None if self.import.with_untracked(|import| import.counts.error > 0) => {
                self.show(Some(Fate::Error), 0)
            }
            None => {}
        }
    }
}
