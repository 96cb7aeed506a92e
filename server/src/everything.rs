//! Everything of the account as one archive that `tablica import` reads back (I7): what `tablica backup` writes, without what
//! lets people in.

use crate::{
    answers,
    archive::{self, Unusable},
    folder,
};
use app::{
    error::Problem,
    session::request::{AppState, Session},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use command::broken;
use domain::refusal::Refusal;
use std::{
    collections::hash_map::RandomState,
    fs::DirEntry,
    hash::BuildHasher,
    io,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
    time::Duration,
};
use store::Store;
use tokio::{fs::File, sync::Semaphore};
use tokio_util::io::ReaderStream;

/// What the archive is called.
const NAME: &str = "tablica.tar";
/// In the data folder, where they are made: each server has a folder of its own in it.
const FOLDER: &str = ".taking-out";
/// How many are made at the same time: each is as large as the account.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// Gives the archive to an administrator.
pub async fn download(State(state): State<AppState>, request: Request) -> Response {
    let words = state.words(request.extensions().get::<Session>(), request.headers());
    let session = request.extensions().get::<Session>().cloned();
    give(&state, session).await.unwrap_or_else(|problem| answers::refuse(&problem, words))
}

async fn give(state: &AppState, session: Option<Session>) -> Result<Response, Problem> {
    let session = session.ok_or(Refusal::SignedOut)?;
    let tx = state.sessions.write(&session).await?;
    tx.require_administrator()?;
    tx.note_export(NAME).await?;
    tx.commit().await?;
    let turn = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    let (store, files) = (state.sessions.store.clone(), state.files.clone());
    // To its end, also when nobody waits for it any more: nothing may stay, and the next one has the place to itself.
    let making = tokio::spawn(async move {
        let made = make(&store, &files).await;
        forget(&aside(&files));
        drop(turn);
        made
    });
    let file = making.await.map_err(|error| broken(&error))??;
    let length = file.metadata().await?.len();
    let mut answer = Body::from_stream(ReaderStream::new(file)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-tar"));
    headers.insert(header::CONTENT_LENGTH, length.into());
    let manner = HeaderValue::from_static("attachment; filename=\"tablica.tar\"");
    headers.insert(header::CONTENT_DISPOSITION, manner);
    Ok(answer)
}

/// Removes what was being made in a data folder when programs ended, this long ago or longer.
pub fn forget_leftovers(data: &Path, old: Duration) {
    let entries = std::fs::read_dir(data.join(FOLDER)).into_iter().flatten().flatten();
    let is_old = |entry: &DirEntry| {
        let age = entry.metadata()?.modified()?.elapsed().map_err(io::Error::other)?;
        Ok::<_, io::Error>(age >= old)
    };
    entries.filter(|entry| is_old(entry).unwrap_or(old.is_zero())).for_each(|entry| forget(&entry.path()));
}

/// Removes a folder in which something was made, and the one around it when it is the last.
fn forget(aside: &Path) {
    let _ = std::fs::remove_dir_all(aside).or_else(|_| std::fs::remove_file(aside));
    let _ = aside.parent().map(std::fs::remove_dir);
}

/// Where this program makes archives: beside the files.
fn aside(files: &Path) -> PathBuf {
    /// Two servers in boxes of their own may have the same number.
    static OWN: LazyLock<String> = LazyLock::new(|| format!("{:016x}", RandomState::new().hash_one(0)));
    files.with_file_name(FOLDER).join(&*OWN)
}

/// Makes the archive, and gives it opened: it can be read to its end after its name is gone.
async fn make(store: &Store, files: &Arc<Path>) -> Result<File, Problem> {
    let aside = aside(files);
    folder::make(&aside)?;
    let (database, target) = (aside.join(archive::DATABASE), aside.join(NAME));
    require_space(&aside, store.bytes().await?)?;
    store.copy_to_file(&database).await?;
    store::forget_secrets(&database).await?;
    let stored = store::files_of(&database).await?;
    let bytes: i64 = stored.iter().map(|file| file.bytes).sum();
    require_space(&aside, database.metadata()?.len() + bytes.unsigned_abs())?;
    let names: Vec<String> = stored.into_iter().map(|file| file.stored).collect();
    let (files, here) = (files.clone(), target.clone());
    let write = move || archive::write(&here, &database, &files, &names);
    let written = tokio::task::spawn_blocking(write).await.map_err(|error| broken(&error))?;
    let manifest = written.map_err(|unusable| match unusable {
        Unusable::Io(_, error) => error.into(),
        other => broken(&other),
    })?;
    if !manifest.missing.is_empty() {
        tracing::warn!(
            files = manifest.missing.len(),
            "files are missing from what was taken out; see doctor"
        );
    }
    Ok(File::open(target).await?)
}

/// Refuses what would leave others no room to write.
fn require_space(place: &Path, bytes: u64) -> Result<(), Problem> {
    match folder::free_space(place) {
        Some(free) if free < bytes + bytes / 2 => Err(io::Error::from(io::ErrorKind::StorageFull).into()),
        _ => Ok(()),
    }
}
