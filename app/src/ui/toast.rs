//! Short messages in the corner: said politely, gone by themselves, never taking the focus.

use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

const SHOWN: Duration = Duration::from_secs(7);

#[derive(Clone, PartialEq)]
struct Toast {
    number: usize,
    text: String,
    /// Where it leads, if anywhere.
    to: Option<String>,
}

/// Where messages are put.
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<Vec<Toast>>);

impl Toaster {
    /// Shows a message for a while.
    pub fn show(self, text: impl Into<String>) {
        self.add(text.into(), None);
    }

    /// Shows a message that leads to an address.
    pub fn show_link(self, text: impl Into<String>, to: String) {
        self.add(text.into(), Some(to));
    }

    fn add(self, text: String, to: Option<String>) {
        let number = self.0.with_untracked(|toasts| toasts.last().map_or(0, |toast| toast.number + 1));
        self.0.update(|toasts| toasts.push(Toast { number, text, to }));
        spawn_local(async move {
            sleep(SHOWN).await;
            self.0.try_update(|toasts| toasts.retain(|toast| toast.number != number));
        });
    }
}

/// Makes messages possible below here.
pub fn provide_toasts() {
    provide_context(Toaster(RwSignal::new(Vec::new())));
}

/// Where to put messages.
pub fn toasts() -> Toaster {
    expect_context()
}

/// The messages.
#[component]
pub fn Toasts() -> impl IntoView {
    let (toasts, words) = (toasts().0, crate::words::t());
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.get() key=|toast| toast.number let:toast>
                <p class="toast">
                    {toast.text}
                    {toast.to.map(|to| view! { <a href=to rel="external">{words.go_there()}</a> })}
                </p>
            </For>
        </div>
    }
}
