//! A dialog: the browser's own, so that focus, Escape and the rest of the page behave as they should.

use crate::{ui::icon::Icon, words::t};
use leptos::{html::Dialog as DialogElement, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A modal dialog that opens when it is mounted; `on_close` takes it away again.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        let before = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
        let _ = dialog.show_modal();
        // The dialog is taken away while it is open, so the browser does not bring the focus back by itself.
        let before = SendWrapper::new(before);
        on_cleanup(move || SendWrapper::take(before).into_iter().for_each(|before| drop(before.focus())));
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
                <button type="button" class="icon-button" aria-label=t().close() on:click=shut>
                    <Icon name="close"/>
                </button>
            </header>
            {children()}
        </dialog>
    }
}
