//! Filters that are kept under a name, for oneself or for everybody, and the one that the list begins with (L3).

use super::state::{ListState, parameters};
use crate::{
    client::{Gesture, ask},
    error::Sentence,
    look::look,
    ui::{icon::Icon, toast::toasts},
    words::t,
};
use command::saved::{DeleteFilter, ReadSavedFilters, SaveFilter};
use domain::{deals::Query, saved::SavedFilter, text::Name};
use leptos::{ev::SubmitEvent, html::Details, prelude::*, task::spawn_local};

#[component]
pub(super) fn Saved(state: ListState) -> impl IntoView {
    let (words, toaster, gesture) = (t(), toasts(), Gesture::new());
    let (details, kept) = (NodeRef::<Details>::new(), RwSignal::new(Vec::<SavedFilter>::new()));
    let read = Callback::new(move |()| {
        spawn_local(async move {
            match ask(&ReadSavedFilters {}).await {
                Ok(found) => drop(kept.try_set(found)),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    });
    let toggled = move |_| {
        if details.get_untracked().is_some_and(|details| details.has_attribute("open")) {
            read.run(());
        }
    };
    let (name, shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let query = Query { page: 0, ..state.query.get_untracked() };
        let command = SaveFilter { name: name.get_untracked(), query, shared: shared.get_untracked() };
        spawn_local(async move {
            match gesture.send(&command).await {
                Ok(_) => {
                    name.try_set(String::new());
                    shared.try_set(false);
                    read.run(());
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let row = move |filter: SavedFilter| view! { <Kept state filter read/> }.into_any();
    view! {
        <details class="menu start" name="menu" node_ref=details on:toggle=toggled>
            <summary class="chip">{words.saved_filters()}<Icon name="down"/></summary>
            <div class="menu-body saved" role="group" aria-label=words.saved_filters()>
                <Show when=move || !kept.with(Vec::is_empty) fallback=move || view! { <p class="lead">{words.no_saved_filters()}</p> }>
                    <ul>{move || kept.get().into_iter().map(row).collect_view()}</ul>
                </Show>
                <form on:submit=save>
                    <span class="field">
                        <input
                            name="filter-name" required autocomplete="off" maxlength=Name::MAX.to_string()
                            placeholder=words.filter_name() aria-label=words.filter_name() bind:value=name
                        />
                    </span>
                    <label class="check"><input type="checkbox" bind:checked=shared/>{words.for_everybody()}</label>
                    <button class="button small">{words.save_filter()}</button>
                </form>
            </div>
        </details>
    }
}

/// A filter: the way to it, whether the list begins with it, and its bin when it is one's own.
#[component]
fn Kept(state: ListState, filter: SavedFilter, read: Callback<()>) -> impl IntoView {
    let (words, toaster, gesture, look) = (t(), toasts(), Gesture::new(), look());
    let SavedFilter { id, name, query, shared, by } = filter;
    // A list that begins with everything still has an address of its own.
    let address = Some(parameters(&query)).filter(|address| !address.is_empty()).unwrap_or("?".to_owned());
    let here = {
        let query = query.clone();
        move || state.query.with(|now| Query { page: 0, ..now.clone() } == query).then_some("page")
    };
    let first = {
        let address = address.clone();
        Memo::new(move |_| look.with(|look| look.list == address))
    };
    let begin = {
        let address = address.clone();
        move |_| {
            let turned = if first.get_untracked() { String::new() } else { address.clone() };
            look.change(|look| look.list = turned);
        }
    };
    let delete = move |_| {
        spawn_local(async move {
            match gesture.send(&DeleteFilter { filter: id }).await {
                Ok(()) => read.run(()),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let mine = by.is_none();
    let beside = by.or_else(|| shared.then(|| words.for_everybody().to_owned()));
    view! {
        <li>
            <a class="menu-link" href=format!("/deals{address}") aria-current=here>{name.clone()}<small>{beside}</small></a>
            <button type="button" class="icon-button" aria-pressed=move || first.get().to_string() aria-label=words.list_begins_with(&name)
                title=words.list_begins_with(&name) on:click=begin><Star/></button>
            {mine.then(|| view! {
                <button type="button" class="icon-button" aria-label=words.delete_filter(&name) on:click=delete><Icon name="trash"/></button>
            })}
        </li>
    }
}

#[component]
fn Star() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z"/>
        </svg>
    }
}
