//! What may be asked of notes. Files come and go by routes of their own.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::writer;
use domain::id::{DealId, FileId, NoteId, Op};
#[cfg(feature = "ssr")]
use domain::note::Note;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// A note as it is sent, with files that were uploaded for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub deal: DealId,
    pub text: String,
    pub files: Vec<FileId>,
    pub op: Op,
}

/// Adds a note to a deal (T2). Sent twice, it happens once.
#[server(endpoint = "add_note", input = Json, output = Json)]
pub async fn add_note(note: NewNote) -> Answer<NoteId> {
    let tx = writer().await?;
    if let Some(answer) = tx.remembered(&note.op, &note).await? {
        return Ok(answer);
    }
    let id = tx.add_note(note.deal, &Note::parse(&note.text)?, None, &note.files).await?;
    tx.remember(&note.op, &note, &id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives one's own note another text.
#[server(endpoint = "edit_note", input = Json, output = Json)]
pub async fn edit_note(note: NoteId, text: String) -> Answer<()> {
    let tx = writer().await?;
    tx.edit_note(note, &Note::parse(&text)?).await?;
    Ok(tx.commit().await?)
}

/// Deletes one's own note.
#[server(endpoint = "delete_note", input = Json, output = Json)]
pub async fn delete_note(note: NoteId) -> Answer<()> {
    let tx = writer().await?;
    tx.delete_note(note).await?;
    Ok(tx.commit().await?)
}
