//! The service worker, which lets pages begin without a line to the server (B13), and how it is taken away again.

use crate::headers::OWN_SERVER;
use axum::{Router, http::header, response::IntoResponse, routing::get};
use std::{path::Path, sync::Arc};

/// Takes the worker and all that it keeps away from browsers that have it.
const REMOVING: &str = "addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
";

/// Serves the worker that the build left in the folder `site`; where nothing is to be kept, one that goes.
pub fn router<S: Clone + Send + Sync + 'static>(site: &Path, keeps: bool) -> Router<S> {
    let built = std::fs::read_to_string(site.join("sw.js")).ok().filter(|_| keeps);
    let worker: Arc<str> = built.as_deref().unwrap_or(REMOVING).into();
    let serve = async move || {
        // A worker may do what its own file is allowed to.
        let headers = [
            (header::CONTENT_TYPE, "text/javascript"),
            (header::CACHE_CONTROL, "no-cache"),
            (header::CONTENT_SECURITY_POLICY, OWN_SERVER),
        ];
        (headers, worker.to_string()).into_response()
    };
    Router::new().route("/sw.js", get(serve))
}
