//! A process as a board needs it: enough to say what a move passes by, without the settings of each action.

use super::{Action, Ageing, Rules, Stage};
use crate::{
    id::{ActionId, StageId},
    text::Name,
};
use serde::{Deserialize, Serialize};

/// A stage with its actions, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageOutline {
    pub id: StageId,
    pub name: Name,
    /// After how many days its deals are ageing (B15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ages_after: Option<u16>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionOutline>,
}

/// An action, and whether a deal can be won without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionOutline {
    pub id: ActionId,
    pub name: Name,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mandatory: bool,
}

impl From<Stage> for StageOutline {
    fn from(stage: Stage) -> Self {
        let outline = |action: Action| ActionOutline {
            id: action.id,
            name: action.name,
            mandatory: action.rules.mandatory,
        };
        StageOutline {
            id: stage.id,
            name: stage.name,
            ages_after: stage.ageing.after(),
            actions: stage.actions.into_iter().map(outline).collect(),
        }
    }
}

/// The stage as far as it is known: what an outline leaves out is as if it had not been set.
impl From<StageOutline> for Stage {
    fn from(outline: StageOutline) -> Self {
        let action = |outline: ActionOutline| Action {
            id: outline.id,
            name: outline.name,
            hint: String::new(),
            weight: 0,
            rules: Rules { mandatory: outline.mandatory, ..Rules::default() },
        };
        let actions = outline.actions.into_iter().map(action).collect();
        let ageing = Ageing { set: outline.ages_after, usual: None };
        Stage { id: outline.id, name: outline.name, hint: String::new(), ageing, actions }
    }
}
