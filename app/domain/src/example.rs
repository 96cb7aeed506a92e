//! Deals that a new account may begin with, to try things on; they can be taken away together (A1).

use crate::task::Kind;

/// A made-up deal of the administrator who set the account up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub name: String,
    pub description: String,
    /// The client; examples of one name are of one company.
    pub company: String,
    pub city: String,
    /// First and last name.
    pub person: (String, String),
    /// The place of its stage in the process, from 0 on.
    pub stage: usize,
    /// For how many days it has been there.
    pub days: u64,
    /// In whole units of the account's currency.
    pub value: i64,
    /// How many of the process's actions are done; those that come first.
    pub done: usize,
    /// In how many days it is expected to close.
    pub closes_in: u64,
    pub task: Option<ExampleTask>,
}

/// What is to be done on such a deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleTask {
    pub title: String,
    pub kind: Kind,
    /// In how many days; below 0 it is overdue.
    pub due_in: i64,
}
