//! `tablica doctor`: looks at everything that an account rests on, and says what to do.

use super::{Failure, Options};
use crate::archive::shelf;
use crate::folder::free_space;
use chrono::Duration;
use std::{fs, path::Path};
use store::Store;

/// With less than this free, it is time to make room.
const LITTLE_SPACE: u64 = 512 << 20;

/// What was found, in the order it was looked at.
#[derive(Default)]
struct Findings {
    sound: Vec<&'static str>,
    wrong: Vec<String>,
}

impl Findings {
    /// Notes what was looked at, and what is wrong there.
    fn looked(&mut self, at: &'static str, wrong: Vec<String>) {
        match wrong.is_empty() {
            true => self.sound.push(at),
            false => self.wrong.extend(wrong.into_iter().map(|what| format!("{at}: {what}"))),
        }
    }
}

/// Prints what is sound and what is not; fails when something is not.
pub(super) async fn doctor(options: Options) -> Result<(), Failure> {
    let mut findings = Findings::default();
    findings.looked("folder", folder(&options.data));
    findings.looked("disk", disk(&options.data));
    let store = Store::attach(&options.location()).await.map_err(Failure::Open)?;
    findings.sound.push("schema");
    findings.looked("database", advise(store.damage().await?, "Stop the server and restore a backup"));
    findings.looked(
        "sums",
        advise(store.contradictions().await?, "Please report this with the version of the program"),
    );
    findings.looked("clock", clock(&store).await?);
    findings.looked("files", files(&store, &options.data.join("files")).await?);
    findings.sound.iter().for_each(|at| println!("sound    {at}"));
    findings.wrong.iter().for_each(|what| println!("WRONG    {what}"));
    match findings.wrong.len() {
        0 => Ok(()),
        number => Err(Failure::Said(format!("{number} things are wrong, as told above"))),
    }
}

fn advise(found: Vec<String>, what_to_do: &str) -> Vec<String> {
    found.into_iter().map(|what| format!("{what}. {what_to_do}")).collect()
}

#[cfg(unix)]
fn folder(data: &Path) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    let told = |error: std::io::Error| format!("{}: {error}", data.display());
    match fs::metadata(data) {
        Err(error) => vec![told(error)],
        Ok(found) if found.mode() & 0o077 != 0 => {
            vec![format!("others may look into {0}. Run: chmod 700 {0}", data.display())]
        }
        Ok(_) => vec![],
    }
}

#[cfg(not(unix))]
fn folder(data: &Path) -> Vec<String> {
    fs::metadata(data).err().map(|error| format!("{}: {error}", data.display())).into_iter().collect()
}

fn disk(data: &Path) -> Vec<String> {
    let little = free_space(data).filter(|free| *free < LITTLE_SPACE);
    little
        .map(|free| format!("only {} MB are free. Make room, or move the data folder", free >> 20))
        .into_iter()
        .collect()
}

/// A clock that went back makes later changes look earlier.
async fn clock(store: &Store) -> Result<Vec<String>, Failure> {
    let ahead = store.last_written().await?.filter(|at| *at > store::now() + Duration::minutes(1));
    Ok(ahead
        .map(|at| {
            format!(
                "something was written at {at}, which has not come yet. Set the clock of this machine right"
            )
        })
        .into_iter()
        .collect())
}

/// Whether each file that a row knows is there with its size.
async fn files(store: &Store, folder: &Path) -> Result<Vec<String>, Failure> {
    let mut known: Vec<_> = store.file_sizes().await?.into_iter().collect();
    known.sort();
    let wrong = known.into_iter().filter_map(|(name, bytes)| {
        let found = fs::metadata(folder.join(shelf(&name)).join(&name)).map(|found| found.len());
        match found {
            Ok(found) if i64::try_from(found) == Ok(bytes) => None,
            Ok(found) => {
                Some(format!("{name} has {found} bytes instead of {bytes}. Restore it from a backup"))
            }
            Err(error) => Some(format!("{name}: {error}. Restore it from a backup")),
        }
    });
    Ok(wrong.collect())
}
