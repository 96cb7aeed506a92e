//! The two ways in: doing, once for each op, and asking.

use crate::{Command, Query, Question, Verb, undo::Undo};
use domain::{id::Op, log::Seq};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::future::Future;
use store::{Entry, Error, Result, Tx};

/// How a command is done: load, decide, save. The commit is not its business.
pub trait Perform: Verb {
    fn perform(&self, tx: &Tx) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// How a query is answered.
pub trait Answers: Question {
    fn answer(&self, tx: &Tx) -> impl Future<Output = Result<Self::Answer>> + Send;
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done<A> {
    /// Its number in the change log; none when nothing was changed.
    pub seq: Option<Seq>,
    /// What takes it back; none when that cannot be.
    pub undo: Option<Undo>,
    pub answer: A,
}

impl<A> Done<A> {
    fn of(entry: Option<Entry>, answer: A) -> Self {
        let undo = entry.filter(|entry| entry.undoable).map(|entry| Undo { change: entry.seq });
        Done { seq: entry.map(|entry| entry.seq), undo, answer }
    }
}

/// Does a command on behalf of the transaction's user, and commits. The same op with the same meaning again gives what
/// came of it the first time and changes nothing; with another meaning it is refused.
pub async fn perform<C: Perform>(tx: Tx, op: &Op, command: &C) -> Result<Done<C::Answer>> {
    let digest = digest(command)?;
    if let Some(answer) = tx.remembered(op, &digest).await? {
        return Ok(Done::of(tx.logged(op).await?, answer));
    }
    let answer = command.perform(&tx).await?;
    let entry = tx.log(op, C::NAME).await?;
    tx.remember(op, &digest, &answer).await?;
    tx.commit().await?;
    Ok(Done::of(entry, answer))
}

/// Answers a query on behalf of the transaction's user.
pub async fn ask<Q: Answers>(tx: &Tx, query: &Q) -> Result<Q::Answer> {
    query.answer(tx).await
}

impl Command {
    /// As [`perform`], with the answer as JSON.
    pub async fn perform(&self, tx: Tx, op: &Op) -> Result<Done<String>> {
        self.run((tx, op)).await
    }
}

impl Query {
    /// As [`ask`], with the answer as JSON.
    pub async fn ask(&self, tx: &Tx) -> Result<String> {
        self.run(tx).await
    }
}

pub(crate) async fn perform_any<C: Perform>((tx, op): (Tx, &Op), command: &C) -> Result<Done<String>> {
    let Done { seq, undo, answer } = perform(tx, op, command).await?;
    Ok(Done { seq, undo, answer: json(&answer)? })
}

pub(crate) async fn ask_any<Q: Answers>(tx: &Tx, query: &Q) -> Result<String> {
    json(&ask(tx, query).await?)
}

fn json(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| Error::Unreadable(error.to_string()))
}

/// What a command means, in one number: its name and its fields, in whatever order and with whatever is nothing left
/// out. A newer program, whose command has a further field, knows an older request by it.
fn digest<C: Verb>(command: &C) -> Result<String> {
    let fields = serde_json::to_value(command).map_err(|error| Error::Unreadable(error.to_string()))?;
    let meaning = format!("{} {} {}", C::NAME, C::VERSION, pruned(fields));
    Ok(hex::encode(Sha256::digest(meaning)))
}

/// Without fields that hold nothing: null, false, no text, no list, no object.
fn pruned(value: Value) -> Value {
    let nothing = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    };
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().map(|(name, value)| (name, pruned(value)));
            Value::Object(kept.filter(|(_, value)| !nothing(value)).collect())
        }
        // In a list each has its place.
        Value::Array(list) => list.into_iter().map(pruned).collect(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_nothing_means_nothing() {
        for (a, b, same) in [
            (json!({"a": 1, "b": null}), json!({"a": 1}), true),
            (json!({"a": {"b": "", "c": []}, "d": false}), json!({}), true),
            (json!({"a": 0}), json!({}), false),
            (json!({"a": [null, 1]}), json!({"a": [1, null]}), false),
            (json!({"a": true}), json!({}), false),
            (json!({"a": "x"}), json!({"a": "y"}), false),
        ] {
            assert_eq!(pruned(a.clone()) == pruned(b.clone()), same, "{a} {b}");
        }
    }
}
