//! Lists as files for spreadsheets, with the filter and the order that are in force (I5).

mod contacts;
mod deals;
mod finance;
mod settings;
mod table;
mod tasks;

use crate::answers;
use app::{
    error::Problem,
    session::request::{AppState, Session},
};
use axum::{
    body::Body,
    extract::{Query as Parameters, Request, State, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use command::broken;
use domain::refusal::Refusal;
pub(crate) use table::{Cell, Table, csv};
use table::{ROWS, xlsx};
use tokio::sync::Semaphore;

/// How many exports are made at the same time.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The parameters of an address, if they can be read.
pub type Asked = Result<Parameters<Vec<(String, String)>>, QueryRejection>;

/// Makes the bytes of a file.
type Writer = fn(Table) -> Result<Vec<u8>, Problem>;

/// A list that is given as a file.
#[derive(Clone, Copy)]
pub enum List {
    /// Every amount that matches (M6).
    Finance,
    /// Every deal that matches (L1).
    Deals,
    /// Every company or person that matches (K1).
    Contacts,
    /// Every task that is asked for (T1).
    Tasks,
    /// The catalogue (M3).
    Products,
    /// Everybody (V5).
    Users,
}

/// Gives a list as the file that the end of the address names, `export.csv` or `export.xlsx`.
pub async fn export(
    list: List,
    State(state): State<AppState>,
    parameters: Asked,
    request: Request,
) -> Response {
    let session = request.extensions().get::<Session>();
    let words = state.words(session, request.headers());
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let given = match parameters {
        Ok(parameters) => give(&state, (list, name), &parameters.0, session.cloned()).await,
        Err(_) => Err(Refusal::MalformedRequest.into()),
    };
    given.unwrap_or_else(|problem| answers::refuse(&problem, words))
}

async fn give(
    state: &AppState,
    (list, name): (List, &str),
    parameters: &[(String, String)],
    session: Option<Session>,
) -> Result<Response, Problem> {
    let session = session.ok_or(Refusal::SignedOut)?;
    let Session { user, account, .. } = session.clone();
    let (write, kind): (Writer, _) = match name {
        "export.csv" => (csv, "text/csv; charset=utf-8"),
        "export.xlsx" => (xlsx, XLSX),
        _ => return Err(Refusal::NotFound.into()),
    };
    let words = state.languages.words(user.language);
    // Exports wait for each other, so that the other readers of the database need not wait for them.
    let _turn = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    let tx = state.sessions.store.read(user, account).await?;
    let (file, table) = match list {
        List::Finance => ("finance", finance::table(&tx, words, parameters).await?),
        List::Deals => ("deals", deals::table(&tx, words, parameters).await?),
        List::Contacts => contacts::table(&tx, words, parameters).await?,
        List::Tasks => tasks::table(&tx, words, parameters).await?,
        List::Products => settings::products(&tx, words, parameters).await?,
        List::Users => settings::users(&tx, words, parameters).await?,
    };
    if name == "export.xlsx" && table.rows.len() >= ROWS {
        return Err(Refusal::TooMany { max: ROWS - 1 }.into());
    }
    tx.commit().await?;
    let file = name.replace("export", file);
    let noted = state.sessions.write(&session).await?;
    noted.note_export(&file).await?;
    noted.commit().await?;
    // Writing a large sheet takes a while; other requests go on meanwhile.
    let bytes = tokio::task::spawn_blocking(move || write(table)).await.map_err(|error| broken(&error))??;
    let mut answer = Body::from(bytes).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let manner =
        HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")).map_err(|error| broken(&error))?;
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, manner);
    Ok(answer)
}
