//! Answers of server functions: the status that says what the body says, and a sentence for whoever reads it raw.

use app::{
    error::{Fault, Problem, broken},
    words::words,
};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{people::Language, refusal::Refusal};
use std::any::Any;

/// The longest refusal.
const LONGEST: usize = 64 * 1024;

/// Gives a failed answer its status and sentence; leptos itself calls every failure a 500.
pub async fn finish(answer: Response, language: Language) -> Response {
    if answer.status().is_success() {
        return answer;
    }
    let unknown = answer.status() == StatusCode::BAD_REQUEST;
    let body = to_bytes(answer.into_body(), LONGEST).await.unwrap_or_default();
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => said(&problem, language, None),
        Err(_) if unknown => malformed(language, StatusCode::NOT_FOUND),
        Err(error) => said(&broken(&error), language, None),
    }
}

/// The answer to a request that is no call of a server function.
pub fn malformed(language: Language, status: StatusCode) -> Response {
    said(&Problem::Refused(Refusal::MalformedRequest), language, Some(status))
}

/// A refusal or fault of a plain route, as server functions say it.
pub fn refuse(problem: &Problem, language: Language) -> Response {
    said(problem, language, None)
}

fn said(problem: &Problem, language: Language, status: Option<StatusCode>) -> Response {
    let status =
        status.or(StatusCode::from_u16(problem.status()).ok()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let words = words(language);
    let sentence = match problem {
        Problem::Refused(refusal) => words.refusal(refusal),
        Problem::Fault(Fault::Fault { ticket }) => words.fault(ticket),
        Problem::Fault(Fault::Unreachable) => words.unreachable.to_owned(),
    };
    let mut body = serde_json::to_value(problem).unwrap_or_default();
    body["message"] = sentence.into();
    (status, Json(body)).into_response()
}

/// A request that another site sent is refused without a word; give it one.
pub async fn say_why_foreign(request: Request, next: Next) -> Response {
    let language = app::session::gate::language_of(request.headers());
    let answer = next.run(request).await;
    let wordless = answer.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/json");
    match answer.status() {
        StatusCode::FORBIDDEN if wordless => malformed(language, StatusCode::FORBIDDEN),
        StatusCode::PAYLOAD_TOO_LARGE if wordless => malformed(language, StatusCode::PAYLOAD_TOO_LARGE),
        _ => answer,
    }
}

/// A panic is a fault like any other: logged under a ticket, and an apology.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    said(&broken(&text.unwrap_or("panic")), Language::En, None)
}
