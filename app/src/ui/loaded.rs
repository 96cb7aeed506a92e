//! What is shown of an answer: its shape while it is on its way, why it was refused, or what it brought.

use super::error_page::error_page;
use crate::{
    error::{Answer, Problem, Sentence},
    words::t,
};
use leptos::prelude::*;

/// The shape of what is on its way. The styles show it only when that takes longer than a blink.
pub fn waiting() -> AnyView {
    view! { <div class="waiting" role="status"><span class="unseen">{t().is_coming()}</span></div> }
        .into_any()
}

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
            None => waiting(),
            Some(Ok(brought)) => there(brought.clone()),
            Some(Err(problem)) => refused(problem),
        })
    }
}
