//! Notes on deals. Their files come by a route of their own, before the note that they belong to.

use domain::id::{DealId, FileId, NoteId};
use serde::{Deserialize, Serialize};

/// Adds a note to a deal, with files that were uploaded for it (T2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    pub deal: DealId,
    pub text: String,
    pub files: Vec<FileId>,
}

/// Gives one's own note another text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditNote {
    pub note: NoteId,
    pub text: String,
}

/// Deletes one's own note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteNote {
    pub note: NoteId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{AddNote, DeleteNote, EditNote};
    use crate::Perform;
    use domain::{id::NoteId, note::Note};
    use store::{Result, Tx};

    impl Perform for AddNote {
        async fn perform(&self, tx: &Tx) -> Result<NoteId> {
            tx.add_note(self.deal, &Note::parse(&self.text)?, None, &self.files).await
        }
    }

    impl Perform for EditNote {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.edit_note(self.note, &Note::parse(&self.text)?).await
        }
    }

    impl Perform for DeleteNote {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.delete_note(self.note).await
        }
    }
}
