//! Answers of server functions: the status that says what the body says, and a sentence for whoever reads it raw.

use app::{
    error::{Problem, Sentence},
    session::request::preferred,
};
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use command::broken;
use domain::refusal::Refusal;
use std::any::Any;
use words::{Languages, Words};

/// After how many seconds to try again when nobody knows better.
const A_MOMENT: u64 = 5;

/// The answer to a request that is no call of a server function.
pub fn malformed(words: &Words, status: StatusCode) -> Response {
    said(&Problem::Refused(Refusal::MalformedRequest), words, Some(status))
}

/// A refusal or fault of a plain route, as server functions say it.
pub fn refuse(problem: &Problem, words: &Words) -> Response {
    said(problem, words, None)
}

fn said(problem: &Problem, words: &Words, status: Option<StatusCode>) -> Response {
    let status =
        status.or(StatusCode::from_u16(problem.status()).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut body = serde_json::to_value(problem).unwrap_or_default();
    body["message"] = problem.sentence_in(words).into();
    let mut answer = (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let Some(seconds) = retry_after(problem, status) {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// In how many seconds the same request may be answered otherwise.
fn retry_after(problem: &Problem, status: StatusCode) -> Option<u64> {
    match (problem, status) {
        (Problem::Refused(Refusal::TooManyAttempts { seconds }), _) => Some(*seconds),
        (_, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) => Some(A_MOMENT),
        _ => None,
    }
}

/// What the layers around refuse by themselves, without a word or in words of their own, is answered in our form.
pub async fn in_our_form(State(languages): State<Languages>, request: Request, next: Next) -> Response {
    let words = preferred(&languages, request.headers());
    let told_plainly = request.uri().path() == "/readyz";
    let answer = next.run(request).await;
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let ours = kind.is_some_and(|kind| kind.starts_with("application/json") || kind.starts_with("text/html"));
    match answer.status() {
        status if ours || told_plainly || !(status.is_client_error() || status.is_server_error()) => answer,
        StatusCode::NOT_FOUND => said(&Refusal::NotFound.into(), words, None),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            said(&Refusal::TookTooLong.into(), words, None)
        }
        StatusCode::INTERNAL_SERVER_ERROR => said(&broken(&"a bare 500"), words, None),
        status => keep_allow(answer, malformed(words, status)),
    }
}

/// A wrong method is answered with those that are right.
fn keep_allow(before: Response, mut answer: Response) -> Response {
    if let Some(allow) = before.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

/// A panic is a fault like any other: logged under a ticket, and an apology.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    said(&broken(&text.unwrap_or("panic")), words::english(), None)
}
