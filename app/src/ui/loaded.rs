//! What is shown of an answer: nothing while it is on its way, why it was refused, or what it brought.

use super::error_page::error_page;
use crate::error::{Answer, Problem, Sentence};
use leptos::prelude::*;

/// A page by its answer; refused, the page says why and shows the way on.
pub fn page<A: Clone + Send + Sync + 'static>(
    answer: RwSignal<Option<Answer<A>>>,
    there: impl Fn(A) -> AnyView + Send + Sync + 'static,
) -> impl Fn() -> AnyView {
    loaded(answer, error_page, there)
}

/// A part of a page or a dialog by its answer; refused, it says why in its place.
pub fn part<A: Clone + Send + Sync + 'static>(
    answer: RwSignal<Option<Answer<A>>>,
    there: impl Fn(A) -> AnyView + Send + Sync + 'static,
) -> impl Fn() -> AnyView {
    loaded(answer, |problem| view! { <p role="alert">{problem.sentence()}</p> }.into_any(), there)
}

fn loaded<A: Clone + Send + Sync + 'static>(
    answer: RwSignal<Option<Answer<A>>>,
    refused: fn(&Problem) -> AnyView,
    there: impl Fn(A) -> AnyView + Send + Sync + 'static,
) -> impl Fn() -> AnyView {
    move || {
        answer.with(|answer| match answer {
            None => ().into_any(),
            Some(Ok(brought)) => there(brought.clone()),
            Some(Err(problem)) => refused(problem),
        })
    }
}
