//! Filters that somebody keeps under a name.

use domain::{deals::Query, id::FilterId};
use serde::{Deserialize, Serialize};

/// One's own filters, and those of others that are for everybody (L3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadSavedFilters {}

/// Keeps what the list is asked for under a name, in place of one's own filter of the same name. Refused without a name,
/// when it means nothing, and above [`domain::saved::MOST`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveFilter {
    pub name: String,
    pub query: Query,
    /// Whether everybody may use it.
    #[serde(default)]
    pub shared: bool,
}

/// Keeps one's own filter no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteFilter {
    pub filter: FilterId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{DeleteFilter, ReadSavedFilters, SaveFilter};
    use crate::{Answers, Perform};
    use domain::{id::FilterId, refusal::Field, saved::SavedFilter, text::Name};
    use store::{Result, Tx};

    impl Answers for ReadSavedFilters {
        async fn answer(&self, tx: &Tx) -> Result<Vec<SavedFilter>> {
            tx.saved_filters().await
        }
    }

    impl Perform for SaveFilter {
        async fn perform(&self, tx: &Tx) -> Result<FilterId> {
            let name = Name::parse(Field::Name, &self.name)?;
            self.query.criteria()?;
            tx.save_filter(&name, &self.query, self.shared).await
        }
    }

    impl Perform for DeleteFilter {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.delete_filter(self.filter).await
        }
    }
}
