//! Going through the process of a deal: checking actions, changing to another process.

use domain::id::{ActionId, DealId, FileId, ProcessId, StageId};
use serde::{Deserialize, Serialize};

/// Checks an action off (D3, P4): check, note, files, notices and task in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompleteAction {
    pub deal: DealId,
    pub action: ActionId,
    /// Empty: no note.
    pub note: String,
    /// Files that were uploaded for the note.
    pub files: Vec<FileId>,
}

/// Takes a check back (D3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncompleteAction {
    pub deal: DealId,
    pub action: ActionId,
}

/// Moves a deal into a stage of another process (D5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeProcess {
    pub deal: DealId,
    pub process: ProcessId,
    pub stage: StageId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{ChangeProcess, CompleteAction, UncompleteAction};
    use crate::Perform;
    use domain::{
        note::Note,
        process::{Attempt, Step},
        text::Prose,
    };
    use store::{Result, Tx};

    impl Perform for CompleteAction {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let (deal, action) = (tx.deal(self.deal).await?, self.action);
            let process = tx.process(Some(deal.process)).await?;
            let note = Some(&self.note).filter(|note| !note.trim().is_empty()).map(|note| Note::parse(note));
            let note: Option<Prose> = note.transpose()?;
            let stage = process.stage_after(&deal, action)?;
            let place = if stage == deal.stage { deal.place.clone() } else { tx.place_on_top(stage).await? };
            let (by, files, people) = (tx.user(), self.files.as_slice(), tx.colleagues().await?);
            let (at, today) = (tx.now(), tx.wall_clock().date());
            let attempt = Attempt { action, by, note: note.as_ref(), files, at, today, people: &people };
            tx.save_deal(&process.complete(&deal, attempt, place)?).await
        }
    }

    impl Perform for UncompleteAction {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let process = tx.process(Some(deal.process)).await?;
            tx.save_deal(&process.uncomplete(&deal, self.action, tx.user())?).await
        }
    }

    impl Perform for ChangeProcess {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let (from, to) = (tx.process(Some(deal.process)).await?, tx.process(Some(self.process)).await?);
            let step = Step { seen: deal.stage, to: to.stage(self.stage)?.id, at: tx.now() };
            let place = tx.place_on_top(self.stage).await?;
            tx.save_deal(&to.transfer(&from, &deal, step, place)?).await
        }
    }
}
