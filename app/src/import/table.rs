//! The rows as they stand in the file, under what their columns mean, each with what becomes of it.

use super::{
    cell::Cell,
    said::{fate_name, fates_name, meaning_name, why_name},
    state::{SHOWN, State, is_busy, is_over},
};
use crate::{ui::icon::Icon, words::t};
use domain::import::{Fate, ImportRow, ImportState};
use leptos::prelude::*;
use std::mem::discriminant;

#[component]
pub(super) fn Rows(state: State) -> impl IntoView {
    // The heads stay while what they mean is chosen.
    let names = Memo::new(move |_| {
        state
            .import
            .with(|import| import.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>())
    });
    let rows = move || state.import.with(|import| import.rows.clone());
    let heads = move || {
        let head = |(at, name)| view! { <Head state at name/> };
        names.get().into_iter().enumerate().map(head).collect_view()
    };
    // A row that is as it was stays, with the caret if it has it.
    let key = |row: &ImportRow| {
        let problem = row.problem.as_ref();
        let problem =
            problem.map(|problem| (problem.column, discriminant(&problem.refusal), problem.offer.clone()));
        let updates: Vec<_> = row.updates.iter().map(|update| (update.meaning, update.to.clone())).collect();
        (row.line, row.fate, row.cells.clone(), updates, problem)
    };
    let none = Memo::new(move |_| {
        state
            .import
            .with(|import| import.rows.is_empty() && import.counts.error == 0 && !is_busy(import.state))
    });
    let (in_file, in_tablica) = (t().import_in_file(), t().import_in_tablica());
    view! {
        <section class="panel import-rows" hidden=move || none.get() aria-busy=move || state.busy.get().to_string()>
            <Fates state/>
            <div class="scrolled">
                <table class="import-table">
                    <thead><tr>
                        <th scope="col" class="import-corner"><small>{in_file}</small><small>{in_tablica}</small></th>
                        {heads}
                    </tr></thead>
                    <tbody>
                        <For each=rows key=key let(row)><Line state row/></For>
                    </tbody>
                </table>
            </div>
            <Pager state/>
        </section>
    }
}

/// How many rows have which fate, as a filter.
#[component]
fn Fates(state: State) -> impl IntoView {
    let words = t();
    let tab = move |fate: Option<Fate>| {
        let count = move || {
            state.import.with(|import| fate.map_or(import.counts.all(), |fate| import.counts.of(fate)))
        };
        let name = fate.map_or(words.import_all(), fates_name);
        let pressed = move || (state.fate.get() == fate).to_string();
        let none = move || count() == 0 && fate.is_some();
        view! {
            <button type="button" aria-pressed=pressed data-fate=fate.map(Fate::code) disabled=none on:click=move |_| state.show(fate, 0)>
                {name}" "<small>{move || words.number(count())}</small>
            </button>
        }
    };
    let is_over = move || state.import.with(|import| is_over(import.state));
    let errors = move || state.import.with(|import| import.counts.error > 0);
    let list = move || format!("/imports/{}/errors.csv", state.id);
    view! {
        <div class="import-bar">
            <div class="segments views" role="group">
                <Show when=move || !is_over() fallback=move || tab(Some(Fate::Error))>
                    {tab(None)}
                    {Fate::ALL.map(|fate| tab(Some(fate))).into_iter().collect_view()}
                </Show>
            </div>
            <Show when=errors>
                <a class="button quiet small" href=list rel="external" download>{words.import_error_list()}</a>
                <Show when=move || state.is_open()>
                    <button type="button" class="button quiet small" on:click=move |_| state.next_error()>
                        {words.import_next_error()}<kbd>"F8"</kbd>
                    </button>
                </Show>
            </Show>
        </div>
    }
}

/// A column: what it is called in the file, and what it means.
#[component]
fn Head(state: State, at: usize, name: String) -> impl IntoView {
    let words = t();
    let kind = state.import.with_untracked(|import| import.kind);
    let meant = Memo::new(move |_| state.import.with(|import| import.fit.columns.get(at).copied().flatten()));
    let why = move || {
        let why = state.import.with(|import| import.columns.get(at).and_then(|column| column.why));
        why.filter(|_| meant.get().is_some()).map(|why| format!(" · {}", why_name(why)))
    };
    let option = move |meaning| {
        view! { <option value=format!("{meaning:?}") prop:selected=move || meant.get() == Some(meaning)>{meaning_name(kind, meaning)}</option> }
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        let meaning = kind.meanings().iter().copied().find(|meaning| format!("{meaning:?}") == value);
        state.fit(|fit| {
            // What can be there once moves here.
            let once = meaning.filter(|meaning| !meaning.is_several());
            for other in fit.columns.iter_mut().filter(|other| once.is_some() && **other == once) {
                *other = None;
            }
            if let Some(column) = fit.columns.get_mut(at) {
                *column = meaning;
            }
        });
    };
    view! {
        <th scope="col">
            <small>{name.clone()}<i>{why}</i></small>
            <select aria-label=format!("{name}: {}", words.import_in_tablica()) data-meant=move || meant.get().is_some().to_string()
                disabled=move || !state.is_open() on:change=choose>
                <option value="" prop:selected=move || meant.get().is_none()>{words.import_ignored()}</option>
                {kind.meanings().iter().copied().map(option).collect_view()}
            </select>
        </th>
    }
}

#[component]
fn Line(state: State, row: ImportRow) -> impl IntoView {
    let columns = state.import.with_untracked(|import| import.fit.columns.clone());
    let unjudged = state.import.with_untracked(|import| import.state == ImportState::Reading);
    let (line, fate) = (row.line, row.fate);
    let at_row = row.problem.as_ref().filter(|problem| problem.column.is_none()).cloned();
    let cells = row.cells.iter().enumerate().map(|(at, text)| {
        let meaning = columns.get(at).copied().flatten();
        let update = row.updates.iter().find(|update| Some(update.meaning) == meaning).cloned();
        let first = at == 0;
        let problem = row
            .problem
            .clone()
            .filter(|problem| problem.column == Some(at) || first && problem.column.is_none());
        view! { <Cell state at=(line, at) text=text.clone() meaning update problem/> }
    });
    let cells = cells.collect_view();
    view! {
        <tr data-fate=fate.code() data-line=line.to_string() data-row-problem=at_row.is_some().to_string()>
            <th scope="row"><span>{line}</span>{(!unjudged).then(|| view! { <b>{fate_name(fate)}</b> })}</th>
            {cells}
        </tr>
    }
}

/// The rows before and after, where not all are shown.
#[component]
fn Pager(state: State) -> impl IntoView {
    let words = t();
    let count = move || {
        state.import.with(|import| match state.fate.get() {
            None => import.size,
            Some(fate) => import.counts.of(fate),
        })
    };
    let from = move || state.import.with(|import| import.from);
    let told = move || words.import_shown(from() + 1, (from() + SHOWN).min(count()), count());
    let go = move |to: u64| state.show(state.fate.get_untracked(), to);
    view! {
        <Show when=move || { count() > SHOWN }>
            <p class="import-pager">
                <button type="button" class="icon-button" aria-label=words.import_page_before() disabled=move || from() == 0
                    on:click=move |_| go(from().saturating_sub(SHOWN))><Icon name="left"/></button>
                <span>{told}</span>
                <button type="button" class="icon-button" aria-label=words.import_page_after() disabled=move || from() + SHOWN >= count()
                    on:click=move |_| go(from() + SHOWN)><Icon name="right"/></button>
            </p>
        </Show>
    }
}
