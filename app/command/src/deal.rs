//! What may be done with a deal, and asked of it.

mod action;
mod close;

pub use action::{ChangeProcess, CompleteAction, UncompleteAction};
pub use close::{CloseDeal, ReopenDeal, WinDeal};

use chrono::NaiveDate;
use domain::{
    deal::{DealForm, Status},
    id::{DealId, ProcessId, StageId, UserId},
    line::LineForm,
};
use serde::{Deserialize, Serialize};

/// The page of a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDeal {
    pub deal: DealId,
}

/// What can be chosen for a new deal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOptions {}

/// Adds a deal on top of its stage (D1, D2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddDeal {
    pub form: DealForm,
    pub process: ProcessId,
    /// The first stage of the process when missing.
    pub stage: Option<StageId>,
    pub participants: Vec<UserId>,
    /// For a deal that was closed already: how and when (D2).
    #[serde(default)]
    pub closed: Option<(Status, NaiveDate)>,
    /// Instead of a value (D1).
    #[serde(default)]
    pub lines: Vec<LineForm>,
}

/// Changes the fields of a deal that was seen in this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveDeal {
    pub deal: DealId,
    pub version: i64,
    pub form: DealForm,
}

/// Adds an open deal of the same facts on top of the same stage (D7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateDeal {
    pub deal: DealId,
}

/// Gives somebody access to a deal (V2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddParticipant {
    pub deal: DealId,
    pub user: UserId,
}

/// Takes a participant's access back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveParticipant {
    pub deal: DealId,
    pub user: UserId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{AddDeal, AddParticipant, DuplicateDeal, ReadDeal, ReadOptions, RemoveParticipant, SaveDeal};
    use crate::{Answers, Perform};
    use domain::{
        board::{Move, Moved},
        deal::Deal,
        id::DealId,
        ledger::Side,
        line::Reading,
        money::Currency,
        process::{Step, close::require_past_closure},
        profile::{Offer, Profile},
        refusal::{Field, Refusal},
    };
    use store::{Result, Start, Tx};

    impl Answers for ReadDeal {
        async fn answer(&self, tx: &Tx) -> Result<Profile> {
            tx.profile(self.deal).await
        }
    }

    impl Answers for ReadOptions {
        async fn answer(&self, tx: &Tx) -> Result<Offer> {
            tx.offer().await
        }
    }

    impl Perform for Move {
        async fn perform(&self, tx: &Tx) -> Result<Moved> {
            let deal = tx.deal(self.deal).await?;
            let process = tx.process(Some(deal.process)).await?;
            let place = tx.place(self.to, self.gap, deal.id).await?;
            let step = Step { seen: self.from, to: self.to, at: tx.now() };
            let change = process.move_deal(&deal, step, place)?;
            tx.save_deal(&change).await?;
            Ok(Moved { deal: deal.id, stage: change.to.stage })
        }
    }

    impl Perform for AddDeal {
        async fn perform(&self, tx: &Tx) -> Result<DealId> {
            let draft = self.form.parse(tx.notation(self.form.language))?;
            let start = self.start(tx, draft.value.currency).await?;
            let (company, person) = tx.client(&draft, None).await?;
            let facts = draft.worth(&start.forecast)?.facts(company, person);
            tx.require_facts(&facts, None).await?;
            tx.add_deal(facts, start).await
        }
    }

    impl AddDeal {
        /// Where the deal begins, once everything it names is known to be there.
        async fn start(&self, tx: &Tx, currency: Currency) -> Result<Start> {
            let unknown = Refusal::Unknown { field: Field::Process };
            let process = tx.process(Some(self.process)).await.map_err(|error| error.if_absent(unknown))?;
            process.require_active()?;
            let first = process.stages.first().map(|stage| stage.id);
            let stage = self.stage.or(first).ok_or(Refusal::Unknown { field: Field::Stage })?;
            match self.closed {
                // What was closed before it was entered is exempt from the mandatory actions (D2).
                Some(_) => drop(process.stage(stage)?),
                None => process.require_entry(stage, &[])?,
            }
            for user in &self.participants {
                tx.require_user(*user, Field::Participants).await?;
            }
            let mut participants = self.participants.clone();
            participants.sort_unstable();
            participants.dedup();
            if let Some((outcome, on)) = self.closed {
                require_past_closure(outcome, on, tx.wall_clock().date())?;
            }
            let catalogue = if self.lines.is_empty() { Default::default() } else { tx.catalogue().await? };
            let notation = tx.notation(self.form.language);
            let reading = Reading { currency, notation, catalogue: &catalogue };
            let forecast = Side { lines: reading.lines(&self.lines, &[])?, costs: vec![] };
            let place = tx.place_on_top(stage).await?;
            Ok(Start { process: process.id, stage, place, participants, closed: self.closed, forecast })
        }
    }

    impl Perform for SaveDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let draft = self.form.parse_over(&deal.facts, tx.notation(self.form.language))?;
            let ledger = tx.ledger(deal.id, draft.value.currency).await?;
            let (company, person) = tx.client(&draft, Some(&deal.facts)).await?;
            let facts = draft.facts(company, person);
            tx.require_facts(&facts, Some(&deal.facts)).await?;
            tx.save_deal(&deal.revise(self.version, facts, &ledger)?).await
        }
    }

    impl Perform for DuplicateDeal {
        async fn perform(&self, tx: &Tx) -> Result<DealId> {
            let Deal { process, stage, facts, .. } = tx.deal(self.deal).await?;
            let place = tx.place_on_top(stage).await?;
            let forecast = tx.ledger(self.deal, facts.value.currency).await?.forecast.anew();
            let start = Start { process, stage, place, participants: vec![], closed: None, forecast };
            tx.add_deal(facts, start).await
        }
    }

    impl Perform for AddParticipant {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.admit(self.deal, self.user).await
        }
    }

    impl Perform for RemoveParticipant {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.dismiss(self.deal, self.user).await
        }
    }
}
