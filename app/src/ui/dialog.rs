//! A dialog: the browser's own, so that focus, Escape and the rest of the page behave as they should; and the form in
//! one.

use super::{field::FormRefusal, icon::Icon};
use crate::{error::Problem, words::t};
use leptos::{
    ev::SubmitEvent,
    html::{Dialog as DialogElement, Form},
    prelude::*,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A modal dialog that opens when it is mounted; `on_close` takes it away again.
#[component]
pub fn Dialog(#[prop(into)] title: String, on_close: Callback<()>, children: Children) -> impl IntoView {
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
        <dialog node_ref=dialog class="dialog" aria-labelledby="dialog-title" on:close=move |_| on_close.run(())>
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

/// A dialog that is one form.
#[component]
pub fn FormDialog(
    #[prop(into)] title: String,
    /// The verb on its button.
    submit: &'static str,
    on_submit: Callback<()>,
    on_close: Callback<()>,
    /// What it was refused for; a field that shows it does so itself.
    #[prop(optional, into)]
    problem: Signal<Option<Problem>>,
    /// Whether the answer is on its way.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Whether something is taken away by it.
    #[prop(optional)]
    danger: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <Dialog title on_close>
            <DialogForm submit on_submit on_close problem pending danger>{children()}</DialogForm>
        </Dialog>
    }
}

/// The form in a dialog: its fields, what it was refused for, and the two ways out. It opens with the caret in its first
/// field.
#[component]
pub fn DialogForm(
    /// The verb on its button.
    submit: &'static str,
    on_submit: Callback<()>,
    on_close: Callback<()>,
    #[prop(into)] problem: Signal<Option<Problem>>,
    #[prop(into)] pending: Signal<bool>,
    #[prop(optional)] danger: bool,
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<Form>::new();
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        // When the dialog around it is open: only then can anything in it have the focus.
        request_animation_frame(move || {
            let field = form.query_selector("input, select, textarea").ok().flatten();
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus();
            }
        });
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    let kind = if danger { "button danger" } else { "button filled" };
    view! {
        <form class="dialog-form" node_ref=form on:submit=send>
            {children()}
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=move |_| on_close.run(())>{t().cancel()}</button>
                <button class=kind disabled=move || pending.get()>{submit}</button>
            </footer>
        </form>
    }
}
