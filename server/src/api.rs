//! The one door behind `/api/<name>`: commands and queries by their names, JSON in, JSON out, real statuses.

use crate::{answers, session};
use app::{
    error::{Answer, Problem},
    session::request::{AppState, Session},
};
use axum::{
    body::to_bytes,
    extract::{Path, Request as Asked, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use command::{Done, Request, session::SessionCall};
use domain::refusal::Refusal;

/// With the answer to a command that can be taken back: its number in the change log.
const UNDO: HeaderName = HeaderName::from_static("tablica-change");
/// What a browser kept for whoever signs out goes with them (B13).
const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");
const EVERYTHING_KEPT: HeaderValue = HeaderValue::from_static("\"storage\"");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Does or answers what the address names.
pub async fn call(State(state): State<AppState>, Path(name): Path<String>, asked: Asked) -> Response {
    let session = asked.extensions().get::<Session>().cloned();
    let words = state.words(session.as_ref(), asked.headers());
    let kind = asked.headers().get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json")) {
        return answers::malformed(words, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let (head, body) = asked.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(_) => return answers::malformed(words, StatusCode::PAYLOAD_TOO_LARGE),
    };
    if let Some(call) = SessionCall::read(&name, &body) {
        let leaves = matches!(call, Ok(SessionCall::SignOut(_)));
        let done = async { session::answer(&state, &head, call?).await };
        return match done.await {
            Ok(cookie) if leaves => ([(CLEAR, EVERYTHING_KEPT)], nothing(cookie)).into_response(),
            Ok(cookie) => nothing(cookie),
            Err(problem) => answers::refuse(&problem, words),
        };
    }
    match Request::read(&name, &body) {
        Some(request) => match answer(&state, session, request).await {
            Ok(done) => in_json(done),
            Err(problem) => answers::refuse(&problem, words),
        },
        None => answers::malformed(words, StatusCode::NOT_FOUND),
    }
}

async fn answer(
    state: &AppState,
    session: Option<Session>,
    request: Result<Request, Refusal>,
) -> Answer<Done<String>> {
    let request = request?;
    let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
    Ok(match request {
        Request::Perform(op, command) => command.perform(state.sessions.write(&session).await?, &op).await?,
        Request::Ask(query) => {
            let answer = query.ask(&state.sessions.read(session).await?).await?;
            Done { seq: None, undo: None, answer }
        }
    })
}

/// That it was done, and perhaps a cookie.
fn nothing(cookie: Option<HeaderValue>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, JSON)], "null").into_response();
    cookie.map(|cookie| response.headers_mut().append(header::SET_COOKIE, cookie));
    response
}

/// The answer, and beside it the number by which what was done can be taken back.
fn in_json(done: Done<String>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, JSON)], done.answer).into_response();
    if let Some(undo) = done.undo {
        response.headers_mut().insert(UNDO, undo.change.0.into());
    }
    response
}
