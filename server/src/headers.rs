//! What every answer says besides its body: what a page may load, who may frame it, what may be kept.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;

/// What a page may do when nothing else was said: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// What a worker may do: ask this server.
pub const OWN_SERVER: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
/// The same for a file that brings code of its own, such as a PDF: it is shown, and can do nothing.
pub const CAGED: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Lets the page that is being drawn run its own scripts, known by a number used once.
pub fn allow_own_scripts() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    // While developing, a reload is announced by a socket on another port.
    let watched = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'{watched}; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The headers that every answer has.
pub async fn security_headers(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(headers, HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    name_charset(headers);
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        set(headers, header::CONTENT_SECURITY_POLICY, NOTHING);
    }
    answer
}

/// Text is UTF-8, and says so.
fn name_charset(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text =
        kind.starts_with("text/") || kind.ends_with("javascript") || kind == "application/manifest+json";
    if text
        && !kind.contains("charset")
        && let Ok(named) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, named);
    }
}

/// What the build made is named by its content and kept for ever; an answer that it is not there is kept nowhere.
pub async fn keep_what_is_there(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    let cache = if there { "public, max-age=31536000, immutable" } else { "no-store" };
    set(answer.headers_mut(), header::CACHE_CONTROL, cache);
    answer
}

/// Nothing that depends on who asks is kept anywhere.
pub async fn no_store(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    set(answer.headers_mut(), header::CACHE_CONTROL, "no-store");
    answer
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
