//! A new deal on its way to the store (D1, D2).

#[cfg(feature = "ssr")]
use crate::error::Answer;
use chrono::NaiveDate;
use domain::{
    deal::{DealForm, Status},
    id::{Op, ProcessId, StageId, UserId},
    line::LineForm,
};
#[cfg(feature = "ssr")]
use domain::{
    ledger::Side,
    line::Reading,
    money::Currency,
    process::close::require_past_closure,
    refusal::{Field, Refusal},
};
use serde::{Deserialize, Serialize};
#[cfg(feature = "ssr")]
use store::{Start, Tx};

/// A new deal as the dialog sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
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
    pub op: Op,
}

#[cfg(feature = "ssr")]
impl Addition {
    /// Where the deal begins, once everything it names is known to be there.
    pub(super) async fn start(&self, tx: &Tx, currency: Currency) -> Answer<Start> {
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
        let language = self.form.language.unwrap_or(tx.user().language);
        let reading = Reading { currency, language, catalogue: &catalogue };
        let forecast = Side { lines: reading.lines(&self.lines, &[])?, costs: vec![] };
        let place = tx.place_on_top(stage).await?;
        Ok(Start { process: process.id, stage, place, participants, closed: self.closed, forecast })
    }
}
