//! Asking before an import is taken back (I3).

use crate::{client::Gesture, ui::dialog::FormDialog, words::t};
use command::import::UndoImport;
use domain::id::ImportId;
use leptos::prelude::*;

/// Asks; `on_undo` is called when the server has begun.
#[component]
pub(super) fn UndoDialog(
    import: ImportId,
    #[prop(into)] file: String,
    on_close: Callback<()>,
    on_undo: Callback<()>,
) -> impl IntoView {
    let (words, gesture) = (t(), Gesture::new());
    let undo = Action::new(move |_: &()| async move { gesture.send(&UndoImport { import }).await });
    let problem = Signal::derive(move || undo.value().get().and_then(Result::err));
    let on_submit = Callback::new(move |()| drop(undo.dispatch(())));
    Effect::new(move |_| {
        if matches!(undo.value().get(), Some(Ok(()))) {
            on_close.run(());
            on_undo.run(());
        }
    });
    view! {
        <FormDialog title=words.import_undo_title() submit=words.import_undo() on_submit on_close problem pending=undo.pending() danger=true>
            <p><strong>{file}</strong></p>
            <p>{words.import_undo_lead()}</p>
        </FormDialog>
    }
}
