//! Deleting deals, and restoring them (D6).

use domain::id::DealId;
use serde::{Deserialize, Serialize};

/// The deleted deals that whoever asks may see, and whose name or client contains this text (L4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDeleted {
    #[serde(default)]
    pub text: String,
}

/// Puts a deal into Deleted: it is nowhere else any more. Only for those who keep it, as taking others away is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteDeal {
    pub deal: DealId,
}

/// Brings a deleted deal back as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestoreDeal {
    pub deal: DealId,
}

/// Takes deleted deals away for good, with their notes, files and history (L4). Only for administrators; refused as a whole
/// when one of them is not deleted, when a deal is named twice, and when there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurgeDeals {
    pub deals: Vec<DealId>,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{DeleteDeal, PurgeDeals, ReadDeleted, RestoreDeal};
    use crate::{Answers, Perform};
    use domain::{deleted::Deleted, refusal::Refusal};
    use store::{Result, Tx};

    impl Answers for ReadDeleted {
        async fn answer(&self, tx: &Tx) -> Result<Deleted> {
            tx.deleted(&self.text).await
        }
    }

    impl Perform for DeleteDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.delete_deal(self.deal).await
        }
    }

    impl Perform for RestoreDeal {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.restore_deleted(self.deal).await
        }
    }

    impl Perform for PurgeDeals {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            let mut deals = self.deals.clone();
            deals.sort_unstable();
            deals.dedup();
            if deals.is_empty() || deals.len() != self.deals.len() || deals.len() > Deleted::MOST {
                return Err(Refusal::MalformedRequest.into());
            }
            tx.purge_deals(&deals).await
        }
    }
}
