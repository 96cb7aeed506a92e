//! What an operator sees: one line for each request, and figures for Prometheus.

use axum::{Router, extract::Request, middleware::Next, response::Response, routing::get};
use domain::id::UserId;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Instant;

/// The bounds of the histograms, in seconds.
const BUCKETS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Tells of a request once its answer begins: what, by whom, how it ended, how long it took. Never what was asked for
/// in particular: searches and ids of sessions are nobody's business.
pub async fn tell(request: Request, next: Next) -> Response {
    let (begun, method) = (Instant::now(), request.method().clone());
    let path = match request.uri().path() {
        secret if secret.starts_with("/calendar/") => "/calendar".to_owned(),
        path => path.to_owned(),
    };
    let answer = next.run(request).await;
    let (status, taken) = (answer.status().as_u16(), begun.elapsed());
    let user = answer.extensions().get::<UserId>().map(|user| user.0);
    tracing::info!(target: "request", %method, path, status, ms = taken.as_secs_f64() * 1e3, user);
    let labels = [("route", route(&path, status)), ("status", status.to_string())];
    metrics::histogram!("tablica_request_seconds", &labels).record(taken);
    answer
}

/// The kind of an address: numbers are left out, and so are names that nothing answers to.
fn route(path: &str, status: u16) -> String {
    if path.starts_with("/pkg/") {
        return "/pkg".into();
    }
    if matches!(status, 404 | 405) {
        return "other".into();
    }
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    path.split('/').map(|part| if number(part) { ":id" } else { part }).collect::<Vec<_>>().join("/")
}

/// Begins to count, for the whole process.
pub fn count() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &BUCKETS)?
        .install_recorder()?;
    metrics::describe_histogram!(
        "tablica_request_seconds",
        "Seconds until an answer begins, by route and status"
    );
    metrics::describe_histogram!(
        "tablica_write_queue_wait_seconds",
        "Seconds that a writer waited for its turn"
    );
    metrics::describe_counter!("tablica_commits_total", "Transactions that were committed and seen to be");
    metrics::describe_gauge!("tablica_connections", "Connections that are open");
    Ok(handle)
}

/// The figures as Prometheus reads them; served on an address of its own.
pub fn figures(handle: PrometheusHandle) -> Router {
    let process = metrics_process::Collector::default();
    process.describe();
    let render = move || {
        process.collect();
        handle.run_upkeep();
        let text = handle.render();
        async move { ([("content-type", "text/plain; version=0.0.4; charset=utf-8")], text) }
    };
    Router::new().route("/metrics", get(render))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_a_kind_of_address() {
        for (path, status, want) in [
            ("/", 200, "/"),
            ("/deals/17", 200, "/deals/:id"),
            ("/api/move_deal", 409, "/api/move_deal"),
            ("/settings/deals/processes/2", 200, "/settings/deals/processes/:id"),
            ("/pkg/a.0f.js", 200, "/pkg"),
            ("/wp-admin/x", 404, "other"),
        ] {
            assert_eq!(route(path, status), want);
        }
    }
}
