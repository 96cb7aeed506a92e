//! Asking the address book.

use domain::id::CompanyId;
use serde::{Deserialize, Serialize};

/// Companies whose name contains these letters, from the second letter on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestCompanies {
    pub letters: String,
}

/// Persons whose name contains these letters, from the second letter on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestPersons {
    pub letters: String,
}

/// The open deals of a company that whoever asks may see: is there one already?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOpenDeals {
    pub company: CompanyId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{ReadOpenDeals, SuggestCompanies, SuggestPersons};
    use crate::Answers;
    use domain::contact::{Company, OpenDeal, Person};
    use store::{Result, Tx};

    impl Answers for SuggestCompanies {
        async fn answer(&self, tx: &Tx) -> Result<Vec<Company>> {
            tx.suggest_companies(&self.letters).await
        }
    }

    impl Answers for ReadOpenDeals {
        async fn answer(&self, tx: &Tx) -> Result<Vec<OpenDeal>> {
            tx.open_deals(self.company).await
        }
    }

    impl Answers for SuggestPersons {
        async fn answer(&self, tx: &Tx) -> Result<Vec<Person>> {
            tx.suggest_persons(&self.letters).await
        }
    }
}
