//! The draft on which a process is edited: a draft in the browser, nothing of it true before it is saved (P1).

use domain::{
    id::{ActionId, StageId},
    process::{ActionForm, Process, ProcessForm, Relocation, Rules, StageForm},
};
use leptos::prelude::*;

/// What a stage or action is called while it is edited; new ones have no id yet.
pub(super) type Key = usize;

/// A process on the draft.
#[derive(Clone, Copy)]
pub(super) struct ProcessDraft {
    /// What is made on the draft later belongs to the draft, not to the row whose button or grip made it: that row may
    /// be taken away, and its signals with it.
    owner: StoredValue<Owner>,
    pub name: RwSignal<String>,
    pub active: RwSignal<bool>,
    pub default: RwSignal<bool>,
    pub guarded: RwSignal<bool>,
    pub stages: RwSignal<Vec<StageDraft>>,
    /// Deleted stages with deals, and the stages where those go.
    pub relocations: RwSignal<Vec<(StageId, Key)>>,
    keys: StoredValue<Key>,
}

#[derive(Clone, Copy)]
pub(super) struct StageDraft {
    pub key: Key,
    pub id: Option<StageId>,
    pub name: RwSignal<String>,
    pub hint: RwSignal<String>,
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
            keys: StoredValue::new(0),
        };
        draft.fill(&ProcessForm::of(process));
        draft
    }

    /// Puts another version on the draft.
    pub fn fill(self, form: &ProcessForm) {
        self.name.set(form.name.clone());
        self.active.set(form.active);
        self.default.set(form.default);
        self.guarded.set(form.guarded);
        self.relocations.set(vec![]);
        self.stages.set(form.stages.iter().map(|stage| self.stage(stage)).collect());
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
        let form = StageForm { id: None, name: String::new(), hint: String::new(), actions: vec![] };
        let stage = self.stage(&form);
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
        let action = self.action(&form);
        stage.actions.update(|actions| actions.push(action));
    }

    pub fn delete_stage(self, key: Key) {
        self.stages.update(|stages| stages.retain(|stage| stage.key != key));
    }

    pub fn delete_action(self, key: Key) {
        for stage in self.stages.get_untracked() {
            if stage.actions.with_untracked(|actions| actions.iter().any(|action| action.key == key)) {
                stage.actions.update(|actions| actions.retain(|action| action.key != key));
            }
        }
    }

    /// Puts a stage between the others, at this index among them.
    pub fn put_stage(self, key: Key, index: usize) {
        self.stages.update(|stages| {
            if let Some(at) = stages.iter().position(|stage| stage.key == key) {
                let stage = stages.remove(at);
                stages.insert(index.min(stages.len()), stage);
            }
        });
    }

    /// Puts an action into a stage, at this index among the others there.
    pub fn put_action(self, key: Key, stage: usize, index: usize) {
        let stages = self.stages.get_untracked();
        let Some((from, at)) = self.find_action(key) else { return };
        let (Some(from), Some(to)) = (stages.get(from), stages.get(stage)) else { return };
        let action = from.actions.try_update(|actions| actions.remove(at));
        if let Some(action) = action {
            to.actions.update(|actions| actions.insert(index.min(actions.len()), action));
        }
    }

    /// The index of a stage.
    pub fn find_stage(self, key: Key) -> Option<usize> {
        self.stages.with_untracked(|stages| stages.iter().position(|stage| stage.key == key))
    }

    /// Where an action is: the index of its stage, and its index there.
    pub fn find_action(self, key: Key) -> Option<(usize, usize)> {
        let at =
            |stage: &StageDraft| stage.actions.with_untracked(|all| all.iter().position(|a| a.key == key));
        self.stages.with_untracked(|stages| {
            stages.iter().enumerate().find_map(|(index, stage)| Some((index, at(stage)?)))
        })
    }

    /// How many actions each stage has.
    pub fn counts(self) -> Vec<usize> {
        let count = |stage: &StageDraft| stage.actions.with_untracked(Vec::len);
        self.stages.with_untracked(|stages| stages.iter().map(count).collect())
    }

    fn key(self) -> Key {
        self.keys.update_value(|key| *key += 1);
        self.keys.get_value()
    }

    fn stage(self, form: &StageForm) -> StageDraft {
        let actions = form.actions.iter().map(|action| self.action(action)).collect();
        self.own(|| StageDraft {
            key: self.key(),
            id: form.id,
            name: RwSignal::new(form.name.clone()),
            hint: RwSignal::new(form.hint.clone()),
            actions: RwSignal::new(actions),
        })
    }

    fn action(self, form: &ActionForm) -> ActionDraft {
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
    fn what_a_row_puts_on_the_sheet_outlives_the_row() {
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
            draft.put_action(key(0, 0), 1, 9);
            assert_eq!(names(draft), ["Talk B", "Offer CA"]);
            draft.put_action(key(1, 1), 1, 0);
            assert_eq!(names(draft), ["Talk B", "Offer AC"]);
            let last = draft.stages.with(|stages| stages[1].key);
            draft.put_stage(last, 0);
            assert_eq!(names(draft), ["Offer AC", "Talk B"]);
            draft.delete_stage(last);
            draft.delete_action(key(0, 0));
            assert_eq!(names(draft), ["Talk "]);
        });
    }
}
