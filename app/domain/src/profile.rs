//! What the page of a deal shows, and what the form of a new one offers (D1, D4).

use crate::{
    contact::Client,
    day::{as_date, as_moment},
    event::Event,
    id::{ActionId, DealId, SourceId, StageId, UserId},
    ledger::Ledger,
    money::{Currency, Money},
    note::Note,
    people::{Colleague, Role},
    process::{Check, Process},
    reason::Reasons,
    status::Status,
    task::{Due, Standing, Task, standing},
    text::{Name, Prose},
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// The page of a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub id: DealId,
    /// Of its facts, lines and costs: what a save must name, so that nobody overwrites what they have not seen.
    pub version: i64,
    pub status: Status,
    pub name: Name,
    pub client: Client,
    pub value: Money,
    /// Without costs while they are off (M4).
    pub ledger: Ledger,
    pub costs: bool,
    pub source: Option<SourceId>,
    pub expected_close: Option<NaiveDate>,
    pub owner: UserId,
    pub description: Prose,
    pub participants: Vec<UserId>,
    /// Whether everybody sees it (V3); nothing in an account without public deals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// The viewer may look at it and no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_to_see: bool,
    pub process: Process,
    pub stage: StageId,
    /// What is done of the process, by whom and when.
    pub checks: Vec<Check>,
    pub notes: Vec<Note>,
    /// What happened last (H1).
    pub history: History,
    /// How it was closed, unless it is open.
    pub closure: Option<Closure>,
    pub creator: UserId,
    /// The day on which the deal came to its stage.
    pub since: NaiveDate,
    pub tasks: Vec<Task>,
    pub people: Vec<Colleague>,
    pub sources: Vec<(SourceId, String)>,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

/// How a deal was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    pub on: NaiveDate,
    pub by: UserId,
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Whether it was closed before it was entered here (D2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub afterwards: bool,
}

/// A part of a deal's history, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub entries: Vec<HistoryEntry>,
    /// Whether something happened before these, and after what was known.
    pub older: bool,
}

impl History {
    /// With what happened since. Where more happened than was told, that is the beginning of another part.
    pub fn followed_by(self, mut later: History) -> History {
        if !later.older {
            later.entries.extend(self.entries);
            later.older = self.older;
        }
        later
    }
}

/// Something that happened, with the names of what it mentions by number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its number; the later, the higher.
    pub id: i64,
    pub by: UserId,
    /// On the viewer's wall clock.
    #[serde(with = "as_moment")]
    pub at: NaiveDateTime,
    /// None: a newer version of the program wrote it, and this one does not know what it was.
    pub event: Option<Event>,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// Why somebody sees a deal (V4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessReason {
    Owner,
    Creator,
    Participant,
    Role(Role),
}

impl Profile {
    /// The actions that are done.
    pub fn done(&self) -> Vec<ActionId> {
        self.checks.iter().map(|check| check.action).collect()
    }

    /// Everybody who sees this deal, and why (V1, V4).
    pub fn viewers(&self) -> Vec<(&Colleague, AccessReason)> {
        let because = |person: &Colleague| match person.id {
            id if id == self.owner => Some(AccessReason::Owner),
            id if id == self.creator => Some(AccessReason::Creator),
            id if self.participants.contains(&id) => Some(AccessReason::Participant),
            _ => (person.role != Role::Salesperson).then_some(AccessReason::Role(person.role)),
        };
        self.people
            .iter()
            .filter(|person| person.active)
            .filter_map(|person| Some((person, because(person)?)))
            .collect()
    }

    /// How the open tasks stand at `now` (B6).
    pub fn standing(&self, now: NaiveDateTime) -> Standing {
        let open: Vec<Option<Due>> =
            self.tasks.iter().filter(|task| !task.done).map(|task| task.due).collect();
        standing(&open, now)
    }
}

/// What can be chosen for a new deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDealOptions {
    /// Active processes, in order.
    pub processes: Vec<Process>,
    pub people: Vec<Colleague>,
    pub sources: Vec<(SourceId, String)>,
    /// For a deal that was closed as lost or stale before it is entered (W2).
    pub reasons: Reasons,
    pub currency: Currency,
    /// Who asks: the owner, unless another is chosen.
    pub me: UserId,
    /// On the calendar of whoever asks.
    #[serde(with = "as_date")]
    pub today: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_goes_on_where_it_ended_or_begins_anew() {
        let entry = |id| HistoryEntry {
            id,
            by: UserId(1),
            at: NaiveDateTime::default(),
            event: None,
            from: None,
            to: None,
        };
        let part = |ids: &[i64], older| History { entries: ids.iter().copied().map(entry).collect(), older };
        for (known, later, want) in [
            (part(&[3, 2], true), part(&[5, 4], false), part(&[5, 4, 3, 2], true)),
            (part(&[3, 2], false), part(&[], false), part(&[3, 2], false)),
            (part(&[3, 2], false), part(&[9, 8], true), part(&[9, 8], true)),
            (part(&[], false), part(&[1], false), part(&[1], false)),
            (part(&[], false), part(&[2], true), part(&[2], true)),
        ] {
            assert_eq!(known.followed_by(later), want);
        }
    }
}
