//! The screen of an import: how its file is read, what becomes of its rows, and the one approval.

use super::{
    fit::FitPanel,
    foot::Foot,
    said::kind_name,
    state::{State, is_over},
    table::Rows,
};
use crate::{
    error::{Answer, Problem},
    initial_data::use_query,
    ui::{error_page::error_page, loaded},
    words::t,
};
use command::import::ReadImport;
use domain::{id::ImportId, import::Import, refusal::Refusal};
use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub(crate) fn ImportPage() -> impl IntoView {
    let parameters = use_params_map();
    let asked = Memo::new(move |_| -> Answer<ReadImport> {
        let number = parameters.with(|map| map.get("import")).unwrap_or_default();
        let import: ImportId = number.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
        Ok(ReadImport { import, fate: None, from: 0 })
    });
    let answer = use_query(move || asked.get());
    move || match answer.get() {
        None => loaded::waiting(),
        Some(Err(problem)) => error_page(&problem),
        Some(Ok(import)) => view! { <Screen import/> }.into_any(),
    }
}

#[component]
fn Screen(import: Import) -> impl IntoView {
    let words = t();
    let (title, file) = (kind_name(import.kind), import.file.clone());
    let state = State::new(import);
    // Also while the caret is in a cell.
    let keys = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "F8" {
            event.prevent_default();
            state.next_error();
        }
    });
    on_cleanup(move || keys.remove());
    let is_over = move || state.import.with(|import| is_over(import.state));
    view! {
        <Title text=format!("{file} · {}", words.import())/>
        <div class="import-page">
            <header class="import-head">
                <a href="/import">{words.import()}</a>
                <span aria-hidden="true">"›"</span>
                <h1>{title}</h1>
                <small>{file}</small>
            </header>
            <Show when=move || !is_over()><FitPanel state/></Show>
            <Rows state/>
            <Foot state/>
        </div>
    }
}
