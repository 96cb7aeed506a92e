//! The lists that administrators keep: closing reasons, products, cost categories.

use domain::{
    account::AccountForm,
    product::{CategoryForm, ProductForm},
    reason::ReasonForm,
    source::SourceForm,
};
use serde::{Deserialize, Serialize};

/// The account's reasons for closing a deal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadReasons {}

/// Saves the list of reasons that was seen in this version, and whether one is required (W2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveReasons {
    pub version: i64,
    pub reasons: Vec<ReasonForm>,
    pub required: bool,
}

/// The sources that deals come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadSources {}

/// Saves the list of sources that was seen in this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveSources {
    pub version: i64,
    pub sources: Vec<SourceForm>,
}

/// What lines and costs can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadCatalogue {}

/// Adds a product, or changes one (M3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveProduct {
    pub product: ProductForm,
}

/// The categories of costs, and whether costs are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadCostSettings {}

/// Saves the list of categories that was seen in this version, and switches costs on or off (M4). What is not in the list
/// is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveCostSettings {
    pub version: i64,
    pub categories: Vec<CategoryForm>,
    pub costs: bool,
}

/// What holds for everybody (A4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadAccount {}

/// Saves the settings that were seen in this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveAccount {
    pub version: i64,
    pub form: AccountForm,
}

/// Takes the example deals away for good, which the account began with, and those of their clients that nothing else needs
/// (A1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveExamples {}

#[cfg(feature = "ssr")]
mod doing {
    use super::{
        ReadAccount, ReadCatalogue, ReadCostSettings, ReadReasons, ReadSources, RemoveExamples, SaveAccount,
        SaveCostSettings, SaveProduct, SaveReasons, SaveSources,
    };
    use crate::{Answers, Perform};
    use domain::{
        account::AccountSettings,
        id::ProductId,
        log::{Thing, next_version},
        product::{Catalogue, CategoryForm, CostSettings},
        reason::{ReasonForm, Reasons},
        refusal::{self, Field, Refusal},
        source::{SourceForm, Sources},
        text::Name,
    };
    use store::{Result, Tx};

    impl Answers for ReadReasons {
        async fn answer(&self, tx: &Tx) -> Result<Reasons> {
            tx.reasons().await
        }
    }

    impl Perform for SaveReasons {
        async fn perform(&self, tx: &Tx) -> Result<Reasons> {
            tx.require_administrator()?;
            let read = |(line, form): (usize, &ReasonForm)| {
                Ok((form.id, name_at(line, Field::Reason, &form.name)?, form.active))
            };
            let names = refusal::all(self.reasons.iter().enumerate().map(read))?;
            let (now, by) = (tx.reasons().await?.version, tx.last_changed_by(Thing::Reasons).await?);
            tx.save_reasons(next_version(now, self.version, by)?, &names, self.required).await?;
            tx.reasons().await
        }
    }

    impl Answers for ReadSources {
        async fn answer(&self, tx: &Tx) -> Result<Sources> {
            tx.require_administrator()?;
            tx.sources().await
        }
    }

    impl Perform for SaveSources {
        async fn perform(&self, tx: &Tx) -> Result<Sources> {
            tx.require_administrator()?;
            let read = |(line, form): (usize, &SourceForm)| {
                Ok((form.id, name_at(line, Field::Source, &form.name)?, form.active))
            };
            let names = refusal::all(self.sources.iter().enumerate().map(read))?;
            let (now, by) = (tx.sources().await?.version, tx.last_changed_by(Thing::Sources).await?);
            tx.save_sources(next_version(now, self.version, by)?, &names).await?;
            tx.sources().await
        }
    }

    impl Answers for ReadCatalogue {
        async fn answer(&self, tx: &Tx) -> Result<Catalogue> {
            tx.catalogue().await
        }
    }

    impl Perform for SaveProduct {
        async fn perform(&self, tx: &Tx) -> Result<ProductId> {
            tx.require_administrator()?;
            let product = self.product.parse(tx.notation(self.product.language))?;
            let Some(id) = self.product.id else { return tx.save_product(None, 1, &product).await };
            let (now, by) = (tx.product(id).await?.version, tx.last_changed_by(Thing::Product(id)).await?);
            tx.save_product(Some(id), next_version(now, self.product.version, by)?, &product).await
        }
    }

    impl Answers for ReadCostSettings {
        async fn answer(&self, tx: &Tx) -> Result<CostSettings> {
            tx.require_administrator()?;
            tx.cost_settings().await
        }
    }

    impl Perform for SaveCostSettings {
        async fn perform(&self, tx: &Tx) -> Result<CostSettings> {
            tx.require_administrator()?;
            let read = |(line, form): (usize, &CategoryForm)| {
                Ok((form.id, name_at(line, Field::Category, &form.name)?))
            };
            let names = refusal::all(self.categories.iter().enumerate().map(read))?;
            let (now, by) = (tx.cost_settings().await?.version, tx.last_changed_by(Thing::Costs).await?);
            tx.save_cost_settings(next_version(now, self.version, by)?, &names, self.costs).await?;
            tx.cost_settings().await
        }
    }

    impl Answers for ReadAccount {
        async fn answer(&self, tx: &Tx) -> Result<AccountSettings> {
            tx.require_administrator()?;
            tx.account_settings().await
        }
    }

    impl Perform for SaveAccount {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            let new = self.form.parse()?;
            let (now, by) = (tx.account_settings().await?.version, tx.last_changed_by(Thing::Account).await?);
            tx.save_account(next_version(now, self.version, by)?, &new).await
        }
    }

    impl Perform for RemoveExamples {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            tx.remove_examples().await
        }
    }

    /// The name at a line of a list; refused, it says which line.
    fn name_at(line: usize, field: Field, name: &str) -> std::result::Result<Name, Refusal> {
        Name::parse(field, name).map_err(|refusal| refusal.in_line(line))
    }
}
