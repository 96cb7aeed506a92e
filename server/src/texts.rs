//! The texts of the interface as files for browsers: one for each language, named by its content, kept for ever.

use crate::headers;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::get,
};
use words::Languages;

/// Serves the files.
pub fn router<S: Clone + Send + Sync + 'static>(languages: Languages) -> Router<S> {
    Router::new()
        .route("/texts/{name}", get(file).with_state(languages))
        .layer(from_fn(headers::keep_what_is_there))
}

async fn file(State(languages): State<Languages>, uri: Uri) -> Response {
    match languages.file(uri.path()) {
        Some(file) => ([(header::CONTENT_TYPE, "application/json")], file.json.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
