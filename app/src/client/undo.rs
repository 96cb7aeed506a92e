//! Taking back what was done here: from the message that says it, or by Ctrl+Z, the last first (H2); and doing again what
//! was taken back, by Ctrl+Shift+Z (H3): a taking back is a change that is taken back.

use super::{Client, new_op, others::forget, send};
use crate::{
    error::{Problem, Sentence},
    ui::is_free,
    words::t,
};
use command::undo::Undo;
use domain::refusal::Refusal;
use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use std::sync::Arc;

/// How many gestures are remembered.
const MOST: usize = 50;

/// The changes of one gesture, in the order in which they were made: they are taken back together.
pub(super) type Done = Vec<Undo>;

/// Says what was done, and remembers what takes it back: nothing, when that cannot be.
pub fn done(client: Client, said: String, to: Option<String>, undo: Done) {
    if undo.is_empty() {
        if !said.is_empty() {
            client.toaster.show(said);
        }
        return;
    }
    remember(client.undoable, undo.clone());
    // What was taken back before belongs to another course of things.
    client.redoable.update_value(Vec::clear);
    if !said.is_empty() {
        let ask = move || ask_for(client, Turn { again: false, of: undo.clone() });
        client.toaster.show_done(said, to, Arc::new(ask));
    }
}

/// The last of these, the latest at the end; the oldest are forgotten.
fn remember(all: StoredValue<Vec<Done>>, undo: Done) {
    all.update_value(|all| {
        all.retain(|known| *known != undo);
        all.push(undo);
        let old = all.len().saturating_sub(MOST);
        all.drain(..old);
    });
}

/// What was asked for and is not answered yet: it is done one after the other, since what is taken back by the second
/// press may only be there when the first is answered.
#[derive(Default)]
pub(super) struct Turns {
    asked: Vec<Turn>,
    /// Whether an answer is on its way.
    running: bool,
}

/// Something to take back, or to do again.
struct Turn {
    again: bool,
    /// What a certain gesture did, by the button of its message; none: the last.
    of: Done,
}

fn ask_for(client: Client, turn: Turn) {
    client.turns.update_value(|turns| turns.asked.push(turn));
    go_on(client);
}

/// Gives up what was asked for and not begun: the last change is another one than it was when the keys were pressed.
pub(super) fn give_up(client: Client) {
    client.turns.update_value(|turns| turns.asked.retain(|turn| !turn.of.is_empty()));
}

/// Does what was asked for next, unless something is on its way: a card that was just moved is moved back only when it
/// has arrived.
pub(super) fn go_on(client: Client) {
    if client.is_sending() || client.turns.with_value(|turns| turns.running) {
        return;
    }
    let next =
        client.turns.try_update_value(|turns| (!turns.asked.is_empty()).then(|| turns.asked.remove(0)));
    let Some(turn) = next.flatten() else { return };
    let all = if turn.again { client.redoable } else { client.undoable };
    let last = || all.with_value(|all| all.last().cloned().unwrap_or_default());
    let undo = if turn.of.is_empty() { last() } else { turn.of };
    if undo.is_empty() {
        return go_on(client);
    }
    client.turns.update_value(|turns| turns.running = true);
    spawn_local(async move {
        turn_over(client, undo, turn.again).await;
        client.turns.update_value(|turns| turns.running = false);
        client.outdate();
        go_on(client);
    });
}

/// Takes back what a gesture did, and remembers what does that again; or the other way round.
async fn turn_over(client: Client, mut undo: Done, again: bool) {
    let (words, both) = (t(), (client.undoable, client.redoable));
    let ((from, to), said) = if again { ((both.1, both.0), words.redone()) } else { (both, words.undone()) };
    from.update_value(|all| all.retain(|known| *known != undo));
    client.toaster.forget_done();
    let (mut turned, mut refused) = (vec![], None);
    while let Some(last) = undo.last() {
        let op = new_op();
        match send(last, &op).await {
            Ok((_, back)) => turned.extend(back),
            Err(problem) => {
                forget(&op, &problem);
                refused = Some(problem);
                break;
            }
        }
        undo.pop();
    }
    if !turned.is_empty() {
        remember(to, turned);
    }
    let Some(problem) = refused else { return client.toaster.show(said) };
    // What was asked for after it counted on it.
    client.turns.update_value(|turns| turns.asked.clear());
    // When it did not arrive it can be tried again.
    if !matches!(problem, Problem::Refused(_)) {
        from.update_value(|all| all.push(undo));
    }
    client.toaster.show(match problem {
        Problem::Refused(Refusal::NotUndoable) if again => words.not_redoable().to_owned(),
        problem => problem.sentence(),
    });
}

/// Hears Ctrl+Z and \u{2318}+Z, and the same with Shift, unless somebody types or a dialog is open.
pub fn provide_undo(client: Client) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if let Some(again) = asks_for(&event) {
                event.prevent_default();
                // What is not sent yet was done last.
                if !again && client.gives_up_last() {
                    return;
                }
                ask_for(client, Turn { again, of: vec![] });
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether these keys take back, or do again; nothing when they do neither.
fn asks_for(event: &KeyboardEvent) -> Option<bool> {
    let keys = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let asked = keys && event.key().eq_ignore_ascii_case("z") && is_free(event);
    asked.then(|| event.shift_key())
}
