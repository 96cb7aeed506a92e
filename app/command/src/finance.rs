//! Asking for amounts.

use domain::finance::Query;
use serde::{Deserialize, Serialize};

/// A page of the amounts that match, and the sums of all of them (M6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadFinance {
    pub query: Query,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::ReadFinance;
    use crate::Answers;
    use domain::finance::Finance;
    use store::{Result, Tx};

    impl Answers for ReadFinance {
        async fn answer(&self, tx: &Tx) -> Result<Finance> {
            tx.finance(&self.query.clone().checked()?).await
        }
    }
}
