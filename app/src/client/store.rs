//! What this browser knows and has still to say. It outlives the screens: leaving one loses nothing.

use super::{
    ask,
    boards::{Boards, Pending},
    done,
    line::{Line, describe, hear_line},
    new_op,
    others::{Old, forget, hear_others},
    provide_undo, send,
    undo::{Done, Turns, give_up, go_on},
};
use crate::{
    error::{Answer, Fault, Problem, Sentence},
    parameters,
    ui::{
        joy::celebrate,
        toast::{Toaster, toasts},
    },
};
use command::{
    board::{ReadBoard, ReadPage},
    deal::WinDeal,
    undo::Undo,
};
use domain::{
    board::{Board, Query},
    id::{DealId, Op, ProcessId, StageId},
    refusal::Refusal,
};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::VisibilityState;

/// Before what could not be read is asked for again.
const RETRY: Duration = Duration::from_secs(5);

/// The browser's store. Screens read boards from it, follow its changes, and give it commands.
#[derive(Clone, Copy)]
pub struct Client {
    pub(super) boards: StoredValue<Boards>,
    pub(super) changed: RwSignal<()>,
    /// Counts the boards that turned out to be old: whoever shows one asks again.
    outdated: RwSignal<usize>,
    /// How the line to the server is.
    pub(super) line: RwSignal<Line>,
    /// What is old of them.
    pub(super) old: StoredValue<Old>,
    /// Whether what could not be read will be asked for again.
    retrying: StoredValue<bool>,
    pub(super) toaster: Toaster,
    /// The address of the board that was looked at last, and its process.
    last_board: StoredValue<Option<(ProcessId, String)>>,
    /// How a pending command is said when it is done.
    said: StoredValue<Vec<(Op, Said)>>,
    /// What was done here and can be taken back, the last one last.
    pub(super) undoable: StoredValue<Vec<Done>>,
    /// What does again what was taken back, the latest at the end.
    pub(super) redoable: StoredValue<Vec<Done>>,
    pub(super) turns: StoredValue<Turns>,
}

/// How something that was done is said.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Nothing is said of what is empty: a card that stays in its column is seen to have moved.
    pub text: String,
    /// Whether it leads to the deal.
    pub leads: bool,
}

/// Makes the store; called once, by the app.
pub fn provide_client() {
    let client = Client {
        boards: StoredValue::default(),
        changed: RwSignal::new(()),
        outdated: RwSignal::new(0),
        line: RwSignal::default(),
        old: StoredValue::default(),
        retrying: StoredValue::new(false),
        toaster: toasts(),
        last_board: StoredValue::default(),
        said: StoredValue::default(),
        undoable: StoredValue::default(),
        redoable: StoredValue::default(),
        turns: StoredValue::default(),
    };
    provide_context(client);
    provide_undo(client);
    Effect::new(move |_| {
        hear_others(client);
        hear_line(client);
        let shown = window_event_listener(leptos::ev::visibilitychange, move |_| {
            // Whoever comes back to the page looks at what was true when they left.
            if document().visibility_state() == VisibilityState::Visible {
                client.outdate();
            }
        });
        // What is still to be said would go with the page.
        let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
            if client.is_sending() {
                event.prevent_default();
            }
        });
        on_cleanup(move || [shown, closing].into_iter().for_each(|listener| listener.remove()));
    });
}

/// The store.
pub fn client() -> Client {
    expect_context()
}

impl Client {
    /// Whoever reads this reads it again when a board has changed.
    pub fn track(self) {
        self.changed.track();
    }

    /// Whoever reads this is told when what the server said turned out to be old.
    pub fn outdated(self) -> usize {
        self.outdated.get()
    }

    /// Says something to whoever looks at the page.
    pub fn say(self, text: String) {
        self.toaster.show(text);
    }

    /// What is shown could not be asked for again. Where the line was bad it is tried in a while; whoever is signed out has
    /// nothing to look at here.
    pub fn not_read(self, problem: &Problem) {
        match problem {
            // One attempt at a time: each may fail on several pages' behalf.
            Problem::Fault(_) if self.retrying.get_value() => {}
            Problem::Fault(_) => {
                self.retrying.set_value(true);
                spawn_local(async move {
                    sleep(RETRY).await;
                    self.retrying.set_value(false);
                    self.outdate();
                });
            }
            #[cfg(not(feature = "ssr"))]
            Problem::Refused(Refusal::SignedOut) => crate::visitor::leave_to_sign_in(),
            Problem::Refused(_) => self.toaster.show(problem.sentence()),
        }
    }

    /// What the server said is old.
    pub fn outdate(self) {
        self.outdate_with(Old::anything());
    }

    pub(super) fn outdate_with(self, old: Old) {
        self.old.set_value(old);
        self.outdated.update(|times| *times += 1);
    }

    /// A board with the pending commands laid over it, if it was read.
    pub fn board(self, query: &Query) -> Option<Board> {
        self.boards.with_value(|boards| boards.view(query))
    }

    /// The server said a board.
    pub fn keep(self, query: Query, board: Board) {
        self.change(|boards| boards.keep(query, board));
    }

    /// Asks the server for a board, with as many cards as were loaded.
    pub async fn read_board(self, query: Query) -> Answer<()> {
        while !self.is_as_new_as_can_be(&query) {
            let reading = self.boards.try_update_value(|boards| boards.begin(&query));
            let Some(reading) = reading else { return Ok(()) };
            let loaded = reading.loaded().to_vec();
            let board = ask(&ReadBoard { query: query.clone(), loaded }).await?;
            if self.is_as_new_as_can_be(&query) {
                break;
            }
            if self.boards.try_update_value(|boards| boards.end(reading, board)) != Some(false) {
                self.changed.notify();
                break;
            }
        }
        Ok(())
    }

    /// Asks for further cards of a column; there may be none.
    pub async fn read_further(self, query: Query, stage: StageId) -> Answer<()> {
        let next = self.boards.with_value(|boards| boards.next_page(&query, stage));
        let Some(next) = next else { return Ok(()) };
        let page = ask(&ReadPage { stage, filter: query.filter.clone(), next: next.clone() }).await?;
        self.change(|boards| {
            // Read again meanwhile, the column may end elsewhere.
            if boards.next_page(&query, stage) == Some(next) {
                boards.grow(&query, stage, page);
            }
        });
        Ok(())
    }

    /// A board is looked at.
    pub fn looks_at(self, query: &Query, process: ProcessId) {
        let path = query.process.map_or("/".to_owned(), |process| format!("/board/{process}"));
        let address = format!("{path}{}", parameters::write(query.filter.write()));
        self.last_board.set_value(Some((process, address)));
    }

    /// The way back to the board of a process: filtered, if it was.
    pub fn way_to_board(self, process: ProcessId) -> String {
        let last = self.last_board.get_value().filter(|(of, _)| *of == process);
        last.map_or_else(|| format!("/board/{process}"), |(_, address)| address)
    }

    /// Whether a command about this deal is not answered yet.
    pub fn awaits(self, deal: DealId) -> bool {
        self.track();
        self.boards.with_value(|boards| boards.awaits(deal))
    }

    /// Whether a command is not answered yet.
    pub(super) fn is_sending(self) -> bool {
        self.boards.with_value(Boards::is_waiting)
    }

    /// Gives a command: shown at once, sent after those before it, taken back with a word when it is refused.
    pub fn give(self, command: Pending, said: Said) {
        give_up(self);
        let op = new_op();
        self.said.update_value(|all| all.push((op.clone(), said)));
        self.change(|boards| boards.make(op, command));
        self.send();
    }

    fn send(self) {
        let Some((op, command)) = self.boards.try_update_value(Boards::next_to_send).flatten() else {
            return go_on(self);
        };
        spawn_local(async move {
            let said = self.said.try_update_value(|all| {
                let at = all.iter().position(|(waiting, _)| *waiting == op)?;
                Some(all.swap_remove(at).1)
            });
            match say(&command, &op).await {
                Ok(undo) => {
                    if self.change(|boards| boards.accept(&op)) {
                        self.outdate();
                    }
                    if matches!(command, Pending::Win(_)) {
                        celebrate();
                    }
                    let Said { text, leads } = said.flatten().unwrap_or_default();
                    done(
                        self,
                        text,
                        leads.then(|| format!("/deals/{}", command.deal())),
                        undo.into_iter().collect(),
                    );
                }
                Err(problem @ Problem::Fault(Fault::Waits)) => {
                    self.change(|boards| boards.refuse(&op));
                    describe(&op, &said.flatten().unwrap_or_default().text);
                    self.toaster.show(problem.sentence());
                }
                Err(problem) => {
                    give_up(self);
                    forget(&op, &problem);
                    self.change(|boards| boards.refuse(&op));
                    self.toaster.show_link(problem.sentence(), format!("/deals/{}", command.deal()));
                    if shows_that_we_are_old(&problem) {
                        self.outdate();
                    }
                }
            }
            self.send();
        });
    }

    fn change<T: Default>(self, change: impl FnOnce(&mut Boards) -> T) -> T {
        let changed = self.boards.try_update_value(change).unwrap_or_default();
        self.changed.notify();
        changed
    }
}

async fn say(command: &Pending, op: &Op) -> Answer<Option<Undo>> {
    Ok(match command {
        Pending::Move(step) => send(step, op).await?.1,
        Pending::Win(deal) => send(&WinDeal { deal: *deal }, op).await?.1,
    })
}

/// Somebody was faster; and after a lost answer nobody knows whether it was done.
fn shows_that_we_are_old(problem: &Problem) -> bool {
    use Refusal::{Closed, NotFound, StageChanged};
    matches!(problem, Problem::Fault(_) | Problem::Refused(StageChanged { .. } | NotFound | Closed { .. }))
}
