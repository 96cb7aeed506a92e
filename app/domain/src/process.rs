//! A sales process: an ordered list of stages, and how deals go through it (P2, B7).

use crate::{
    deal::Deal,
    event::{Change, Event},
    id::{ProcessId, StageId},
    place::Place,
    refusal::{Field, Refusal},
    text::Name,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A stage: a column of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: StageId,
    pub name: Name,
}

/// A process with its stages in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    pub id: ProcessId,
    pub name: Name,
    /// Offered for new deals.
    pub active: bool,
    /// The one that a board shows when none was chosen (B1).
    pub default: bool,
    pub stages: Vec<Stage>,
}

/// A move that somebody asks for: from the stage where they saw the deal to another, or the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub seen: StageId,
    pub to: StageId,
    pub at: DateTime<Utc>,
}

impl Process {
    /// A stage of this process; refuses one of another.
    pub fn stage(&self, id: StageId) -> Result<&Stage, Refusal> {
        self.stages.iter().find(|stage| stage.id == id).ok_or(Refusal::Unknown { field: Field::Stage })
    }

    /// Moves an open deal to a stage of this process, to a place there (B7). Within a stage only the place changes,
    /// which is no event. Refused when the deal is no longer where it was seen.
    pub fn move_deal(&self, deal: &Deal, step: Step, place: Place) -> Result<Change<Deal>, Refusal> {
        deal.require_open()?;
        self.stage(step.to)?;
        if deal.stage != step.seen {
            let stage = self.stage(deal.stage)?.name.as_str().to_owned();
            return Err(Refusal::StageChanged { stage });
        }
        if deal.stage == step.to {
            return Ok(Change { to: Deal { place, ..deal.clone() }, events: vec![] });
        }
        let moved = Deal { stage: step.to, stage_since: step.at, place, ..deal.clone() };
        Ok(Change { to: moved, events: vec![Event::Moved { from: deal.stage, to: step.to }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::{Status, tests::deal};

    fn process() -> Process {
        let stage = |id, name: &str| Stage { id: StageId(id), name: Name::known(name) };
        Process {
            id: ProcessId(1),
            name: Name::known("Sales"),
            active: true,
            default: true,
            stages: vec![stage(1, "Talk"), stage(2, "Offer"), stage(3, "Contract")],
        }
    }

    fn step(seen: i64, to: i64) -> Step {
        Step { seen: StageId(seen), to: StageId(to), at: "2026-05-14T12:00:00Z".parse().unwrap() }
    }

    #[test]
    fn a_deal_moves_to_any_stage_of_its_process() {
        let change = process().move_deal(&deal(), step(1, 3), Place::known("90")).unwrap();
        assert_eq!(change.to.stage, StageId(3));
        assert_eq!(change.to.stage_since, step(1, 3).at);
        assert_eq!(change.to.place, Place::known("90"));
        assert_eq!(change.events, [Event::Moved { from: StageId(1), to: StageId(3) }]);
    }

    #[test]
    fn within_a_stage_only_the_place_changes() {
        let change = process().move_deal(&deal(), step(1, 1), Place::known("90")).unwrap();
        assert_eq!(change.to, Deal { place: Place::known("90"), ..deal() });
        assert_eq!(change.events, []);
    }

    #[test]
    fn moves_that_cannot_be_are_refused() {
        let unknown = Refusal::Unknown { field: Field::Stage };
        let closed = Deal { status: Status::Won, ..deal() };
        for (deal, step, want) in [
            (deal(), step(1, 9), unknown),
            (deal(), step(2, 3), Refusal::StageChanged { stage: "Talk".into() }),
            (closed, step(1, 2), Refusal::Closed { status: Status::Won }),
        ] {
            assert_eq!(process().move_deal(&deal, step, Place::known("90")), Err(want));
        }
    }
}
