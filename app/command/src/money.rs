//! What a deal is made of: product lines and costs.

use domain::{
    id::DealId,
    ledger::Kind,
    line::{CostForm, LineForm},
    people::Language,
};
use serde::{Deserialize, Serialize};

/// Makes these the product lines of a deal that was seen in this version (M2, M3). Numbers are in the language that is
/// named, else in the user's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveLines {
    pub deal: DealId,
    pub version: i64,
    pub kind: Kind,
    pub lines: Vec<LineForm>,
    #[serde(default)]
    pub language: Option<Language>,
}

/// Makes these the costs of a deal that was seen in this version (M4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveCosts {
    pub deal: DealId,
    pub version: i64,
    pub kind: Kind,
    pub costs: Vec<CostForm>,
    #[serde(default)]
    pub language: Option<Language>,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{SaveCosts, SaveLines};
    use crate::Perform;
    use domain::line::LineParser;
    use store::{Result, Tx};

    impl Perform for SaveLines {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let (deal, catalogue) = (tx.deal(self.deal).await?, tx.catalogue().await?);
            let (currency, notation) = (deal.facts.value.currency, tx.notation(self.language));
            let ledger = tx.ledger(deal.id, currency).await?;
            let parser = LineParser { currency, notation, catalogue: &catalogue };
            let lines = parser.lines(&self.lines, &ledger.side(self.kind).lines)?;
            tx.save_deal(&deal.set_lines(self.version, &ledger, self.kind, lines)?).await
        }
    }

    impl Perform for SaveCosts {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            let (deal, catalogue) = (tx.deal(self.deal).await?, tx.catalogue().await?);
            tx.require_costs()?;
            let (currency, notation) = (deal.facts.value.currency, tx.notation(self.language));
            let ledger = tx.ledger(deal.id, currency).await?;
            let parser = LineParser { currency, notation, catalogue: &catalogue };
            let costs = parser.costs(&self.costs, &ledger.side(self.kind).costs)?;
            tx.save_deal(&deal.set_costs(self.version, &ledger, self.kind, costs)?).await
        }
    }
}
