//! Checking actions off on a deal, and taking checks back (D3, P4).

use super::{NoteRule, Process};
use crate::{
    day::as_moment,
    deal::Deal,
    effect::{Change, Effect},
    event::Event,
    id::{ActionId, FileId, StageId, UserId},
    people::{Colleague, User},
    place::Place,
    refusal::Refusal,
    task::{Due, NewTask},
    text::Prose,
};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

/// A check: who did an action, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub action: ActionId,
    pub by: UserId,
    /// On the viewer's wall clock.
    #[serde(with = "as_moment")]
    pub at: NaiveDateTime,
}

/// What somebody brings along to check an action.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    pub action: ActionId,
    pub by: &'a User,
    /// The note that was written, if one was.
    pub note: Option<&'a Prose>,
    /// The files that are attached to it.
    pub files: &'a [FileId],
    pub at: DateTime<Utc>,
    /// The day where whoever checks is: triggered tasks count from it.
    pub today: NaiveDate,
    /// Everybody of the account: a triggered task goes to somebody active.
    pub people: &'a [Colleague],
}

impl Process {
    /// The stage in which the deal will stand once this action is done: a later one than now, if the action is (D3).
    pub fn stage_after(&self, deal: &Deal, action: ActionId) -> Result<StageId, Refusal> {
        let (stage, _) = self.action(action)?;
        let later = self.index(stage.id)? > self.index(deal.stage)?;
        Ok(if later { stage.id } else { deal.stage })
    }

    /// Whether this user could check or uncheck this action now: what its box explains before it is clicked.
    pub fn require_checkable(&self, deal: &Deal, action: ActionId, by: &User) -> Result<(), Refusal> {
        deal.require_open()?;
        let (_, action) = self.action(action)?;
        action.rules.require_theirs(by)
    }

    /// Checks an action off. `place` is where the deal will stand in [`Process::stage_after`], if that is another
    /// stage. Refused when the deal is closed, the action done already or another's to do, its note or file missing,
    /// or when a guard holds the deal back.
    pub fn complete(&self, deal: &Deal, attempt: Attempt<'_>, place: Place) -> Result<Change<Deal>, Refusal> {
        self.require_checkable(deal, attempt.action, attempt.by)?;
        let (_, action) = self.action(attempt.action)?;
        if deal.done.contains(&action.id) {
            return Err(Refusal::AlreadyDone { action: action.name.to_string() });
        }
        match (action.rules.note, attempt.note, attempt.files) {
            (NoteRule::No, ..) | (NoteRule::Note, Some(_), _) => {}
            (NoteRule::File, Some(_), [_, ..]) => {}
            (NoteRule::Note, None, _) => return Err(Refusal::NoteRequired),
            (NoteRule::File, ..) => return Err(Refusal::FileRequired),
        }
        let mut events = vec![];
        let mut to = deal.clone();
        let stage = self.stage_after(deal, action.id)?;
        if stage != deal.stage {
            self.require_passage(deal.stage, &deal.done, stage)?;
            events.push(Event::Moved { from: deal.stage, to: stage });
            to = Deal { stage, stage_since: attempt.at, place, ..to };
        }
        to.done.push(action.id);
        to.probability = self.probability(&to.done);
        events.push(Event::ActionDone {
            action: action.id,
            name: action.name.to_string(),
            probability: (deal.probability, to.probability),
        });
        let mut effects = vec![Effect::Check(action.id)];
        if let Some(text) = attempt.note {
            let (text, files) = (text.clone(), attempt.files.to_vec());
            effects.push(Effect::AddNote { text, files, action: Some(action.id) });
        }
        if !action.rules.notify.is_empty() {
            effects.push(Effect::Notify {
                whom: action.rules.notify.clone(),
                action: action.id,
                name: action.name.to_string(),
            });
        }
        if let Some(trigger) = &action.rules.trigger {
            let date = attempt.today.checked_add_days(Days::new(trigger.days.into()));
            effects.push(Effect::AddTask(NewTask {
                deal: Some(deal.id),
                title: trigger.title.clone(),
                kind: trigger.kind,
                due: date.map(|date| Due { date, time: None }),
                assignee: trigger.assign(attempt.by.id, deal.facts.owner, attempt.people),
            }));
        }
        Ok(Change { to, events, effects })
    }

    /// Takes a check back; the deal stays in its stage (D3).
    pub fn uncomplete(&self, deal: &Deal, action: ActionId, by: &User) -> Result<Change<Deal>, Refusal> {
        self.require_checkable(deal, action, by)?;
        let (_, action) = self.action(action)?;
        if !deal.done.contains(&action.id) {
            return Err(Refusal::NotDone { action: action.name.to_string() });
        }
        let mut to = deal.clone();
        to.done.retain(|done| *done != action.id);
        to.probability = self.probability(&to.done);
        let event = Event::ActionUndone {
            action: action.id,
            name: action.name.to_string(),
            probability: (deal.probability, to.probability),
        };
        Ok(Change { to, events: vec![event], effects: vec![Effect::Uncheck(action.id)] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        deal::{Status, tests::deal},
        people::Who,
        people::{Language, Role},
        process::{Assignee, Notify, Rules, Trigger, tests::process},
        task::Kind,
        text::Name,
    };
    use std::sync::LazyLock;

    fn user(role: Role) -> User {
        User {
            id: UserId(5),
            name: "Ewa Lis".into(),
            email: "ewa@x.test".into(),
            role,
            language: Language::default(),
            look: Default::default(),
            theme: Default::default(),
        }
    }

    static EVERYBODY: std::sync::OnceLock<Vec<Colleague>> = std::sync::OnceLock::new();

    fn colleague(id: i64) -> Colleague {
        Colleague { id: UserId(id), name: format!("User {id}"), role: Role::Salesperson, active: true }
    }

    fn with(rules: Rules) -> Process {
        let mut process = process();
        process.stages[0].actions[0].rules = rules;
        process
    }

    fn attempt(by: &User, note: bool, files: usize) -> Attempt<'_> {
        static NOTE: LazyLock<Prose> = LazyLock::new(|| Prose::known("As agreed"));
        let (note, files) = (note.then(|| &*NOTE), &[FileId(1), FileId(2)][..files]);
        let at: DateTime<Utc> = "2026-05-14T12:00:00Z".parse().unwrap();
        let people = EVERYBODY.get_or_init(|| [1, 5, 9].map(colleague).to_vec());
        Attempt { action: ActionId(11), by, note, files, at, today: at.date_naive(), people }
    }

    fn place() -> Place {
        Place::known("90")
    }

    /// Every setting of P4 in combination: the check passes exactly when each of them is content.
    #[test]
    fn a_check_obeys_every_setting() {
        let whos = [
            Who::Everyone,
            Who::Managers,
            Who::Administrators,
            Who::People(vec![UserId(5)]),
            Who::People(vec![UserId(6)]),
        ];
        let roles = [Role::Salesperson, Role::Manager, Role::Administrator];
        let notes = [NoteRule::No, NoteRule::Note, NoteRule::File];
        let brought = [(false, 0), (true, 0), (true, 1), (false, 1)];
        let mut tried = 0;
        for mandatory in [false, true] {
            for (who_index, who) in whos.iter().enumerate() {
                for (rank, role) in roles.into_iter().enumerate() {
                    for note in notes {
                        for (written, files) in brought {
                            for notify in [false, true] {
                                for trigger in [false, true] {
                                    let rules = Rules {
                                        mandatory,
                                        who: who.clone(),
                                        note,
                                        notify: Notify { managers: notify, ..Notify::default() },
                                        trigger: trigger.then(|| Trigger {
                                            title: Name::known("Deploy"),
                                            kind: Kind::Other,
                                            days: 3,
                                            assignee: Assignee::Owner,
                                        }),
                                    };
                                    let by = user(role);
                                    let said =
                                        with(rules).complete(&deal(), attempt(&by, written, files), place());
                                    let allowed = [true, rank >= 1, rank == 2, true, false][who_index];
                                    let noted = match note {
                                        NoteRule::No => true,
                                        NoteRule::Note => written,
                                        NoteRule::File => written && files > 0,
                                    };
                                    match said {
                                        Ok(change) => {
                                            assert!(allowed && noted);
                                            let (text, written) =
                                                (change.effects.len(), usize::from(written));
                                            let follow = usize::from(notify) + usize::from(trigger);
                                            assert_eq!(text, 1 + written + follow);
                                            assert_eq!(change.to.done, [ActionId(11)]);
                                        }
                                        Err(Refusal::NotYours { .. }) => assert!(!allowed),
                                        Err(Refusal::NoteRequired) => {
                                            assert!(note == NoteRule::Note && !noted)
                                        }
                                        Err(Refusal::FileRequired) => {
                                            assert!(note == NoteRule::File && !noted)
                                        }
                                        Err(other) => panic!("{other:?}"),
                                    }
                                    tried += 1;
                                }
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(tried, 2 * 5 * 3 * 3 * 4 * 2 * 2);
    }

    #[test]
    fn a_trigger_adds_a_task_for_the_right_person_on_the_right_day() {
        for (assignee, want) in [(Assignee::Doer, 5), (Assignee::Owner, 1), (Assignee::Person(UserId(9)), 9)]
        {
            let trigger = Trigger { title: Name::known("Deploy"), kind: Kind::Meeting, days: 3, assignee };
            let process = with(Rules { trigger: Some(trigger), ..Rules::default() });
            let change = process.complete(&deal(), attempt(&user(Role::Manager), false, 0), place()).unwrap();
            let [Effect::Check(_), Effect::AddTask(task)] = change.effects.as_slice() else {
                panic!("{change:?}")
            };
            assert_eq!(task.assignee, UserId(want));
            assert_eq!(task.due.unwrap().date, "2026-05-17".parse().unwrap());
        }
    }

    #[test]
    fn an_action_of_a_later_stage_takes_the_deal_along_and_unchecking_leaves_it_there() {
        let by = user(Role::Salesperson);
        let later = Attempt { action: ActionId(31), ..attempt(&by, false, 0) };
        let done = process().complete(&deal(), later, place()).unwrap().to;
        assert_eq!((done.stage, done.place.clone(), done.stage_since), (StageId(3), place(), later.at));
        assert_eq!(done.probability, 30);
        let undone = process().uncomplete(&done, ActionId(31), &by).unwrap().to;
        assert_eq!((undone.stage, undone.probability, undone.done), (StageId(3), 0, vec![]));
        let earlier = process().complete(&done, attempt(&by, false, 0), place()).unwrap().to;
        assert_eq!(earlier.stage, StageId(3), "an earlier action does not take it back");
        let guarded = Process { guarded: true, ..process() };
        assert!(matches!(guarded.complete(&deal(), later, place()), Err(Refusal::Guarded { .. })));
    }

    #[test]
    fn what_cannot_be_checked_is_refused() {
        let by = user(Role::Administrator);
        let closed = Deal { status: Status::Won, ..deal() };
        let done = Deal { done: vec![ActionId(11)], ..deal() };
        let foreign = Attempt { action: ActionId(99), ..attempt(&by, false, 0) };
        let refused = |deal: &Deal, attempt| process().complete(deal, attempt, place()).unwrap_err();
        assert_eq!(refused(&closed, attempt(&by, false, 0)), Refusal::Closed { status: Status::Won });
        assert_eq!(refused(&done, attempt(&by, false, 0)), Refusal::AlreadyDone { action: "Contact".into() });
        assert_eq!(refused(&deal(), foreign), Refusal::Unknown { field: crate::refusal::Field::Action });
        let managers = with(Rules { who: Who::Managers, ..Rules::default() });
        let refused = managers.uncomplete(&done, ActionId(11), &user(Role::Salesperson));
        assert_eq!(refused.unwrap_err(), Refusal::NotYours { who: Who::Managers });
        let twice = process().uncomplete(&deal(), ActionId(11), &by);
        assert_eq!(twice.unwrap_err(), Refusal::NotDone { action: "Contact".into() });
    }
}
