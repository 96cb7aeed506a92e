//! Asking what happened.

use domain::review::Query;
use serde::{Deserialize, Serialize};

/// What moved, slipped, was won and lost since a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadReview {
    #[serde(default)]
    pub query: Query,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::ReadReview;
    use crate::Answers;
    use domain::review::Review;
    use store::{Result, Tx};

    impl Answers for ReadReview {
        async fn answer(&self, tx: &Tx) -> Result<Review> {
            tx.review(&self.query).await
        }
    }
}
