//! Power cuts replayed: what a disk may hold at a moment of a recorded run.
//!
//! Certain is what was synced. Of the rest a disk may have kept nothing, or some writes, in any order, or parts of them;
//! names that were made, changed or removed in a folder are certain once the folder was synced, or, for a new file,
//! once the file itself was.

use fastrand::Rng;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The smallest piece that a disk writes whole.
const SECTOR: usize = 512;

/// One call of the recorded program.
struct Call {
    kind: u8,
    began: f64,
    ended: f64,
    path: PathBuf,
    offset: i64,
    bytes: Vec<u8>,
}

/// A recorded run in a folder that was empty, or as `base` says, when it began.
pub struct Trace {
    calls: Vec<Call>,
    folder: PathBuf,
    base: BTreeMap<PathBuf, Vec<u8>>,
}

/// A file: what is certain of it, and what may have reached the disk since.
#[derive(Clone, Default)]
struct Content {
    certain: Vec<u8>,
    /// Indices of calls.
    pending: Vec<usize>,
}

impl Trace {
    pub fn read(log: &Path, folder: &Path, base: BTreeMap<PathBuf, Vec<u8>>) -> Trace {
        let log = fs::read(log).unwrap();
        let (mut rest, mut calls) = (log.as_slice(), vec![]);
        while let Some(call) = next_call(&mut rest) {
            calls.push(call);
        }
        calls.sort_by(|a, b| a.ended.total_cmp(&b.ended));
        assert!(calls.iter().any(|call| call.kind == b'S'), "nothing was synced: nothing was recorded");
        Trace { calls, folder: folder.to_owned(), base }
    }

    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// When the power fails after so many calls.
    pub fn moment(&self, cut: usize) -> f64 {
        self.calls[cut].ended
    }

    /// Lays out below `root` what a disk may hold when the power fails after `cut` calls.
    pub fn lay_out(&self, cut: usize, chance: &mut Rng, root: &Path) {
        let (files, live, certain) = self.state(cut);
        // How bad it is: nothing uncertain is there, or some of it, or parts of some of it.
        let badness = chance.u32(..3);
        let mut names = certain.clone();
        let paths: BTreeSet<&PathBuf> = live.keys().chain(certain.keys()).collect();
        for path in paths {
            if live.get(path) != certain.get(path) && badness > 0 && chance.bool() {
                match live.get(path) {
                    Some(file) => names.insert(path.clone(), *file),
                    None => names.remove(path),
                };
            }
        }
        for (path, file) in names {
            let content = &files[file];
            let mut bytes = content.certain.clone();
            for index in &content.pending {
                let call = &self.calls[*index];
                if badness == 0 || chance.bool() {
                    continue;
                }
                let whole = call.bytes.len();
                let kept = match badness == 2 && whole > SECTOR {
                    true => SECTOR * (1 + chance.usize(..whole / SECTOR)),
                    false => whole,
                };
                apply(&mut bytes, call, kept.min(whole));
            }
            let target = root.join(path.strip_prefix(&self.folder).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
    }

    /// The files after so many calls, the names that the program sees, and those that are certain.
    fn state(&self, cut: usize) -> (Vec<Content>, BTreeMap<PathBuf, usize>, BTreeMap<PathBuf, usize>) {
        let (mut files, mut live): (Vec<Content>, BTreeMap<PathBuf, usize>) = Default::default();
        for (path, bytes) in &self.base {
            live.insert(path.clone(), files.len());
            files.push(Content { certain: bytes.clone(), pending: vec![] });
        }
        let mut certain = live.clone();
        for (index, call) in self.calls[..cut].iter().enumerate() {
            match call.kind {
                b'C' | b'T' => {
                    let known = live.entry(call.path.clone()).or_insert_with(|| {
                        files.push(Content::default());
                        files.len() - 1
                    });
                    if call.kind == b'T' {
                        files[*known].pending.push(index);
                    }
                }
                b'W' | b'L' => files[live[&call.path]].pending.push(index),
                b'R' => {
                    let to = PathBuf::from(String::from_utf8(call.bytes.clone()).unwrap());
                    let moved: Vec<PathBuf> =
                        live.keys().filter(|path| path.starts_with(&call.path)).cloned().collect();
                    for path in moved {
                        let file = live.remove(&path).unwrap();
                        live.insert(join(&to, path.strip_prefix(&call.path).unwrap()), file);
                    }
                }
                b'U' => drop(live.remove(&call.path)),
                b'S' => match live.get(&call.path) {
                    Some(file) => {
                        self.settle(&mut files[*file], call.began);
                        if !certain.values().any(|known| known == file) {
                            certain.insert(call.path.clone(), *file);
                        }
                    }
                    None => settle_names(&call.path, &live, &mut certain),
                },
                b'D' => {}
                other => panic!("a call of kind {other}"),
            }
        }
        (files, live, certain)
    }

    /// What ended before the sync began is certain.
    fn settle(&self, file: &mut Content, began: f64) {
        let (done, still): (Vec<usize>, Vec<usize>) =
            file.pending.iter().partition(|index| self.calls[**index].ended <= began);
        for index in done {
            let call = &self.calls[index];
            apply(&mut file.certain, call, call.bytes.len());
        }
        file.pending = still;
    }
}

/// The next record of a trace; the last one may have been cut off with the program.
fn next_call(rest: &mut &[u8]) -> Option<Call> {
    let mut take = |length: usize| rest.split_off(..length);
    let [kind] = take(1)? else { return None };
    let began = f64::from_le_bytes(take(8)?.try_into().ok()?);
    let ended = f64::from_le_bytes(take(8)?.try_into().ok()?);
    let letters = u16::from_le_bytes(take(2)?.try_into().ok()?);
    let path = PathBuf::from(String::from_utf8(take(letters.into())?.to_vec()).ok()?);
    let offset = i64::from_le_bytes(take(8)?.try_into().ok()?);
    let length = u32::from_le_bytes(take(4)?.try_into().ok()?);
    Some(Call { kind: *kind, began, ended, path, offset, bytes: take(length as usize)?.to_vec() })
}

fn join(folder: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { folder.to_owned() } else { folder.join(rest) }
}

/// A folder was synced: its names are as the program sees them.
fn settle_names(folder: &Path, live: &BTreeMap<PathBuf, usize>, certain: &mut BTreeMap<PathBuf, usize>) {
    certain.retain(|path, _| path.parent() != Some(folder));
    for (path, file) in live.iter().filter(|(path, _)| path.parent() == Some(folder)) {
        certain.insert(path.clone(), *file);
    }
}

fn apply(bytes: &mut Vec<u8>, call: &Call, kept: usize) {
    let offset = usize::try_from(call.offset).unwrap();
    match call.kind {
        b'W' => {
            if bytes.len() < offset + kept {
                bytes.resize(offset + kept, 0);
            }
            bytes[offset..offset + kept].copy_from_slice(&call.bytes[..kept]);
        }
        b'L' => bytes.resize(offset, 0),
        b'T' => bytes.clear(),
        other => panic!("a write of kind {other}"),
    }
}
