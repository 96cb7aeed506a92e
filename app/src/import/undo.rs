//! Asking before an import is taken back, and what came of it (I3).

use crate::{
    client::Gesture,
    ui::dialog::{Dialog, FormDialog},
    words::t,
};
use command::import::UndoImport;
use domain::{id::ImportId, import::Undone};
use leptos::prelude::*;

#[component]
pub(super) fn UndoDialog(
    import: ImportId,
    #[prop(into)] file: String,
    on_close: Callback<()>,
) -> impl IntoView {
    let (words, gesture) = (t(), Gesture::new());
    let undo = Action::new(move |_: &()| async move { gesture.send(&UndoImport { import }).await });
    let problem = Signal::derive(move || undo.value().get().and_then(Result::err));
    let on_submit = Callback::new(move |()| drop(undo.dispatch(())));
    // What is behind the dialog is no longer so.
    let leave = Callback::new(move |()| {
        on_close.run(());
        let _ = window().location().reload();
    });
    let file = StoredValue::new(file);
    move || {
        match undo.value().get() {
        Some(Ok(undone)) => view! { <Came undone on_close=leave/> }.into_any(),
        _ => view! {
            <FormDialog title=words.import_undo_title() submit=words.import_undo() on_submit on_close problem pending=undo.pending() danger=true>
                <p><strong>{file.get_value()}</strong></p>
                <p>{words.import_undo_lead()}</p>
            </FormDialog>
        }
        .into_any(),
    }
    }
}

#[component]
fn Came(undone: Undone, on_close: Callback<()>) -> impl IntoView {
    let words = t();
    let more = undone.kept_count.saturating_sub(undone.kept.len() as u64);
    let kept = (undone.kept_count > 0).then(|| {
        let others = (more > 0).then(|| view! { <li>{words.and_others(more as usize)}</li> });
        view! {
            <p>{words.import_kept(undone.kept_count)}</p>
            <ul class="import-kept">{undone.kept.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}{others}</ul>
        }
    });
    view! {
        <Dialog title=words.import() on_close>
            <p>{words.import_undone(undone.back)}</p>
            {kept}
            <p><button type="button" class="button filled" on:click=move |_| on_close.run(())>{words.close()}</button></p>
        </Dialog>
    }
}
