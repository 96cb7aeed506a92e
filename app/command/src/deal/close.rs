//! Closing deals, and opening them again.

use domain::{
    deal::Status,
    id::{DealId, ReasonId},
};
use serde::{Deserialize, Serialize};

/// Wins a deal (W1). Refused while mandatory actions are not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WinDeal {
    pub deal: DealId,
}

/// Closes a deal as lost or stale, with a reason and a note (W2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseDeal {
    pub deal: DealId,
    pub outcome: Status,
    #[serde(default)]
    pub reason: Option<ReasonId>,
    pub note: String,
}

/// Opens a closed deal again (W3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReopenDeal {
    pub deal: DealId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{CloseDeal, ReopenDeal, WinDeal};
    use crate::Perform;
    use domain::{refusal::Field, text::Prose};
    use store::{Result, Tx};

    impl Perform for WinDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let process = tx.process(Some(deal.process)).await?;
            let ledger = tx.ledger(deal.id, deal.facts.value.currency).await?;
            tx.save_deal(&process.win(&deal, tx.wall_clock().date(), &ledger)?).await
        }
    }

    impl Perform for CloseDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let (deal, note) = (tx.deal(self.deal).await?, Prose::parse(Field::Note, &self.note)?);
            let why = tx.why(self.reason, note).await?;
            tx.save_deal(&deal.close_as(self.outcome, tx.wall_clock().date(), why)?).await
        }
    }

    impl Perform for ReopenDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let deal = tx.deal(self.deal).await?;
            let process = tx.process(Some(deal.process)).await?;
            let ledger = tx.ledger(deal.id, deal.facts.value.currency).await?;
            let mut change = deal.reopen(tx.now(), tx.place_on_top(deal.stage).await?, &ledger)?;
            // The process may have been edited while the deal was closed.
            change.to.probability = process.probability(&deal.done);
            tx.save_deal(&change).await
        }
    }
}
