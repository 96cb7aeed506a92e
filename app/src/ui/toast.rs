//! Short messages in the corner: said politely, gone by themselves, never taking the focus. What was just done can be
//! taken back from them.

use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::{sync::Arc, time::Duration};

/// What a message takes back. It outlives the screen from which it was sent, as a leptos callback would not.
pub type TakeBack = Arc<dyn Fn() + Send + Sync>;

const SHOWN: Duration = Duration::from_secs(8);

#[derive(Clone)]
struct Toast {
    number: usize,
    text: String,
    /// Where it leads, if anywhere.
    to: Option<String>,
    /// What takes back what it says, if anything does.
    undo: Option<TakeBack>,
}

/// Where messages are put.
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<Vec<Toast>>, StoredValue<usize>);

impl Toaster {
    /// Shows a message for a while.
    pub fn show(self, text: impl Into<String>) {
        self.add(text.into(), None, None);
    }

    /// Shows a message that leads to an address.
    pub fn show_link(self, text: impl Into<String>, to: String) {
        self.add(text.into(), Some(to), None);
    }

    /// Says what was done, with what takes it back. The gesture before it is said no longer.
    pub fn show_done(self, text: impl Into<String>, to: Option<String>, undo: TakeBack) {
        self.forget_done();
        self.add(text.into(), to, Some(undo));
    }

    /// Says no longer what was done: it is being taken back.
    pub fn forget_done(self) {
        self.0.update(|toasts| toasts.retain(|toast| toast.undo.is_none()));
    }

    fn take_away(self, number: usize) {
        self.0.try_update(|toasts| toasts.retain(|toast| toast.number != number));
    }

    fn add(self, text: String, to: Option<String>, undo: Option<TakeBack>) {
        let number = self.1.try_update_value(|last| {
            *last += 1;
            *last
        });
        let number = number.unwrap_or_default();
        self.0.update(|toasts| {
            // What is said again is said once, and for as long as if it were new.
            toasts.retain(|toast| (&toast.text, &toast.to) != (&text, &to));
            toasts.push(Toast { number, text, to, undo });
        });
        spawn_local(async move {
            sleep(SHOWN).await;
            self.take_away(number);
        });
    }
}

/// Makes messages possible below here.
pub fn provide_toasts() {
    provide_context(Toaster(RwSignal::new(Vec::new()), StoredValue::new(0)));
}

/// Where to put messages.
pub fn toasts() -> Toaster {
    expect_context()
}

/// The messages.
#[component]
pub fn Toasts() -> impl IntoView {
    let (toaster, words) = (toasts(), crate::words::t());
    let toasts = toaster.0;
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.get() key=|toast| toast.number let:toast>
                <p class="toast" data-toast="">
                    <span>{toast.text}</span>
                    {toast.to.map(|to| view! { <a href=to>{words.go_there()}</a> })}
                    {toast.undo.map(|undo| view! {
                        <button type="button" on:click=move |_| { toaster.take_away(toast.number); undo() }>{words.undo()}</button>
                    })}
                </p>
            </For>
        </div>
    }
}
