//! What is around the cards of the board.

use domain::{
    board::{Board, Choice},
    people::Colleague,
    process::Process,
};

/// What is around the cards. It seldom changes, and so is one signal: each type of a signal weighs in the first download.
#[derive(Clone, PartialEq)]
pub(super) struct Around {
    /// The rules of the process that is shown (B7, B8).
    pub rules: Process,
    /// Whether costs are counted (M4).
    pub costs: bool,
    /// The processes that can be shown.
    pub processes: Vec<Choice>,
    /// Whose deals there can be.
    pub people: Vec<Colleague>,
}

impl Around {
    pub fn of(board: &Board) -> Around {
        let (processes, people) = (board.processes.clone(), board.people.clone());
        Around { rules: board.rules(), costs: board.costs, processes, people }
    }
}
