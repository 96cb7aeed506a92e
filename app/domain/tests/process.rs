//! What holds whatever is done to a deal and its process, in any order.

use chrono::{DateTime, Utc};
use domain::{
    deal::{Deal, DealForm, Status, Why},
    effect::Change,
    event::{Event, replay},
    id::{ActionId, CompanyId, DealId, FileId, StageId, UserId},
    ledger::Ledger,
    people::{Language, Role, User},
    place::Place,
    process::{ActionForm, Attempt, Process, ProcessForm, Relocation, Rules, StageForm, Step},
    refusal::Refusal,
    text::Prose,
};
use proptest::prelude::*;
use std::collections::HashMap;

/// Three stages with five actions, two of them mandatory; every id positive, as if it were stored.
fn process() -> Process {
    let mut form = ProcessForm::plain("Sales", &["Talk", "Offer", "Contract"]);
    let action = |name: &str, weight: u32, mandatory| ActionForm {
        id: None,
        name: name.into(),
        hint: String::new(),
        weight: weight.to_string(),
        rules: Rules { mandatory, ..Rules::default() },
    };
    form.stages[0].actions = vec![action("Contact", 8, false), action("Qualify", 12, true)];
    form.stages[1].actions = vec![action("Sent", 5, false), action("Accepted", 18, true)];
    form.stages[2].actions = vec![action("Signed", 18, false)];
    let mut process = form.create().unwrap();
    for stage in &mut process.stages {
        stage.id = StageId(-stage.id.0);
        stage.actions.iter_mut().for_each(|action| action.id = ActionId(-action.id.0));
    }
    process
}

fn deal(process: &Process) -> Deal {
    let form = DealForm {
        company: "Acme".into(),
        company_id: None,
        person: String::new(),
        person_id: None,
        name: String::new(),
        source: None,
        expected_close: String::new(),
        value: "100".into(),
        currency: "PLN".into(),
        owner: UserId(1),
        description: String::new(),
        language: None,
    };
    Deal {
        id: DealId(7),
        process: process.id,
        stage: process.stages[0].id,
        stage_since: DateTime::UNIX_EPOCH,
        place: Place::known("80"),
        status: Status::Open,
        done: vec![],
        probability: 0,
        facts: form.parse(&Default::default()).unwrap().facts(Some(CompanyId(1)), None),
        revision: 1,
    }
}

#[derive(Clone, Debug)]
enum Gesture {
    Check(usize),
    Uncheck(usize),
    Move(usize),
    Win,
    Lose,
    Reopen,
    Reweigh(usize, u32),
    SwapStages(usize, usize),
    DeleteStage(usize),
    AddStage,
    Guard(bool),
}

fn gesture() -> impl Strategy<Value = Gesture> {
    prop_oneof![
        4 => (0usize..8).prop_map(Gesture::Check),
        2 => (0usize..8).prop_map(Gesture::Uncheck),
        4 => (0usize..5).prop_map(Gesture::Move),
        1 => Just(Gesture::Win),
        1 => Just(Gesture::Lose),
        2 => Just(Gesture::Reopen),
        1 => (0usize..8, 0u32..50).prop_map(|(action, weight)| Gesture::Reweigh(action, weight)),
        1 => (0usize..5, 0usize..5).prop_map(|(a, b)| Gesture::SwapStages(a, b)),
        1 => (0usize..5).prop_map(Gesture::DeleteStage),
        1 => Just(Gesture::AddStage),
        1 => any::<bool>().prop_map(Gesture::Guard),
    ]
}

struct World {
    process: Process,
    deal: Deal,
    events: Vec<Event>,
    fresh: i64,
}

impl World {
    fn take(&mut self, change: Result<Change<Deal>, Refusal>) {
        if let Ok(change) = change {
            self.deal = change.to;
            self.events.extend(change.events);
        }
    }

    fn act(&mut self, gesture: &Gesture) {
        let at: DateTime<Utc> = "2026-05-14T12:00:00Z".parse().unwrap();
        let by = User {
            id: UserId(1),
            name: "A".into(),
            email: "a@b.test".into(),
            role: Role::Manager,
            language: Language::default(),
            look: Default::default(),
            theme: Default::default(),
        };
        let action =
            |index: usize| self.process.actions().nth(index).map_or(ActionId(0), |(_, action)| action.id);
        let (place, note) = (Place::known("80"), Prose::known("Said yes"));
        match gesture {
            Gesture::Check(index) => {
                let attempt = Attempt {
                    action: action(*index),
                    by: &by,
                    note: Some(&note),
                    files: &[FileId(1)],
                    at,
                    today: at.date_naive(),
                    people: &[],
                };
                self.take(self.process.complete(&self.deal, attempt, place));
            }
            Gesture::Uncheck(index) => self.take(self.process.uncomplete(&self.deal, action(*index), &by)),
            Gesture::Move(index) => {
                let to = self.process.stages.get(*index).map_or(StageId(0), |stage| stage.id);
                let step = Step { seen: self.deal.stage, to, at };
                self.take(self.process.move_deal(&self.deal, step, place));
            }
            Gesture::Win => self.take(self.process.win(&self.deal, at.date_naive(), &Ledger::default())),
            Gesture::Lose => self.take(self.deal.close_as(Status::Lost, at.date_naive(), Why::default())),
            Gesture::Reopen => self.take(self.deal.reopen(at, place, &Ledger::default())),
            edit => self.edit(edit),
        }
    }

    fn edit(&mut self, gesture: &Gesture) {
        let mut form = ProcessForm::of(&self.process);
        let count = form.stages.len();
        match gesture {
            Gesture::Reweigh(index, weight) => {
                if let Some(action) = form.stages.iter_mut().flat_map(|stage| &mut stage.actions).nth(*index)
                {
                    action.weight = weight.to_string();
                }
            }
            Gesture::SwapStages(a, b) => form.stages.swap(a % count, b % count),
            Gesture::DeleteStage(index) => {
                let gone = form.stages.remove(index % count);
                form.relocations.extend(gone.id.map(|from| Relocation { from, to: 0 }));
            }
            Gesture::AddStage => {
                form.stages.push(StageForm { name: "New".into(), ..StageForm::default() });
            }
            Gesture::Guard(guarded) => form.guarded = *guarded,
            _ => {}
        }
        let held = HashMap::from([(self.deal.stage, 1)]);
        if let Ok(mut revision) = self.process.revise(self.process.version, &form, &held) {
            for stage in revision.to.stages.iter_mut().filter(|stage| stage.id.0 < 0) {
                self.fresh += 1;
                let stored = StageId(self.fresh);
                revision.relocations.values_mut().filter(|to| **to == stage.id).for_each(|to| *to = stored);
                stage.id = stored;
            }
            let change = revision.apply(&self.deal);
            self.process = revision.to;
            self.take(Ok(change));
        }
    }
}

proptest! {
    #[test]
    fn a_deal_always_stands_where_its_history_says(gestures in prop::collection::vec(gesture(), 0..60)) {
        let process = process();
        let deal = deal(&process);
        let begun = Event::Added { stage: deal.stage };
        let mut world = World { process, deal, events: vec![begun], fresh: 1_000 };
        for gesture in &gestures {
            world.act(gesture);
            let World { process, deal, events, .. } = &world;
            prop_assert_eq!(process.stages.iter().filter(|stage| stage.id == deal.stage).count(), 1);
            prop_assert_eq!(deal.probability, process.probability(&deal.done));
            let told = replay(events);
            let of_process = |done: &[ActionId]| {
                let mut done: Vec<_> = done.iter().copied().filter(|id| process.action(*id).is_ok()).collect();
                done.sort();
                done
            };
            prop_assert_eq!((told.stage, told.status), (Some(deal.stage), deal.status));
            prop_assert_eq!(of_process(&told.done), of_process(&deal.done));
            if deal.status == Status::Open {
                prop_assert_eq!(process.win(deal, Default::default(), &Ledger::default()).is_ok(), process.missing(&deal.done).is_empty());
            }
        }
    }
}
