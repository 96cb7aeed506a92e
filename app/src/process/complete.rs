//! The dialog of an action that wants a note, or a note with a file (P4).

use crate::{
    client::Gesture,
    notes::{NoteFields, Uploads},
    ui::{dialog::Dialog, field::FormRefusal},
    words::t,
};
use command::deal::CompleteAction;
use domain::{
    id::DealId,
    process::{Action as Step, NoteRule},
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*};

#[component]
pub(super) fn Complete(
    deal: DealId,
    action: Step,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (text, files) = (RwSignal::new(String::new()), NodeRef::<Input>::new());
    let (gesture, uploads) = (Gesture::new(), Uploads::new());
    let id = action.id;
    let complete = leptos::prelude::Action::new_local(move |_: &()| async move {
        let files = uploads.send(deal, files).await?;
        gesture.send(&CompleteAction { deal, action: id, note: text.get_untracked(), files }).await
    });
    let problem = Signal::derive(move || complete.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(complete.value().get(), Some(Ok(()))) {
            on_close();
            reload.run(());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        complete.dispatch(());
    };
    view! {
        <Dialog title=action.name.to_string() on_close>
            <form class="dialog-form" on:submit=submit>
                <p class="lead">{if action.rules.note == NoteRule::File { words.needs_file() } else { words.needs_note() }}</p>
                <NoteFields text files problem/>
                <FormRefusal problem/>
                <footer class="dialog-foot">
                    <button type="button" class="button" on:click=move |_| on_close()>{words.cancel()}</button>
                    <button class="button filled" disabled=move || complete.pending().get()>{words.done_button()}</button>
                </footer>
            </form>
        </Dialog>
    }
}
