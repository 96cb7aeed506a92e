//! Looking for something everywhere.

use domain::found::FoundKind;
use serde::{Deserialize, Serialize};

/// Deals, contacts, tasks and notes that hold the words that were typed, of what whoever asks may see (L6). Refused when
/// they are longer than [`domain::search::Sought::MAX`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    pub text: String,
    /// What is shown to its end, not only its first.
    #[serde(default)]
    pub whole: Option<FoundKind>,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::Search;
    use crate::Answers;
    use domain::{found::Found, search::Sought};
    use store::{Result, Tx};

    impl Answers for Search {
        async fn answer(&self, tx: &Tx) -> Result<Found> {
            match Sought::parse(&self.text)? {
                Some(sought) => tx.found(&sought, self.whole).await,
                None => Ok(Found { now: tx.wall_clock(), ..Found::default() }),
            }
        }
    }
}
