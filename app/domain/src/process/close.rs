//! Winning deals (W1).

use super::Process;
use crate::{
    deal::{Deal, Why},
    effect::Change,
    ledger::Ledger,
    refusal::Refusal,
    status::Status,
};
use chrono::NaiveDate;

impl Process {
    /// Wins an open deal, and what was forecast is sold. Refused while mandatory actions are not done, on every path
    /// (W1).
    pub fn win(&self, deal: &Deal, on: NaiveDate, ledger: &Ledger) -> Result<Change<Deal>, Refusal> {
        deal.require_open()?;
        match self.missing(&deal.done) {
            missing if !missing.is_empty() => Err(Refusal::Unfinished { missing }),
            _ => {
                let mut change = deal.closed(Status::Won, on, Why::default());
                change.effects.extend(deal.realise(ledger, on));
                Ok(change)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{deal::tests::deal, id::ActionId, process::tests::process};

    fn day() -> NaiveDate {
        "2026-05-14".parse().unwrap()
    }

    #[test]
    fn a_deal_is_won_only_with_every_mandatory_action_done() {
        for (done, missing) in
            [(vec![], vec!["Qualify", "Accepted"]), (vec![12], vec!["Accepted"]), (vec![12, 22], vec![])]
        {
            let deal = Deal { done: done.into_iter().map(ActionId).collect(), ..deal() };
            match process().win(&deal, day(), &Ledger::default()) {
                Ok(change) => {
                    assert!(missing.is_empty());
                    assert_eq!(change.to.status, Status::Won);
                }
                Err(refusal) => {
                    let missing = missing.into_iter().map(String::from).collect();
                    assert_eq!(refusal, Refusal::Unfinished { missing });
                }
            }
        }
    }
}
