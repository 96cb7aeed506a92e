//! The texts of the interface as files for browsers: two for each language, named by their content, kept for ever.

use crate::headers;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::get,
};
use brotli::{BrotliCompress, enc::BrotliEncoderParams};
use std::{collections::HashMap, sync::Arc};
use words::Languages;

/// The files by path, each as it is and made as small as it gets: that takes a while, and so is done once.
type Files = Arc<HashMap<String, (String, Bytes)>>;

/// Serves the files.
pub fn router<S: Clone + Send + Sync + 'static>(languages: Languages) -> Router<S> {
    let both = |file: &words::File| (file.path.clone(), (file.json.clone(), compressed(&file.json)));
    let files: HashMap<_, _> = languages.files().map(both).collect();
    Router::new()
        .route("/texts/{name}", get(file).with_state(Arc::new(files)))
        .layer(from_fn(headers::keep_what_is_there))
}

async fn file(State(files): State<Files>, headers: HeaderMap, uri: Uri) -> Response {
    let Some((text, compressed)) = files.get(uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let json = [(header::CONTENT_TYPE, "application/json")];
    if takes_brotli(&headers) {
        let how = [(header::CONTENT_ENCODING, "br"), (header::VARY, "accept-encoding")];
        return (json, how, compressed.clone()).into_response();
    }
    (json, text.clone()).into_response()
}

/// Whether a request takes an answer as brotli. One that weighs what it takes is left to the layer that compresses.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|accepted| accepted.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|each| each.trim() == "br"))
}

fn compressed(text: &str) -> Bytes {
    let mut out = vec![];
    let params = BrotliEncoderParams { quality: 11, ..Default::default() };
    // From memory into memory: nothing there can fail.
    let _ = BrotliCompress(&mut text.as_bytes(), &mut out, &params);
    out.into()
}
