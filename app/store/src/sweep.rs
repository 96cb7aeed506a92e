//! What nobody will ask for again: uploads that no note took, files of notes that were deleted long ago.

use crate::{
    Result, Store,
    entity::{file, note},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{ExprTrait, Query},
};
use std::collections::HashSet;

impl Store {
    /// Forgets the uploads that no note took before `unbound`, and those of notes deleted before `deleted`. Gives what
    /// they are called in the folder, where they may be removed now.
    pub async fn forget_files(&self, unbound: DateTime<Utc>, deleted: DateTime<Utc>) -> Result<Vec<String>> {
        let gone = Query::select()
            .column(note::Column::Id)
            .from(note::Entity)
            .and_where(note::Column::DeletedAt.lt(deleted))
            .to_owned();
        let left = file::Column::NoteId.is_null().and(file::Column::At.lt(unbound));
        let forgotten = Condition::any().add(left).add(file::Column::NoteId.in_subquery(gone));
        let writing = self.begin().await?;
        let rows = file::Entity::find().filter(forgotten).all(&writing.db).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        for ids in ids.chunks(1_000) {
            file::Entity::delete_many()
                .filter(file::Column::Id.is_in(ids.to_vec()))
                .exec(&writing.db)
                .await?;
        }
        writing.commit().await?;
        Ok(rows.into_iter().map(|row| row.stored).collect())
    }

    /// What every file is called in the folder.
    pub async fn stored_files(&self) -> Result<HashSet<String>> {
        let names = file::Entity::find().select_only().column(file::Column::Stored).into_tuple();
        Ok(names.all(&self.reader).await?.into_iter().collect())
    }
}
