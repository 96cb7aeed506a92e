//! How the visitor likes to see the board (B14): shown at once, and remembered for the next visit, wherever it is from.

use crate::{client::post, error::Answer, visitor::Visitor};
use command::session::ChooseLook;
use domain::look::Look;
use leptos::{prelude::*, task::spawn_local};

/// What the visitor chose.
#[derive(Clone, Copy)]
pub(crate) struct ChosenLook(RwSignal<Look>);

/// Lets everything below here know what this visitor chose.
pub(crate) fn provide_look(visitor: &Visitor) {
    let look = visitor.user.as_ref().map(|user| user.look.clone());
    provide_context(ChosenLook(RwSignal::new(look.unwrap_or_default())));
}

/// What the visitor chose.
pub(crate) fn look() -> ChosenLook {
    expect_context()
}

impl ChosenLook {
    pub fn with<T>(self, read: impl FnOnce(&Look) -> T) -> T {
        self.0.with(read)
    }

    /// Chooses something else. When it cannot be remembered, it holds for this visit.
    pub fn change(self, change: impl FnOnce(&mut Look)) {
        self.0.update(change);
        let look = self.0.get_untracked();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-density", look.density.code());
        }
        spawn_local(async move {
            let _: Answer<()> = post("choose_look", &ChooseLook { look }).await;
        });
    }
}
