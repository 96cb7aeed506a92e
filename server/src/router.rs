//! Which address leads where, and what every request passes on its way.

use crate::{
    answers, api, calendar, everything,
    export::{self, Asked, List},
    files, headers, imports, live, looking, offline, texts, watch,
};
use app::{
    app::{App, shell},
    preload::{read_before, read_initial_data},
    session::request::{AppState, Session, preferred},
    visitor::NEXT,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, Uri, header},
    middleware::{Next, from_fn, from_fn_with_state, map_request},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use command::broken;
use leptos::{config::LeptosOptions, prelude::provide_context};
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    csrf::CsrfLayer,
    limit::RequestBodyLimitLayer,
    services::ServeDir,
    timeout::{TimeoutBody, TimeoutLayer},
};

/// The largest body that a server function takes.
const BODY: usize = 256 * 1024;
/// The largest that tells of an open page.
const LOOK: usize = 128;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// For how long a write that went well says that the next one will.
const FRESH: Duration = Duration::from_millis(250);
/// Whose page a request is from.
const USER: HeaderName = HeaderName::from_static("tablica-user");
/// When `/readyz` wrote last.
type Written = Arc<Mutex<Option<Instant>>>;
/// How long a file may be on its way.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(10 * 60);

/// The whole of the web server. The files for the browser lie in the folder `site`.
pub fn router(state: AppState, site: &Path) -> Router {
    let options =
        LeptosOptions::builder().output_name("tablica").site_root(site.display().to_string()).build();
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let page = || {
        headers::allow_own_scripts();
        shell()
    };
    let routes = generate_route_list(App);
    let pages = Router::new()
        .leptos_routes_with_context(&options, routes, context.clone(), page)
        .fallback(file_and_error_handler_with_context::<LeptosOptions, _>(context, move |_| page()))
        .layer(from_fn(draw_on_one_thread))
        .layer(from_fn_with_state(state.clone(), preload));
    let asked = Router::new()
        .route("/api/{*name}", post(api::call).with_state(state.clone()))
        .merge(pages)
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(from_fn(headers::no_store))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE));
    let files = Router::new()
        .route("/files/{id}", get(files::download).post(files::upload).with_state(state.clone()))
        .route("/imports", post(imports::upload).with_state(state.clone()))
        .route("/settings/account/tablica.tar", get(everything::download).with_state(state.clone()))
        .route("/imports/{id}/errors.csv", get(imports::errors).with_state(state.clone()))
        .merge(exported("/finance", List::Finance, &state))
        .merge(exported("/deals", List::Deals, &state))
        .merge(exported("/contacts", List::Contacts, &state))
        .merge(exported("/tasks", List::Tasks, &state))
        .merge(exported("/settings/deals/products", List::Products, &state))
        .merge(exported("/settings/account/users", List::Users, &state))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .route("/calendar/{file}", get(calendar::feed).with_state(state.clone()))
        .layer(from_fn(headers::no_store))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE_FOR_FILES));
    let looks = Router::new()
        .route("/live/deals/{deal}", post(looking::look).with_state(state.clone()))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(from_fn(headers::no_store))
        .layer(RequestBodyLimitLayer::new(LOOK))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE));
    let streams = Router::new()
        .route("/live", get(live::open).with_state((state.clone(), live::Streams::default())))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(from_fn(headers::no_store));
    Router::new()
        .merge(asked)
        .merge(files)
        .merge(streams)
        .merge(looks)
        .nest_service("/pkg", built_files(site))
        .merge(texts::router(state.languages.clone()))
        .merge(offline::router(site, state.keeps))
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready).with_state((state.clone(), Written::default())))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn(watch::tell))
                .layer(CatchPanicLayer::custom(answers::panicked))
                .layer(from_fn(headers::security_headers))
                // A tenth lighter than usual for half a millisecond.
                .layer(
                    CompressionLayer::new().quality(CompressionLevel::Precise(6)).compress_when(worth_it()),
                )
                .layer(from_fn_with_state(state.languages, answers::in_our_form))
                .layer(CsrfLayer::new())
                .layer(DefaultBodyLimit::disable())
                .layer(map_request(hurry)),
        )
        .with_state(options)
}

/// What is small, packed already or as large as the account is sent as it is.
fn worth_it() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/x-tar"))
}

/// The list of this page as files.
fn exported(page: &str, list: List, state: &AppState) -> Router<LeptosOptions> {
    let give = move |state: State<AppState>, parameters: Asked, request: Request| {
        export::export(list, state, parameters, request)
    };
    let files = ["csv", "xlsx"].map(|ending| format!("{page}/export.{ending}"));
    let router = files.iter().fold(Router::new(), |router, file| router.route(file, get(give)));
    router.with_state(state.clone())
}

/// Recognises the session of each request once; everything behind finds it among the request's extensions.
async fn authenticate(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let session = match state.token(request.headers()) {
        Some(token) => state.sessions.recognise(&token).await,
        None => Ok(None),
    };
    let session = match session {
        Ok(session) => session,
        Err(error) => return answers::refuse(&error.into(), preferred(&state.languages, request.headers())),
    };
    let session = session.filter(|session| is_for(session, request.headers()));
    let user = session.as_ref().map(|session| session.user.id);
    session.map(|session| request.extensions_mut().insert(session));
    let mut answer = next.run(request).await;
    user.map(|user| answer.extensions_mut().insert(user));
    answer
}

/// Whether it is from a page of whoever is signed in: in the same browser somebody else may have signed in meanwhile, and
/// what waited for a line is not done in their name (B13).
fn is_for(session: &Session, headers: &HeaderMap) -> bool {
    headers.get(USER).is_none_or(|user| user.as_bytes() == session.user.id.to_string().as_bytes())
}

/// A body of which nothing comes for a while is given up.
async fn hurry(request: Request) -> Request {
    request.map(|body| Body::new(TimeoutBody::new(PATIENCE, body)))
}

/// Reads what a page begins with. Who is not signed in is led to where they can be, and then back: to set up, while
/// nobody has.
async fn preload(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if goes_round(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/nowhere");
        return next.run(request).await;
    }
    let path = request.uri().path();
    // The public files lie side by side.
    let is_file = path.trim_start_matches('/').split_once('/').is_none() && path.contains('.');
    if path == "/setup" && state.sessions.store.is_set_up().await.unwrap_or(false) {
        return Redirect::to("/").into_response();
    }
    if is_file || ["/sign-in", "/setup", "/join", "/forgot"].contains(&path) {
        return next.run(request).await;
    }
    if let Some(session) = request.extensions().get::<Session>().cloned() {
        let before = read_before(&state, &session).await;
        request.extensions_mut().insert(before);
        if let Some(data) = read_initial_data(&state, &session, request.uri()).await {
            request.extensions_mut().insert(data);
        }
        return next.run(request).await;
    }
    match state.sessions.store.is_set_up().await {
        Ok(false) => Redirect::to("/setup").into_response(),
        _ => Redirect::to(&sign_in_before(request.uri())).into_response(),
    }
}

/// Whether a path has a part of dots: the file handler fails on them, so they are drawn as any other path that leads
/// nowhere.
fn goes_round(path: &str) -> bool {
    let plain = path.to_ascii_lowercase().replace("%2e", ".");
    plain.split('/').any(|part| part == "." || part.starts_with(".."))
}

/// The page to sign in, which leads back to where somebody wanted to go.
fn sign_in_before(wanted: &Uri) -> String {
    let wanted = wanted.path_and_query().map_or("/", |wanted| wanted.as_str());
    match wanted {
        "/" => "/sign-in".into(),
        _ => format!("/sign-in?{NEXT}={}", utf8_percent_encode(wanted, NON_ALPHANUMERIC)),
    }
}

/// Draws a page from beginning to end on one thread, which does nothing else meanwhile: leptos keeps what belongs to a
/// page in the thread, and has been seen to miss it when a page hopped from one to another.
async fn draw_on_one_thread(request: Request, next: Next) -> Response {
    let runtime = tokio::runtime::Handle::current();
    let drawn = tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            let (head, body) = next.run(request).await.into_parts();
            let body = to_bytes(body, usize::MAX).await.map(Body::from);
            body.map(|body| Response::from_parts(head, body))
        })
    });
    match drawn.await {
        Ok(Ok(page)) => page,
        Ok(Err(error)) => answers::refuse(&broken(&error), words::english()),
        Err(stopped) => answers::panicked(stopped.into_panic()),
    }
}

/// What the build made: a folder for each build, so kept for ever, and compressed beforehand.
fn built_files(site: &Path) -> Router {
    let files = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip();
    Router::new().fallback_service(files).layer(from_fn(headers::keep_what_is_there))
}

/// Whether the database takes writes. A write of the last moment is good enough for who asks meanwhile: asking often
/// must not become writing often.
async fn ready(State((state, written)): State<(AppState, Written)>) -> Response {
    let mut written = written.lock().await;
    if written.is_none_or(|at| at.elapsed() > FRESH) {
        if let Err(error) = state.sessions.store.ready().await {
            tracing::error!(%error, "not ready");
            let retry = [(header::RETRY_AFTER, "5")];
            return (StatusCode::SERVICE_UNAVAILABLE, retry, "the database does not take writes\n")
                .into_response();
        }
        *written = Some(Instant::now());
    }
    "ready\n".into_response()
}
