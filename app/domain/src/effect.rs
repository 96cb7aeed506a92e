//! What a rule decides: the new state, what happened, and what follows from it, a closed list.

use crate::{
    action::Notify,
    event::Event,
    id::ActionId,
    ledger::Kind,
    line::{Cost, Line},
    task::NewTask,
};

/// What follows from a decision, in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Tells people that an action was done, each once, and only those who see the deal (T3).
    Notify {
        whom: Notify,
        action: ActionId,
        name: String,
    },
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
