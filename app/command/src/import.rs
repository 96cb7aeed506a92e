//! Bringing in a file (I1–I3): it is read, fitted, looked at, approved, written slice by slice, and can be taken back.

#[cfg(feature = "ssr")]
mod around;
#[cfg(feature = "ssr")]
mod contacts;
#[cfg(feature = "ssr")]
mod deals;
#[cfg(feature = "ssr")]
mod products;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
mod sold;
#[cfg(feature = "ssr")]
mod staged;
#[cfg(feature = "ssr")]
mod users;

#[cfg(feature = "ssr")]
pub use rows::go_on;
#[cfg(feature = "ssr")]
pub use staged::stage;

use domain::{
    id::ImportId,
    import::{Fate, Fit},
};
use serde::{Deserialize, Serialize};

/// The imports, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadImports {}

/// An import, with its rows of one fate or all, from one of them on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadImport {
    pub import: ImportId,
    #[serde(default)]
    pub fate: Option<Fate>,
    #[serde(default)]
    pub from: u64,
}

/// Says how a file is written and what its columns mean. Its rows are judged anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitImport {
    pub import: ImportId,
    pub fit: Fit,
}

/// Writes something else into a cell of a row, and judges the row anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectImport {
    pub import: ImportId,
    pub line: i64,
    pub column: usize,
    pub text: String,
}

/// Leaves a row out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipImportRow {
    pub import: ImportId,
    pub line: i64,
}

/// Lets an import be written: whole, or without the rows that cannot be (I4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveImport {
    pub import: ImportId,
    #[serde(default)]
    pub good_only: bool,
}

/// Forgets an import that was not approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropImport {
    pub import: ImportId,
}

/// Takes an import back (I3), the last of it first. The server does it slice by slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    pub import: ImportId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{
        ApproveImport, CorrectImport, DropImport, FitImport, ReadImport, ReadImports, SkipImportRow,
        UndoImport, rows, staged,
    };
    use crate::{Answers, Perform};
    use domain::{
        import::{Fate, Import, ImportState, Imports},
        refusal::{Field, Refusal},
    };
    use import::Table;
    use store::{ImportHead, Judged, Result, Tx};

    impl Answers for ReadImports {
        async fn answer(&self, tx: &Tx) -> Result<Imports> {
            tx.require_administrator()?;
            tx.imports().await
        }
    }

    impl Answers for ReadImport {
        async fn answer(&self, tx: &Tx) -> Result<Import> {
            tx.require_administrator()?;
            staged::page(tx, self).await
        }
    }

    impl Perform for FitImport {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let head = draft(tx, self.import).await?;
            staged::fit(tx, &head, &self.fit).await
        }
    }

    impl Perform for CorrectImport {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let head = draft(tx, self.import).await?;
            let mut row = tx.import_row(self.import, self.line).await?;
            if self.text.len() > Table::CELL {
                return Err(Refusal::TooLong { field: Field::Value, max: Table::CELL }.into());
            }
            *row.cells.get_mut(self.column).ok_or(Refusal::MalformedRequest)? = self.text.trim().to_owned();
            tx.correct_import_row(self.import, &row).await?;
            tx.touch_import(self.import);
            rows::judge_with_the_same(tx, &head, row).await
        }
    }

    impl Perform for SkipImportRow {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let head = draft(tx, self.import).await?;
            let row = tx.import_row(self.import, self.line).await?;
            let left_out = Judged { fate: Fate::Skip, same: String::new(), updates: vec![], problem: None };
            tx.touch_import(self.import);
            tx.judge_rows(self.import, &[(&row, left_out)]).await?;
            let same = tx.rows_of_the_same(self.import, &row.same).await?;
            rows::judge(tx, &head, &same).await
        }
    }

    impl Perform for ApproveImport {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let head = draft(tx, self.import).await?;
            let (counts, _) = tx.import_counts(self.import).await?;
            let whole = counts.error == 0 || self.good_only;
            if head.state != ImportState::Draft || !whole || counts.written() == 0 {
                return Err(Refusal::MalformedRequest.into());
            }
            tx.approve_import(self.import, self.good_only).await
        }
    }

    impl Perform for DropImport {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            draft(tx, self.import).await?;
            tx.drop_import(self.import).await
        }
    }

    impl Perform for UndoImport {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            match tx.import_head(self.import).await?.state {
                ImportState::Done => {
                    tx.require_undoable(self.import).await?;
                    tx.touch_import(self.import);
                    tx.begin_undo(self.import).await
                }
                _ => Err(Refusal::NotUndoable.into()),
            }
        }
    }

    /// An import of which nothing is written yet.
    async fn draft(tx: &Tx, import: domain::id::ImportId) -> Result<ImportHead> {
        tx.require_administrator()?;
        let head = tx.import_head(import).await?;
        match head.state {
            ImportState::Reading | ImportState::Draft => Ok(head),
            _ => Err(Refusal::NotFound.into()),
        }
    }
}
