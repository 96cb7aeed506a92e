//! Editing a process: what the form brings becomes a revision, or is refused at its place (P1, P2, P5).

use super::{Action, ActionForm, Ageing, Process, ProcessForm, Rules, Stage, StageForm, Trigger};
use crate::{
    deal::Deal,
    effect::Change,
    event::Event,
    id::{ActionId, ProcessId, StageId},
    people::Who,
    refusal::{self, Field, Refusal},
    text::Name,
    together,
};
use std::collections::{BTreeMap, HashMap};

/// What a save will make of a process. New stages and actions have negative ids until they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub to: Process,
    /// Deleted stages that hold deals, and where those go.
    pub relocations: BTreeMap<StageId, StageId>,
}

impl ProcessForm {
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
        let mut seen = Seen { known, fresh: 0, stages: vec![], actions: vec![] };
        let stages = self.stages.iter().enumerate().map(|(index, form)| form.read(index, &mut seen));
        let (name, stages) =
            together!(name: Name::parse(Field::Name, &self.name), stages: refusal::all(stages))?;
        Ok(Process {
            id: known.id,
            name,
            version: known.version + 1,
            active: self.active,
            default: self.default,
            guarded: self.guarded,
            stages,
        })
    }
}

impl StageForm {
    fn read(&self, stage_index: usize, seen: &mut Seen) -> Result<Stage, Refusal> {
        let own = together!(
            id: seen.stage(self.id),
            name: Name::parse(Field::Name, &self.name),
            hint: hint(&self.hint),
            set: Ageing::read(&self.ages_after),
        );
        let actions =
            self.actions.iter().enumerate().map(|(index, form)| {
                form.read(seen).map_err(|refusal| refusal.within(stage_index, Some(index)))
            });
        let ((id, name, hint, set), actions) = together!(
            own: own.map_err(|refusal| refusal.within(stage_index, None)),
            actions: refusal::all(actions),
        )?;
        let usual = seen.known.stage(id).ok().and_then(|stage| stage.ageing.usual);
        Ok(Stage { id, name, hint, ageing: Ageing { set, usual }, actions })
    }
}

impl ActionForm {
    fn read(&self, seen: &mut Seen) -> Result<Action, Refusal> {
        let (id, name, hint, weight, rules) = together!(
            id: seen.action(self.id),
            name: Name::parse(Field::Name, &self.name),
            hint: hint(&self.hint),
            weight: self.weight(),
            rules: self.rules(),
        )?;
        Ok(Action { id, name, hint, weight, rules })
    }

    fn weight(&self) -> Result<u32, Refusal> {
        let field = Field::Weight;
        let weight: i128 = self.weight.trim().parse().map_err(|_| Refusal::Malformed { field })?;
        let weight = u32::try_from(weight).map_err(|_| match weight < 0 {
            true => Refusal::Malformed { field },
            false => Refusal::TooLarge { field },
        })?;
        if weight > Action::MAX_WEIGHT { Err(Refusal::TooLarge { field }) } else { Ok(weight) }
    }

    fn rules(&self) -> Result<Rules, Refusal> {
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
        Ok(rules)
    }
}

fn require_at_most(max: usize, number: usize) -> Result<(), Refusal> {
    if number > max { Err(Refusal::TooMany { max }) } else { Ok(()) }
}

fn hint(typed: &str) -> Result<String, Refusal> {
    Ok(Name::parse_optional(Field::Hint, typed)?.map(|hint| hint.to_string()).unwrap_or_default())
}

/// The ids that the form of a process has named so far; each stage and action comes once.
struct Seen<'a> {
    known: &'a Process,
    /// The last id that was given to something new: they go down from zero.
    fresh: i64,
    stages: Vec<StageId>,
    actions: Vec<ActionId>,
}

impl Seen<'_> {
    fn stage(&mut self, id: Option<StageId>) -> Result<StageId, Refusal> {
        let Some(id) = id else {
            self.fresh -= 1;
            return Ok(StageId(self.fresh));
        };
        self.known.stage(id)?;
        if self.stages.contains(&id) {
            return Err(Refusal::Unknown { field: Field::Stage });
        }
        self.stages.push(id);
        Ok(id)
    }

    fn action(&mut self, id: Option<ActionId>) -> Result<ActionId, Refusal> {
        let Some(id) = id else {
            self.fresh -= 1;
            return Ok(ActionId(self.fresh));
        };
        self.known.action(id)?;
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
    use crate::{
        process::{Relocation, tests::process},
        task::Kind,
    };

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
    fn all_that_is_wrong_with_a_form_is_told_at_once() {
        let mut form = form();
        form.name = " ".into();
        form.stages[0].ages_after = "soon".into();
        form.stages[0].actions[0].weight = "-1".into();
        form.stages[1].name = "".into();
        form.stages[1].actions[0].name = "".into();
        let places: Vec<_> = revised(&form)
            .unwrap_err()
            .each()
            .iter()
            .map(|refusal| match refusal {
                Refusal::Within { stage_index, action_index, .. } => {
                    (Some(*stage_index), *action_index, refusal.field().unwrap())
                }
                other => (None, None, other.field().unwrap()),
            })
            .collect();
        let name = Field::Name;
        let want = [
            (None, None, name),
            (Some(0), None, Field::AgesAfter),
            (Some(0), Some(0), Field::Weight),
            (Some(1), None, name),
            (Some(1), Some(0), name),
        ];
        assert_eq!(places, want);
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
