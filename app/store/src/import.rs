//! Files that are brought in (I1): each with its rows, as they stand, are judged and are written.

mod head;
mod known;
mod rows;
mod undo;
mod used;

pub use head::ImportHead;
pub use known::{KnownCompany, KnownPerson};
pub use rows::{Judged, StoredRow};
pub use undo::IMPORT_SLICE;

use crate::{
    Error, Result, Tx,
    entity::{import, import_row, user},
};
use domain::{
    id::{ImportId, UserId},
    import::{Counts, Fate, Fit, ImportState, Imports, Kind, Listed, Mapped, Undone},
    log::Thing,
    refusal::Refusal,
    tasks::Moment,
};
use head::{HEAD, Head};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Serialize, de::DeserializeOwned};

/// How many imports the list shows.
const LISTED: u64 = 50;

/// A file that was read for the first time.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub kind: Kind,
    pub file: String,
    pub content: Vec<u8>,
    pub columns: Vec<Mapped>,
    pub fit: Fit,
}

impl Tx {
    /// Keeps a file with its rows, which are to be judged.
    pub async fn add_import(&self, new: NewImport, rows: Vec<StoredRow>) -> Result<ImportId> {
        let row = import::ActiveModel {
            id: NotSet,
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
            kind: Set(new.kind.code().into()),
            state: Set(ImportState::Reading.code().into()),
            file: Set(new.file),
            bytes: Set(i64::try_from(new.content.len()).unwrap_or(i64::MAX)),
            content: Set(new.content),
            columns: Set(written(&new.columns)?),
            fit: Set(written(&new.fit)?),
            good_only: Set(false),
            counts: Set(None),
            undone: Set(None),
        };
        let id = ImportId(row.insert(self.db()).await?.id);
        self.insert_rows(id, rows).await?;
        Ok(id)
    }

    /// An import; whoever may import sees those of others, too.
    pub async fn import_head(&self, id: ImportId) -> Result<ImportHead> {
        // Without the file itself, which may be large.
        let found = import::Entity::find_by_id(id.0).select_only().columns(HEAD);
        let row: Option<Head> = found.into_model().one(self.db()).await?;
        row.ok_or(Refusal::NotFound)?.read()
    }

    /// The file of an import that is not written yet.
    pub async fn import_content(&self, id: ImportId) -> Result<Vec<u8>> {
        let row = import::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        Ok(row.content)
    }

    /// The imports, the latest first.
    pub async fn imports(&self) -> Result<Imports> {
        let rows = import::Entity::find().order_by_desc(import::Column::Id).limit(LISTED).select_only();
        let rows: Vec<Head> = rows.columns(HEAD).into_model().all(self.db()).await?;
        let people = user::Entity::find().all(self.db()).await?;
        let mut imports = vec![];
        for row in rows {
            let by = people.iter().find(|person| person.id == row.by_id);
            let (at, by) = (Moment(self.clock(row.at)), by.map(|row| row.name.clone()).unwrap_or_default());
            let ImportHead { id, kind, state, file, .. } = row.read()?;
            let (counts, written) = self.import_counts(id).await?;
            imports.push(Listed { id, kind, state, file, by, at, counts, written });
        }
        Ok(Imports { imports, now: self.wall_clock() })
    }

    /// How the last file of this kind with this header was read, if there was one.
    pub async fn remembered_fit(&self, kind: Kind, header: &[&str]) -> Result<Option<Fit>> {
        let rows = import::Entity::find()
            .filter(import::Column::Kind.eq(kind.code()))
            .filter(import::Column::State.is_in(["running", "done", "undoing", "undone"]))
            .order_by_desc(import::Column::Id)
            .limit(LISTED)
            .select_only();
        let rows: Vec<Head> = rows.columns(HEAD).into_model().all(self.db()).await?;
        let heads = rows.into_iter().filter_map(|row| row.read().ok());
        let same = |head: &ImportHead| {
            head.columns.iter().map(|column| column.name.as_str()).eq(header.iter().copied())
        };
        Ok(heads.filter(same).map(|head| head.fit).next())
    }

    /// Gives an import, which is no longer written, another fit; its rows are to be judged anew.
    pub async fn fit_import(&self, id: ImportId, columns: &[Mapped], fit: &Fit) -> Result<()> {
        let row = import::ActiveModel {
            id: Unchanged(id.0),
            columns: Set(written(columns)?),
            fit: Set(written(fit)?),
            state: Set(ImportState::Reading.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        self.touch(Thing::Import(id));
        let unjudged = import_row::ActiveModel {
            fate: Set(String::new()),
            same: Set(String::new()),
            ..Default::default()
        };
        import_row::Entity::update_many()
            .set(unjudged)
            .filter(import_row::Column::ImportId.eq(id.0))
            .exec(self.db())
            .await?;
        Ok(())
    }

    /// Says how far an import is.
    pub async fn set_import_state(&self, id: ImportId, state: ImportState) -> Result<()> {
        let row = import::ActiveModel {
            id: Unchanged(id.0),
            state: Set(state.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// Approves an import.
    pub async fn approve_import(&self, id: ImportId, good_only: bool) -> Result<()> {
        let row =
            import::ActiveModel { id: Unchanged(id.0), good_only: Set(good_only), ..Default::default() };
        row.update(self.db()).await?;
        self.touch(Thing::Import(id));
        self.set_import_state(id, ImportState::Running).await
    }

    /// That nothing of an import is written any more: it can be looked at again.
    pub async fn unwrite_import(&self, id: ImportId) -> Result<()> {
        let unwritten = import_row::ActiveModel { written: Set(false), ..Default::default() };
        let rows = import_row::Entity::update_many().set(unwritten);
        rows.filter(import_row::Column::ImportId.eq(id.0)).exec(self.db()).await?;
        self.set_import_state(id, ImportState::Draft).await
    }

    /// What came of taking an import back, so far; nothing where nobody does.
    pub async fn import_undone(&self, id: ImportId) -> Result<Option<Undone>> {
        let undone = import::Entity::find_by_id(id.0).select_only().column(import::Column::Undone);
        let undone: Option<Option<String>> = undone.into_tuple().one(self.db()).await?;
        undone.flatten().map(|undone| read(&undone)).transpose()
    }

    /// How many rows of an import have which fate, and how many are written.
    pub async fn import_counts(&self, id: ImportId) -> Result<(Counts, u64)> {
        let kept = import::Entity::find_by_id(id.0).select_only().column(import::Column::Counts);
        let kept: Option<Option<String>> = kept.into_tuple().one(self.db()).await?;
        if let Some(counts) = kept.flatten() {
            let counts: Counts = read(&counts)?;
            return Ok((counts, counts.written()));
        }
        let rows: Vec<(String, bool, i64)> = import_row::Entity::find()
            .filter(import_row::Column::ImportId.eq(id.0))
            .select_only()
            .column(import_row::Column::Fate)
            .column(import_row::Column::Written)
            .column_as(import_row::Column::Line.count(), "count")
            .group_by(import_row::Column::Fate)
            .group_by(import_row::Column::Written)
            .into_tuple()
            .all(self.db())
            .await?;
        let (mut counts, mut done) = (Counts::default(), 0);
        for (fate, is_written, count) in rows {
            let count = u64::try_from(count).unwrap_or(0);
            done += if is_written { count } else { 0 };
            match Fate::of(&fate) {
                Some(Fate::Create) => counts.create += count,
                Some(Fate::Update) => counts.update += count,
                Some(Fate::Skip) => counts.skip += count,
                Some(Fate::Error) => counts.error += count,
                None => {}
            }
        }
        Ok((counts, done))
    }

    /// That an import is written: its counts stay, and of its rows and its file only what could not be written.
    pub async fn close_import(&self, id: ImportId) -> Result<()> {
        let (counts, _) = self.import_counts(id).await?;
        let row = import::ActiveModel {
            id: Unchanged(id.0),
            content: Set(vec![]),
            counts: Set(Some(written(&counts)?)),
            state: Set(ImportState::Done.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        import_row::Entity::delete_many()
            .filter(import_row::Column::ImportId.eq(id.0))
            .filter(import_row::Column::Fate.ne(Fate::Error.code()))
            .exec(self.db())
            .await?;
        Ok(())
    }

    /// Forgets an import that nothing was written of.
    pub async fn drop_import(&self, id: ImportId) -> Result<()> {
        import_row::Entity::delete_many()
            .filter(import_row::Column::ImportId.eq(id.0))
            .exec(self.db())
            .await?;
        import::Entity::delete_by_id(id.0).exec(self.db()).await?;
        self.touch(Thing::Import(id));
        Ok(())
    }
}

impl crate::Store {
    /// The imports that are judged, written or taken back, each with whoever brought it in.
    pub async fn busy_imports(&self) -> Result<Vec<(ImportId, UserId)>> {
        let rows: Vec<(i64, i64)> = import::Entity::find()
            .filter(import::Column::State.is_in(["reading", "running", "undoing"]))
            .order_by_asc(import::Column::Id)
            .select_only()
            .columns([import::Column::Id, import::Column::ById])
            .into_tuple()
            .all(&self.reader)
            .await?;
        Ok(rows.into_iter().map(|(id, by)| (ImportId(id), UserId(by))).collect())
    }
}

fn written(of: &(impl Serialize + ?Sized)) -> Result<String> {
    serde_json::to_string(of).map_err(|error| Error::Unreadable(error.to_string()))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable(error.to_string()))
}
