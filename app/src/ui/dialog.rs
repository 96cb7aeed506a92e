//! A dialog: the browser's own, so that focus, Escape and the rest of the page behave as they should.

use crate::{ui::icon::Icon, words::t};
use leptos::{html::Dialog as DialogElement, prelude::*};

/// A modal dialog that opens when it is mounted; `on_close` takes it away again.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let shut = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog node_ref=dialog class="dialog" aria-labelledby="dialog-title" on:close=move |_| on_close()>
            <header class="dialog-head">
                <h2 id="dialog-title">{title}</h2>
                <button type="button" class="icon-button" aria-label=t().close on:click=shut>
                    <Icon name="close"/>
                </button>
            </header>
            {children()}
        </dialog>
    }
}
