//! The dialog of an action that wants a note, or a note with a file (P4).

use super::{notes::NoteFields, upload::Chosen};
use crate::{client::Gesture, ui::dialog::FormDialog, ui::tell, words::t};
use command::deal::CompleteAction;
use domain::{
    id::DealId,
    note::Note,
    process::{Action as Step, NoteRule},
    refusal::Refusal,
};
use leptos::prelude::*;

#[component]
pub(super) fn Complete(
    deal: DealId,
    action: Step,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (text, files, gesture) = (RwSignal::new(String::new()), Chosen::new(), Gesture::new());
    let said = StoredValue::new(words.action_done_said(action.name.as_str()));
    let (id, needs_file) = (action.id, action.rules.note == NoteRule::File);
    let complete = leptos::prelude::Action::new_local(move |_: &()| async move {
        // The dialog may be closed while files are on their way.
        let (note, said) = (text.get_untracked(), said.get_value());
        Note::parse(&note)?;
        if needs_file && files.is_empty() {
            return Err(Refusal::FileRequired.into());
        }
        let files = files.send(deal).await?;
        let complete = CompleteAction { deal, action: id, note, files };
        gesture.send_or_wait(said, &complete).await
    });
    let problem = Signal::derive(move || complete.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(complete.value().get(), Some(Ok(_))) {
            on_close.run(());
            tell(reload);
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
