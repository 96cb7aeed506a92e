//! What a screen shows of an import.

use super::{Fit, Kind, Meaning};
use crate::{
    id::{ImportId, ProcessId},
    refusal::Refusal,
    tasks::Moment,
};
use serde::{Deserialize, Serialize};

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Create,
    Update,
    /// It is there already and differs in nothing, or it was left out.
    Skip,
    Error,
}

impl Fate {
    pub const ALL: [Fate; 4] = [Fate::Create, Fate::Update, Fate::Skip, Fate::Error];

    pub fn code(self) -> &'static str {
        match self {
            Fate::Create => "create",
            Fate::Update => "update",
            Fate::Skip => "skip",
            Fate::Error => "error",
        }
    }

    /// The fate of this code.
    pub fn of(code: &str) -> Option<Fate> {
        Fate::ALL.into_iter().find(|fate| fate.code() == code)
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Its rows are being looked at.
    Reading,
    /// Its rows were looked at, and nothing was written.
    Draft,
    /// It was approved, and is written.
    Running,
    Done,
    /// It is being taken back.
    Undoing,
    /// It was taken back (I3).
    Undone,
}

impl ImportState {
    pub const ALL: [ImportState; 6] = [
        ImportState::Reading,
        ImportState::Draft,
        ImportState::Running,
        ImportState::Done,
        ImportState::Undoing,
        ImportState::Undone,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ImportState::Reading => "reading",
            ImportState::Draft => "draft",
            ImportState::Running => "running",
            ImportState::Done => "done",
            ImportState::Undoing => "undoing",
            ImportState::Undone => "undone",
        }
    }

    /// The state of this code.
    pub fn of(code: &str) -> Option<ImportState> {
        ImportState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How many rows have each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub create: u64,
    pub update: u64,
    pub skip: u64,
    pub error: u64,
}

impl Counts {
    pub fn all(self) -> u64 {
        self.create + self.update + self.skip + self.error
    }

    pub fn of(self, fate: Fate) -> u64 {
        match fate {
            Fate::Create => self.create,
            Fate::Update => self.update,
            Fate::Skip => self.skip,
            Fate::Error => self.error,
        }
    }

    /// How many rows are written.
    pub fn written(self) -> u64 {
        self.create + self.update
    }
}

/// Why a column is taken for what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// By its name.
    Header,
    /// By what stands in it.
    Values,
    /// It was so the last time.
    Remembered,
    /// Somebody said so.
    Chosen,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    pub name: String,
    /// Why it was taken for what it means, if it means something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The column in which it is, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    pub refusal: Refusal,
    /// What may have been meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
}

/// What is there already and changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub meaning: Meaning,
    /// What is there now.
    pub from: String,
    /// What it becomes.
    pub to: String,
}

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Its line in the file, the header being the first.
    pub line: i64,
    pub cells: Vec<String>,
    pub fate: Fate,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// An import, with a part of its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub id: ImportId,
    pub kind: Kind,
    pub state: ImportState,
    pub file: String,
    pub bytes: u64,
    pub fit: Fit,
    pub columns: Vec<Mapped>,
    pub counts: Counts,
    /// How many rows it has, judged or not.
    pub size: u64,
    /// How many rows of those to write are written.
    pub written: u64,
    /// What came of taking it back, so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
    /// Rows of the fate that was asked for, from the place that was asked for.
    pub rows: Vec<ImportRow>,
    /// Where those rows begin.
    pub from: u64,
    /// A date of the file as it is read, and a cell with letters that are written differently in each encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<(String, chrono::NaiveDate)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
    /// Where deals can go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<(ProcessId, String)>,
    /// What can be chosen where not everything can be written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<(Meaning, Vec<String>)>,
}

/// An import in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub id: ImportId,
    pub kind: Kind,
    pub state: ImportState,
    pub file: String,
    pub by: String,
    pub at: Moment,
    pub counts: Counts,
    pub written: u64,
}

/// What was imported, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imports {
    pub imports: Vec<Listed>,
    pub now: chrono::NaiveDateTime,
}

/// What came of taking an import back (I3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// How much of what it created is gone, and of what it changed is as before.
    pub back: u64,
    /// What somebody changed or used since, and so stays: its names, the first of them.
    pub kept: Vec<String>,
    /// How many those are.
    pub kept_count: u64,
}

impl Undone {
    /// How many names are told.
    pub const NAMED: usize = 20;
}
