//! `tablica backup`, `tablica restore`, `tablica copy`: an account taken away, brought back, moved.

use super::{Failure, Options, data};
use crate::{archive, folder};
use clap::Args;
use std::path::{Path, PathBuf};
use store::{Location, Store};

#[derive(Args)]
pub(super) struct Backup {
    /// The archive to write; one that is there is replaced when the new one is whole
    file: PathBuf,
}

#[derive(Args)]
pub(super) struct Restore {
    /// The archive to restore from
    file: PathBuf,
    /// Only check the archive, every byte of it
    #[arg(long)]
    verify: bool,
}

#[derive(Args)]
pub(super) struct Copy {
    /// The database to read: sqlite:PATH or postgres://…
    #[arg(long)]
    from: String,
    /// The database to write, which must hold no account yet
    #[arg(long)]
    to: String,
}

impl Backup {
    pub(super) async fn run(self, options: Options) -> Result<(), Failure> {
        let store = Store::attach(&options.location()).await.map_err(Failure::Open)?;
        let copy = archive::beside(&self.file, "copy");
        let written = self.write(&store, &copy, &options.data.join("files")).await;
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
        let manifest = written?;
        for name in &manifest.missing {
            eprintln!(
                "tablica: the file {name} is missing from the folder, so it is not in the backup; see `tablica doctor`"
            );
        }
        println!("Wrote {} with {} files.", self.file.display(), manifest.entries.len() - 1);
        Ok(())
    }

    async fn write(&self, store: &Store, copy: &Path, files: &Path) -> Result<archive::Manifest, Failure> {
        let unwritable = |error| Failure::Data(self.file.clone(), error);
        match std::fs::remove_file(copy) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unwritable(error)),
            _ => {}
        }
        // SQLite's own error would not say which folder it is about.
        std::fs::write(copy, "").and_then(|()| std::fs::remove_file(copy)).map_err(unwritable)?;
        store.copy_to_file(copy).await?;
        let stored: Vec<String> = store::files_of(copy).await?.into_iter().map(|file| file.stored).collect();
        Ok(archive::write(&self.file, copy, files, &stored)?)
    }
}

impl Restore {
    /// From this archive.
    pub(super) fn of(file: PathBuf) -> Restore {
        Restore { file, verify: false }
    }

    pub(super) async fn run(self, options: Options) -> Result<(), Failure> {
        let manifest = archive::verify(&self.file)?;
        if self.verify {
            println!(
                "{} is whole: a database and {} files, made at {} by Tablica {}.",
                self.file.display(),
                manifest.entries.len() - 1,
                manifest.made_at,
                manifest.program
            );
            return Ok(());
        }
        let _lock = data::lock(&options)?;
        require_empty(&options)?;
        require_space(&options.data, manifest.entries.iter().map(|entry| entry.bytes).sum())?;
        let aside = options.data.join(".restoring");
        let restored = self.lay_out(&options, &aside).await;
        let _ = std::fs::remove_dir_all(&aside);
        restored?;
        println!("Restored {} files and the database of {}.", manifest.entries.len() - 1, manifest.made_at);
        Ok(())
    }

    /// Lays everything out aside and looks through the database, and only then gives things their places: the database
    /// last, since it is what makes an account.
    async fn lay_out(&self, options: &Options, aside: &Path) -> Result<(), Failure> {
        let unusable = |error| Failure::Data(aside.to_owned(), error);
        let _ = std::fs::remove_dir_all(aside);
        folder::make(aside).map_err(unusable)?;
        archive::extract(&self.file, aside)?;
        let database = aside.join(archive::DATABASE);
        let restored =
            Store::open_existing(&Location::File(database.clone())).await.map_err(Failure::Open)?;
        let found = [restored.damage().await?, restored.contradictions().await?].concat();
        if !found.is_empty() {
            return Err(Failure::Said(format!("the restored database is not sound: {}", found.join("; "))));
        }
        let target = options.location();
        if let Location::Server(_) = target {
            let server = Store::open(&target).await.map_err(Failure::Open)?;
            restored.copy_into(&server).await?;
        }
        restored.close().await?;
        let files = aside.join(archive::FILES);
        if files.is_dir() {
            folder::put(&files, &options.data.join("files")).map_err(unusable)?;
        }
        match target {
            Location::File(path) => folder::put(&database, &path).map_err(unusable),
            Location::Server(_) => Ok(()),
        }
    }
}

impl Copy {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let [from, to]: [Location; 2] =
            [&self.from, &self.to].map(|url| url.parse().unwrap_or_else(|never| match never {}));
        let from = Store::attach(&from).await.map_err(Failure::Open)?;
        let to = Store::open(&to).await.map_err(Failure::Open)?;
        from.copy_into(&to).await?;
        let (before, after) = (from.content().await?, to.content().await?);
        if let Some((table, _)) = before.iter().find(|(table, content)| after.get(*table) != Some(*content)) {
            return Err(Failure::Said(format!(
                "the copy of {table} is not equal to what it was copied from"
            )));
        }
        to.close().await?;
        let rows: u64 = before.values().map(|content| content.rows).sum();
        println!("Copied {rows} rows of {} tables; every row was compared.", before.len());
        println!("Files of notes are in the data folder, not in the database: take the folder along.");
        Ok(())
    }
}

/// Refuses a place where an account is.
fn require_empty(options: &Options) -> Result<(), Failure> {
    let mut there = vec![options.data.join("files"), options.data.join("backups")];
    if let Location::File(path) = options.location() {
        there.push(path);
    }
    match there.into_iter().find(|path| path.exists()) {
        Some(path) => Err(Failure::Said(format!(
            "{} is there already: a backup is restored into an empty place. Move it away, or name another folder with --data",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Refuses a disk that what is to be restored does not fit on, before anything is written.
fn require_space(place: &Path, bytes: u64) -> Result<(), Failure> {
    match folder::free_space(place) {
        Some(free) if free < bytes => Err(Failure::Said(format!(
            "{} MB are needed, and {} MB are free at {}",
            bytes >> 20,
            free >> 20,
            place.display()
        ))),
        _ => Ok(()),
    }
}
