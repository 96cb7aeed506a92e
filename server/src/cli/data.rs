//! The data folder: for its owner's eyes only, for one server at a time, never begun anew beside what is left of it.

use super::{Failure, Options};
use crate::everything;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Location, Store};
use words::Languages;

/// What is locked by the server that serves a folder.
const LOCK: &str = ".lock";

/// After how long what another server of the same folder was making is of no use to anybody.
const LEFT: Duration = Duration::from_secs(24 * 60 * 60);

/// The right to serve a data folder; it ends with the process.
pub(super) struct Lock(#[allow(dead_code, reason = "held, not read")] Vec<File>);

/// Whom a folder is shared with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    Nobody,
    /// Other servers on the same database server.
    Servers,
}

/// From now on nothing that this process makes can be read by others, whatever the shell allowed.
pub fn keep_to_oneself() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Takes the folder for oneself. Refused while a server has it, or has its database.
pub(super) fn lock(options: &Options) -> Result<Lock, Failure> {
    lock_with(options, With::Nobody)
}

/// Takes the folder for a server; what an earlier one left behind is removed. Refused while another one has it, or has its
/// database, unless both serve a database that has a server of its own.
pub(super) fn lock_to_serve(options: &Options) -> Result<Lock, Failure> {
    let (with, old) = match options.location() {
        Location::File(_) => (With::Nobody, Duration::ZERO),
        Location::Server(_) => (With::Servers, LEFT),
    };
    let lock = lock_with(options, with)?;
    everything::forget_leftovers(&options.data, old);
    Ok(lock)
}

fn lock_with(options: &Options, with: With) -> Result<Lock, Failure> {
    prepare(&options.data)?;
    let mut files = vec![options.data.join(LOCK)];
    if let Location::File(path) = options.location()
        && path.parent() != Some(&options.data)
    {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(LOCK);
        files.push(path.with_file_name(name));
    }
    files.into_iter().map(|path| lock_file(&path, with)).collect::<Result<_, _>>().map(Lock)
}

fn lock_file(path: &Path, with: With) -> Result<File, Failure> {
    let unusable = |error| Failure::Data(path.to_owned(), error);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(unusable)?;
    let locked = match with {
        With::Nobody => file.try_lock(),
        With::Servers => file.try_lock_shared(),
    };
    match locked {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::Said(format!(
            "another Tablica serves {} already; stop it first, or choose another folder with --data",
            path.parent().unwrap_or(path).display()
        ))),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Opens the database of these options, in the data folder unless another is named. Where files lie without their
/// database, nothing is begun anew.
pub(super) async fn open(options: &Options) -> Result<Store, Failure> {
    prepare(&options.data)?;
    let location = options.location();
    let opened = match remains(options)? {
        true => Store::open_existing(&location).await,
        false => Store::open(&location).await,
    };
    opened.map_err(Failure::Open)
}

/// Makes the folder if it is missing, and closes it to others.
pub(super) fn prepare(folder: &Path) -> Result<(), Failure> {
    let unusable = |error| Failure::Data(folder.to_owned(), error);
    crate::folder::make(folder).map_err(unusable)?;
    close_to_others(folder).map_err(unusable)?;
    // SQLite's own error would not say which folder it is about.
    let probe = folder.join(".writable");
    match fs::write(&probe, "").and_then(|()| fs::remove_file(probe)) {
        // Another server of the same folder tried it at the same moment.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        tried => tried.map_err(unusable),
    }
}

#[cfg(unix)]
fn close_to_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let close = |path: &Path, mode: u32| match fs::metadata(path)?.mode() & 0o777 {
        known if known == mode => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(mode)),
    };
    close(folder, 0o700)?;
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        let ours =
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("tablica"));
        if kind.is_file() && ours {
            close(&path, 0o600)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Whether something is left in the folder of a database that once was there.
fn remains(options: &Options) -> Result<bool, Failure> {
    let holds_something = |folder: PathBuf| match fs::read_dir(&folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::Data(folder, error)),
    };
    Ok(holds_something(options.data.join("files"))? || holds_something(options.data.join("backups"))?)
}

/// The languages that are spoken: those built in, and those of the folder. A folder that was named must be there.
pub(super) fn languages(options: &Options) -> Result<Languages, Failure> {
    let usual = || options.data.join("languages");
    let folder = options.languages.clone().unwrap_or_else(usual);
    if options.languages.is_some() && !folder.is_dir() {
        return Err(Failure::Said(format!("there is no folder {} with languages", folder.display())));
    }
    Ok(Languages::with_folder(&folder)?)
}

impl Options {
    /// Where the database of these options is.
    pub(super) fn location(&self) -> Location {
        match &self.database_url {
            Some(url) => url.parse().unwrap_or_else(|never| match never {}),
            None => Location::File(self.data.join("tablica.db")),
        }
    }
}
