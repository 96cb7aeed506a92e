//! Notes on deals and their files (T2). The bytes of files lie in a folder; here is what they are and whose.

use crate::{
    Error, Result, Tx,
    entity::{file, note},
    journal::Part,
};
use chrono::Duration;
use domain::{
    event::Event,
    id::{ActionId, DealId, FileId, NoteId, UserId},
    note::{File, Note},
    refusal::{Field, Refusal},
    text::{Prose, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// A file that was uploaded and lies safely in the folder.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    /// Its media type, as its content tells.
    pub kind: String,
    pub bytes: i64,
    /// What it is called in the folder.
    pub stored: String,
}

impl Tx {
    /// Adds a note with files that its author uploaded for this deal.
    pub async fn add_note(
        &self,
        deal: DealId,
        text: &Prose,
        action: Option<ActionId>,
        files: &[FileId],
    ) -> Result<NoteId> {
        self.deal(deal).await?;
        let notes = note::Entity::find().filter(note::Column::DealId.eq(deal.0)).count(self.db()).await?;
        if notes >= Note::MOST {
            return Err(Refusal::TooMany { max: Note::MOST as usize }.into());
        }
        self.keep(deal, &[Part::Notes, Part::Files]).await?;
        let row = note::ActiveModel {
            deal_id: Set(deal.0),
            author_id: Set(self.user().id.0),
            text: Set(text.as_str().into()),
            folded: Set(fold(text.as_str())),
            action_id: Set(action.map(|id| id.0)),
            at: Set(self.now()),
            ..Default::default()
        };
        let id = NoteId(row.insert(self.db()).await?.id);
        let mut names = vec![];
        for file in files {
            names.push(self.attach(deal, id, *file).await?);
        }
        self.record(deal, &[Event::NoteAdded { note: id, files: names }]).await?;
        Ok(id)
    }

    /// Gives one's own note another text.
    pub async fn edit_note(&self, id: NoteId, text: &Prose) -> Result<()> {
        let (deal, note) = self.note(id).await?;
        note.require_author(self.user().id)?;
        self.keep(deal, &[Part::Notes]).await?;
        let row = note::ActiveModel {
            id: Unchanged(id.0),
            text: Set(text.as_str().into()),
            folded: Set(fold(text.as_str())),
            edited_at: Set(Some(self.now())),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.record(deal, &[Event::NoteChanged { note: id }]).await
    }

    /// Deletes one's own note with its files; the one that an action wanted stays.
    pub async fn delete_note(&self, id: NoteId) -> Result<()> {
        let (deal, note) = self.note(id).await?;
        note.require_deletable(self.user().id)?;
        self.keep(deal, &[Part::Notes]).await?;
        let row = note::ActiveModel {
            id: Unchanged(id.0),
            deleted_at: Set(Some(self.now())),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.record(deal, &[Event::NoteDeleted { note: id }]).await
    }

    /// Remembers a file that was uploaded for a note on this deal.
    pub async fn add_file(&self, deal: DealId, upload: Upload) -> Result<FileId> {
        self.deal(deal).await?;
        self.require_upload_allowance(upload.bytes).await?;
        let row = file::ActiveModel {
            deal_id: Set(deal.0),
            by_id: Set(self.user().id.0),
            name: Set(upload.name),
            kind: Set(upload.kind),
            bytes: Set(upload.bytes),
            stored: Set(upload.stored),
            at: Set(self.now()),
            ..Default::default()
        };
        Ok(FileId(row.insert(self.db()).await?.id))
    }

    /// Refuses a file of this size when this user has sent too much within the last hour.
    pub async fn require_upload_allowance(&self, bytes: i64) -> Result<()> {
        let recent = file::Entity::find()
            .filter(file::Column::ById.eq(self.user().id.0))
            .filter(file::Column::At.gt(self.now() - Duration::hours(1)))
            .select_only()
            .column_as(file::Column::Id.count(), "files")
            .column_as(file::Column::Bytes.sum().cast_as("bigint"), "bytes")
            .into_tuple::<(i64, Option<i64>)>();
        let (files, sent) = recent.one(self.db()).await?.unwrap_or_default();
        let number = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(File::require_allowance(number(files), number(sent.unwrap_or_default()), number(bytes))?)
    }

    /// A file of a note on a deal that this user sees.
    pub async fn file(&self, id: FileId) -> Result<Upload> {
        let row = file::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let note = row.note_id.ok_or(Refusal::NotFound)?;
        self.note(NoteId(note)).await?;
        Ok(Upload { name: row.name, kind: row.kind, bytes: row.bytes, stored: row.stored })
    }

    /// The notes of a deal, the latest first.
    pub(crate) async fn notes(&self, deal: DealId) -> Result<Vec<Note>> {
        let notes = note::Entity::find()
            .filter(note::Column::DealId.eq(deal.0))
            .filter(note::Column::DeletedAt.is_null())
            .order_by_desc(note::Column::Id)
            .find_with_related(file::Entity)
            .order_by_asc(file::Column::Id);
        let file = |row: file::Model| File { id: FileId(row.id), name: row.name, bytes: row.bytes };
        let told = |(row, files): (note::Model, Vec<file::Model>)| {
            self.told(files.into_iter().map(file).collect(), row)
        };
        Ok(notes.all(self.db()).await?.into_iter().map(told).collect())
    }

    async fn note(&self, id: NoteId) -> Result<(DealId, Note)> {
        let there = note::Entity::find_by_id(id.0).filter(note::Column::DeletedAt.is_null());
        let row = there.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let deal = DealId(row.deal_id);
        self.deal(deal).await?;
        Ok((deal, self.told(vec![], row)))
    }

    fn told(&self, files: Vec<File>, row: note::Model) -> Note {
        Note {
            id: NoteId(row.id),
            author: UserId(row.author_id),
            text: Prose::known(row.text),
            action: row.action_id.map(ActionId),
            files,
            at: self.clock(row.at),
            edited: row.edited_at.is_some(),
        }
    }

    /// Binds a file to its note. Refused unless this user uploaded it for this deal, and for no other note.
    async fn attach(&self, deal: DealId, note: NoteId, id: FileId) -> Result<String> {
        let bound = file::Entity::update_many()
            .col_expr(file::Column::NoteId, Expr::val(note.0))
            .filter(file::Column::Id.eq(id.0))
            .filter(file::Column::DealId.eq(deal.0))
            .filter(file::Column::ById.eq(self.user().id.0))
            .filter(file::Column::NoteId.is_null())
            .exec(self.db())
            .await?;
        if bound.rows_affected != 1 {
            return Err(Refusal::Unknown { field: Field::File }.into());
        }
        let row = file::Entity::find_by_id(id.0).one(self.db()).await?;
        row.map(|row| row.name).ok_or_else(|| Error::Unreadable("a file without a row".into()))
    }
}
