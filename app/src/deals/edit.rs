//! A cell of the list that is edited in its place (L1): a field lies over it. Enter saves, Tab saves and goes on to the next
//! one, Escape leaves it as it was.

use super::{
    cell::{Cell, Editing, changed},
    places::{cell_of, focus_row, lay, next},
    state::ListState,
};
use crate::{
    client::{Gesture, client, done},
    error::{Problem, Sentence},
    ui::{bring_into_view, date_field::DateField, toast::toasts, unsaved_guard::unsaved_guard},
    words::t,
};
use command::bulk::ChangeDeals;
use domain::{
    deals::{Deals, Row},
    id::DealId,
};
use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html::Form,
    prelude::*,
    task::spawn_local,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Node};

/// The field over the cell that is edited, while one is.
#[component]
pub(super) fn CellEditor(state: ListState) -> impl IntoView {
    let (words, client, toaster, gesture) = (t(), client(), toasts(), Gesture::new());
    // How much is on its way: it would go with the page.
    let saving = StoredValue::new(0);
    let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
        if saving.get_value() > 0 {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    let save = Callback::new(move |(before, cell, typed): (Row, Cell, String)| {
        let (Ok(change), Ok(seen)) = (cell.change(&typed), cell.change(&cell.typed(&before))) else { return };
        put(state, changed(&before, &change));
        saving.update_value(|saving| *saving += 1);
        let command = ChangeDeals { deals: vec![before.id], change, seen: Some(seen) };
        spawn_local(async move {
            let answer = gesture.sent(&command).await;
            saving.try_update_value(|saving| *saving -= 1);
            match answer {
                Ok((_, undo)) => {
                    done(client, words.saved().into(), None, undo.into_iter().collect());
                    client.outdate();
                }
                Err(problem) => {
                    let said = problem.sentence();
                    put(state, before.clone());
                    // Whoever is elsewhere by now stays there.
                    if state.editing.try_with_untracked(Option::is_none) == Some(true) {
                        let again = Editing::of((before.id, cell));
                        state.editing.set(Some(Editing { refused: Some((typed, said)), ..again }));
                    } else {
                        toaster.show(format!("{}: {said}", before.name));
                    }
                    if matches!(problem, Problem::Refused(_)) {
                        client.outdate();
                    }
                }
            }
        });
    });
    let edited = move || {
        let editing = state.editing.get()?;
        let row = |deals: &Deals| deals.rows.iter().find(|row| row.id == editing.deal).cloned();
        let row = state.deals.with_untracked(row)?;
        Some((editing, row))
    };
    // Each in a form of its own: of what takes the place of another, the keys would hear the other one leave.
    view! {
        <For each=edited key=|(editing, _)| (editing.deal, editing.cell) let((editing, row))>
            {view! { <Editor state editing row save/> }.into_any()}
        </For>
    }
}

/// Shows a deal otherwise.
fn put(state: ListState, row: Row) {
    state.deals.try_update(|deals| {
        deals.rows.iter_mut().filter(|there| there.id == row.id).for_each(|there| *there = row.clone());
    });
}

#[component]
fn Editor(
    state: ListState,
    editing: Editing,
    row: Row,
    save: Callback<(Row, Cell, String)>,
) -> impl IntoView {
    let words = t();
    let Editing { deal, cell, refused, clicked } = editing;
    let form = NodeRef::<Form>::new();
    let is_told = refused.is_some();
    let (typed, refused) = refused.unzip();
    let (value, refused) = (RwSignal::new(typed.unwrap_or_else(|| cell.typed(&row))), RwSignal::new(refused));
    let choices = state.deals.with_untracked(|deals| cell.choices(deals, &row));
    let today = state.deals.with_untracked(|deals| deals.now.date());
    let row = StoredValue::new(row);
    // Saves what was typed and goes on, if only back to the row; what cannot be meant is said, and stays.
    let leave = move |to: Option<(DealId, Cell)>, back: bool| {
        let here =
            |now: &Option<Editing>| now.as_ref().is_some_and(|now| (now.deal, now.cell) == (deal, cell));
        if state.editing.try_with_untracked(here) != Some(true) {
            return;
        }
        let (row, typed) = (row.get_value(), value.get_untracked());
        match cell.change(&typed) {
            Err(problem) => return refused.set(Some(Problem::from(problem).sentence())),
            Ok(_) if typed != cell.typed(&row) => save.run((row, cell, typed)),
            Ok(_) => {}
        }
        state.editing.set(to.map(Editing::of));
        if to.is_none() && back {
            request_animation_frame(move || focus_row(deal));
        }
    };
    let shown = StoredValue::new(value.get_untracked());
    unsaved_guard(Memo::new(move |_| value.with(|value| shown.with_value(|shown| value != shown))));
    // Keys walk through a list without choosing from it; a click chooses.
    let by_keys = StoredValue::new(false);
    let key = move |event: KeyboardEvent| {
        let in_field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let in_field =
            in_field.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "SELECT"));
        by_keys.set_value(true);
        match event.key().as_str() {
            "Escape" if !event.default_prevented() => {
                event.stop_propagation();
                state.editing.set(None);
                request_animation_frame(move || focus_row(deal));
            }
            "Enter" if in_field => {
                event.prevent_default();
                leave(None, true);
            }
            "Tab" if in_field => {
                event.prevent_default();
                leave(next(state, deal, Some(cell), event.shift_key()), true);
            }
            _ => {}
        }
    };
    let left = move |event: FocusEvent| {
        let Some(form) = form.try_get_untracked().flatten() else { return };
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        if !form.contains(to.as_ref()) {
            leave(None, false);
        }
    };
    let chosen = move |event| {
        value.set(event_target_value(&event));
        if !by_keys.get_value() {
            leave(None, true);
        }
    };
    // Over its cell, wherever that goes.
    let lay_over = move || match (form.try_get_untracked().flatten(), cell_of(deal, cell)) {
        (Some(form), Some(cell)) => lay(&form, &cell),
        (Some(_), None) => leave(None, false),
        (None, _) => {}
    };
    Effect::new(move |_| {
        state.laid.track();
        let now = state.deals.with(|deals| deals.rows.iter().find(|row| row.id == deal).cloned());
        // Who was told that it is otherwise by now sees it, and means it.
        if is_told {
            now.into_iter().for_each(|now| row.set_value(now));
        }
        request_animation_frame(lay_over);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| state.laid.notify());
    on_cleanup(move || resized.remove());
    // At once: the next key is meant for it.
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        cell_of(deal, cell).into_iter().for_each(|cell| bring_into_view(&cell));
        lay_over();
        let field = form.query_selector("input, select").ok().flatten();
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) else { return };
        let _ = field.focus();
        match field.dyn_ref::<web_sys::HtmlInputElement>() {
            Some(input) => input.select(),
            None if clicked => open_list(&field),
            None => {}
        }
    });
    let label = cell.label();
    let field = match cell {
        Cell::Stage | Cell::Owner => {
            let options = choices.into_iter().map(|(id, name)| {
                let selected = value.with_untracked(|value| *value == id);
                view! { <option value=id selected=selected>{name}</option> }
            });
            view! { <select aria-label=label on:change=chosen>{options.collect_view()}</select> }.into_any()
        }
        Cell::Value => view! {
            <input
                class="number" inputmode="decimal" autocomplete="off" aria-label=label value=value.get_untracked()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any(),
        Cell::Close => {
            // A day of the calendar is chosen by a click or Enter; what is typed waits for its own Enter.
            let heard = move |()| {
                let form = form.try_get_untracked().flatten();
                if form.and_then(|form| form.query_selector(".calendar").ok().flatten()).is_some() {
                    leave(None, true);
                }
            };
            view! { <DateField name="close" label value today on_chosen=Callback::new(heard)/> }
                .into_any()
        }
    };
    view! {
        <form class="cell-editor" node_ref=form aria-label=row.with_value(|row| row.name.clone())
            on:submit=|event| event.prevent_default() on:keydown=key on:focusout=left>
            {field}
            <p class="field-refusal" role="alert">{move || refused.get()}</p>
            <p class="cell-keys" aria-hidden="true">
                <span><kbd>"↵"</kbd>{words.save()}</span>
                <span><kbd>"Tab"</kbd>{words.key_further()}</span>
                <span><kbd>"Esc"</kbd>{words.cancel()}</span>
            </p>
        </form>
    }
}

/// Opens the list of a choice, where the browser can.
fn open_list(select: &HtmlElement) {
    let show = js_sys::Reflect::get(select, &JsValue::from_str("showPicker")).ok();
    if let Some(show) = show.and_then(|show| show.dyn_into::<js_sys::Function>().ok()) {
        let _ = show.call0(select);
    }
}
