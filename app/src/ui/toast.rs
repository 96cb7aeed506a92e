//! Short messages in the corner: said politely, gone by themselves, never taking the focus.

use leptos::prelude::*;
use std::time::Duration;

const SHOWN: Duration = Duration::from_secs(7);

#[derive(Clone, PartialEq)]
struct Toast {
    number: usize,
    text: String,
}

/// Where messages are put.
#[derive(Clone, Copy)]
pub struct Corner(RwSignal<Vec<Toast>>);

impl Corner {
    /// Shows a message for a while.
    pub fn say(self, text: impl Into<String>) {
        let text = text.into();
        let number = self.0.with_untracked(|toasts| toasts.last().map_or(0, |toast| toast.number + 1));
        self.0.update(|toasts| toasts.push(Toast { number, text }));
        set_timeout(move || self.0.update(|toasts| toasts.retain(|toast| toast.number != number)), SHOWN);
    }
}

/// Makes messages possible below here.
pub fn provide_toasts() {
    provide_context(Corner(RwSignal::new(Vec::new())));
}

/// Where to put messages.
pub fn toasts() -> Corner {
    expect_context()
}

/// The corner itself.
#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = toasts().0;
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.get() key=|toast| toast.number let:toast>
                <p class="toast">{toast.text}</p>
            </For>
        </div>
    }
}
