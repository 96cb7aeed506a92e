//! Files that are brought in (I1): they come by a plain route, and the server judges and writes their rows by itself, so that
//! nobody needs to keep a page open.

use crate::{
    answers,
    export::{Cell, Table, csv},
};
use app::{
    error::{Problem, Sentence},
    session::request::{AppState, Session},
};
use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{Path, Query, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use command::{broken, import as verbs};
use domain::{
    id::{ImportId, Op, UserId},
    import::{BYTES, Fate, Import, Kind, ROWS},
    refusal::{Field, Refusal},
    text::Name,
};
use serde::Deserialize;
use std::time::Duration;
use store::Store;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether there is something to do.
const LOOK: Duration = Duration::from_millis(500);
/// How long an import rests that could not go on.
const REST: Duration = Duration::from_secs(30);
/// How many files are read at the same time: each fills memory.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    kind: String,
    name: String,
}

/// Takes a file: the body is the file. Answers with the number of its import.
pub async fn upload(
    State(state): State<AppState>,
    Query(called): Query<Called>,
    request: Request,
) -> Response {
    let words = state.words(request.extensions().get::<Session>(), request.headers());
    match take(&state, &called, request).await {
        Ok(id) => Json(id).into_response(),
        Err(problem) => answers::refuse(&problem, words),
    }
}

async fn take(state: &AppState, called: &Called, request: Request) -> Result<ImportId, Problem> {
    let session = request.extensions().get::<Session>().cloned().ok_or(Refusal::SignedOut)?;
    // Before anything is read: who may not import sends nothing.
    state
        .sessions
        .store
        .read(session.user.clone(), session.account.clone())
        .await?
        .require_administrator()?;
    let kind = Kind::of(&called.kind).ok_or(Refusal::MalformedRequest)?;
    let name = Name::parse(Field::File, &called.name)?.to_string();
    let too_large = Refusal::FileTooLarge { megabytes: BYTES >> 20 };
    let content = to_bytes(request.into_body(), BYTES).await.map_err(|_| too_large)?;
    if content.is_empty() {
        return Err(Refusal::Empty { field: Field::File }.into());
    }
    // Once it is here: nobody waits for a line that is slow.
    let _turn = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    let reading = tokio::task::spawn_blocking(move || {
        let opened = import::open(kind, &content);
        opened.map(|opened| (content.to_vec(), opened))
    });
    let (content, opened) = reading.await.map_err(|error| broken(&error))??;
    let tx = state.sessions.write(&session).await?;
    let id = verbs::stage(&tx, kind, name, content, opened).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives the rows of an import that cannot be written, with what is wrong with each, as a file.
pub async fn errors(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let words = state.words(request.extensions().get::<Session>(), request.headers());
    let given = list_errors(&state, &id, request.extensions().get::<Session>().cloned()).await;
    given.unwrap_or_else(|problem| answers::refuse(&problem, words))
}

async fn list_errors(state: &AppState, id: &str, session: Option<Session>) -> Result<Response, Problem> {
    let Session { user, account, .. } = session.ok_or(Refusal::SignedOut)?;
    let words = state.languages.words(user.language);
    let import: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    let tx = state.sessions.store.read(user, account).await?;
    let Import { columns, .. } =
        command::ask(&tx, &verbs::ReadImport { import, fate: Some(Fate::Error), from: 0 }).await?;
    let rows = tx.import_rows(import, Some(Fate::Error), 0, ROWS as u64).await?;
    let mut heads = vec![words.import_line().to_owned(), words.import_problem().to_owned()];
    heads.extend(columns.iter().map(|column| column.name.clone()));
    let rows = rows.into_iter().map(move |row| {
        let problem = row.problem.map(|problem| {
            let column =
                problem.column.and_then(|at| columns.get(at)).map(|column| format!("{}: ", column.name));
            format!("{}{}", column.unwrap_or_default(), Problem::from(problem.refusal).sentence_in(words))
        });
        let told = [Cell::Number(row.line), Cell::Text(problem.unwrap_or_default())];
        told.into_iter().chain(row.cells.into_iter().map(Cell::Text)).collect()
    });
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let table = Table::of(words, words.import(), &heads, rows);
    let mut answer = Body::from(csv(table)?).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let manner = HeaderValue::from_static("attachment; filename=\"errors.csv\"");
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, manner);
    Ok(answer)
}

/// Goes on with what is judged or written, until the server stops. What cannot go on is tried again later.
pub(crate) async fn keep_importing(store: Store, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let wait = match go_on(&store).await {
            Ok(true) => continue,
            Ok(false) => LOOK,
            Err(error) => {
                tracing::warn!(%error, "an import did not go on");
                REST
            }
        };
        let _ = tokio::time::timeout(wait, stop.cancelled()).await;
    }
}

/// Does a slice of each import that is busy; whether one of them got on. Others write between two slices, and one that cannot
/// go on keeps no other up.
pub async fn go_on(store: &Store) -> store::Result<bool> {
    let (mut got_on, mut stuck) = (false, None);
    for (import, by) in store.busy_imports().await? {
        match slice(store, import, by).await {
            Ok(()) => got_on = true,
            Err(error) => stuck = Some(error),
        }
        tokio::task::yield_now().await;
    }
    match stuck.filter(|_| !got_on) {
        Some(error) => Err(error),
        None => Ok(got_on),
    }
}

/// Does a slice on behalf of whoever brought the file in; once they may not any more, of the first administrator.
async fn slice(store: &Store, import: ImportId, by: UserId) -> store::Result<()> {
    match slice_by(store, import, by).await {
        Err(store::Error::Refused(Refusal::SignedOut | Refusal::AdministratorsOnly)) => {
            let other = store.first_user().await?.ok_or(Refusal::AdministratorsOnly)?;
            slice_by(store, import, other).await
        }
        told => told,
    }
}

async fn slice_by(store: &Store, import: ImportId, by: UserId) -> store::Result<()> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| store::Error::Unreadable(error.to_string()))?;
    verbs::go_on(store.write(by).await?, &Op::random(bytes), import).await.map(drop)
}
