//! What stands where a page cannot.

use crate::error::Sentence;
use crate::{
    error::{Fault, Problem},
    words::t,
};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page in place of one that could not be read: why, and the way on. Who is signed out goes to sign in.
pub fn error_page(problem: &Problem) -> AnyView {
    answer_with(problem);
    let words = t();
    let title = match problem {
        Problem::Refused(Refusal::NotFound) => words.not_found_title(),
        _ => words.error_title(),
    };
    let again = matches!(problem, Problem::Fault(Fault::Unreachable));
    view! {
        <Title text=title/>
        <section class="error-page">
            <h1>{title}</h1>
            <p>{problem.sentence()}</p>
            <a class="button" href="/" rel=again.then_some("external")>{words.to_the_board()}</a>
        </section>
    }
    .into_any()
}

/// Gives the answer the status that says the same as its text.
fn answer_with(problem: &Problem) {
    let signed_out = matches!(problem, Problem::Refused(Refusal::SignedOut));
    #[cfg(feature = "ssr")]
    if signed_out {
        leptos_axum::redirect("/sign-in");
    } else if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), axum::http::StatusCode::from_u16(problem.status()))
    {
        response.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    if signed_out {
        crate::visitor::leave_to_sign_in();
    }
}
