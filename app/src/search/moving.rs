//! Moving a deal that was found: the list shows the stages of its process instead.

use domain::{
    found::FoundDeal,
    id::{DealId, StageId},
    profile::Profile,
};

/// A deal that is to be moved, and where it could go: nowhere, until that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moving {
    pub deal: DealId,
    pub name: String,
    pub from: Option<StageId>,
    pub stages: Vec<(StageId, String)>,
    /// What was looked for before, and the row that the keys were on.
    pub before: (String, usize),
}

impl Moving {
    pub fn of(deal: &FoundDeal, before: (String, usize)) -> Moving {
        Moving { deal: deal.id, name: deal.name.0.concat(), from: None, stages: vec![], before }
    }

    /// Takes over where the deal is and could go.
    pub fn learn(&mut self, profile: &Profile) {
        let stages = profile.process.stages.iter().filter(|stage| stage.id != profile.stage);
        self.from = Some(profile.stage);
        self.stages = stages.map(|stage| (stage.id, stage.name.to_string())).collect();
    }
}
