//! A cell: as it stands in the file, what is there and changes, and what is wrong with it, to be corrected in its place.

use super::{
    said::meaning_name,
    state::{At, State},
};
use crate::{
    error::{Problem, Sentence},
    words::t,
};
use domain::import::{Meaning, Problem as Wrong, Update};
use leptos::{ev::KeyboardEvent, html::Input, prelude::*};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

#[component]
pub(super) fn Cell(
    state: State,
    at: At,
    text: String,
    meaning: Option<Meaning>,
    update: Option<Update>,
    problem: Option<Wrong>,
) -> impl IntoView {
    // What is read again meanwhile leaves the field and the caret in it.
    let is_edited = Memo::new(move |_| state.editing.get() == Some(at) && state.is_open());
    let wrong = problem.is_some();
    let shown = {
        let text = text.clone();
        move || match update.clone() {
            Some(Update { from, .. }) => {
                view! { <s>{from}</s>" → "<strong>{text.clone()}</strong> }.into_any()
            }
            None => text.clone().into_any(),
        }
    };
    let open = move |_| {
        if untrack(|| state.is_open()) {
            state.edit(Some(at));
        }
    };
    let dull = meaning.is_none();
    view! {
        <td data-wrong=wrong.to_string() data-dull=dull.to_string() on:click=move |event| if !is_edited.get_untracked() { open(event) }>
            {move || match is_edited.get() {
                false => shown().into_any(),
                true => view! { <Edit state at text=text.clone() meaning problem=problem.clone()/> }.into_any(),
            }}
        </td>
    }
}

#[component]
fn Edit(
    state: State,
    at: At,
    text: String,
    meaning: Option<Meaning>,
    problem: Option<Wrong>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    // Where its row was drawn anew, what is typed is still there.
    let typed = state.typed.with_value(|typed| typed.clone().filter(|(here, _)| *here == at));
    let (is_typed, shown) = (typed.is_some(), typed.map_or(text.clone(), |(_, typed)| typed));
    // At once: the next key is meant for it.
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            if !is_typed {
                input.select();
            }
            show_whole(&input);
        }
    });
    let name = state
        .import
        .with_untracked(|import| import.columns.get(at.1).map(|column| column.name.clone()))
        .unwrap_or_default();
    let offer = problem.as_ref().and_then(|problem| problem.offer.clone());
    let everywhere = RwSignal::new(false);
    let keep = move || match (state.take_typed(at), offer.clone()) {
        (Some(typed), _) => match meaning.filter(|_| everywhere.get_untracked() && !typed.is_empty()) {
            Some(meaning) => state.alias(meaning, String::new(), typed),
            None => state.correct(at, typed),
        },
        // Enter takes what is offered.
        (None, Some(offered)) => state.correct(at, offered),
        (None, None) => state.editing.set(None),
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            keep();
        }
        "Escape" => {
            event.stop_propagation();
            state.take_typed(at);
            state.editing.set(None);
        }
        _ => {}
    };
    // What is missing here is missing in other rows, too.
    let every_empty = (problem.is_some() && text.is_empty() && meaning.is_some()).then(|| {
        let tick = move |event| {
            everywhere.set(event_target_checked(&event));
            if let Some(input) = input.get_untracked() {
                let _ = input.focus();
            }
        };
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=everywhere on:change=tick/>
                {t().import_every_empty()}
            </label>
        }
    });
    let every_empty = every_empty.map(IntoAny::into_any);
    let help = problem.map(|problem| {
        view! { <Help state at text=text.clone() name=name.clone() meaning problem every_empty/> }
    });
    view! {
        <input type="text" class="import-input" aria-label=name.clone() node_ref=input prop:value=shown
            on:input=move |event| state.typed.set_value(Some((at, event_target_value(&event)))) on:keydown=on_key/>
        {help}
    }
}

/// Scrolls to where what hangs below the field can be seen, too.
fn show_whole(input: &web_sys::HtmlInputElement) {
    let options = ScrollIntoViewOptions::new();
    options.set_inline(ScrollLogicalPosition::Center);
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(below) = input.next_element_sibling() {
        below.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What is wrong, and the ways out.
#[component]
fn Help(
    state: State,
    at: At,
    text: String,
    name: String,
    meaning: Option<Meaning>,
    problem: Wrong,
    /// Whether what is typed is meant wherever nothing stands.
    every_empty: Option<AnyView>,
) -> impl IntoView {
    let words = t();
    let kind = state.import.with_untracked(|import| import.kind);
    let Wrong { column, refusal, offer } = problem;
    let title = match column {
        Some(_) => words.import_at(at.0 as usize, &name),
        None => words.import_at_row(at.0 as usize),
    };
    let offered = offer.map(|offer| {
        let this = offer.clone();
        view! { <button type="button" class="button filled small" on:click=move |_| state.correct(at, this.clone())>{offer}<kbd>"↵"</kbd></button> }
    });
    let empty = (column.is_some() && !text.is_empty()).then(|| {
        view! { <button type="button" class="button small" on:click=move |_| state.correct(at, String::new())>{words.import_leave_empty()}</button> }
    });
    let choices = meaning.filter(|_| !text.is_empty()).and_then(|meaning| {
        let choices = state.import.with_untracked(|import| {
            import.choices.iter().find(|(of, _)| *of == meaning).map(|(_, choices)| choices.clone())
        })?;
        let from = text.clone();
        let choose = move |event| state.alias(meaning, from.clone(), event_target_value(&event));
        let option = |name: String| view! { <option value=name.clone()>{said(meaning, &name)}</option> };
        Some(view! {
            <label class="field">
                <span>{words.import_everywhere(&text)}</span>
                <select aria-label=meaning_name(kind, meaning) on:change=choose>
                    <option value="" selected=true disabled=true>{words.import_choose_value()}</option>
                    {choices.into_iter().map(option).collect_view()}
                </select>
            </label>
        })
    });
    // A press in it leaves the caret where it is, but for what takes it.
    view! {
        <div class="import-help" role="alert" on:click=|event| event.stop_propagation()>
            <strong>{title}</strong>
            <p>{Problem::from(refusal).sentence()}</p>
            {choices}{every_empty}
            <div class="import-ways">
                {offered}{empty}
                <button type="button" class="button quiet small" on:click=move |_| state.skip(at.0)>{words.import_skip_row()}</button>
            </div>
        </div>
    }
}

/// A status and a role by their names; anything else is called so.
fn said(meaning: Meaning, name: &str) -> String {
    let known = match meaning {
        Meaning::Role => name.parse().ok().map(|role| t().role_name(role)),
        _ => name.parse().ok().map(|status| t().status_name(status)),
    };
    known.unwrap_or(name).to_owned()
}
