//! Notes on a deal, with files (T2).

use crate::{
    day::as_moment,
    id::{ActionId, FileId, NoteId, UserId},
    refusal::{Field, Refusal},
    text::Prose,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A note as the deal's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub id: NoteId,
    pub author: UserId,
    pub text: Prose,
    /// The action that wanted it; such a note stays.
    pub action: Option<ActionId>,
    pub files: Vec<File>,
    /// On the viewer's wall clock.
    #[serde(with = "as_moment")]
    pub at: NaiveDateTime,
    pub edited: bool,
}

/// A file of a note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub id: FileId,
    pub name: String,
    pub bytes: i64,
}

impl File {
    /// How many files one note takes.
    pub const MOST_OF_A_NOTE: usize = 20;
    /// The largest file that is taken, in bytes.
    pub const MAX: usize = 25 * 1024 * 1024;
    /// How many files one person may send within an hour.
    pub const PER_HOUR: u64 = 300;
    /// How many bytes one person may send within an hour.
    pub const BYTES_PER_HOUR: u64 = 1024 * 1024 * 1024;

    /// Whether browsers show it as a picture, by the end of its name.
    pub fn is_picture(&self) -> bool {
        let end = self.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        matches!(end.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp")
    }

    /// Refuses a file of this size after so many files and bytes of the same person within the last hour.
    pub fn require_allowance(files: u64, bytes: u64, size: u64) -> Result<(), Refusal> {
        match files < Self::PER_HOUR && bytes.saturating_add(size) <= Self::BYTES_PER_HOUR {
            true => Ok(()),
            false => Err(Refusal::TooManyUploads),
        }
    }
}

impl Note {
    /// How many notes a deal may have.
    pub const MOST: u64 = 5_000;

    /// Reads a note; spaces are none.
    pub fn parse(typed: &str) -> Result<Prose, Refusal> {
        let text = Prose::parse(Field::Note, typed)?;
        if text.as_str().is_empty() { Err(Refusal::Empty { field: Field::Note }) } else { Ok(text) }
    }

    /// Only its author edits a note.
    pub fn require_author(&self, by: UserId) -> Result<(), Refusal> {
        if self.author == by { Ok(()) } else { Err(Refusal::NotYourNote) }
    }

    /// Only its author deletes a note, and never one that an action wanted.
    pub fn require_deletable(&self, by: UserId) -> Result<(), Refusal> {
        self.require_author(by)?;
        if self.action.is_some() { Err(Refusal::NoteKept) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_spaces_is_none() {
        assert_eq!(Note::parse(" \n\t "), Err(Refusal::Empty { field: Field::Note }));
        assert_eq!(Note::parse(" said yes\n").unwrap().as_str(), "said yes");
    }

    #[test]
    fn an_hour_holds_so_many_files_and_bytes() {
        let (most, bytes) = (File::PER_HOUR, File::BYTES_PER_HOUR);
        for (files, before, size, allowed) in [
            (0, 0, 1, true),
            (most - 1, 0, 1, true),
            (most, 0, 1, false),
            (1, bytes - 1, 1, true),
            (1, bytes, 1, false),
        ] {
            let got = File::require_allowance(files, before, size);
            assert_eq!(got.is_ok(), allowed, "{files} files of {before} bytes, and {size} more");
        }
    }

    #[test]
    fn ones_own_note_may_go_unless_an_action_wanted_it() {
        let note = |action| Note {
            id: NoteId(1),
            author: UserId(1),
            text: Prose::known("x"),
            action,
            files: vec![],
            at: Default::default(),
            edited: false,
        };
        assert_eq!(note(None).require_deletable(UserId(1)), Ok(()));
        assert_eq!(note(None).require_deletable(UserId(2)), Err(Refusal::NotYourNote));
        assert_eq!(note(Some(ActionId(1))).require_deletable(UserId(1)), Err(Refusal::NoteKept));
        assert_eq!(note(Some(ActionId(1))).require_author(UserId(1)), Ok(()));
    }
}
