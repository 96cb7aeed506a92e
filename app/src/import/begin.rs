//! Where an import begins: what the file holds, the file itself, and what was imported before.

use super::{
    said::{kind_name, state_name},
    undo::UndoDialog,
    upload::{Upload, upload},
};
use crate::{
    error::Sentence,
    initial_data::use_query,
    settings::Settings,
    ui::{icon::Icon, loaded},
    words::t,
};
use command::import::ReadImports;
use domain::{
    id::ImportId,
    import::{BYTES, ImportState, Imports, Kind, Listed},
    refusal::Refusal,
};
use leptos::{ev::DragEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use web_sys::File;
use words::format;

#[component]
pub(crate) fn BeginPage() -> impl IntoView {
    let words = t();
    let imports = use_query(|| Ok(ReadImports {}));
    let page = loaded::page(imports, move |imports| {
        view! {
            <p class="lead">{words.import_lead()}</p>
            <Choose/>
            <Before imports/>
        }
        .into_any()
    });
    view! {
        <Settings title=words.import()>
            {page}
        </Settings>
    }
}

#[component]
fn Choose() -> impl IntoView {
    let (words, navigate) = (t(), use_navigate());
    let kind = RwSignal::new(Kind::Deals);
    let (sending, refused) = (RwSignal::new(None::<Upload>), RwSignal::new(None::<String>));
    let input = NodeRef::<Input>::new();
    let take = move |file: Option<File>| {
        let Some(file) = file.filter(|_| sending.get_untracked().is_none()) else { return };
        refused.set(None);
        if file.size() > BYTES as f64 {
            let refusal = Refusal::FileTooLarge { megabytes: BYTES >> 20 };
            return refused.set(Some(crate::error::Problem::from(refusal).sentence()));
        }
        sending.set(Some(Upload::Sending(0)));
        let navigate = navigate.clone();
        spawn_local(async move {
            match upload(kind.get_untracked(), &file, sending).await {
                // Who went elsewhere meanwhile finds it in the list.
                Ok(import) if sending.try_get_untracked().is_some() => {
                    navigate(&format!("/import/{import}"), Default::default());
                }
                Ok(_) => {}
                Err(problem) => {
                    refused.try_set(Some(problem.sentence()));
                }
            }
            sending.try_set(None);
        });
    };
    let (dropped, chosen) = (take.clone(), take);
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        dropped(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0)));
    };
    let on_choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        chosen(input.files().and_then(|files| files.item(0)));
        input.set_value("");
    };
    let choice = move |of: Kind| {
        view! {
            <label class="choice">
                <input type="radio" name="kind" value=of.code() prop:checked=move || kind.get() == of on:change=move |_| kind.set(of)/>
                {kind_name(of)}
            </label>
        }
    };
    let progress = move || {
        sending.get().map(|upload| match upload {
            Upload::Sending(percent) => words.import_sending(percent),
            Upload::Reading => words.import_reading().to_owned(),
        })
    };
    view! {
        <fieldset class="import-kinds">
            <legend>{words.import_what()}</legend>
            {Kind::ALL.map(choice).collect_view()}
        </fieldset>
        <div class="import-drop" on:dragover=|event| event.prevent_default() on:drop=on_drop aria-busy=move || sending.get().is_some().to_string()>
            <Icon name="rows"/>
            <p>{words.import_drop()}</p>
            <label class="button filled">
                {words.import_choose()}
                <input type="file" name="file" accept=".csv,.txt,.tsv,.xlsx" node_ref=input on:change=on_choose/>
            </label>
            <small>{words.import_formats()}</small>
            <p role="status">{progress}</p>
            <p class="field-refusal" role="alert">{move || refused.get()}</p>
        </div>
    }
}

#[component]
fn Before(imports: Imports) -> impl IntoView {
    let (words, today) = (t(), imports.now.date());
    let undoing = RwSignal::new(None::<(ImportId, String)>);
    let none = imports.imports.is_empty();
    let row = move |import: Listed| {
        let Listed { id, kind, state, file, by, at, counts, .. } = import;
        let this = (id, file.clone());
        let undo = move |_| undoing.set(Some(this.clone()));
        view! {
            <li data-import=id.to_string()>
                <a href=format!("/import/{id}")><strong>{file}</strong></a>
                <small>{kind_name(kind)}" · "{words.import_rows(counts.all())}</small>
                <small>{by}" · "{format::moment(words, at.0, today)}</small>
                <span class="tag" data-state=state.code()>{state_name(state)}</span>
                {(state == ImportState::Done).then(|| view! {
                    <button type="button" class="button small" on:click=undo>{words.import_undo()}</button>
                })}
            </li>
        }
    };
    (!none).then(|| {
        view! {
            <section class="panel import-before">
                <h2>{words.import_before()}</h2>
                <ul>{imports.imports.into_iter().map(row).collect_view()}</ul>
            </section>
            {move || undoing.get().map(|(import, file)| {
                let on_close = Callback::new(move |()| undoing.set(None));
                // How far that is, and what stays, its own page says.
                let navigate = use_navigate();
                let on_undo = Callback::new(move |()| navigate(&format!("/import/{import}"), Default::default()));
                view! { <UndoDialog import file on_close on_undo/> }.into_any()
            })}
        }
    })
}
