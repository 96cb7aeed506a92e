//! What somebody else saved while a form was open.

use crate::{error::Problem, words::t};
use domain::refusal::Refusal;
use leptos::prelude::*;

/// The way to what somebody else saved meanwhile, in a form that was refused for that.
#[component]
pub fn Theirs(#[prop(into)] problem: Signal<Option<Problem>>, take: Callback<()>) -> impl IntoView {
    let is_late = move || {
        problem.with(|problem| matches!(problem, Some(Problem::Refused(Refusal::SavedMeanwhile { .. }))))
    };
    view! {
        <Show when=is_late>
            <button type="button" class="button" on:click=move |_| take.run(())>{t().load_theirs()}</button>
        </Show>
    }
}
