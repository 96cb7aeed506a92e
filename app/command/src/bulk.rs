//! Changing many deals at once.

use domain::{bulk::DealChange, id::DealId};
use serde::{Deserialize, Serialize};

/// Gives each of these deals the same change, by the rules that hold for one (L5). Those that refuse it stay as they are;
/// the others are one change of the log, and so are taken back as one. Refused as a whole when all of them refuse it for one
/// reason, when a deal is named twice, when there is none, and above [`domain::bulk::MOST`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDeals {
    pub deals: Vec<DealId>,
    pub change: DealChange,
    /// What the deals were before, of what is changed, as far as whoever changes them knows. One that is otherwise by now
    /// was changed by somebody else, and refuses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<DealChange>,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::ChangeDeals;
    use crate::{
        Perform,
        deal::{AddParticipant, CloseDeal, ReopenDeal, WinDeal, save_facts},
        deleted::DeleteDeal,
    };
    use domain::{
        board::Move,
        bulk::{BulkResult, DealChange, MOST, RefusedDeal},
        deal::{Deal, Facts},
        id::DealId,
        money::Money,
        place::Gap,
        refusal::{Field, Refusal},
    };
    use std::collections::HashSet;
    use store::{Result, Tx, refused};

    impl Perform for ChangeDeals {
        async fn perform(&self, tx: &Tx) -> Result<BulkResult> {
            let different: HashSet<&DealId> = self.deals.iter().collect();
            if different.is_empty() || different.len() != self.deals.len() {
                return Err(Refusal::MalformedRequest.into());
            }
            if self.deals.len() > MOST {
                return Err(Refusal::TooMany { max: MOST }.into());
            }
            let mut result = BulkResult::default();
            for (at, deal) in self.deals.iter().enumerate() {
                // A rule decides before anything of its deal is written: one that refuses leaves it as it was.
                match refused(self.change(tx, *deal).await)? {
                    Ok(()) => result.changed += 1,
                    Err(refusal) => {
                        let name = refused(tx.deal(*deal).await)?.map(|deal| deal.facts.name.to_string());
                        result.refused.push(RefusedDeal { at, name: name.unwrap_or_default(), refusal });
                    }
                }
            }
            match result.only_reason() {
                Some(reason) => Err(reason.into()),
                None => Ok(result),
            }
        }
    }

    impl ChangeDeals {
        /// Changes one of the deals, if it is as it was seen.
        async fn change(&self, tx: &Tx, deal: DealId) -> Result<()> {
            if let Some(seen) = &self.seen
                && !is_so(tx, &tx.deal(deal).await?, seen)?
            {
                return Err(Refusal::SavedMeanwhile { by: None }.into());
            }
            change(tx, deal, &self.change).await
        }
    }

    /// Whether this change would leave a deal as it is. Refused for what is done with a deal, not given to it.
    fn is_so(tx: &Tx, deal: &Deal, change: &DealChange) -> Result<bool> {
        match change {
            DealChange::Stage(stage) => Ok(deal.stage == *stage),
            DealChange::Owner(_)
            | DealChange::Source(_)
            | DealChange::NoSource
            | DealChange::Close(_)
            | DealChange::NoClose
            | DealChange::Value(_) => Ok(facts(tx, deal, change)? == deal.facts),
            _ => Err(Refusal::MalformedRequest.into()),
        }
    }

    /// Changes one deal.
    async fn change(tx: &Tx, deal: DealId, change: &DealChange) -> Result<()> {
        match change {
            DealChange::Win => WinDeal { deal }.perform(tx).await,
            DealChange::CloseAs { outcome, reason, note } => {
                CloseDeal { deal, outcome: *outcome, reason: *reason, note: note.clone() }.perform(tx).await
            }
            DealChange::Reopen => ReopenDeal { deal }.perform(tx).await,
            DealChange::Participant(user) => AddParticipant { deal, user: *user }.perform(tx).await,
            DealChange::Delete => DeleteDeal { deal }.perform(tx).await,
            DealChange::Stage(to) => {
                let from = tx.deal(deal).await?.stage;
                if from == *to {
                    return Ok(());
                }
                Move { deal, from, to: *to, gap: Gap::default() }.perform(tx).await.map(drop)
            }
            DealChange::Owner(_)
            | DealChange::Source(_)
            | DealChange::NoSource
            | DealChange::Close(_)
            | DealChange::NoClose
            | DealChange::Value(_) => {
                let deal = tx.deal(deal).await?;
                let facts = facts(tx, &deal, change)?;
                if facts == deal.facts {
                    return Ok(());
                }
                save_facts(tx, &deal, deal.revision, facts).await
            }
        }
    }

    /// The facts of a deal after this change, if it is one of those.
    fn facts(tx: &Tx, deal: &Deal, change: &DealChange) -> Result<Facts> {
        let mut facts = deal.facts.clone();
        match change {
            DealChange::Owner(owner) => facts.owner = *owner,
            DealChange::Source(source) => facts.source = Some(*source),
            DealChange::NoSource => facts.source = None,
            DealChange::Close(day) => facts.expected_close = Some(*day),
            DealChange::NoClose => facts.expected_close = None,
            DealChange::Value(text) => {
                let currency = facts.value.currency.code();
                facts.value = Money::parse_in(Field::Value, text, currency, tx.notation(None))?;
            }
            _ => {}
        }
        Ok(facts)
    }
}
