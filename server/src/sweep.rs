//! Once an hour: takes away files that nobody will ask for again, and learns when deals are ageing.

use chrono::{Duration, Utc};
use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::{Duration as Span, SystemTime},
};
use store::Store;
use tokio_util::sync::CancellationToken;

/// Between two sweeps.
const EVERY: Span = Span::from_secs(60 * 60);
/// How long an upload may wait for its note, and a file in the folder for its row.
const UNBOUND: Duration = Duration::days(1);
/// How long the files of a deleted note stay.
const DELETED: Duration = Duration::days(30);

/// Sweeps until the server stops. What fails is tried again an hour later.
pub(crate) async fn keep_sweeping(store: Store, files: PathBuf, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = sweep(&store, &files).await {
            tracing::warn!(%error, "files were not swept");
        }
        if let Err(error) = store.learn_ageing().await {
            tracing::warn!(%error, "nothing was learnt of ageing");
        }
        let _ = tokio::time::timeout(EVERY, stop.cancelled()).await;
    }
}

/// Forgets what is to be forgotten, and removes every file of the folder that no row knows.
pub async fn sweep(store: &Store, files: &Path) -> store::Result<usize> {
    let now = Utc::now();
    let forgotten = store.forget_files(now - UNBOUND, now - DELETED).await?;
    let known = store.stored_files().await?;
    let removed = remove_strays(files, &forgotten, &known, SystemTime::now() - Span::from_secs(24 * 60 * 60));
    Ok(removed.unwrap_or_else(|error| {
        tracing::warn!(%error, folder = %files.display(), "strays were not removed");
        0
    }))
}

fn remove_strays(
    files: &Path,
    forgotten: &[String],
    known: &HashSet<String>,
    before: SystemTime,
) -> io::Result<usize> {
    let mut removed = 0;
    for folder in entries(files)? {
        for path in entries(&folder)? {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let old = || fs::metadata(&path).and_then(|data| data.modified()).is_ok_and(|at| at < before);
            if forgotten.iter().any(|gone| gone == name) || (!known.contains(name) && old()) {
                fs::remove_file(&path)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind()) => {
            Ok(vec![])
        }
        Err(error) => Err(error),
    }
}
