//! One file that holds an account: its database, its files, and a list of them with checksums.
//!
//! It is a tar archive, so that any machine can look into it, with a checksum of all its bytes behind its end: a bit
//! that changed anywhere is noticed before anything is restored.

use crate::folder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// What the database is called inside.
pub const DATABASE: &str = "tablica.db";
/// The folder of files inside.
pub const FILES: &str = "files";
const MANIFEST: &str = "manifest.json";
/// The form of archives that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;
/// A checksum in hexadecimal digits, and a line end.
const TRAILER: u64 = 65;

/// What an archive says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    pub made_at: String,
    /// The steps that the schema of the database went through.
    pub schema: Vec<String>,
    pub entries: Vec<Entry>,
    /// Files that the database knows and the folder did not hold.
    pub missing: Vec<String>,
}

/// A file inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Why an archive was not written or not read.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error("{0} is no backup of Tablica")]
    NoArchive(PathBuf),
    #[error("{0} is damaged or cut off: {1}. Nothing was restored")]
    Damaged(PathBuf, String),
    #[error("{0} was written by Tablica {1}, which is newer than this one ({2}). Nothing was restored")]
    Newer(PathBuf, String, &'static str),
}

/// Writes an archive of a copy of the database and of these files of the folder, aside first. Files that are not there
/// are told in the manifest.
pub fn write(target: &Path, database: &Path, files: &Path, stored: &[String]) -> Result<Manifest, Unusable> {
    let aside = beside(target, "part");
    let written = write_to(&aside, database, files, stored)
        .and_then(|manifest| folder::put(&aside, target).map(|()| manifest));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&aside);
        Unusable::Io(target.to_owned(), error)
    })
}

/// A name for what is not finished yet, in the same folder.
pub fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{ending}"));
    target.with_file_name(name)
}

fn write_to(aside: &Path, database: &Path, files: &Path, stored: &[String]) -> io::Result<Manifest> {
    let mut archive =
        tar::Builder::new(Hashing { to: BufWriter::new(File::create(aside)?), sum: Sha256::new() });
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").into(),
        made_at: store::now().to_rfc3339(),
        schema: store::known_steps(),
        entries: vec![append(&mut archive, DATABASE.into(), database)?],
        missing: vec![],
    };
    for name in stored {
        let inside = format!("{FILES}/{}/{name}", shelf(name));
        match append(&mut archive, inside, &files.join(shelf(name)).join(name)) {
            Ok(entry) => manifest.entries.push(entry),
            Err(error) if error.kind() == io::ErrorKind::NotFound => manifest.missing.push(name.clone()),
            Err(error) => return Err(error),
        }
    }
    let text = serde_json::to_vec_pretty(&manifest)?;
    archive.append_data(&mut header(text.len() as u64), MANIFEST, text.as_slice())?;
    let Hashing { mut to, sum } = archive.into_inner()?;
    to.write_all(format!("{}\n", hex::encode(sum.finalize())).as_bytes())?;
    to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(manifest)
}

/// In which folder of the files one lies: folders of a few hundred are kind to every file system.
pub fn shelf(stored: &str) -> &str {
    stored.get(..2).unwrap_or("00")
}

fn append(archive: &mut tar::Builder<impl Write>, inside: String, path: &Path) -> io::Result<Entry> {
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let mut content = Digesting { from: BufReader::new(file.take(bytes)), sum: Sha256::new(), bytes: 0 };
    archive.append_data(&mut header(bytes), &inside, &mut content)?;
    match content.bytes == bytes {
        true => Ok(Entry { path: inside, bytes, sha256: hex::encode(content.sum.finalize()) }),
        false => Err(io::Error::other(format!("{} became shorter while it was read", path.display()))),
    }
}

fn header(bytes: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header
}

/// Whether a file is an archive of any kind.
pub fn is_one(path: &Path) -> io::Result<bool> {
    let mut head = vec![];
    File::open(path)?.take(262).read_to_end(&mut head)?;
    Ok(head.len() == 262 && head.ends_with(b"ustar"))
}

/// Reads every byte of an archive and compares it with what the archive says of itself.
pub fn verify(path: &Path) -> Result<Manifest, Unusable> {
    let damaged = |why: &str| Unusable::Damaged(path.to_owned(), why.to_owned());
    let io = |error| Unusable::Io(path.to_owned(), error);
    let mut file = File::open(path).map_err(io)?;
    let length = file.metadata().map_err(io)?.len();
    let body = length.checked_sub(TRAILER).ok_or_else(|| Unusable::NoArchive(path.to_owned()))?;
    let mut content = Digesting { from: (&mut file).take(body), sum: Sha256::new(), bytes: 0 };
    io::copy(&mut content, &mut io::sink()).map_err(io)?;
    let mut trailer = String::new();
    let sum = hex::encode(content.sum.finalize());
    let read = file.take(TRAILER).read_to_string(&mut trailer);
    if read.is_err() || trailer != format!("{sum}\n") {
        return Err(damaged("its checksum is not that of its content"));
    }
    let mut found = vec![];
    let mut manifest = None;
    walk(path, |inside, entry| {
        if inside == MANIFEST {
            manifest = Some(serde_json::from_reader::<_, serde_json::Value>(entry)?);
            return Ok(());
        }
        let mut content = Digesting { from: entry, sum: Sha256::new(), bytes: 0 };
        io::copy(&mut content, &mut io::sink())?;
        found.push(Entry {
            path: inside.to_owned(),
            bytes: content.bytes,
            sha256: hex::encode(content.sum.finalize()),
        });
        Ok(())
    })?;
    let manifest = known(path, manifest.ok_or_else(|| Unusable::NoArchive(path.to_owned()))?)?;
    match found == manifest.entries {
        true => Ok(manifest),
        false => Err(damaged("it does not hold what its list says")),
    }
}

/// Reads a manifest, and refuses what a newer program wrote: its form, or the schema of its database.
fn known(path: &Path, manifest: serde_json::Value) -> Result<Manifest, Unusable> {
    let newer =
        |program: &str| Unusable::Newer(path.to_owned(), program.to_owned(), env!("CARGO_PKG_VERSION"));
    let program = manifest["program"].as_str().unwrap_or("of an unknown version").to_owned();
    if manifest["format"].as_u64().is_none_or(|format| format > u64::from(FORMAT)) {
        return Err(newer(&program));
    }
    let manifest: Manifest = serde_json::from_value(manifest)
        .map_err(|error| Unusable::Damaged(path.to_owned(), error.to_string()))?;
    let steps = store::known_steps();
    match manifest.schema.iter().all(|step| steps.contains(step)) {
        true => Ok(manifest),
        false => Err(newer(&program)),
    }
}

/// Lays out an archive that was verified in a folder, each file seen onto the disk.
pub fn extract(path: &Path, into: &Path) -> Result<(), Unusable> {
    walk(path, |inside, entry| {
        if inside == MANIFEST {
            return Ok(());
        }
        let target = into.join(inside);
        folder::make(target.parent().unwrap_or(into))?;
        let mut file = File::create(&target)?;
        io::copy(entry, &mut file)?;
        file.sync_all()?;
        folder::sync(target.parent().unwrap_or(into))
    })
}

/// Goes through the files of an archive. What is not named as we name things is refused.
fn walk(
    path: &Path,
    mut each: impl FnMut(&str, &mut tar::Entry<'_, io::Take<BufReader<File>>>) -> io::Result<()>,
) -> Result<(), Unusable> {
    let damaged = |why: String| Unusable::Damaged(path.to_owned(), why);
    let io = |error| Unusable::Io(path.to_owned(), error);
    let mut file = File::open(path).map_err(io)?;
    let body = file.seek(SeekFrom::End(0)).map_err(io)?.saturating_sub(TRAILER);
    file.rewind().map_err(io)?;
    let mut archive = tar::Archive::new(BufReader::new(file).take(body));
    for entry in archive.entries().map_err(io)? {
        let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
        let inside = entry.path().ok().and_then(|path| path.to_str().map(str::to_owned)).unwrap_or_default();
        if !is_ours(&inside) {
            return Err(damaged(format!("it holds {inside:?}")));
        }
        each(&inside, &mut entry).map_err(io)?;
    }
    Ok(())
}

fn is_ours(inside: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match inside.split('/').collect::<Vec<_>>().as_slice() {
        [name] => [DATABASE, MANIFEST].contains(name),
        [FILES, shelf, name] => plain(shelf) && plain(name),
        _ => false,
    }
}

/// Writes on, and keeps the sum of what went by.
struct Hashing<W> {
    to: W,
    sum: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Reads on, and keeps the sum and the number of what went by.
struct Digesting<R> {
    from: R,
    sum: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.sum.update(&bytes[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (database, files) = (folder.path().join("copy.db"), folder.path().join("files"));
        std::fs::write(&database, "a database").unwrap();
        std::fs::create_dir_all(files.join("ab")).unwrap();
        std::fs::write(files.join("ab/ab01"), "a file").unwrap();
        let target = folder.path().join("backup.tar");
        let manifest = write(&target, &database, &files, &["ab01".into(), "cd02".into()]).unwrap();
        assert_eq!(manifest.missing, ["cd02"]);
        (folder, target)
    }

    #[test]
    fn what_is_written_is_read_back() {
        let (folder, target) = made();
        assert_eq!(verify(&target).unwrap().entries.len(), 2);
        let into = folder.path().join("into");
        extract(&target, &into).unwrap();
        assert_eq!(std::fs::read_to_string(into.join("files/ab/ab01")).unwrap(), "a file");
        assert_eq!(std::fs::read_to_string(into.join("tablica.db")).unwrap(), "a database");
        assert!(!folder.path().join(".backup.tar.part").exists());
    }

    #[test]
    fn a_bit_that_changed_anywhere_is_noticed() {
        let (_folder, target) = made();
        let whole = std::fs::read(&target).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1 << (at % 8);
            std::fs::write(&target, &changed).unwrap();
            assert!(verify(&target).is_err(), "byte {at} of {}", whole.len());
        }
        for length in [0, 10, 64, 65, 512, whole.len() / 2, whole.len() - 66, whole.len() - 1] {
            std::fs::write(&target, &whole[..length]).unwrap();
            assert!(verify(&target).is_err(), "cut to {length}");
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_refused() {
        let path = Path::new("x.tar");
        let (_folder, target) = made();
        let manifest = serde_json::to_value(verify(&target).unwrap()).unwrap();
        assert!(known(path, manifest.clone()).is_ok());
        let with = |key: &str, value: serde_json::Value| {
            let mut manifest = manifest.clone();
            manifest[key] = value;
            known(path, manifest)
        };
        assert!(matches!(with("format", 2.into()), Err(Unusable::Newer(..))));
        let future = serde_json::json!(["m0001_people", "m9999_future"]);
        assert!(matches!(with("schema", future), Err(Unusable::Newer(..))));
    }

    #[test]
    fn names_lead_nowhere_else() {
        for (inside, ours) in [
            ("tablica.db", true),
            ("files/ab/ab01", true),
            ("files/ab/../../x", false),
            ("files/../x", false),
            ("/etc/passwd", false),
            ("files/ab/", false),
            ("other.db", false),
        ] {
            assert_eq!(is_ours(inside), ours, "{inside}");
        }
    }
}
