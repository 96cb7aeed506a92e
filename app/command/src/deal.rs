//! What may be done with a deal, and asked of it.

mod action;
mod close;

pub use action::{ChangeProcess, CompleteAction, UncompleteAction};
pub use close::{CloseDeal, ReopenDeal, WinDeal};

use chrono::NaiveDate;
use domain::{
    deal::{DealForm, Status},
    id::{DealId, ProcessId, ReasonId, StageId, UserId},
    line::LineForm,
};
use serde::{Deserialize, Serialize};

/// The page of a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDeal {
    pub deal: DealId,
    /// An entry of its history: it and what happened before are known, and are not told again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
}

impl ReadDeal {
    /// The whole page.
    pub fn of(deal: DealId) -> ReadDeal {
        ReadDeal { deal, since: None }
    }
}

/// What happened to a deal before this entry of its history (H1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadHistory {
    pub deal: DealId,
    pub before: i64,
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
    /// Why, if it was closed as lost or stale (W2).
    #[serde(default)]
    pub reason: Option<ReasonId>,
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

/// Lets everybody see a deal, or no longer, where the account has public deals (V3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakePublic {
    pub deal: DealId,
    pub public: bool,
}

#[cfg(feature = "ssr")]
pub(crate) use doing::save_facts;

#[cfg(feature = "ssr")]
mod doing {
    use super::{
        AddDeal, AddParticipant, DuplicateDeal, MakePublic, ReadDeal, ReadHistory, ReadOptions,
        RemoveParticipant, SaveDeal,
    };
    use crate::{Answers, Perform};
    use domain::{
        board::{Move, Moved},
        deal::{Closed, Deal, Entry, Facts, NewDeal},
        id::{DealId, StageId, UserId},
        ledger::Side,
        line::LineParser,
        process::Step,
        profile::{History, NewDealOptions, Profile},
        refusal::{Field, Refusal},
        text::Prose,
        together,
    };
    use store::{Result, Tx, refused};

    impl Answers for ReadDeal {
        async fn answer(&self, tx: &Tx) -> Result<Profile> {
            tx.profile(self.deal, self.since).await
        }
    }

    impl Answers for ReadHistory {
        async fn answer(&self, tx: &Tx) -> Result<History> {
            tx.history_before(self.deal, self.before).await
        }
    }

    impl Answers for ReadOptions {
        async fn answer(&self, tx: &Tx) -> Result<NewDealOptions> {
            tx.new_deal_options().await
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
            let (draft, forecast, entry) = together!(
                draft: self.form.parse(tx.notation(self.form.language)),
                forecast: refused(self.forecast(tx).await)?,
                entry: refused(self.entry(tx).await)?,
            )?;
            let (stage, participants) = (self.stage(tx).await?, self.participants(tx).await?);
            let (company, person) = tx.client(&draft, None).await?;
            let facts = draft.worth(&forecast)?.facts(company, person);
            tx.require_facts(&facts, None).await?;
            let process = self.process;
            let new = NewDeal { facts, process, stage, entry, participants, forecast, done: vec![] };
            tx.add_deal(&new, &tx.place_on_top(stage).await?).await
        }
    }

    impl AddDeal {
        /// Where the deal begins, which a guard must allow (B8).
        async fn stage(&self, tx: &Tx) -> Result<StageId> {
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
            Ok(stage)
        }

        async fn entry(&self, tx: &Tx) -> Result<Entry> {
            let Some((outcome, on)) = self.closed else { return Ok(Entry::Added) };
            let closed = Closed { outcome, on, why: tx.why(self.reason, Prose::default()).await? };
            closed.require(tx.wall_clock().date())?;
            Ok(Entry::Afterwards(closed))
        }

        async fn participants(&self, tx: &Tx) -> Result<Vec<UserId>> {
            let mut participants = self.participants.clone();
            participants.sort_unstable();
            participants.dedup();
            for user in &participants {
                tx.require_user(*user, Field::Participants).await?;
            }
            Ok(participants)
        }

        async fn forecast(&self, tx: &Tx) -> Result<Side> {
            if self.lines.is_empty() {
                return Ok(Side::default());
            }
            let currency = self.form.currency.parse().map_err(Refusal::from)?;
            let notation = tx.notation(self.form.language);
            let catalogue = tx.catalogue().await?;
            let parser = LineParser { currency, notation, catalogue: &catalogue };
            Ok(Side { lines: parser.lines(&self.lines, &[])?, costs: vec![] })
        }
    }

    impl Perform for SaveDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let draft = self.form.parse_over(&deal.facts, tx.notation(self.form.language))?;
            let (company, person) = tx.client(&draft, Some(&deal.facts)).await?;
            save_facts(tx, &deal, self.version, draft.facts(company, person)).await
        }
    }

    /// Gives a deal, which was seen in this version, other facts.
    pub(crate) async fn save_facts(tx: &Tx, deal: &Deal, seen: i64, facts: Facts) -> Result<()> {
        let ledger = tx.ledger(deal.id, facts.value.currency).await?;
        tx.require_facts(&facts, Some(&deal.facts)).await?;
        if facts.owner != deal.facts.owner {
            tx.require_keeper(deal).await?;
        }
        tx.save_deal(&deal.revise(seen, facts, &ledger)?).await
    }

    impl Perform for DuplicateDeal {
        async fn perform(&self, tx: &Tx) -> Result<DealId> {
            let Deal { process, stage, facts, .. } = tx.deal(self.deal).await?;
            let place = tx.place_on_top(stage).await?;
            let forecast = tx.ledger(self.deal, facts.value.currency).await?.forecast.anew();
            let (entry, participants, done) = (Entry::Added, vec![], vec![]);
            tx.add_deal(&NewDeal { facts, process, stage, entry, participants, forecast, done }, &place).await
        }
    }

    impl Perform for AddParticipant {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.add_participant(self.deal, self.user).await
        }
    }

    impl Perform for MakePublic {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.make_public(self.deal, self.public).await
        }
    }

    impl Perform for RemoveParticipant {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.remove_participant(self.deal, self.user).await
        }
    }
}
