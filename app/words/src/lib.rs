//! Every text of the interface, typed (A3). A language is one file, `texts/en.toml` and its like; `build.rs` makes a
//! method of [`Words`] for each key, and a key or a hole that a language lacks does not compile.

mod event;
mod example;
pub mod format;
#[cfg(feature = "files")]
mod languages;
mod news;
mod notation;
mod period;
mod plural;
pub mod quick;
mod refusal;
#[cfg(any(feature = "files", test))]
mod source;
mod template;
pub mod when;

#[cfg(feature = "files")]
pub use languages::{File, Languages, Unusable, english};

use domain::{notation::Notation, people::Language};
use plural::Plural;
use std::sync::{LazyLock, OnceLock};

/// Between the forms of a plural, and between the items of a list, in one text.
const BETWEEN: char = '\u{1f}';

/// What the name of a file of later texts ends in, where that of the first ends in `json`.
pub const LATER: &str = "later.json";

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// The texts of one language. They are made once and live as long as the program.
pub struct Words {
    pub language: Language,
    /// How its numbers and amounts are written and read.
    pub notation: Notation,
    plural: Plural,
    texts: &'static [&'static str],
    /// What a browser got after these.
    later: OnceLock<&'static [&'static str]>,
}

/// The items of a list.
pub type Items = std::str::Split<'static, char>;

impl Words {
    /// The texts of a language, in the order of keys: all of them, or those that a browser needs first. The error says what
    /// this program does not understand in them.
    pub fn made(language: Language, texts: Vec<String>) -> Result<&'static Words, String> {
        if ![FIRST, COUNT].contains(&texts.len()) {
            return Err(format!("{} texts, and not {COUNT}", texts.len()));
        }
        let mut words = Words { language, texts: kept(texts), ..Words::empty() };
        words.plural = Plural::named(words.language_plural()).ok_or("language_plural names no rule")?;
        words.notation = words.read_notation()?;
        Ok(Box::leak(Box::new(words)))
    }

    /// Adds what a browser needs later. Nothing else is added, and nothing twice.
    pub fn add_later(&self, later: Vec<String>) {
        if later.len() == BROWSER - FIRST && !self.is_whole() {
            let _ = self.later.set(kept(later));
        }
    }

    /// Whether every text is there that a page may say.
    pub fn is_whole(&self) -> bool {
        self.texts.len() == COUNT || self.later.get().is_some()
    }

    /// Texts that are all empty, for a page that has got none.
    pub fn none() -> &'static Words {
        static NONE: LazyLock<Words> = LazyLock::new(Words::empty);
        &NONE
    }

    fn empty() -> Words {
        Words {
            language: Language::default(),
            notation: Notation::default(),
            plural: Plural::Other,
            texts: &[],
            later: OnceLock::new(),
        }
    }

    fn text(&self, key: usize) -> &'static str {
        let later = || self.later.get()?.get(key.checked_sub(self.texts.len())?);
        self.texts.get(key).or_else(later).copied().unwrap_or_default()
    }

    fn items(&self, key: usize) -> Items {
        self.text(key).split(BETWEEN)
    }

    fn fill(&self, key: usize, holes: &[&str]) -> String {
        filled(self.text(key), holes)
    }

    fn choose(&self, key: usize, count: u64, holes: &[&str]) -> String {
        filled(self.items(key).nth(self.plural.form(count)).unwrap_or_default(), holes)
    }

    /// A whole number with its digits in groups.
    pub fn number(&self, number: impl Count) -> String {
        domain::decimal::grouped(&number.count().to_string(), self.notation.group)
    }
}

/// Texts that live as long as the program.
fn kept(texts: Vec<String>) -> &'static [&'static str] {
    texts.into_iter().map(|text| &*text.leak()).collect::<Vec<&'static str>>().leak()
}

/// The text with its numbered holes filled.
fn filled(text: &str, holes: &[&str]) -> String {
    let mut parts = text.split('{');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hole, rest) = part.split_once('}').unwrap_or_default();
        said.push_str(
            hole.parse::<usize>().ok().and_then(|hole| holes.get(hole)).copied().unwrap_or_default(),
        );
        said.push_str(rest);
    }
    said
}

/// A number of things, as a sentence counts them.
pub trait Count {
    /// The number; nothing is counted below zero.
    fn count(self) -> u64;
}

macro_rules! count {
    ($($number:ty)*) => {$(
        impl Count for $number {
            fn count(self) -> u64 {
                u64::try_from(self).unwrap_or_default()
            }
        }
    )*};
}

count!(u8 u16 u32 u64 usize i64 i32);
