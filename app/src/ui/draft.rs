//! What is typed stays: a text that was not sent is there again when its form is, after the page was left, reloaded, or has
//! crashed. Kept in this browser, for whoever typed it, until it is sent or they sign out.

use crate::visitor::visitor;
use leptos::prelude::*;

/// What the keys of drafts begin with.
const PREFIX: &str = "draft:";

/// Keeps what is typed into this text, under a name. An empty text is no draft.
pub fn keep_draft(name: String, text: RwSignal<String>) {
    let Some(key) = Draft::of(&name, text).key else { return };
    Effect::new(move |before: Option<()>| {
        let Some(storage) = storage() else { return };
        let typed = text.get();
        if before.is_none() && typed.is_empty() {
            storage.get_item(&key).ok().flatten().into_iter().for_each(|kept| text.set(kept));
            return;
        }
        // A browser that keeps nothing for us is no reason to stop typing.
        let _ = if typed.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, &typed) };
    });
}

/// A draft by its name, for whoever sends it: the answer may come when its form, and all that it knew, has gone.
#[derive(Clone)]
pub struct Draft {
    key: Option<String>,
    text: RwSignal<String>,
}

impl Draft {
    pub fn of(name: &str, text: RwSignal<String>) -> Draft {
        Draft { key: visitor().user.map(|user| format!("{PREFIX}{}:{name}", user.id)), text }
    }

    /// This was sent. Where its form was left meanwhile, nobody else forgets it.
    pub fn was_sent(&self, sent: &str) {
        let (true, Some(key), Some(storage)) = (self.text.is_disposed(), &self.key, storage()) else {
            return;
        };
        if storage.get_item(key).ok().flatten().as_deref() == Some(sent) {
            let _ = storage.remove_item(key);
        }
    }
}

/// Forgets what everybody here has typed.
pub fn forget_drafts() {
    forget(PREFIX);
}

/// Forgets what was typed under names that begin so.
pub fn forget_drafts_of(form: &str) {
    visitor().user.into_iter().for_each(|user| forget(&format!("{PREFIX}{}:{form}", user.id)));
}

fn forget(beginning: &str) {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(beginning)) {
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
