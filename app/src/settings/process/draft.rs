//! A process while it is edited: a draft in the browser, nothing of it true before it is saved (P1).

use crate::{
    ui::drag::{DropTarget, Thing},
    words::t,
};
use domain::{
    id::{ActionId, StageId, UserId},
    process::{ActionForm, Process, ProcessForm, Relocation, Rules, StageForm},
    refusal::Field,
};
use leptos::prelude::*;

/// What a stage or action is called while it is edited; new ones have no id yet.
pub(super) type Key = Thing;

/// A field of a stage or an action, or of the process itself.
pub(super) type Place = (Option<Key>, Option<Field>);

/// A process while it is edited.
#[derive(Clone, Copy)]
pub(super) struct ProcessDraft {
    /// What is made later belongs to the draft, not to the row whose button or grip made it: that row may
    /// be taken away, and its signals with it.
    owner: StoredValue<Owner>,
    pub name: RwSignal<String>,
    pub active: RwSignal<bool>,
    pub default: RwSignal<bool>,
    pub guarded: RwSignal<bool>,
    pub stages: RwSignal<Vec<StageDraft>>,
    /// Deleted stages with deals, and the stages where those go.
    pub relocations: RwSignal<Vec<(StageId, Key)>>,
    /// Said by screen readers.
    pub announcement: RwSignal<String>,
    /// Where the last save was refused.
    pub(super) refused: RwSignal<Vec<Place>>,
    keys: StoredValue<Key>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct StageDraft {
    pub key: Key,
    pub id: Option<StageId>,
    pub name: RwSignal<String>,
    pub hint: RwSignal<String>,
    pub ages_after: RwSignal<String>,
    pub actions: RwSignal<Vec<ActionDraft>>,
}

#[derive(Clone, Copy)]
pub(super) struct ActionDraft {
    pub key: Key,
    pub id: Option<ActionId>,
    pub name: RwSignal<String>,
    pub hint: RwSignal<String>,
    pub weight: RwSignal<String>,
    pub rules: RwSignal<Rules>,
}

impl ProcessDraft {
    pub fn new(process: &Process) -> ProcessDraft {
        let draft = ProcessDraft {
            owner: StoredValue::new(Owner::new()),
            name: RwSignal::new(String::new()),
            active: RwSignal::new(true),
            default: RwSignal::new(false),
            guarded: RwSignal::new(false),
            stages: RwSignal::new(vec![]),
            relocations: RwSignal::new(vec![]),
            announcement: RwSignal::new(String::new()),
            refused: RwSignal::new(vec![]),
            keys: StoredValue::new(0),
        };
        draft.fill(&ProcessForm::of(process));
        draft
    }

    /// Begins again with another version.
    pub fn fill(self, form: &ProcessForm) {
        self.name.set(form.name.clone());
        self.active.set(form.active);
        self.default.set(form.default);
        self.guarded.set(form.guarded);
        self.relocations.set(vec![]);
        self.refused.set(vec![]);
        self.stages.set(form.stages.iter().map(|stage| self.make_stage(stage)).collect());
    }

    /// The draft as a form. Reading it follows every change.
    pub fn form(self) -> ProcessForm {
        let stages = self.stages.get();
        let action = |action: &ActionDraft| ActionForm {
            id: action.id,
            name: action.name.get(),
            hint: action.hint.get(),
            weight: action.weight.get(),
            rules: action.rules.get(),
        };
        let stage = |stage: &StageDraft| StageForm {
            id: stage.id,
            name: stage.name.get(),
            hint: stage.hint.get(),
            ages_after: stage.ages_after.get(),
            actions: stage.actions.with(|actions| actions.iter().map(action).collect()),
        };
        let index = |key: Key| stages.iter().position(|stage| stage.key == key);
        let relocations = self.relocations.get();
        let relocation = |(from, to): &(StageId, Key)| Some(Relocation { from: *from, to: index(*to)? });
        ProcessForm {
            name: self.name.get(),
            active: self.active.get(),
            default: self.default.get(),
            guarded: self.guarded.get(),
            relocations: relocations.iter().filter_map(relocation).collect(),
            stages: stages.iter().map(stage).collect(),
        }
    }

    pub fn add_stage(self) {
        let stage = self.make_stage(&StageForm::default());
        self.stages.update(|stages| stages.push(stage));
    }

    pub fn add_action(self, stage: StageDraft) {
        let form = ActionForm {
            id: None,
            name: String::new(),
            hint: String::new(),
            weight: "10".into(),
            rules: Rules::default(),
        };
        let action = self.make_action(&form);
        stage.actions.update(|actions| actions.push(action));
    }

    /// Deletes a stage; its deals, if it has some, go to another one (P5).
    pub fn delete_stage(self, stage: StageDraft, goal: Option<Key>) {
        if let (Some(id), Some(goal)) = (stage.id, goal) {
            self.relocate(id, goal);
            // Whoever was to come here goes on to where this stage's own deals go.
            self.relocations.update(|all| {
                all.iter_mut().filter(|(_, to)| *to == stage.key).for_each(|(_, to)| *to = goal);
            });
        }
        self.stages.update(|stages| stages.retain(|each| each.key != stage.key));
    }

    /// Says where the deals of a deleted stage go.
    pub fn relocate(self, from: StageId, goal: Key) {
        self.relocations.update(|all| {
            all.retain(|(stage, _)| *stage != from);
            all.push((from, goal));
        });
    }

    pub fn delete_action(self, key: Key) {
        for stage in self.stages.get_untracked() {
            if stage.actions.with_untracked(|actions| actions.iter().any(|action| action.key == key)) {
                stage.actions.update(|actions| actions.retain(|action| action.key != key));
            }
        }
    }

    /// Puts a stage or action where it shall be among the others: a stage into a slot, an action into a stage's.
    pub fn put(self, key: Key, to: DropTarget) {
        match self.find(key) {
            Some(from) if from == to => {}
            Some(from) if self.is_stage(key) => self.stages.update(|stages| {
                let stage = stages.remove(from.slot);
                stages.insert(to.slot.min(stages.len()), stage);
            }),
            Some(from) => {
                let stages = self.stages.get_untracked();
                let (Some(old), Some(new)) = (stages.get(from.column), stages.get(to.column)) else { return };
                if let Some(action) = old.actions.try_update(|actions| actions.remove(from.slot)) {
                    new.actions.update(|actions| actions.insert(to.slot.min(actions.len()), action));
                }
            }
            None => {}
        }
    }

    /// Where a stage or action is: a stage in a slot, an action in a slot of the stage's column.
    pub fn find(self, key: Key) -> Option<DropTarget> {
        let at =
            |stage: &StageDraft| stage.actions.with_untracked(|all| all.iter().position(|a| a.key == key));
        self.stages.with_untracked(|stages| {
            let stage = stages.iter().position(|stage| stage.key == key);
            stage.map(|slot| DropTarget { column: 0, slot }).or_else(|| {
                let mut columns = stages.iter().enumerate();
                columns.find_map(|(column, stage)| Some(DropTarget { column, slot: at(stage)? }))
            })
        })
    }

    pub fn is_stage(self, key: Key) -> bool {
        self.stages.with_untracked(|stages| stages.iter().any(|stage| stage.key == key))
    }

    /// An action, wherever it is. Follows where it goes.
    pub fn action(self, key: Key) -> Option<ActionDraft> {
        let find =
            |stage: &StageDraft| stage.actions.with(|all| all.iter().find(|each| each.key == key).copied());
        self.stages.with(|stages| stages.iter().find_map(find))
    }

    /// Puts another person wherever somebody is named.
    pub fn replace_person(self, old: UserId, new: UserId) {
        for stage in self.stages.get_untracked() {
            for action in stage.actions.get_untracked() {
                action.rules.update(|rules| rules.replace_person(old, new));
            }
        }
    }

    /// How a stage or action is called, for sentences.
    pub fn name_of(self, key: Key) -> String {
        let stage = self.stages.with_untracked(|all| all.iter().find(|stage| stage.key == key).copied());
        let name =
            stage.map(|stage| stage.name).or_else(|| untrack(|| self.action(key)).map(|each| each.name));
        let name = name.map(|name| name.get_untracked()).unwrap_or_default();
        let words = t();
        match name.trim() {
            "" if stage.is_some() => words.stage_name().to_owned(),
            "" => words.action_name().to_owned(),
            name => name.to_owned(),
        }
    }

    fn key(self) -> Key {
        self.keys.update_value(|key| *key += 1);
        self.keys.get_value()
    }

    fn make_stage(self, form: &StageForm) -> StageDraft {
        let actions = form.actions.iter().map(|action| self.make_action(action)).collect();
        self.own(|| StageDraft {
            key: self.key(),
            id: form.id,
            name: RwSignal::new(form.name.clone()),
            hint: RwSignal::new(form.hint.clone()),
            ages_after: RwSignal::new(form.ages_after.clone()),
            actions: RwSignal::new(actions),
        })
    }

    fn make_action(self, form: &ActionForm) -> ActionDraft {
        self.own(|| ActionDraft {
            key: self.key(),
            id: form.id,
            name: RwSignal::new(form.name.clone()),
            hint: RwSignal::new(form.hint.clone()),
            weight: RwSignal::new(form.weight.clone()),
            rules: RwSignal::new(form.rules.clone()),
        })
    }

    fn own<T>(self, make: impl FnOnce() -> T) -> T {
        self.owner.get_value().with(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ProcessDraft {
        let mut form = ProcessForm::plain("Sales", &["Talk", "Offer"]);
        form.default = true;
        let action = |name: &str| ActionForm {
            id: None,
            name: name.into(),
            hint: "".into(),
            weight: "1".into(),
            rules: Rules::default(),
        };
        form.stages[0].actions = vec![action("A"), action("B")];
        form.stages[1].actions = vec![action("C")];
        ProcessDraft::new(&form.create().unwrap())
    }

    fn names(draft: ProcessDraft) -> Vec<String> {
        let actions = |stage: &StageForm| stage.actions.iter().map(|a| a.name.as_str()).collect::<String>();
        draft.form().stages.iter().map(|stage| format!("{} {}", stage.name, actions(stage))).collect()
    }

    #[test]
    fn what_a_row_adds_outlives_the_row() {
        let owner = Owner::new();
        owner.with(|| {
            let draft = draft();
            let row = Owner::new();
            row.with(|| {
                draft.add_action(draft.stages.with_untracked(|stages| stages[1]));
                draft.add_stage();
            });
            row.cleanup();
            assert_eq!(names(draft), ["Talk AB", "Offer C", " "]);
            draft.stages.with_untracked(|stages| stages[2].name.set("Contract".into()));
            assert_eq!(names(draft)[2], "Contract ");
        });
    }

    #[test]
    fn stages_and_actions_go_where_they_are_put() {
        let owner = Owner::new();
        owner.with(|| {
            let draft = draft();
            let key = |stage: usize, index: usize| {
                draft.stages.with(|stages| stages[stage].actions.with(|actions| actions[index].key))
            };
            let to = |column, slot| DropTarget { column, slot };
            draft.put(key(0, 0), to(1, 9));
            assert_eq!(names(draft), ["Talk B", "Offer CA"]);
            draft.put(key(1, 1), to(1, 0));
            assert_eq!(names(draft), ["Talk B", "Offer AC"]);
            assert_eq!(draft.find(key(1, 1)), Some(to(1, 1)));
            let last = draft.stages.with(|stages| stages[1]);
            draft.put(last.key, to(0, 0));
            assert_eq!(names(draft), ["Offer AC", "Talk B"]);
            assert_eq!(draft.find(last.key), Some(to(0, 0)));
            draft.delete_stage(last, None);
            draft.delete_action(key(0, 0));
            assert_eq!(names(draft), ["Talk "]);
        });
    }

    #[test]
    fn deals_of_a_deleted_stage_go_where_told_even_when_that_goes_too() {
        let owner = Owner::new();
        owner.with(|| {
            let mut form = ProcessForm::plain("Sales", &["Talk", "Offer", "Contract"]);
            form.default = true;
            let mut process = form.create().unwrap();
            process.stages.iter_mut().zip(1..).for_each(|(stage, id)| stage.id = StageId(id));
            let draft = ProcessDraft::new(&process);
            let [talk, offer, contract] = *draft.stages.get_untracked() else { panic!("three stages") };
            draft.delete_stage(talk, Some(offer.key));
            draft.delete_stage(offer, Some(contract.key));
            let to = |from| Relocation { from: StageId(from), to: 0 };
            assert_eq!(draft.form().relocations, [to(1), to(2)]);
            draft.put(contract.key, DropTarget { column: 0, slot: 0 });
            assert_eq!(draft.form().relocations.len(), 2, "kept whatever is dragged");
        });
    }
}
