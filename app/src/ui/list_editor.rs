//! The editor of a list: rows to rename, to put in order, to retire or delete, and one more.

use super::{
    drag::{DragGesture, Grip, Steps, Way, grip_key},
    field::{Field, at_line},
    icon::Icon,
    list_draft::{ListDraft, Row},
};
use crate::{error::Problem, words::t};
use domain::refusal::Field as Name;
use leptos::{html::Div, prelude::*};
use std::sync::Arc;

/// What the rows of a list are called.
#[derive(Clone, Copy)]
pub struct RowLabels {
    /// The field that holds a row's name.
    pub field: Name,
    pub name: &'static str,
    pub add: &'static str,
    /// The box that says whether a row is offered. Without one, rows are deleted instead; new ones are always.
    pub offered: Option<&'static str>,
}

#[component]
pub fn ListEditor(draft: ListDraft, labels: RowLabels, problem: Signal<Option<Problem>>) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let drag = DragGesture::new(Arc::new(draft), root);
    view! {
        <div
            class="list-editor" node_ref=root
            on:pointerdown=move |event| drag.pressed(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.released(&event)
            on:pointercancel=move |_| drag.cancel()
            on:contextmenu=move |event| drag.menu(&event)
            on:keydown=move |event| grip_key(drag, &event)
        >
            <ul>
                <For each=move || draft.rows.get() key=|row| row.key let:row>
                    {view! { <EditedRow draft row labels problem/> }.into_any()}
                </For>
            </ul>
            <button type="button" class="button" on:click=move |_| draft.add()><Icon name="plus"/>{labels.add}</button>
            <p class="unseen" role="status" aria-live="polite">{draft.announcement}</p>
        </div>
    }
}

#[component]
fn EditedRow(
    draft: ListDraft,
    row: Row,
    labels: RowLabels,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let index = Signal::derive(move || {
        draft.rows.with(|rows| rows.iter().position(|other| other.key == row.key).unwrap_or(0))
    });
    let on_step = Callback::new(move |(key, way)| draft.step(key, way));
    let delete = move || words.delete_named(&row.name.get());
    let end = move || {
        match labels.offered.filter(|_| row.id.get().is_some()) {
        Some(offered) => view! {
            <label class="check"><input type="checkbox" bind:checked=row.active/>{offered}</label>
        }
        .into_any(),
        None => view! {
            <button type="button" class="icon-button" aria-label=delete on:click=move |_| draft.delete(row.key)><Icon name="close"/></button>
        }
        .into_any(),
    }
    };
    view! {
        <li data-key=row.key.to_string()>
            {view! { <Grip name=row.name/> }.into_any()}
            <Field name=labels.field label=labels.name problem=at_line(problem, index)>
                <input autocomplete="off" aria-label=labels.name bind:value=row.name/>
            </Field>
            {end}
            {view! { <Steps key=row.key ways=[Way::Up, Way::Down] on_step/> }.into_any()}
        </li>
    }
}
