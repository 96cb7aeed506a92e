//! A field of a form: label, control, and the sentence when it was refused.

use crate::error::Problem;
use crate::error::Sentence;
use domain::refusal::{Field as Name, Refusal};
use leptos::prelude::*;

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
    let refused = move || {
        problem.get().filter(|problem| problem.field() == Some(name)).map(|problem| problem.sentence())
    };
    view! {
        <label class="field" data-refused=move || refused().is_some().then_some("")>
            <span class="field-label">{label}</span>
            {children()}
            {hint.map(|hint| view! { <span class="field-hint">{hint}</span> })}
            <span class="field-refusal" role="alert">{refused}</span>
        </label>
    }
}

/// The refusal of a form that belongs to none of its fields.
#[component]
pub fn FormRefusal(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let said =
        move || problem.get().filter(|problem| problem.field().is_none()).map(|problem| problem.sentence());
    view! { <p class="form-refusal" role="alert">{said}</p> }
}

/// What the form was refused for at this line, for the fields of the line to show.
pub fn at_line(problem: Signal<Option<Problem>>, index: Signal<usize>) -> Signal<Option<Problem>> {
    Signal::derive(move || match problem.get() {
        Some(Problem::Refused(Refusal::InLine { line, refusal })) if line == index.get() => {
            Some((*refusal).into())
        }
        _ => None,
    })
}

/// The sentence of a refusal that no field of a line shows.
pub fn outside(problem: Signal<Option<Problem>>) -> impl Fn() -> Option<String> {
    let inside = |refusal: &Refusal| matches!(refusal, Refusal::InLine { .. }) && refusal.field().is_some();
    move || {
        let problem = problem.get()?;
        let shown = matches!(&problem, Problem::Refused(refusal) if inside(refusal));
        (!shown).then(|| problem.sentence())
    }
}
