//! How a file is written and what its columns mean: guessed, shown, and corrected by whoever imports it (I1, I4).

use super::{Kind, Meaning};
use crate::{id::ProcessId, money::Currency};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How a file's letters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    #[default]
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1250,
    Iso88592,
    /// A workbook, which says it itself.
    Workbook,
}

impl Encoding {
    /// Those of text files.
    pub const TEXTS: [Encoding; 5] =
        [Encoding::Utf8, Encoding::Windows1250, Encoding::Iso88592, Encoding::Utf16Le, Encoding::Utf16Be];

    /// What it is called everywhere.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Windows1250 => "Windows-1250",
            Encoding::Iso88592 => "ISO 8859-2",
            Encoding::Workbook => "XLSX",
        }
    }
}

/// What stands between the cells of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    #[default]
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    pub const ALL: [Separator; 3] = [Separator::Semicolon, Separator::Comma, Separator::Tab];

    pub fn mark(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }
}

/// What stands before the decimals of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// `1 234,50` or `1.234,50`.
    #[default]
    Comma,
    /// `1,234.50`.
    Point,
}

/// In which order a date is written; whatever stands between its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dates {
    /// `31.12.2026`.
    #[default]
    DayFirst,
    /// `12/31/2026`.
    MonthFirst,
    /// `2026-12-31`.
    YearFirst,
}

impl Dates {
    pub const ALL: [Dates; 3] = [Dates::DayFirst, Dates::MonthFirst, Dates::YearFirst];
}

/// A value of the file that stands for another one, in every row; an empty one for what is meant where nothing stands (I1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    pub meaning: Meaning,
    pub from: String,
    pub to: String,
}

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fit {
    pub encoding: Encoding,
    pub separator: Separator,
    pub numbers: Numbers,
    pub dates: Dates,
    /// Where deals go; the default process when missing.
    #[serde(default)]
    pub process: Option<ProcessId>,
    /// Of amounts that name none; the account's when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What each column means, if it is brought in.
    pub columns: Vec<Option<Meaning>>,
    #[serde(default)]
    pub aliases: Vec<Alias>,
}

impl Fit {
    /// How many values may stand for others.
    pub const ALIASES: usize = 1_000;

    /// The meanings that a row must have and no column has, by groups of which one is enough.
    pub fn missing(&self, kind: Kind) -> Vec<&'static [Meaning]> {
        let has = |meaning: &Meaning| self.columns.contains(&Some(*meaning));
        kind.wanted().iter().copied().filter(|group| !group.iter().any(has)).collect()
    }

    /// Whether it means something: only what such a file can mean, nothing twice that is there once.
    pub fn is_sound(&self, kind: Kind) -> bool {
        let meant = || self.columns.iter().flatten();
        let known = meant().all(|meaning| kind.meanings().contains(meaning));
        let once = meant()
            .filter(|meaning| !meaning.is_several())
            .all(|meaning| meant().filter(|other| *other == meaning).count() == 1);
        known && once && self.aliases.len() <= Fit::ALIASES
    }

    /// What a value of the file stands for.
    pub fn meant<'a>(&'a self, meaning: Meaning, value: &'a str) -> &'a str {
        let alias = self.aliases.iter().find(|alias| alias.meaning == meaning && alias.from == value);
        alias.map_or(value, |alias| &alias.to)
    }

    /// How rows are read about what is there already: what is meant where nothing stands does not take its place (I2).
    pub fn of_known(&self) -> Cow<'_, Fit> {
        if self.aliases.iter().all(|alias| !alias.from.is_empty()) {
            return Cow::Borrowed(self);
        }
        let aliases = self.aliases.iter().filter(|alias| !alias.from.is_empty()).cloned().collect();
        Cow::Owned(Fit { aliases, ..self.clone() })
    }

    /// The column of a meaning.
    pub fn column(&self, meaning: Meaning) -> Option<usize> {
        self.columns.iter().position(|column| *column == Some(meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_has_what_a_row_needs_once() {
        let of = |columns: &[Meaning]| Fit {
            columns: columns.iter().copied().map(Some).collect(),
            ..Fit::default()
        };
        for (kind, columns, sound, missing) in [
            (Kind::Companies, &[Meaning::Name, Meaning::City][..], true, 0),
            (Kind::Companies, &[Meaning::City], true, 1),
            (Kind::Companies, &[Meaning::Name, Meaning::Name], false, 0),
            (Kind::Companies, &[Meaning::Name, Meaning::Phone, Meaning::Phone], true, 0),
            (Kind::Companies, &[Meaning::Name, Meaning::Owner], false, 0),
            (Kind::Persons, &[Meaning::FullName], true, 0),
            (Kind::Products, &[Meaning::Code], true, 2),
            (Kind::Deals, &[Meaning::Person, Meaning::Value], true, 0),
        ] {
            let fit = of(columns);
            assert_eq!(
                (fit.is_sound(kind), fit.missing(kind).len()),
                (sound, missing),
                "{kind:?} {columns:?}"
            );
        }
    }
}
