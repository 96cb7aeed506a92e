//! An action: a step of a stage that is checked off on a deal, with what holds for checking it (P4).

use crate::{
    id::{ActionId, UserId},
    people::{Role, User, Who},
    refusal::Refusal,
    task::Kind,
    text::Name,
};
use serde::{Deserialize, Serialize};

/// An action of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub id: ActionId,
    pub name: Name,
    /// How it is done, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    /// How far doing it brings a deal to being won (P3).
    pub weight: u32,
    #[serde(default)]
    pub rules: Rules,
}

impl Action {
    /// The heaviest action.
    pub const MAX_WEIGHT: u32 = 10_000;
}

/// The settings of an action, behind its cog (P4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// A deal cannot be won without it.
    pub mandatory: bool,
    pub who: Who,
    pub note: NoteRule,
    pub notify: Notify,
    /// A task that doing it adds to the deal.
    pub trigger: Option<Trigger>,
}

impl Rules {
    /// The people whom these settings name.
    pub fn people(&self) -> Vec<UserId> {
        let who = match &self.who {
            Who::People(people) => people.clone(),
            _ => vec![],
        };
        let assignee = match &self.trigger {
            Some(Trigger { assignee: Assignee::Person(person), .. }) => Some(*person),
            _ => None,
        };
        who.into_iter().chain(self.notify.people.iter().copied()).chain(assignee).collect()
    }

    /// Refuses those who may not check the action, nor take its check back (P4).
    pub(crate) fn require_theirs(&self, user: &User) -> Result<(), Refusal> {
        if self.who.includes(user) { Ok(()) } else { Err(Refusal::NotYours { who: self.who.clone() }) }
    }
}

/// What must be written when an action is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteRule {
    #[default]
    No,
    Note,
    /// A note with at least one file.
    File,
}

/// Who is told when an action was checked. One notice for each, never for whoever did it (T3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Notify {
    pub administrators: bool,
    pub managers: bool,
    /// The deal's owner and participants.
    pub participants: bool,
    pub people: Vec<UserId>,
}

impl Notify {
    /// Nobody is told.
    pub fn is_empty(&self) -> bool {
        *self == Notify::default()
    }

    /// Whether this user is told; `takes_part` is whether they own the deal or take part in it.
    pub fn reaches(&self, user: UserId, role: Role, takes_part: bool) -> bool {
        (self.administrators && role == Role::Administrator)
            || (self.managers && role == Role::Manager)
            || (self.participants && takes_part)
            || self.people.contains(&user)
    }
}

/// A task that is added to the deal when the action is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    pub title: Name,
    pub kind: Kind,
    /// Due this many days after the check.
    pub days: u16,
    pub assignee: Assignee,
}

impl Trigger {
    /// The farthest due date, in days.
    pub const MAX_DAYS: u16 = 3_650;
}

/// Whose task it will be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// Whoever checks the action.
    Doer,
    /// The deal's owner.
    #[default]
    Owner,
    Person(UserId),
}
