//! A sales process: an ordered list of stages with weighted actions, and how deals go through it (P2, P3, B7, B8).

mod ageing;
mod close;
mod complete;
mod difference;
mod form;
mod outline;
mod people;
mod preview;
mod revision;

pub use crate::action::{Action, Assignee, NoteRule, Notify, Rules, Trigger};
pub use ageing::{Ageing, stays, usual};
pub use complete::{Attempt, Check};
pub use difference::Difference;
pub use form::{ActionForm, ProcessForm, Relocation, StageForm};
pub use outline::{ActionOutline, StageOutline};
pub use preview::Preview;
pub use revision::Revision;

use crate::{
    deal::Deal,
    effect::{Change, Effect},
    event::Event,
    id::{ActionId, ProcessId, StageId},
    money::Money,
    place::Place,
    refusal::{Field, Refusal},
    text::Name,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A stage: a column of the board, with the actions that belong there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: StageId,
    pub name: Name,
    /// What the stage is about, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    #[serde(default)]
    pub ageing: Ageing,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// A process with its stages in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    pub id: ProcessId,
    pub name: Name,
    /// Grows with each save; who saves must have seen the latest (P1).
    pub version: i64,
    /// Offered for new deals.
    pub active: bool,
    /// The one that a board shows when none was chosen (B1).
    pub default: bool,
    /// Whether mandatory actions hold deals back on their way forward (B8), and not only from being won.
    pub guarded: bool,
    pub stages: Vec<Stage>,
}

/// A move that somebody asks for: from the stage where they saw the deal to another, or the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub seen: StageId,
    pub to: StageId,
    pub at: DateTime<Utc>,
}

/// An amount by its probability: what is to be expected of it (B4), rounded to the minor unit, halves up.
pub fn weighted(value: Money, probability: u8) -> Money {
    // Whole numbers, as the database's sums do it; an amount is far from where a hundredfold of it would end.
    Money { minor: (value.minor * i64::from(probability) + 50).div_euclid(100), ..value }
}

impl Process {
    /// How many stages a process may have.
    pub const MOST_STAGES: usize = 100;
    /// How many actions, over all its stages.
    pub const MOST_ACTIONS: usize = 500;

    /// A stage of this process; refuses one of another.
    pub fn stage(&self, id: StageId) -> Result<&Stage, Refusal> {
        self.stages.iter().find(|stage| stage.id == id).ok_or(Refusal::Unknown { field: Field::Stage })
    }

    /// An action of this process with its stage; refuses one of another.
    pub fn action(&self, id: ActionId) -> Result<(&Stage, &Action), Refusal> {
        let found = self.actions().find(|(_, action)| action.id == id);
        found.ok_or(Refusal::Unknown { field: Field::Action })
    }

    /// Every action with its stage, in order.
    pub fn actions(&self) -> impl Iterator<Item = (&Stage, &Action)> {
        self.stages.iter().flat_map(|stage| stage.actions.iter().map(move |action| (stage, action)))
    }

    /// How likely a deal with these actions done is to be won, in percent (P3): 100 × the weights done ÷ all weights,
    /// rounded half up; 0 when there are no weights.
    pub fn probability(&self, done: &[ActionId]) -> u8 {
        let sum = |of: &dyn Fn(&Action) -> bool| -> u64 {
            self.actions().filter(|(_, action)| of(action)).map(|(_, action)| u64::from(action.weight)).sum()
        };
        match sum(&|_| true) {
            0 => 0,
            all => ((200 * sum(&|action| done.contains(&action.id)) + all) / (2 * all)) as u8,
        }
    }

    /// The unchecked action that would add most, and by how many points (P3).
    pub fn best_next(&self, done: &[ActionId]) -> Option<(&Action, u8)> {
        let mut open = self.actions().map(|(_, action)| action).filter(|action| !done.contains(&action.id));
        // The first of equals, since that one comes first in the process.
        let first = open.next()?;
        let best = open.fold(first, |best, next| if next.weight > best.weight { next } else { best });
        let with: Vec<ActionId> = done.iter().copied().chain([best.id]).collect();
        Some((best, self.probability(&with) - self.probability(done))).filter(|(_, points)| *points > 0)
    }

    /// How many actions of the stages before this one were left unchecked (B7).
    pub fn skipped(&self, stage: StageId, done: &[ActionId]) -> usize {
        let passed = self.stages.iter().take_while(|before| before.id != stage);
        passed.flat_map(|stage| &stage.actions).filter(|action| !done.contains(&action.id)).count()
    }

    /// The mandatory actions that are not done: what a deal cannot be won without (P4, W1).
    pub fn missing(&self, done: &[ActionId]) -> Vec<String> {
        names(self.actions().map(|(_, action)| action), done)
    }

    /// In a guarded process: refuses to bring a deal past a stage with unchecked mandatory actions (B8).
    pub fn require_passage(&self, at: StageId, done: &[ActionId], to: StageId) -> Result<(), Refusal> {
        let (from, to) = (self.index(at)?, self.index(to)?);
        if !self.guarded || to <= from {
            return Ok(());
        }
        let passed = self.stages[..to].iter().flat_map(|stage| &stage.actions);
        match names(passed, done) {
            missing if missing.is_empty() => Ok(()),
            missing => Err(Refusal::Guarded { missing }),
        }
    }

    /// Refuses to bring a deal into a stage from outside that it could not come to by moving (B8).
    pub fn require_entry(&self, to: StageId, done: &[ActionId]) -> Result<(), Refusal> {
        let first = self.stages.first().ok_or(Refusal::Unknown { field: Field::Process })?;
        self.require_passage(first.id, done, to)
    }

    /// Refuses a process that is not offered any more for deals to come (P2).
    pub fn require_active(&self) -> Result<(), Refusal> {
        if self.active { Ok(()) } else { Err(Refusal::Unknown { field: Field::Process }) }
    }

    /// Moves an open deal to a stage of this process, to a place there (B7). Within a stage only the place changes,
    /// which is no event. Refused when the deal is no longer where it was seen, and by a guard (B8).
    pub fn move_deal(&self, deal: &Deal, step: Step, place: Place) -> Result<Change<Deal>, Refusal> {
        deal.require_open()?;
        self.stage(step.to)?;
        if deal.stage != step.seen {
            let stage = self.stage(deal.stage)?.name.as_str().to_owned();
            return Err(Refusal::StageChanged { stage });
        }
        if deal.stage == step.to {
            return Ok(Change::of(Deal { place, ..deal.clone() }, vec![]));
        }
        self.require_passage(deal.stage, &deal.done, step.to)?;
        let moved = Deal { stage: step.to, stage_since: step.at, place, ..deal.clone() };
        Ok(Change::of(moved, vec![Event::Moved { from: deal.stage, to: step.to }]))
    }

    /// Where a deal of another process would stand in this one (D5): in the stage of the same name, else in the first;
    /// with the actions done that have the names of those done.
    pub fn transfer_target(
        &self,
        from: &Process,
        stage: StageId,
        done: &[ActionId],
    ) -> Result<(StageId, Vec<ActionId>), Refusal> {
        let first = self.stages.first().ok_or(Refusal::Unknown { field: Field::Process })?;
        let here = from.stage(stage)?;
        let stage = self.stages.iter().find(|stage| stage.name == here.name).unwrap_or(first);
        let was_done = |name: &Name| from.actions().any(|(_, a)| a.name == *name && done.contains(&a.id));
        let kept = self.actions().filter(|(_, action)| was_done(&action.name)).map(|(_, action)| action.id);
        Ok((stage.id, kept.collect()))
    }

    /// Brings an open deal from another process into a stage of this one (D5). Refused where a guard would not let it
    /// come by moving, and by a process that is not active.
    pub fn transfer(
        &self,
        from: &Process,
        deal: &Deal,
        step: Step,
        place: Place,
    ) -> Result<Change<Deal>, Refusal> {
        deal.require_open()?;
        if deal.process == self.id {
            return Err(Refusal::Unknown { field: Field::Process });
        }
        self.require_active()?;
        let (_, done) = self.transfer_target(from, deal.stage, &deal.done)?;
        let stage = self.stage(step.to)?.id;
        self.require_entry(stage, &done)?;
        let event = Event::ProcessChanged { from: from.id, to: self.id, stage, done: done.clone() };
        let probability = self.probability(&done);
        let effects = vec![Effect::CarryOver(done.clone())];
        let to =
            Deal { process: self.id, stage, stage_since: step.at, place, done, probability, ..deal.clone() };
        Ok(Change { to, events: vec![event], effects })
    }

    /// How many stages come before this one. Refused when it is another process's.
    pub fn index(&self, id: StageId) -> Result<usize, Refusal> {
        let found = self.stages.iter().position(|stage| stage.id == id);
        found.ok_or(Refusal::Unknown { field: Field::Stage })
    }
}

fn names<'a>(actions: impl Iterator<Item = &'a Action>, done: &[ActionId]) -> Vec<String> {
    let missing = actions.filter(|action| action.rules.mandatory && !done.contains(&action.id));
    missing.map(|action| action.name.to_string()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::deal::{Status, tests::deal};

    /// Talk (contact 8, qualify 12 mandatory), Offer (sent 5, accepted 18 mandatory), Contract (signed 18).
    pub(crate) fn process() -> Process {
        let action = |id, name: &str, weight, mandatory| Action {
            id: ActionId(id),
            name: Name::known(name),
            hint: String::new(),
            weight,
            rules: Rules { mandatory, ..Rules::default() },
        };
        let stage = |id, name: &str, actions| Stage {
            id: StageId(id),
            name: Name::known(name),
            hint: String::new(),
            ageing: Ageing::default(),
            actions,
        };
        Process {
            id: ProcessId(1),
            name: Name::known("Sales"),
            version: 1,
            active: true,
            default: true,
            guarded: false,
            stages: vec![
                stage(1, "Talk", vec![action(11, "Contact", 8, false), action(12, "Qualify", 12, true)]),
                stage(2, "Offer", vec![action(21, "Sent", 5, false), action(22, "Accepted", 18, true)]),
                stage(3, "Contract", vec![action(31, "Signed", 18, false)]),
            ],
        }
    }

    fn ids(ids: &[i64]) -> Vec<ActionId> {
        ids.iter().map(|id| ActionId(*id)).collect()
    }

    fn step(seen: i64, to: i64) -> Step {
        Step { seen: StageId(seen), to: StageId(to), at: "2026-05-14T12:00:00Z".parse().unwrap() }
    }

    #[test]
    fn probability_is_the_share_of_the_weights_done() {
        for (done, want) in
            [(&[][..], 0), (&[11], 13), (&[11, 12], 33), (&[11, 12, 21, 22, 31], 100), (&[99], 0)]
        {
            assert_eq!(process().probability(&ids(done)), want, "{done:?}");
        }
        let mut weightless = process();
        weightless
            .stages
            .iter_mut()
            .flat_map(|stage| &mut stage.actions)
            .for_each(|action| action.weight = 0);
        assert_eq!(weightless.probability(&ids(&[11])), 0);
        // One of eight is 12.5 percent: halves go up.
        let mut eight = process();
        eight.stages.truncate(1);
        eight.stages[0].actions[0].weight = 1;
        eight.stages[0].actions[1].weight = 7;
        assert_eq!(eight.probability(&ids(&[11])), 13);
    }

    #[test]
    fn a_guard_is_not_passed_by_way_of_another_process() {
        let (mut other, there) =
            (Process { id: ProcessId(2), guarded: true, ..process() }, Place::known("90"));
        let bring = |to: &Process, done: &[i64], stage| {
            let found = crate::deal::Deal { done: ids(done), ..deal() };
            to.transfer(&process(), &found, step(1, stage), there.clone()).map(drop)
        };
        let held = |missing: &[&str]| {
            Err(Refusal::Guarded { missing: missing.iter().map(|name| (*name).to_owned()).collect() })
        };
        for (done, stage, want) in [
            (&[][..], 1, Ok(())),
            (&[], 2, held(&["Qualify"])),
            (&[12], 2, Ok(())),
            (&[12], 3, held(&["Accepted"])),
            (&[12, 22], 3, Ok(())),
        ] {
            assert_eq!(bring(&other, done, stage), want, "{done:?} {stage}");
            assert_eq!(other.require_entry(StageId(stage), &ids(done)), want, "added, {done:?} {stage}");
        }
        other.active = false;
        assert_eq!(bring(&other, &[], 1), Err(Refusal::Unknown { field: Field::Process }));
    }

    #[test]
    fn the_best_next_action_is_the_heaviest_unchecked_one() {
        let process = process();
        let best = |done: &[i64]| process.best_next(&ids(done)).map(|(action, points)| (action.id.0, points));
        assert_eq!(best(&[]), Some((22, 30)));
        assert_eq!(best(&[22]), Some((31, 29)));
        assert_eq!(best(&[11, 12, 21, 22, 31]), None);
    }

    #[test]
    fn unchecked_actions_of_passed_stages_are_skipped() {
        for (stage, done, want) in
            [(1, &[][..], 0), (2, &[], 2), (3, &[11, 22], 2), (3, &[11, 12, 21, 22], 0)]
        {
            assert_eq!(process().skipped(StageId(stage), &ids(done)), want, "{stage} {done:?}");
        }
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

    #[test]
    fn a_guard_holds_back_what_is_unfinished() {
        let guarded = Process { guarded: true, ..process() };
        let at = |stage, done: &[i64]| Deal { stage: StageId(stage), done: ids(done), ..deal() };
        for (deal, to, missing) in [
            (at(1, &[]), 2, &["Qualify"][..]),
            (at(1, &[]), 3, &["Qualify", "Accepted"]),
            (at(1, &[12]), 2, &[]),
            (at(2, &[]), 3, &["Qualify", "Accepted"]),
            (at(3, &[]), 1, &[]),
            (at(2, &[]), 2, &[]),
        ] {
            let want = match missing {
                [] => Ok(()),
                names => Err(Refusal::Guarded { missing: names.iter().map(|n| (*n).to_owned()).collect() }),
            };
            assert_eq!(guarded.require_passage(deal.stage, &deal.done, StageId(to)), want, "{deal:?} {to}");
            assert_eq!(process().require_passage(deal.stage, &deal.done, StageId(to)), Ok(()));
        }
        assert!(guarded.move_deal(&at(1, &[]), step(1, 2), Place::known("90")).is_err());
    }

    #[test]
    fn another_process_keeps_what_has_the_same_name() {
        let mut other = process();
        other.id = ProcessId(2);
        for (index, stage) in other.stages.iter_mut().enumerate() {
            stage.id = StageId(10 + index as i64);
            stage.actions.iter_mut().for_each(|action| action.id = ActionId(100 + action.id.0));
        }
        other.stages[1].name = Name::known("Proposal");
        let deal = Deal { stage: StageId(2), done: ids(&[11, 21]), ..deal() };
        assert_eq!(
            other.transfer_target(&process(), deal.stage, &deal.done).unwrap(),
            (StageId(10), ids(&[111, 121]))
        );
        let change = other.transfer(&process(), &deal, step(2, 12), Place::known("90")).unwrap();
        assert_eq!((change.to.process, change.to.stage), (ProcessId(2), StageId(12)));
        assert_eq!(change.to.probability, 21);
        assert!(process().transfer(&process(), &deal, step(2, 1), Place::known("90")).is_err());
    }

    #[test]
    fn weighted_amounts_round_to_the_minor_unit() {
        for (minor, probability, want) in
            [(100, 33, 33), (101, 50, 51), (3, 50, 2), (-3, 50, -1), (Money::MAX, 100, Money::MAX)]
        {
            let money = Money { minor, currency: crate::money::Currency::PLN };
            assert_eq!(weighted(money, probability).minor, want, "{minor} {probability}");
        }
    }
}
