//! A dialog: the browser's own, so that focus, Escape and the rest of the page behave as they should; and the form in
//! one.

use super::{field::FormRefusal, icon::Icon, is_focus_nowhere, tell, unsaved_guard::unsaved_guard};
use crate::{error::Problem, words::t};
use leptos::{
    ev::{Event, KeyboardEvent, PointerEvent, SubmitEvent},
    html::{Dialog as DialogElement, Form},
    prelude::*,
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The context of what is in a dialog.
#[derive(Clone, Copy)]
struct Around {
    shut: Callback<()>,
    typed: RwSignal<bool>,
}

/// What closes the dialog around, after asking when something was typed into it.
pub fn shut_dialog() -> Option<Callback<()>> {
    use_context::<Around>().map(|around| around.shut)
}

/// What is typed into the dialog around was sent, and is not lost when it goes.
pub fn typed_was_sent() {
    use_context::<Around>().into_iter().for_each(|around| around.typed.set(false));
}

/// A modal dialog that opens when it is mounted; `on_close` takes it away again. Escape, the cross and a press beside it
/// close it; what was typed is not thrown away without asking.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    on_close: Callback<()>,
    /// For a form of many columns.
    #[prop(optional)]
    wide: bool,
    /// What is typed into it counts at once, so that closing it throws nothing away.
    #[prop(optional)]
    lasting: bool,
    /// What was typed is given up.
    #[prop(optional)]
    on_discard: Option<Callback<()>>,
    /// Without a head: its title is only said.
    #[prop(optional)]
    bare: bool,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        let before = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
        let _ = dialog.show_modal();
        // The dialog is taken away while it is open, so the browser does not bring the focus back by itself; and as long as it
        // is there, nothing behind it can have it.
        let before = SendWrapper::new(before);
        on_cleanup(move || {
            request_animation_frame(move || {
                let before = SendWrapper::take(before).filter(|_| is_focus_nowhere());
                before.into_iter().for_each(|before| drop(before.focus()));
            });
        });
    });
    let typed = RwSignal::new(false);
    unsaved_guard(Memo::new(move |_| typed.get() && !lasting));
    // What was typed and is given up is given up for good; a draft that nobody touched stays.
    let may_shut = move || {
        if lasting || !typed.get_untracked() {
            return true;
        }
        let given_up = window().confirm_with_message(t().discard_typed()).unwrap_or(true);
        on_discard.filter(|_| given_up).into_iter().for_each(tell);
        given_up
    };
    let shut = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked().filter(|_| may_shut()) {
            dialog.close();
        }
    });
    provide_context(Around { shut, typed });
    let is_dialog =
        move |event: &Event| event.target().as_ref() == dialog.get_untracked().as_deref().map(AsRef::as_ref);
    let cancelled = move |event: Event| {
        // A field for files says the same when nothing was chosen.
        if is_dialog(&event) && !may_shut() {
            event.prevent_default();
        }
    };
    // Of a second Escape browsers do not ask: it is heard before them.
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            shut.run(());
        }
    };
    // The scrollbar is the dialog's, too.
    let pressed = move |event: PointerEvent| {
        let Some(dialog) = dialog.get_untracked().filter(|_| is_dialog(&event)) else { return };
        let (place, x, y) =
            (dialog.get_bounding_client_rect(), event.client_x().into(), event.client_y().into());
        if !((place.left()..place.right()).contains(&x) && (place.top()..place.bottom()).contains(&y)) {
            shut.run(());
        }
    };
    let head = (!bare).then(|| {
        view! {
            <header class="dialog-head">
                <h2 id="dialog-title">{title.clone()}</h2>
                <button type="button" class="icon-button" aria-label=t().close() on:click=move |_| shut.run(())>
                    <Icon name="close"/>
                </button>
            </header>
        }
    });
    view! {
        <dialog
            node_ref=dialog class=if wide { "dialog wide" } else { "dialog" } aria-label=bare.then_some(title)
            aria-labelledby=(!bare).then_some("dialog-title") on:close=move |_| on_close.run(())
            on:cancel=cancelled on:keydown=key on:pointerdown=pressed
            on:input=move |_| typed.set(true) on:change=move |_| typed.set(true)
        >
            {head}
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
    let (form, shut) = (NodeRef::<Form>::new(), shut_dialog());
    let cancel = move |_| shut.unwrap_or(on_close).run(());
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
    // From every field, also from those that keep Enter for themselves.
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            let form = form.get_untracked().filter(|_| !event.repeat() && !pending.get_untracked());
            form.into_iter().for_each(|form| drop(form.request_submit()));
        }
    };
    let kind = if danger { "button danger" } else { "button filled" };
    view! {
        <form class="dialog-form" node_ref=form on:submit=send on:keydown=key>
            {children()}
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=cancel>{t().cancel()}</button>
                <button class=kind disabled=move || pending.get()>{submit}</button>
            </footer>
        </form>
    }
}
