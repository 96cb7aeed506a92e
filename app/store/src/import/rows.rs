//! The rows of an import.

use super::{read, written};
use crate::{Result, Tx, entity::import_row};
use domain::{
    id::ImportId,
    import::{Fate, ImportRow, Problem, Update},
    log::Thing,
    refusal::Refusal,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Rows in one statement: as many as the variables of one statement allow.
const CHUNK: usize = 2_000;

/// What was found out of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub fate: Fate,
    /// What it is about; empty when that cannot be told.
    pub same: String,
    pub updates: Vec<Update>,
    pub problem: Option<Problem>,
}

/// A row as it was stored.
#[derive(Clone, Debug)]
pub struct StoredRow {
    pub line: i64,
    pub cells: Vec<String>,
    /// What it was judged to be about; empty when that is not known.
    pub same: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Detail {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    updates: Vec<Update>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

impl Tx {
    /// Puts other rows in place of those that it had.
    pub async fn replace_import_rows(&self, id: ImportId, rows: Vec<StoredRow>) -> Result<()> {
        import_row::Entity::delete_many()
            .filter(import_row::Column::ImportId.eq(id.0))
            .exec(self.db())
            .await?;
        self.insert_rows(id, rows).await
    }

    pub(super) async fn insert_rows(&self, id: ImportId, rows: Vec<StoredRow>) -> Result<()> {
        for chunk in rows.chunks(CHUNK) {
            let row = |row: &StoredRow| {
                Ok(import_row::ActiveModel {
                    import_id: Set(id.0),
                    line: Set(row.line),
                    cells: Set(written(&row.cells)?),
                    ..Default::default()
                })
            };
            let rows = chunk.iter().map(row).collect::<Result<Vec<_>>>()?;
            import_row::Entity::insert_many(rows).exec_without_returning(self.db()).await?;
        }
        Ok(())
    }

    /// Rows that were not judged yet, the first of them.
    pub async fn unjudged_rows(&self, id: ImportId, most: u64) -> Result<Vec<StoredRow>> {
        self.stored_rows(id, &[""], most).await
    }

    /// Rows that are to be written, the first of them.
    pub async fn unwritten_rows(&self, id: ImportId, most: u64) -> Result<Vec<StoredRow>> {
        self.stored_rows(id, &[Fate::Create.code(), Fate::Update.code()], most).await
    }

    async fn stored_rows(&self, id: ImportId, fates: &[&str], most: u64) -> Result<Vec<StoredRow>> {
        let mut found = vec![];
        // One fate after the other: each is a run of the index.
        for fate in fates {
            let rows = import_row::Entity::find()
                .filter(import_row::Column::ImportId.eq(id.0))
                .filter(import_row::Column::Fate.eq(*fate))
                .filter(import_row::Column::Written.eq(false))
                .order_by_asc(import_row::Column::Line)
                .limit(most - found.len() as u64);
            for row in rows.all(self.db()).await? {
                found.push(stored(row)?);
            }
        }
        Ok(found)
    }

    /// A row of an import.
    pub async fn import_row(&self, id: ImportId, line: i64) -> Result<StoredRow> {
        let row =
            import_row::Entity::find_by_id((id.0, line)).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        stored(row)
    }

    /// Writes other cells into a row.
    pub async fn correct_import_row(&self, id: ImportId, row: &StoredRow) -> Result<()> {
        let row = import_row::ActiveModel {
            import_id: Unchanged(id.0),
            line: Unchanged(row.line),
            cells: Set(written(&row.cells)?),
            same: Set(String::new()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// Notes that an import changed.
    pub fn touch_import(&self, id: ImportId) {
        self.touch(Thing::Import(id));
    }

    /// Keeps what was found out of these rows, of all of them at once.
    pub async fn judge_rows(&self, id: ImportId, rows: &[(&StoredRow, Judged)]) -> Result<()> {
        let found = OnConflict::columns([import_row::Column::ImportId, import_row::Column::Line])
            .update_columns([import_row::Column::Fate, import_row::Column::Same, import_row::Column::Detail])
            .to_owned();
        for chunk in rows.chunks(CHUNK) {
            let rows =
                chunk.iter().map(|(row, judged)| judged_row(id, row, judged)).collect::<Result<Vec<_>>>()?;
            import_row::Entity::insert_many(rows)
                .on_conflict(found.clone())
                .exec_without_returning(self.db())
                .await?;
        }
        Ok(())
    }

    /// Keeps that these rows are written.
    pub async fn rows_written(&self, id: ImportId, lines: &[i64]) -> Result<()> {
        let done = import_row::ActiveModel { written: Set(true), ..Default::default() };
        import_row::Entity::update_many()
            .set(done)
            .filter(import_row::Column::ImportId.eq(id.0))
            .filter(import_row::Column::Line.is_in(lines.iter().copied()))
            .exec(self.db())
            .await?;
        self.touch(Thing::Import(id));
        Ok(())
    }

    /// The rows that are about this.
    pub async fn rows_of_the_same(&self, id: ImportId, same: &str) -> Result<Vec<StoredRow>> {
        if same.is_empty() {
            return Ok(vec![]);
        }
        let rows = import_row::Entity::find()
            .filter(import_row::Column::ImportId.eq(id.0))
            .filter(import_row::Column::Same.eq(same))
            .order_by_asc(import_row::Column::Line);
        rows.all(self.db()).await?.into_iter().map(stored).collect()
    }

    /// The first line of each of these that other rows are about, but for these lines.
    pub async fn firsts_of_the_same(
        &self,
        id: ImportId,
        sames: &[&str],
        but: &[i64],
    ) -> Result<HashMap<String, i64>> {
        let mut firsts = HashMap::new();
        for chunk in sames.chunks(CHUNK) {
            let rows: Vec<(String, i64)> = import_row::Entity::find()
                .filter(import_row::Column::ImportId.eq(id.0))
                .filter(import_row::Column::Same.is_in(chunk.iter().copied()))
                .filter(import_row::Column::Line.is_not_in(but.iter().copied()))
                .select_only()
                .column(import_row::Column::Same)
                .column_as(import_row::Column::Line.min(), "first")
                .group_by(import_row::Column::Same)
                .into_tuple()
                .all(self.db())
                .await?;
            firsts.extend(rows);
        }
        Ok(firsts)
    }

    /// How many rows of an import there are, judged or not.
    pub async fn import_size(&self, id: ImportId) -> Result<u64> {
        Ok(import_row::Entity::find().filter(import_row::Column::ImportId.eq(id.0)).count(self.db()).await?)
    }

    /// Rows of this fate, or of any, in the order of the file.
    pub async fn import_rows(
        &self,
        id: ImportId,
        fate: Option<Fate>,
        from: u64,
        most: u64,
    ) -> Result<Vec<ImportRow>> {
        let mut found = import_row::Entity::find().filter(import_row::Column::ImportId.eq(id.0));
        if let Some(fate) = fate {
            found = found.filter(import_row::Column::Fate.eq(fate.code()));
        }
        let rows =
            found.order_by_asc(import_row::Column::Line).offset(from).limit(most).all(self.db()).await?;
        let row = |row: import_row::Model| {
            let Detail { updates, problem } =
                if row.detail.is_empty() { Detail::default() } else { read(&row.detail)? };
            // What is not judged yet is shown as what it will most likely be.
            let fate = Fate::of(&row.fate).unwrap_or(Fate::Create);
            Ok(ImportRow { line: row.line, cells: read(&row.cells)?, fate, updates, problem })
        };
        rows.into_iter().map(row).collect()
    }
}

fn judged_row(id: ImportId, row: &StoredRow, judged: &Judged) -> Result<import_row::ActiveModel> {
    let Judged { fate, same, updates, problem } = judged.clone();
    let detail = match (updates.is_empty(), &problem) {
        (true, None) => String::new(),
        _ => written(&Detail { updates, problem })?,
    };
    Ok(import_row::ActiveModel {
        import_id: Set(id.0),
        line: Set(row.line),
        cells: Set(written(&row.cells)?),
        fate: Set(fate.code().into()),
        same: Set(same),
        detail: Set(detail),
        ..Default::default()
    })
}

fn stored(row: import_row::Model) -> Result<StoredRow> {
    Ok(StoredRow { line: row.line, cells: read(&row.cells)?, same: row.same })
}
