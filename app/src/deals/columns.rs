//! Which columns of the list are shown (L1): chosen once, and so wherever one signs in.

use crate::{look::look, ui::icon::Icon, words::t};
use domain::deals::Sort;
use leptos::prelude::*;

/// Whether a column can be hidden: the deal itself stays, and what it was added on has none.
fn can_hide(column: &Sort) -> bool {
    !matches!(column, Sort::Name | Sort::Created)
}

/// What a column is called.
pub(super) fn name(column: Sort) -> &'static str {
    let words = t();
    match column {
        Sort::Name => words.deal(),
        Sort::Client => words.client(),
        Sort::Stage => words.stage(),
        Sort::Owner => words.owner(),
        Sort::Value => words.value(),
        Sort::Probability => words.chance_short(),
        Sort::Weighted => words.weighted(),
        Sort::Close => words.close_short(),
        Sort::Tasks => words.tasks(),
        Sort::Since => words.in_stage(),
        Sort::Created => words.created_short(),
    }
}

#[component]
pub(super) fn Columns() -> impl IntoView {
    let (words, look) = (t(), look());
    let choice = move |column: Sort| {
        let code = column.code();
        let shown = move || look.with(|look| !look.hidden.iter().any(|hidden| hidden == code));
        let turn = move |_| {
            look.change(|look| match look.hidden.iter().position(|hidden| hidden == code) {
                Some(at) => drop(look.hidden.remove(at)),
                None => look.hidden.push(code.to_owned()),
            });
        };
        view! {
            <label class="check"><input type="checkbox" prop:checked=shown on:change=turn/>{name(column)}</label>
        }
    };
    view! {
        <details class="menu" name="menu">
            <summary class="button">{words.columns()}<Icon name="down"/></summary>
            <div class="menu-body" role="group" aria-label=words.columns()>{Sort::ALL.into_iter().filter(can_hide).map(choice).collect_view()}</div>
        </details>
    }
}
