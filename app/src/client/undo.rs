//! Taking back what was done here: from the message that says it, or by Ctrl+Z, the last first (H2).

use super::{Client, client, new_op, send};
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
    client.undoable.update_value(|all| {
        all.retain(|known| *known != undo);
        all.push(undo);
        let old = all.len().saturating_sub(MOST);
        all.drain(..old);
    });
    if !said.is_empty() {
        client.toaster.show_done(said, to, Arc::new(move || take_back(client, undo)));
    }
}

/// Takes back what was done last.
fn undo_last() {
    let client = client();
    if let Some(undo) = client.undoable.with_value(|all| all.last().copied()) {
        take_back(client, undo);
    }
}

fn take_back(client: Client, undo: Undo) {
    client.undoable.update_value(|all| all.retain(|known| *known != undo));
    client.toaster.forget_done();
    spawn_local(async move {
        match send(&undo, &new_op()).await {
            Ok(_) => client.toaster.show(t().undone()),
            Err(problem) => {
                // When it did not arrive it can be tried again.
                if !matches!(problem, Problem::Refused(_)) {
                    client.undoable.update_value(|all| all.push(undo));
                }
                client.toaster.show(problem.sentence());
            }
        }
        client.outdate();
    });
}

/// Hears Ctrl+Z and \u{2318}+Z, unless somebody types or a dialog is open.
pub fn provide_undo(client: Client) {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if asks_to_undo(&event) && client.undoable.with_value(|all| !all.is_empty()) {
                event.prevent_default();
                undo_last();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn asks_to_undo(event: &KeyboardEvent) -> bool {
    let keys = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && !event.alt_key();
    keys && event.key().eq_ignore_ascii_case("z") && is_free(event)
}
