//! One gesture of a form or a button, and its name: however often it is sent, it is done once.

use super::{Client, client, line::describe};
use crate::error::{Answer, Fault, Problem, Sentence};
use command::{Verb, undo::Undo};
use domain::{id::Op, users::Secret};
use leptos::prelude::*;

/// What was sent last without a clear answer, and under which name. Sending the same again keeps the name: after a lost
/// answer nobody knows whether it was done, and a second click comes before the answer to the first.
#[derive(Clone, Copy)]
pub struct Gesture(StoredValue<Option<(String, Op)>>, Client);

impl Gesture {
    pub fn new() -> Self {
        Gesture(StoredValue::new(None), client())
    }

    /// Sends a command; done, it says so, and offers to take it back where that can be.
    pub async fn send_saying<C: Verb>(self, said: impl Into<String>, command: &C) -> Answer<C::Answer> {
        let (answer, undo) = self.sent(command).await?;
        super::done(self.1, said.into(), None, undo.into_iter().collect());
        Ok(answer)
    }

    /// As [`Gesture::send_saying`]; without a line a command may wait for one, which is said: then nothing is answered (B13).
    pub async fn send_or_wait<C: Verb>(
        self,
        said: impl Into<String>,
        command: &C,
    ) -> Answer<Option<C::Answer>> {
        let (said, meaning) = (said.into(), serde_json::to_string(command).unwrap_or_default());
        match self.send_saying(said.clone(), command).await {
            Err(problem @ Problem::Fault(Fault::Waits)) => {
                let sent =
                    self.0.try_update_value(|last| last.take_if(|(sent, _)| *sent == meaning)).flatten();
                sent.into_iter().for_each(|(_, op)| describe(&op, &said));
                self.1.say(problem.sentence());
                Ok(None)
            }
            answer => answer.map(Some),
        }
    }

    /// Sends a command.
    pub async fn send<C: Verb>(self, command: &C) -> Answer<C::Answer> {
        Ok(self.sent(command).await?.0)
    }

    /// Sends a command; gives what takes it back, too, if anything does.
    pub async fn sent<C: Verb>(self, command: &C) -> Answer<(C::Answer, Option<Undo>)> {
        let meaning = serde_json::to_string(command).unwrap_or_default();
        let unanswered = self.0.try_get_value().flatten().filter(|(sent, _)| *sent == meaning);
        let op = unanswered.map_or_else(new_op, |(_, op)| op);
        let _ = self.0.try_set_value(Some((meaning, op.clone())));
        let answer = super::send(command, &op).await;
        if let Err(problem) = &answer {
            super::others::forget(&op, problem);
            if is_unsure(problem) {
                // It may have been done: then what is shown is old.
                self.1.outdate();
            }
        }
        if !matches!(answer, Err(Problem::Fault(_))) {
            self.0.try_update_value(|last| last.take_if(|(_, name)| *name == op));
        }
        answer
    }
}

/// Whether nobody knows if it was done: there was no answer to it. What waits for a line has its name there.
pub(super) fn is_unsure(problem: &Problem) -> bool {
    matches!(problem, Problem::Fault(fault) if *fault != Fault::Waits)
}

impl Default for Gesture {
    fn default() -> Self {
        Gesture::new()
    }
}

/// Draws what a link ends in. Refused by a browser that has no randomness for it: a link that can be guessed is none.
pub fn draw_secret() -> Answer<Secret> {
    let mut bytes = [0u8; 32];
    let crypto = window().crypto().map_err(|_| Problem::Fault(Fault::Unreachable))?;
    let drawn = crypto.get_random_values_with_u8_array(&mut bytes);
    drawn.map_err(|_| Problem::Fault(Fault::Unreachable))?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Secret::try_from(text).map_err(|_| Problem::Fault(Fault::Unreachable))
}

/// A fresh operation id: a random UUID. Not by `randomUUID`, which browsers have over encrypted connections only.
/// Gestures are made in browsers only.
pub fn new_op() -> Op {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    let op = Op::random(bytes);
    super::others::made(op.to_string());
    op
}
