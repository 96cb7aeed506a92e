//! The lists that administrators keep: closing reasons, products, cost categories.

use domain::{
    id::CategoryId,
    product::{CategoryForm, ProductForm},
    reason::ReasonForm,
};
use serde::{Deserialize, Serialize};

/// The account's reasons for closing a deal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadReasons {}

/// Saves the list of reasons, and whether one is required (W2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveReasons {
    pub reasons: Vec<ReasonForm>,
    pub required: bool,
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

/// Saves the list of categories, deletes some, and switches costs on or off (M4). A category that is not mentioned
/// stays as it is: somebody may have added it meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveCostSettings {
    pub categories: Vec<CategoryForm>,
    pub deleted: Vec<CategoryId>,
    pub costs: bool,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{ReadCatalogue, ReadCostSettings, ReadReasons, SaveCostSettings, SaveProduct, SaveReasons};
    use crate::{Answers, Perform};
    use domain::{
        id::ProductId,
        product::{Catalogue, CategoryForm, CostSettings},
        reason::{ReasonForm, Reasons},
        refusal::{Field, Refusal},
        text::Name,
    };
    use store::{Result, Tx};

    impl Answers for ReadReasons {
        async fn answer(&self, tx: &Tx) -> Result<Reasons> {
            tx.reasons().await
        }
    }

    impl Perform for SaveReasons {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            let read =
                |form: &ReasonForm| Ok((form.id, Name::parse(Field::Reason, &form.name)?, form.active));
            let names: Vec<_> = self.reasons.iter().map(read).collect::<Result<_>>()?;
            tx.save_reasons(&names, self.required).await
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
            tx.save_product(self.product.id, &self.product.parse(tx.notation(self.product.language))?).await
        }
    }

    impl Answers for ReadCostSettings {
        async fn answer(&self, tx: &Tx) -> Result<CostSettings> {
            tx.require_administrator()?;
            Ok(CostSettings { costs: tx.account().costs, categories: tx.categories().await? })
        }
    }

    impl Perform for SaveCostSettings {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_administrator()?;
            let read = |(line, form): (usize, &CategoryForm)| {
                let at = |refusal| Refusal::InLine { line, refusal: Box::new(refusal) };
                Name::parse(Field::Category, &form.name).map(|name| (form.id, name)).map_err(at)
            };
            let names: Vec<_> =
                self.categories.iter().enumerate().map(read).collect::<std::result::Result<_, Refusal>>()?;
            tx.delete_categories(&self.deleted).await?;
            tx.save_categories(&names).await?;
            tx.count_costs(self.costs).await
        }
    }
}
