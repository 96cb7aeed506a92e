//! Editing a process: what the form brings becomes a revision, or is refused at its place (P1, P2, P5).

use super::{Action, Ageing, Process, Rules, Stage, Trigger};
use crate::{
    deal::Deal,
    effect::Change,
    event::Event,
    id::{ActionId, ProcessId, StageId},
    people::Who,
    refusal::{Field, Refusal},
    text::Name,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

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

/// What a save will make of a process. New stages and actions have negative ids until they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub to: Process,
    /// Deleted stages that hold deals, and where those go.
    pub relocations: BTreeMap<StageId, StageId>,
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

    /// Reads the form of a process that does not exist yet.
    pub fn create(&self) -> Result<Process, Refusal> {
        let nothing = Process {
            id: ProcessId(-1),
            name: Name::known(""),
            version: 0,
            active: false,
            default: false,
            guarded: false,
            stages: vec![],
        };
        self.read(&nothing)
    }

    fn read(&self, known: &Process) -> Result<Process, Refusal> {
        if self.stages.is_empty() {
            return Err(Refusal::NoStages);
        }
        require_at_most(Process::MOST_STAGES, self.stages.len())?;
        require_at_most(Process::MOST_ACTIONS, self.stages.iter().map(|stage| stage.actions.len()).sum())?;
        if (known.default && !self.default) || (self.default && !self.active) {
            return Err(Refusal::NoDefault);
        }
        let mut fresh = 0;
        let mut seen = Seen::default();
        let mut stages = Vec::with_capacity(self.stages.len());
        for (at, form) in self.stages.iter().enumerate() {
            let within =
                |refusal| Refusal::Within { stage_index: at, action_index: None, refusal: Box::new(refusal) };
            let id = seen.stage(form.id, known, &mut fresh).map_err(within)?;
            let name = Name::parse(Field::Name, &form.name).map_err(within)?;
            let hint = hint(&form.hint).map_err(within)?;
            let set = Ageing::read(&form.ages_after).map_err(within)?;
            let usual = known.stage(id).ok().and_then(|stage| stage.ageing.usual);
            let mut actions = Vec::with_capacity(form.actions.len());
            for (index, form) in form.actions.iter().enumerate() {
                let within = |refusal| Refusal::Within {
                    stage_index: at,
                    action_index: Some(index),
                    refusal: Box::new(refusal),
                };
                let id = seen.action(form.id, known, &mut fresh).map_err(within)?;
                actions.push(form.read(id).map_err(within)?);
            }
            stages.push(Stage { id, name, hint, ageing: Ageing { set, usual }, actions });
        }
        Ok(Process {
            id: known.id,
            name: Name::parse(Field::Name, &self.name)?,
            version: known.version + 1,
            active: self.active,
            default: self.default,
            guarded: self.guarded,
            stages,
        })
    }
}

impl ActionForm {
    fn read(&self, id: ActionId) -> Result<Action, Refusal> {
        let field = Field::Weight;
        let weight: i128 = self.weight.trim().parse().map_err(|_| Refusal::Malformed { field })?;
        let weight = u32::try_from(weight).map_err(|_| match weight < 0 {
            true => Refusal::Malformed { field },
            false => Refusal::TooLarge { field },
        })?;
        if weight > Action::MAX_WEIGHT {
            return Err(Refusal::TooLarge { field });
        }
        let mut rules = self.rules.clone();
        if matches!(&rules.who, Who::People(people) if people.is_empty()) {
            return Err(Refusal::NobodyChosen);
        }
        if let Some(trigger) = &mut rules.trigger {
            trigger.title = Name::parse(Field::Title, trigger.title.as_str())?;
            if trigger.days > Trigger::MAX_DAYS {
                return Err(Refusal::TooLarge { field: Field::DueDate });
            }
        }
        Ok(Action { id, name: Name::parse(Field::Name, &self.name)?, hint: hint(&self.hint)?, weight, rules })
    }
}

fn require_at_most(max: usize, number: usize) -> Result<(), Refusal> {
    if number > max { Err(Refusal::TooMany { max }) } else { Ok(()) }
}

fn hint(typed: &str) -> Result<String, Refusal> {
    Ok(Name::parse_optional(Field::Hint, typed)?.map(|hint| hint.to_string()).unwrap_or_default())
}

/// The ids that a form has named so far; each stage and action comes once.
#[derive(Default)]
struct Seen {
    stages: Vec<StageId>,
    actions: Vec<ActionId>,
}

impl Seen {
    fn stage(&mut self, id: Option<StageId>, known: &Process, fresh: &mut i64) -> Result<StageId, Refusal> {
        let Some(id) = id else {
            *fresh -= 1;
            return Ok(StageId(*fresh));
        };
        known.stage(id)?;
        if self.stages.contains(&id) {
            return Err(Refusal::Unknown { field: Field::Stage });
        }
        self.stages.push(id);
        Ok(id)
    }

    fn action(
        &mut self,
        id: Option<ActionId>,
        known: &Process,
        fresh: &mut i64,
    ) -> Result<ActionId, Refusal> {
        let Some(id) = id else {
            *fresh -= 1;
            return Ok(ActionId(*fresh));
        };
        known.action(id)?;
        if self.actions.contains(&id) {
            return Err(Refusal::Unknown { field: Field::Action });
        }
        self.actions.push(id);
        Ok(id)
    }
}

impl Process {
    /// What saving this form would make of the process. `seen` is the version that the form was made from; `held` says
    /// how many deals each stage holds, open or not: those of a deleted stage must have somewhere to go (P5).
    pub fn revise(
        &self,
        seen: i64,
        form: &ProcessForm,
        held: &HashMap<StageId, usize>,
    ) -> Result<Revision, Refusal> {
        if seen != self.version {
            return Err(Refusal::ProcessChanged);
        }
        let to = form.read(self)?;
        let mut relocations = BTreeMap::new();
        for stage in self.stages.iter().filter(|stage| to.stage(stage.id).is_err()) {
            let deals = held.get(&stage.id).copied().unwrap_or(0);
            let goal = form.relocations.iter().find(|relocation| relocation.from == stage.id);
            match goal.and_then(|relocation| to.stages.get(relocation.to)) {
                Some(goal) => drop(relocations.insert(stage.id, goal.id)),
                None if deals > 0 => {
                    return Err(Refusal::StageHoldsDeals { stage: stage.name.to_string(), deals });
                }
                None => {}
            }
        }
        Ok(Revision { to, relocations })
    }
}

impl Revision {
    /// The deal as it stands after the revision: moved if its stage is gone, its probability by the new weights.
    pub fn apply(&self, deal: &Deal) -> Change<Deal> {
        let stage = self.relocations.get(&deal.stage).copied().unwrap_or(deal.stage);
        let done: Vec<ActionId> =
            deal.done.iter().copied().filter(|done| self.to.action(*done).is_ok()).collect();
        let moved = stage != deal.stage;
        let events = moved.then_some(Event::Moved { from: deal.stage, to: stage });
        let probability = self.to.probability(&done);
        Change::of(Deal { stage, done, probability, ..deal.clone() }, events.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{process::tests::process, task::Kind};

    fn form() -> ProcessForm {
        ProcessForm::of(&process())
    }

    fn revised(form: &ProcessForm) -> Result<Revision, Refusal> {
        process().revise(1, form, &HashMap::from([(StageId(2), 3)]))
    }

    #[test]
    fn a_form_that_changes_nothing_makes_the_same_process() {
        let revision = revised(&form()).unwrap();
        assert_eq!(revision.to, Process { version: 2, ..process() });
    }

    #[test]
    fn stages_and_actions_are_reordered_added_and_moved() {
        let mut form = form();
        form.stages.swap(0, 2);
        let action = form.stages[0].actions.remove(0);
        form.stages[1].actions.insert(0, action);
        form.stages.push(StageForm { name: " After ".into(), ..StageForm::default() });
        let to = revised(&form).unwrap().to;
        let names: Vec<&str> = to.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["Contract", "Offer", "Talk", "After"]);
        assert_eq!(to.action(ActionId(31)).unwrap().0.id, StageId(2));
        assert!(to.stages[3].id.0 < 0, "stored later");
    }

    #[test]
    fn a_stage_with_deals_goes_only_when_they_have_somewhere_to_go() {
        let mut form = form();
        form.stages.remove(1);
        let refused = Refusal::StageHoldsDeals { stage: "Offer".into(), deals: 3 };
        assert_eq!(revised(&form), Err(refused.clone()));
        form.relocations = vec![Relocation { from: StageId(2), to: 9 }];
        assert_eq!(revised(&form), Err(refused));
        form.relocations = vec![Relocation { from: StageId(2), to: 1 }];
        assert_eq!(revised(&form).unwrap().relocations, BTreeMap::from([(StageId(2), StageId(3))]));
    }

    #[test]
    fn what_cannot_be_is_refused_at_its_place() {
        let long = "x".repeat(201);
        let edit = |edit: &dyn Fn(&mut ProcessForm)| {
            let mut form = form();
            edit(&mut form);
            revised(&form).unwrap_err()
        };
        let within = |stage_index, action_index, refusal| Refusal::Within {
            stage_index,
            action_index,
            refusal: Box::new(refusal),
        };
        let weight = |text: &str| edit(&|form| form.stages[1].actions[1].weight = text.into());
        let (empty, field) = (Refusal::Empty { field: Field::Name }, Field::Weight);
        assert_eq!(edit(&|form| form.stages.clear()), Refusal::NoStages);
        assert_eq!(edit(&|form| form.name = " ".into()), empty.clone());
        assert_eq!(edit(&|form| form.stages[1].name = "".into()), within(1, None, empty.clone()));
        assert_eq!(edit(&|form| form.stages[0].actions[1].name = "\t".into()), within(0, Some(1), empty));
        let too_long = Refusal::TooLong { field: Field::Name, max: 200 };
        assert_eq!(edit(&|form| form.stages[2].name = long.clone()), within(2, None, too_long));
        for text in ["-1", "1.5", "", "many"] {
            assert_eq!(weight(text), within(1, Some(1), Refusal::Malformed { field }), "{text}");
        }
        for text in ["10001", "99999999999999999999"] {
            assert_eq!(weight(text), within(1, Some(1), Refusal::TooLarge { field }), "{text}");
        }
        let foreign = within(0, Some(0), Refusal::Unknown { field: Field::Action });
        assert_eq!(edit(&|form| form.stages[0].actions[0].id = Some(ActionId(99))), foreign);
        let twice = within(1, None, Refusal::Unknown { field: Field::Stage });
        assert_eq!(edit(&|form| form.stages[1].id = Some(StageId(1))), twice);
        assert_eq!(edit(&|form| form.default = false), Refusal::NoDefault);
        assert_eq!(edit(&|form| form.active = false), Refusal::NoDefault);
        let trigger = |title: &str, days| {
            let assignee = crate::process::Assignee::Owner;
            Some(Trigger { title: Name::known(title), kind: Kind::Call, days, assignee })
        };
        let untitled = edit(&|form| form.stages[0].actions[0].rules.trigger = trigger(" ", 1));
        assert_eq!(untitled, within(0, Some(0), Refusal::Empty { field: Field::Title }));
        assert_eq!(process().revise(7, &form(), &HashMap::new()), Err(Refusal::ProcessChanged));
    }

    #[test]
    fn somebody_may_do_each_action() {
        let mut nobody = form();
        nobody.stages[0].actions[0].rules.who = Who::People(vec![]);
        let refused = Refusal::Within {
            stage_index: 0,
            action_index: Some(0),
            refusal: Box::new(Refusal::NobodyChosen),
        };
        assert_eq!(process().revise(1, &nobody, &HashMap::new()), Err(refused));
    }

    #[test]
    fn a_process_has_an_end() {
        let stages = |number: usize| ProcessForm::plain("Long", &vec!["Stage"; number]);
        assert!(stages(Process::MOST_STAGES).create().is_ok());
        let refused = stages(Process::MOST_STAGES + 1).create();
        assert_eq!(refused, Err(Refusal::TooMany { max: Process::MOST_STAGES }));
        let actions = |number: usize| {
            let mut form = ProcessForm::plain("Long", &["Stage", "Stage"]);
            let action = form_of_an_action();
            form.stages[0].actions = vec![action.clone(); number];
            form.stages[1].actions = vec![action];
            form.create()
        };
        assert!(actions(Process::MOST_ACTIONS - 1).is_ok());
        assert_eq!(actions(Process::MOST_ACTIONS), Err(Refusal::TooMany { max: Process::MOST_ACTIONS }));
    }

    fn form_of_an_action() -> ActionForm {
        ActionForm {
            id: None,
            name: "Call".into(),
            hint: String::new(),
            weight: "1".into(),
            rules: Rules::default(),
        }
    }

    #[test]
    fn a_copy_is_a_process_of_its_own() {
        let copy = form().copied().create().unwrap();
        assert!(copy.actions().all(|(stage, action)| stage.id.0 < 0 && action.id.0 < 0));
        assert_eq!(copy.actions().count(), process().actions().count());
    }
}
