//! Asking for the list of deals.

use domain::deals::Query;
use serde::{Deserialize, Serialize};

/// A page of the deals that match, and what all of them come to (L1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDeals {
    pub query: Query,
}

/// All the deals that match, in the order of the list, to do something with them at once (L5). Refused when they are more
/// than [`domain::bulk::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDealIds {
    pub query: Query,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{ReadDealIds, ReadDeals};
    use crate::Answers;
    use domain::{bulk::ALL, deals::Deals, id::DealId, refusal::Refusal};
    use store::{Result, Tx};

    impl Answers for ReadDeals {
        async fn answer(&self, tx: &Tx) -> Result<Deals> {
            if self.query.page > domain::deals::Query::LAST {
                return Err(Refusal::MalformedParameter { name: "page".into() }.into());
            }
            tx.deals(&self.query).await
        }
    }

    impl Answers for ReadDealIds {
        async fn answer(&self, tx: &Tx) -> Result<Vec<DealId>> {
            let ids = tx.listed_ids(&self.query, ALL as u64 + 1).await?;
            if ids.len() > ALL { Err(Refusal::TooMany { max: ALL }.into()) } else { Ok(ids) }
        }
    }
}
