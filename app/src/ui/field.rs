//! A field of a form: label, control, and the sentence when it was refused.

use super::focus_first;
use crate::error::{Problem, Sentence};
use domain::refusal::{Field as Name, Refusal};
use leptos::{html::P, prelude::*};

/// A labelled control. The refusal that names this field is said below it and joined to it for screen readers.
#[component]
pub fn Field(
    name: Name,
    #[prop(into)] label: String,
    /// What the form was refused for, if it was.
    #[prop(into)]
    problem: Signal<Option<Problem>>,
    #[prop(optional, into)] hint: Option<String>,
    children: Children,
) -> impl IntoView {
    let refused = move || problem.with(|problem| problem.as_ref()?.sentence_at(Some(name)));
    view! {
        <label class="field" data-refused=move || refused().is_some().then_some("")>
            <span class="field-label">{label}</span>
            {children()}
            {hint.map(|hint| view! { <span class="field-hint">{hint}</span> })}
            <span class="field-refusal" role="alert">{refused}</span>
        </label>
    }
}

/// The refusal of a form that belongs to none of its fields. Whatever it was refused for, the first field that says so
/// has the focus.
#[component]
pub fn FormRefusal(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let said = move || problem.with(|problem| problem.as_ref()?.sentence_at(None));
    let own = NodeRef::<P>::new();
    Effect::new(move |_| {
        if problem.with(Option::is_some) {
            let form = own.get_untracked().and_then(|own| own.closest("form").ok().flatten());
            focus_first(form, "[data-refused] :is(input, select, textarea)");
        }
    });
    view! { <p class="form-refusal" role="alert" node_ref=own>{said}</p> }
}

/// What the form was refused for at this line, for the fields of the line to show.
pub fn at_line(problem: Signal<Option<Problem>>, index: Signal<usize>) -> Signal<Option<Problem>> {
    Signal::derive(move || match problem.get()? {
        Problem::Refused(refusal) => Some(refusal.of_line(index.get())?.into()),
        Problem::Fault(_) => None,
    })
}

/// The sentence of a refusal that no field of a line shows.
pub fn outside(problem: Signal<Option<Problem>>) -> impl Fn() -> Option<String> {
    let inside = |refusal: &Refusal| matches!(refusal, Refusal::InLine { .. }) && refusal.field().is_some();
    move || match problem.get()? {
        Problem::Refused(refusal) => {
            Some(Problem::from(refusal.only(|each| (!inside(each)).then_some(each))?).sentence())
        }
        fault => Some(fault.sentence()),
    }
}
