//! Keys that do something by themselves, and the switch that turns them off.

use super::is_free;
use leptos::{ev::KeyboardEvent, prelude::*};

/// The key that was pressed by itself, where such keys work: nobody types, nothing is open, and they are not switched off.
pub(crate) fn single_key(event: &KeyboardEvent) -> Option<String> {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key();
    (!held && !event.default_prevented() && is_free(event) && !are_off()).then(|| event.key())
}

/// What this browser keeps while single letters do nothing.
const OFF: &str = "keys-off";

/// Whether letters alone do nothing here: who speaks to their computer says them without meaning a key (WCAG 2.1.4).
pub(crate) fn are_off() -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(OFF).ok().flatten()).is_some()
}

/// Switches letters alone on or off.
pub(crate) fn switch(on: bool) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "") };
}
