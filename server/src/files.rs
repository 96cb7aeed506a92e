//! Files of notes: they come and go by plain routes, and lie in a folder under names of their own (T2).

use crate::{answers, archive, folder, headers};
use app::{
    error::Problem,
    session::request::{AppState, Session},
};
use axum::{
    Json,
    body::Body,
    extract::{Path, Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use command::broken;
use domain::{
    id::{DealId, FileId},
    note::File,
    refusal::{Field, Refusal},
    text::Name,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use std::path::{Path as FilePath, PathBuf};
use store::Upload;
use tokio::io::AsyncWriteExt;
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// What is written as `%XX` in a header's file name.
const ENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Called {
    name: String,
}

/// Takes a file for a note on this deal: the body is the file. Answers with its number.
pub async fn upload(
    State(state): State<AppState>,
    Path(deal): Path<String>,
    Query(called): Query<Called>,
    request: Request,
) -> Response {
    let words = state.words(request.extensions().get::<Session>(), request.headers());
    match take(&state, &deal, &called.name, request).await {
        Ok(id) => Json(id).into_response(),
        Err(problem) => answers::refuse(&problem, words),
    }
}

/// Gives a file to somebody who sees its deal: to keep, and to look at only if it is an image or a PDF.
pub async fn download(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let words = state.words(request.extensions().get::<Session>(), request.headers());
    match give(&state, &id, request).await {
        Ok(answer) => answer,
        Err(problem) => answers::refuse(&problem, words),
    }
}

fn session(request: &Request) -> Result<Session, Problem> {
    request.extensions().get::<Session>().cloned().ok_or(Refusal::SignedOut.into())
}

async fn take(state: &AppState, deal: &str, name: &str, request: Request) -> Result<FileId, Problem> {
    let Session { user, account, .. } = session(&request)?;
    let deal: DealId = deal.parse().map_err(|_| Refusal::NotFound)?;
    // Before anything is written: whoever does not see the deal learns nothing and stores nothing.
    let tx = state.sessions.store.read(user.clone(), account.clone()).await?;
    tx.deal(deal).await?;
    tx.require_upload_allowance(0).await?;
    drop(tx);
    let name = Name::parse(Field::File, name)?.to_string().replace(['/', '\\'], "_");
    let stored = random_name()?;
    let path = place(&state.files, &stored);
    let (bytes, kind) = match receive(request.into_body(), &path).await {
        Ok(received) => received,
        Err(problem) => return Err(forget(&path, problem).await),
    };
    let tx = state.sessions.store.write(user.id).await?;
    match tx.add_file(deal, Upload { name, kind, bytes, stored }).await {
        // After a commit that failed nobody knows whether the row is there: then the file stays for the sweep to judge.
        Ok(id) => Ok(tx.commit().await.map(|()| id)?),
        Err(error) => Err(forget(&path, error.into()).await),
    }
}

async fn forget(path: &FilePath, problem: Problem) -> Problem {
    let _ = tokio::fs::remove_file(path).await;
    let _ = tokio::fs::remove_file(path.with_extension("part")).await;
    problem
}

/// Writes a body to a file: aside first, synced, renamed, the folder synced. What breaks off leaves nothing.
async fn receive(body: Body, path: &FilePath) -> Result<(i64, String), Problem> {
    use futures_util::StreamExt;
    let (folder, aside) = (path.parent().unwrap_or(path), path.with_extension("part"));
    let made = folder.to_owned();
    let make = move || folder::make(&made);
    tokio::task::spawn_blocking(make).await.map_err(|error| broken(&error))??;
    let mut file = tokio::fs::File::create(&aside).await?;
    let (mut size, mut head) = (0usize, Vec::new());
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Refusal::MalformedRequest)?;
        size += chunk.len();
        if size > File::MAX {
            return Err(Refusal::FileTooLarge { megabytes: File::MAX >> 20 }.into());
        }
        head.extend_from_slice(&chunk[..chunk.len().min(512usize.saturating_sub(head.len()))]);
        file.write_all(&chunk).await?;
    }
    if size == 0 {
        return Err(Refusal::Empty { field: Field::File }.into());
    }
    // A write that failed behind our back is told by a flush, not by a sync.
    file.flush().await?;
    file.sync_all().await?;
    let (from, to) = (aside.clone(), path.to_owned());
    let put = move || folder::put(&from, &to);
    tokio::task::spawn_blocking(put).await.map_err(|error| broken(&error))??;
    let kind = infer::get(&head).map_or("application/octet-stream", |kind| kind.mime_type());
    Ok((i64::try_from(size).unwrap_or(i64::MAX), kind.to_owned()))
}

async fn give(state: &AppState, id: &str, request: Request) -> Result<Response, Problem> {
    let Session { user, account, .. } = session(&request)?;
    let id: FileId = id.parse().map_err(|_| Refusal::NotFound)?;
    let file = state.sessions.store.read(user, account).await?.file(id).await?;
    let shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"]
        .contains(&file.kind.as_str());
    let path = place(&state.files, &file.stored);
    let answer = ServeFile::new(path).oneshot(request).await.map_err(|error| broken(&error))?;
    if answer.status().is_client_error() && answer.status() != StatusCode::RANGE_NOT_SATISFIABLE {
        return Err(broken(&format!("the file {} of the folder is gone", file.stored)));
    }
    let mut answer = answer.map(Body::new);
    let manner = if shown { "inline" } else { "attachment" };
    let value = format!("{manner}; filename*=UTF-8''{}", utf8_percent_encode(&file.name, &ENCODED));
    if let (Ok(manner), Ok(kind)) = (HeaderValue::from_str(&value), HeaderValue::from_str(&file.kind)) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, manner);
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    if file.kind == "application/pdf" {
        answer
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(headers::CAGED));
    }
    Ok(answer)
}

fn random_name() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| broken(&error))?;
    Ok(hex::encode(bytes))
}

fn place(files: &FilePath, stored: &str) -> PathBuf {
    files.join(archive::shelf(stored)).join(stored)
}
