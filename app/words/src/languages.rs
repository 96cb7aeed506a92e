//! The languages that the server speaks: those built in, and one for each file of a folder.

use crate::{BROWSER, FIRST, LATER, Words, source};
use domain::{notation::Notations, people::Language};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// The reference among [`BUILT_IN`].
const REFERENCE: &str = "en";

/// Why the languages cannot be had; names file and key.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("cannot read {0}: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("{0}")]
    Wrong(String),
}

impl From<String> for Unusable {
    fn from(wrong: String) -> Self {
        Unusable::Wrong(wrong)
    }
}

/// A language, and the files in which browsers get it.
pub struct Spoken {
    pub words: &'static Words,
    /// The code, and the texts that a browser needs before it shows anything.
    pub first: File,
    /// The texts that it needs later.
    pub later: File,
}

/// Texts in the order of keys, as a file for browsers.
pub struct File {
    /// Where browsers find it: named by the content of the language's files.
    pub path: String,
    pub json: String,
}

/// Every language that can be chosen, in the order of their names.
#[derive(Clone)]
pub struct Languages(Arc<[Spoken]>);

impl Languages {
    /// The languages built in.
    pub fn built_in() -> Result<Languages, Unusable> {
        Languages::read(None)
    }

    /// The languages built in and those of a folder, where each is a file such as `cs.toml`; one of the code of a
    /// language built in takes its place. A folder that is not there holds none.
    pub fn with_folder(folder: &Path) -> Result<Languages, Unusable> {
        Languages::read(Some(folder))
    }

    fn read(folder: Option<&Path>) -> Result<Languages, Unusable> {
        let mut files: Vec<(String, String, String)> = vec![];
        for (code, text) in BUILT_IN {
            files.push(((*code).to_owned(), format!("{code}.toml"), (*text).to_owned()));
        }
        for path in folder.map(language_files).transpose()?.unwrap_or_default() {
            let text =
                fs::read_to_string(&path).map_err(|error| Unusable::Unreadable(path.clone(), error))?;
            let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.retain(|(known, ..)| *known != code);
            files.push((code, path.display().to_string(), text));
        }
        let mut spoken = files
            .iter()
            .map(|(code, file, text)| speak(code, file, text))
            .collect::<Result<Vec<Spoken>, Unusable>>()?;
        spoken.sort_by_key(|spoken| spoken.words.language_name());
        Ok(Languages(spoken.into()))
    }

    /// Every language.
    pub fn iter(&self) -> impl Iterator<Item = &Spoken> {
        self.0.iter()
    }

    /// The language of this code, if it is spoken.
    pub fn get(&self, language: Language) -> Option<&Spoken> {
        self.iter().find(|spoken| spoken.words.language == language)
    }

    /// The first language of a browser's `Accept-Language` that is spoken; English when none is.
    pub fn preferred(&self, accepted: &str) -> &'static Words {
        let wanted = accepted.split(',').filter_map(|entry| entry.split(';').next());
        let spoken = |wanted: &str| {
            let wanted = wanted.trim().to_ascii_lowercase();
            let base = wanted.split('-').next().unwrap_or_default().to_owned();
            [wanted, base].iter().find_map(|code| self.get(code.parse().ok()?))
        };
        wanted.filter_map(spoken).map(|spoken| spoken.words).next().unwrap_or_else(english)
    }

    /// How each of them writes and reads numbers.
    pub fn notations(&self) -> Notations {
        self.iter().map(|spoken| (spoken.words.language, spoken.words.notation.clone())).collect()
    }

    /// The files for browsers.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.iter().flat_map(|spoken| [&spoken.first, &spoken.later])
    }

    /// The texts of a language; English when its file is gone.
    pub fn words(&self, language: Language) -> &'static Words {
        self.get(language).map_or_else(english, |spoken| spoken.words)
    }
}

/// The English texts: the language of terminals, and of whoever says nothing of theirs.
pub fn english() -> &'static Words {
    static ENGLISH: LazyLock<Option<&'static Words>> = LazyLock::new(|| {
        let (code, text) = BUILT_IN.iter().find(|(code, _)| *code == REFERENCE)?;
        speak(code, REFERENCE, text).ok().map(|spoken| spoken.words)
    });
    // The build held the reference to itself, so there always is one.
    ENGLISH.unwrap_or(Words::none())
}

fn language_files(folder: &Path) -> Result<Vec<PathBuf>, Unusable> {
    let unreadable = |error| Unusable::Unreadable(folder.to_owned(), error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries.map_err(unreadable)?,
    };
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    Ok(paths)
}

/// Reads a language file as it stands, by the rules that the build holds its own to.
fn speak(code: &str, file: &str, text: &str) -> Result<Spoken, Unusable> {
    let wrong = || format!("{file}: {code} is no code of a language, such as cs or pt-br");
    let language: Language = code.parse().map_err(|_| wrong())?;
    let reference = BUILT_IN.iter().find(|(code, _)| *code == REFERENCE).map_or("", |(_, text)| *text);
    let reference = source::reference(REFERENCE, reference)?;
    let texts = source::compact(file, &source::read(file, text)?, &reference)?;
    let json = |texts: &[&str]| serde_json::to_string(texts).map_err(|error| error.to_string());
    let all: Vec<&str> = [language.code()].into_iter().chain(texts.iter().map(String::as_str)).collect();
    let [first, later] = [json(&all[..=FIRST])?, json(&all[FIRST + 1..=BROWSER])?];
    let digest = Sha256::new().chain_update(&first).chain_update(&later).finalize();
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let file_of = |ending: &str, json| File { path: format!("/texts/{code}.{hash}.{ending}"), json };
    let (first, later) = (file_of("json", first), file_of(LATER, later));
    let words = Words::made(language, texts).map_err(|error| format!("{file}: {error}"))?;
    Ok(Spoken { words, first, later })
}
