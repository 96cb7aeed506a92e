//! Moving a deal that was found: the list shows the stages of its process instead.

use domain::{
    id::{DealId, StageId},
    profile::Profile,
};

/// A deal that is to be moved, and where it could go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moving {
    pub deal: DealId,
    pub name: String,
    pub from: StageId,
    pub stages: Vec<(StageId, String)>,
    /// What was looked for before.
    pub text: String,
}

impl Moving {
    pub fn of(profile: &Profile, text: String) -> Moving {
        let stages = profile.process.stages.iter().filter(|stage| stage.id != profile.stage);
        Moving {
            deal: profile.id,
            name: profile.name.to_string(),
            from: profile.stage,
            stages: stages.map(|stage| (stage.id, stage.name.to_string())).collect(),
            text,
        }
    }
}
