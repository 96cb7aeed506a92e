//! The dialog of an action that wants a note, or a note with a file (P4).

use super::{notes::NoteFields, upload::Uploads};
use crate::{client::Gesture, ui::dialog::FormDialog, words::t};
use command::deal::CompleteAction;
use domain::{
    id::DealId,
    process::{Action as Step, NoteRule},
};
use leptos::{html::Input, prelude::*};

#[component]
pub(super) fn Complete(
    deal: DealId,
    action: Step,
    on_close: Callback<()>,
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
            on_close.run(());
            reload.run(());
        }
    });
    let on_submit = Callback::new(move |()| drop(complete.dispatch(())));
    view! {
        <FormDialog title=action.name.to_string() submit=words.done_button() on_submit on_close problem pending=complete.pending()>
                <p class="lead">{if action.rules.note == NoteRule::File { words.needs_file() } else { words.needs_note() }}</p>
                <NoteFields text files problem/>
        </FormDialog>
    }
}
