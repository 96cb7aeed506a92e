//! The stored form of an action's settings (P4): what `action.rules` holds.

use super::{opened, write_as};
use crate::{Error, Result};
use domain::{
    id::UserId,
    people::Who,
    process::{Assignee, NoteRule, Notify, Rules, Trigger},
    task::Kind,
    text::Name,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The number of the form that is written. 1 is the same without its number, and there what is missing is the usual.
const NUMBER: u64 = 2;

#[derive(Serialize)]
struct Stored {
    mandatory: bool,
    who: StoredWho,
    note: StoredNote,
    notify: StoredNotify,
    trigger: Option<StoredTrigger>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredWho {
    Everyone,
    Managers,
    Administrators,
    People(Vec<i64>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredNote {
    No,
    Note,
    File,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredNotify {
    administrators: bool,
    managers: bool,
    participants: bool,
    people: Vec<i64>,
}

#[derive(Serialize, Deserialize)]
struct StoredTrigger {
    title: String,
    /// The code of a kind of task.
    kind: String,
    days: u16,
    assignee: StoredAssignee,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredAssignee {
    Doer,
    Owner,
    Person(i64),
}

pub(crate) fn write(rules: &Rules) -> Result<String> {
    let numbers = |people: &[UserId]| people.iter().map(|person| person.0).collect();
    let Notify { administrators, managers, participants, people } = &rules.notify;
    let stored = Stored {
        mandatory: rules.mandatory,
        who: match &rules.who {
            Who::Everyone => StoredWho::Everyone,
            Who::Managers => StoredWho::Managers,
            Who::Administrators => StoredWho::Administrators,
            Who::People(people) => StoredWho::People(numbers(people)),
        },
        note: match rules.note {
            NoteRule::No => StoredNote::No,
            NoteRule::Note => StoredNote::Note,
            NoteRule::File => StoredNote::File,
        },
        notify: StoredNotify {
            administrators: *administrators,
            managers: *managers,
            participants: *participants,
            people: numbers(people),
        },
        trigger: rules.trigger.as_ref().map(write_trigger),
    };
    write_as(NUMBER, stored)
}

fn write_trigger(trigger: &Trigger) -> StoredTrigger {
    StoredTrigger {
        title: trigger.title.as_str().into(),
        kind: trigger.kind.code().into(),
        days: trigger.days,
        assignee: match trigger.assignee {
            Assignee::Doer => StoredAssignee::Doer,
            Assignee::Owner => StoredAssignee::Owner,
            Assignee::Person(person) => StoredAssignee::Person(person.0),
        },
    }
}

/// The settings of a row, as far as this version knows them. Where a newer one wrote what this one does not know, the
/// stricter holds: nobody may do more by an older program.
pub(crate) fn read(text: &str) -> Result<Rules> {
    let opened = opened(text);
    let (number, fields) = opened.ok_or_else(|| Error::Unreadable(format!("action.rules: {text}")))?;
    let fields = Fields { known: number <= NUMBER, fields };
    Ok(Rules {
        mandatory: fields.get("mandatory", false, true),
        who: match fields.get("who", StoredWho::Everyone, StoredWho::Administrators) {
            StoredWho::Everyone => Who::Everyone,
            StoredWho::Managers => Who::Managers,
            StoredWho::Administrators => Who::Administrators,
            StoredWho::People(people) => Who::People(users(people)),
        },
        note: match fields.get("note", StoredNote::No, StoredNote::Note) {
            StoredNote::No => NoteRule::No,
            StoredNote::Note => NoteRule::Note,
            StoredNote::File => NoteRule::File,
        },
        notify: read_notify(fields.get("notify", StoredNotify::default(), StoredNotify::default())),
        trigger: fields.get("trigger", None, None).map(read_trigger),
    })
}

/// The fields of a row, and whether its form is known.
struct Fields {
    known: bool,
    fields: Map<String, Value>,
}

impl Fields {
    /// What a field holds: the usual where it is missing from a known form, the stricter where it says something unknown.
    fn get<T: DeserializeOwned>(&self, name: &str, usual: T, stricter: T) -> T {
        match self.fields.get(name) {
            Some(value) => T::deserialize(value).unwrap_or(stricter),
            None if self.known => usual,
            None => stricter,
        }
    }
}

fn read_notify(stored: StoredNotify) -> Notify {
    let StoredNotify { administrators, managers, participants, people } = stored;
    Notify { administrators, managers, participants, people: users(people) }
}

fn read_trigger(stored: StoredTrigger) -> Trigger {
    Trigger {
        title: Name::known(stored.title),
        kind: stored.kind.parse().unwrap_or(Kind::Other),
        days: stored.days,
        assignee: match stored.assignee {
            StoredAssignee::Doer => Assignee::Doer,
            StoredAssignee::Owner => Assignee::Owner,
            StoredAssignee::Person(person) => Assignee::Person(UserId(person)),
        },
    }
}

fn users(numbers: Vec<i64>) -> Vec<UserId> {
    numbers.into_iter().map(UserId).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was ever written, form by form, in the order of [`every`].
    const GOLDEN: [&str; 2] = [include_str!("golden/rules-1.jsonl"), include_str!("golden/rules-2.jsonl")];

    fn every() -> Vec<Rules> {
        let people = vec![UserId(3), UserId(4)];
        let who = |who| Rules { who, ..Rules::default() };
        let note = |note| Rules { note, ..Rules::default() };
        let trigger = |kind, assignee| Rules {
            trigger: Some(Trigger { title: Name::known("Visit"), kind, days: 3, assignee }),
            ..Rules::default()
        };
        let notify =
            Notify { administrators: true, managers: true, participants: true, people: people.clone() };
        vec![
            Rules::default(),
            Rules { mandatory: true, notify, ..Rules::default() },
            who(Who::Managers),
            who(Who::Administrators),
            who(Who::People(people)),
            note(NoteRule::Note),
            note(NoteRule::File),
            trigger(Kind::Call, Assignee::Doer),
            trigger(Kind::Meeting, Assignee::Owner),
            trigger(Kind::Email, Assignee::Person(UserId(4))),
            trigger(Kind::Other, Assignee::Owner),
        ]
    }

    #[test]
    fn what_is_written_is_what_the_latest_file_says() {
        let written: Vec<String> = every().iter().map(|rules| write(rules).unwrap()).collect();
        assert_eq!(written, GOLDEN[1].lines().collect::<Vec<_>>());
    }

    #[test]
    fn whatever_was_written_is_read() {
        for golden in GOLDEN {
            let told: Vec<Rules> = golden.lines().map(|line| read(line).unwrap()).collect();
            assert_eq!(told, every());
        }
        assert_eq!(read("{}").unwrap(), Rules::default(), "what is missing is the usual");
    }

    #[test]
    fn what_is_not_known_lets_nobody_do_more() {
        let strict = Rules { who: Who::Administrators, ..Rules::default() };
        for (text, want) in [
            (r#"{"v":2,"colour":"red"}"#, Rules::default()),
            (
                r#"{"v":2,"notify":{"managers":true,"teams":[3]}}"#,
                read(r#"{"notify":{"managers":true}}"#).unwrap(),
            ),
            (r#"{"v":2,"who":{"team":3}}"#, strict.clone()),
            (r#"{"v":2,"note":"signature"}"#, Rules { note: NoteRule::Note, ..Rules::default() }),
            (r#"{"v":2,"trigger":{"deal":"Renewal"}}"#, Rules::default()),
            (r#"{"v":3,"team":3}"#, Rules { mandatory: true, note: NoteRule::Note, ..strict }),
        ] {
            assert_eq!(read(text).unwrap(), want, "{text}");
        }
        assert!(read("mandatory").is_err());
    }
}
