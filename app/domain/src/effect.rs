//! What a rule decides: the new state, what happened, and what follows from it, a closed list.

use crate::{
    action::Notify,
    event::Event,
    id::{ActionId, FileId, ReasonId, UserId},
    ledger::Kind,
    line::{Cost, Line},
    status::Status,
    task::NewTask,
    text::Prose,
};
use chrono::NaiveDate;

/// A row to write beside the deal's own, in the same transaction. There is no other way for a consequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The action is done, by the acting user, now (D3).
    Check(ActionId),
    /// It is not done any more.
    Uncheck(ActionId),
    /// In another process these actions stay done, by whom and when those of the same name were (D5).
    CarryOver(Vec<ActionId>),
    /// The deal is closed (W1, W2).
    Close { outcome: Status, on: NaiveDate, reason: Option<ReasonId>, note: Prose },
    /// Its closure is not the current one any more (W3).
    Reopen,
    /// Somebody takes part in the deal (V2).
    AddParticipant(UserId),
    /// A note, with files that were uploaded for it (T2); it may be one that an action wants.
    AddNote { text: Prose, files: Vec<FileId>, action: Option<ActionId> },
    /// Tells people that an action was done, each once, and only those who see the deal (T3).
    Notify { whom: Notify, action: ActionId, name: String },
    /// A task, triggered by an action (P4).
    AddTask(NewTask),
    /// The product lines of a deal become these (M3).
    SetLines(Kind, Vec<Line>),
    /// The costs of a deal become these (M4).
    SetCosts(Kind, Vec<Cost>),
}

/// What a rule decided: the new state, what happened on the way to it, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub to: T,
    pub events: Vec<Event>,
    pub effects: Vec<Effect>,
}

impl<T> Change<T> {
    /// A change from which nothing else follows.
    pub fn of(to: T, events: Vec<Event>) -> Self {
        Change { to, events, effects: vec![] }
    }
}
