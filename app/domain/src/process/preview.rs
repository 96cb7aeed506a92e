//! What a save of a process will change for its open deals, shown before it is made (P6).

use super::{Revision, weighted};
use crate::{
    id::{ActionId, DealId, StageId},
    money::{Money, Totals},
};
use serde::{Deserialize, Serialize};

/// An open deal, as far as its process matters to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub deal: DealId,
    pub stage: StageId,
    pub value: Money,
    pub probability: u8,
    pub done: Vec<ActionId>,
}

/// What a save will change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How many open deals the process has.
    pub open: usize,
    /// How many go to another stage, since theirs is deleted.
    pub moved: usize,
    /// How many have another probability then.
    pub changed: usize,
    /// By how much the weighted total changes.
    pub weighted: Totals,
}

impl Revision {
    /// What this revision changes for these open deals.
    pub fn preview(&self, deals: &[Standing]) -> Preview {
        let mut preview = Preview { open: deals.len(), ..Preview::default() };
        for deal in deals {
            let probability = self.to.probability(&deal.done);
            preview.moved += usize::from(self.relocations.contains_key(&deal.stage));
            preview.changed += usize::from(probability != deal.probability);
            preview.weighted.add(weighted(deal.value, probability));
            preview.weighted.take(weighted(deal.value, deal.probability));
        }
        preview
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        money::Currency,
        process::{ProcessForm, Relocation, tests::process},
    };
    use std::collections::HashMap;

    #[test]
    fn a_preview_counts_what_moves_and_what_changes() {
        let deal = |id, stage, done: &[i64], probability, currency| Standing {
            deal: DealId(id),
            stage: StageId(stage),
            value: Money { minor: 10_000, currency },
            probability,
            done: done.iter().map(|id| ActionId(*id)).collect(),
        };
        let deals = [
            deal(1, 1, &[], 0, Currency::PLN),
            deal(2, 2, &[11, 12], 33, Currency::PLN),
            deal(3, 3, &[11, 12, 31], 62, Currency::EUR),
        ];
        let mut form = ProcessForm::of(&process());
        form.stages.remove(2);
        form.relocations = vec![Relocation { from: StageId(3), to: 1 }];
        let revision = process().revise(1, &form, &HashMap::new()).unwrap();
        // 20 of 43 is 47 percent.
        let preview = revision.preview(&deals);
        assert_eq!((preview.open, preview.moved, preview.changed), (3, 1, 2));
        let euro = Money { minor: 4_700 - 6_200, currency: Currency::EUR };
        let zloty = Money { minor: 4_700 - 3_300, currency: Currency::PLN };
        assert_eq!(preview.weighted, [euro, zloty].into_iter().collect());
    }
}
