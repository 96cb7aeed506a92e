//! The people whom a process names, and what holds once one of them was deactivated (P4, V5).

use super::{Action, Assignee, Process, Rules, Stage, Trigger};
use crate::{
    id::UserId,
    people::{Colleague, Who},
    refusal::{self, Field, Refusal},
};

impl Process {
    /// Whether an action names this person.
    pub fn names(&self, person: UserId) -> bool {
        let actions = self.stages.iter().flat_map(|stage| &stage.actions);
        actions.into_iter().any(|action| action.rules.people().contains(&person))
    }

    /// Refuses, at its place, an action that names somebody who was deactivated or is not there: said before a save,
    /// so that another person is chosen.
    pub fn require_people(&self, people: &[Colleague]) -> Result<(), Refusal> {
        let of_stage = |(stage, each): (usize, &Stage)| {
            let of_action = move |(action, each): (usize, &Action)| {
                each.rules.require_people(people).map_err(|refusal| refusal.within(stage, Some(action)))
            };
            refusal::all(each.actions.iter().enumerate().map(of_action))
        };
        refusal::all(self.stages.iter().enumerate().map(of_stage)).map(drop)
    }
}

impl Rules {
    fn require_people(&self, people: &[Colleague]) -> Result<(), Refusal> {
        for id in self.people() {
            match people.iter().find(|person| person.id == id) {
                Some(person) if person.active => {}
                Some(person) => {
                    return Err(Refusal::Deactivated { user: id, name: person.name.clone() });
                }
                None => return Err(Refusal::Unknown { field: Field::Assignee }),
            }
        }
        Ok(())
    }

    /// Puts another person wherever these settings name this one.
    pub fn replace_person(&mut self, old: UserId, new: UserId) {
        let replace = |people: &mut Vec<UserId>| {
            if let Some(at) = people.iter().position(|id| *id == old) {
                people.remove(at);
                if !people.contains(&new) {
                    people.insert(at, new);
                }
            }
        };
        if let Who::People(people) = &mut self.who {
            replace(people);
        }
        replace(&mut self.notify.people);
        if let Some(Trigger { assignee: Assignee::Person(person), .. }) = &mut self.trigger
            && *person == old
        {
            *person = new;
        }
    }
}

impl Trigger {
    /// Whose task it becomes. A deactivated user gets no new tasks, and that is no reason to keep anybody from checking
    /// the action: then it is the owner's, and the doer's if the owner is deactivated too.
    pub fn assign(&self, doer: UserId, owner: UserId, people: &[Colleague]) -> UserId {
        let active = |id: &UserId| people.iter().any(|person| person.id == *id && person.active);
        [self.wanted(doer, owner), owner].into_iter().find(active).unwrap_or(doer)
    }

    /// Whom the settings name.
    pub fn wanted(&self, doer: UserId, owner: UserId) -> UserId {
        match self.assignee {
            Assignee::Doer => doer,
            Assignee::Owner => owner,
            Assignee::Person(person) => person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{people::Role, process::tests::process, task::Kind, text::Name};

    fn person(id: i64, active: bool) -> Colleague {
        Colleague { id: UserId(id), name: format!("User {id}"), role: Role::Salesperson, active }
    }

    fn trigger(assignee: Assignee) -> Trigger {
        Trigger { title: Name::known("Deploy"), kind: Kind::Call, days: 1, assignee }
    }

    #[test]
    fn a_save_names_whoever_was_deactivated_and_where() {
        let people = [person(1, true), person(2, false)];
        let gone = Refusal::Deactivated { user: UserId(2), name: "User 2".into() };
        let unknown = Refusal::Unknown { field: Field::Assignee };
        let who = |ids: &[i64]| Who::People(ids.iter().map(|id| UserId(*id)).collect());
        for (rules, want) in [
            (Rules::default(), None),
            (Rules { who: who(&[1]), ..Rules::default() }, None),
            (Rules { who: who(&[1, 2]), ..Rules::default() }, Some(&gone)),
            (Rules { who: who(&[9]), ..Rules::default() }, Some(&unknown)),
            (Rules { trigger: Some(trigger(Assignee::Person(UserId(2)))), ..Rules::default() }, Some(&gone)),
            (Rules { trigger: Some(trigger(Assignee::Owner)), ..Rules::default() }, None),
            (
                Rules {
                    notify: crate::process::Notify { people: vec![UserId(2)], ..Default::default() },
                    ..Rules::default()
                },
                Some(&gone),
            ),
        ] {
            let mut process = process();
            process.stages[1].actions[1].rules = rules.clone();
            let want = want.map(|refusal| Refusal::Within {
                stage_index: 1,
                action_index: Some(1),
                refusal: Box::new(refusal.clone()),
            });
            assert_eq!(process.require_people(&people).err(), want, "{rules:?}");
        }
    }

    #[test]
    fn another_person_takes_every_part_of_one() {
        let mut rules = Rules {
            who: Who::People(vec![UserId(2), UserId(3)]),
            trigger: Some(trigger(Assignee::Person(UserId(2)))),
            ..Rules::default()
        };
        rules.notify.people = vec![UserId(2), UserId(1)];
        rules.replace_person(UserId(2), UserId(3));
        assert_eq!(rules.who, Who::People(vec![UserId(3)]), "named once");
        assert_eq!(rules.notify.people, [UserId(3), UserId(1)]);
        assert_eq!(rules.trigger.unwrap().assignee, Assignee::Person(UserId(3)));
    }

    #[test]
    fn a_task_finds_somebody_who_is_there() {
        let (doer, owner, other) = (UserId(1), UserId(2), UserId(3));
        for (assignee, active, want) in [
            (Assignee::Person(other), [true, true, true], other),
            (Assignee::Person(other), [true, true, false], owner),
            (Assignee::Person(other), [true, false, false], doer),
            (Assignee::Person(UserId(9)), [true, true, true], owner),
            (Assignee::Owner, [true, false, true], doer),
            (Assignee::Owner, [true, true, true], owner),
            (Assignee::Doer, [true, true, true], doer),
        ] {
            let people: Vec<Colleague> = (1..).zip(active).map(|(id, active)| person(id, active)).collect();
            assert_eq!(trigger(assignee).assign(doer, owner, &people), want, "{assignee:?} {active:?}");
        }
    }
}
