//! Asking for the list of deals.

use domain::deals::Query;
use serde::{Deserialize, Serialize};

/// A page of the deals that match, and what all of them come to (L1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadDeals {
    pub query: Query,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::ReadDeals;
    use crate::Answers;
    use domain::{deals::Deals, refusal::Refusal};
    use store::{Result, Tx};

    impl Answers for ReadDeals {
        async fn answer(&self, tx: &Tx) -> Result<Deals> {
            if self.query.page > domain::deals::Query::LAST {
                return Err(Refusal::MalformedParameter { name: "page".into() }.into());
            }
            tx.deals(&self.query).await
        }
    }
}
