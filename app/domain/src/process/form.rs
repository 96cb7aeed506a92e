//! A process as a form: what an editor begins with and sends back (P1, P7).

use super::{Action, Process, Rules, Stage};
use crate::id::{ActionId, StageId};
use serde::{Deserialize, Serialize};

/// A process as its form sends it; what has no id yet is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessForm {
    pub name: String,
    pub active: bool,
    pub default: bool,
    pub guarded: bool,
    pub stages: Vec<StageForm>,
    /// Where the deals of deleted stages go.
    #[serde(default)]
    pub relocations: Vec<Relocation>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageForm {
    pub id: Option<StageId>,
    pub name: String,
    #[serde(default)]
    pub hint: String,
    /// After how many days its deals are ageing (B15), as typed; empty for what is usual.
    #[serde(default)]
    pub ages_after: String,
    #[serde(default)]
    pub actions: Vec<ActionForm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionForm {
    pub id: Option<ActionId>,
    pub name: String,
    #[serde(default)]
    pub hint: String,
    /// A whole number, as typed.
    pub weight: String,
    #[serde(default)]
    pub rules: Rules,
}

/// The deals of a deleted stage go to the stage at this index of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relocation {
    pub from: StageId,
    pub to: usize,
}

impl ProcessForm {
    /// The form of a process as it is.
    pub fn of(process: &Process) -> ProcessForm {
        let action = |action: &Action| ActionForm {
            id: Some(action.id),
            name: action.name.to_string(),
            hint: action.hint.clone(),
            weight: action.weight.to_string(),
            rules: action.rules.clone(),
        };
        let stage = |stage: &Stage| StageForm {
            id: Some(stage.id),
            name: stage.name.to_string(),
            hint: stage.hint.clone(),
            ages_after: stage.ageing.set.map(|days| days.to_string()).unwrap_or_default(),
            actions: stage.actions.iter().map(action).collect(),
        };
        ProcessForm {
            name: process.name.to_string(),
            active: process.active,
            default: process.default,
            guarded: process.guarded,
            stages: process.stages.iter().map(stage).collect(),
            relocations: vec![],
        }
    }

    /// A form with a name and stages, and nothing in them.
    pub fn plain(name: &str, stages: &[&str]) -> ProcessForm {
        let stage = |name: &&str| StageForm { name: (*name).into(), ..StageForm::default() };
        ProcessForm {
            name: name.into(),
            active: true,
            default: false,
            guarded: false,
            stages: stages.iter().map(stage).collect(),
            relocations: vec![],
        }
    }

    /// The same form for a process of its own: nothing of it exists yet (P7).
    pub fn copied(mut self) -> ProcessForm {
        self.default = false;
        for stage in &mut self.stages {
            stage.id = None;
            stage.actions.iter_mut().for_each(|action| action.id = None);
        }
        self
    }
}
