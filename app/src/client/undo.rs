//! Taking back what was done here: from the message that says it, or by Ctrl+Z, the last first (H2); and doing again what
//! was taken back, by Ctrl+Shift+Z (H3): a taking back is a change that is taken back.

use super::{Client, new_op, send};
use crate::{
    error::{Problem, Sentence},
    ui::is_free,
    words::t,
};
use command::undo::Undo;
use leptos::{ev::KeyboardEvent, prelude::*, task::spawn_local};
use std::sync::Arc;

/// How many gestures are remembered.
const MOST: usize = 50;

/// Says what was done, and remembers what takes it back.
pub fn done(client: Client, said: String, to: Option<String>, undo: Option<Undo>) {
    let Some(undo) = undo else {
        if !said.is_empty() {
            client.toaster.show(said);
        }
        return;
    };
    remember(client.undoable, undo);
    // What was taken back before belongs to another course of things.
    client.redoable.update_value(Vec::clear);
    if !said.is_empty() {
        client.toaster.show_done(said, to, Arc::new(move || take_back(client, undo)));
    }
}

/// The last of these, the latest at the end; the oldest are forgotten.
fn remember(all: StoredValue<Vec<Undo>>, undo: Undo) {
    all.update_value(|all| {
        all.retain(|known| *known != undo);
        all.push(undo);
        let old = all.len().saturating_sub(MOST);
        all.drain(..old);
    });
}

/// Takes back what was done last.
fn take_back(client: Client, undo: Undo) {
    turn(client, undo, (client.undoable, client.redoable), t().undone());
}

/// Does again what was taken back last.
fn do_again(client: Client, undo: Undo) {
    turn(client, undo, (client.redoable, client.undoable), t().redone());
}

/// Takes a change back, of one row of gestures, and remembers what does that in the other.
fn turn(
    client: Client,
    undo: Undo,
    (from, to): (StoredValue<Vec<Undo>>, StoredValue<Vec<Undo>>),
    said: &'static str,
) {
    from.update_value(|all| all.retain(|known| *known != undo));
    client.toaster.forget_done();
    spawn_local(async move {
        match send(&undo, &new_op()).await {
            Ok((_, back)) => {
                back.into_iter().for_each(|back| remember(to, back));
                client.toaster.show(said);
            }
            Err(problem) => {
                // When it did not arrive it can be tried again.
                if !matches!(problem, Problem::Refused(_)) {
                    from.update_value(|all| all.push(undo));
                }
                client.toaster.show(problem.sentence());
            }
        }
        client.outdate();
    });
}

/// Hears Ctrl+Z and \u{2318}+Z, and the same with Shift, unless somebody types or a dialog is open.
pub fn provide_undo(client: Client) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            let turns = asks_for(&event).and_then(|again| {
                let all = if again { client.redoable } else { client.undoable };
                Some((again, all.with_value(|all| all.last().copied())?))
            });
            if let Some((again, undo)) = turns {
                event.prevent_default();
                if again { do_again(client, undo) } else { take_back(client, undo) }
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
