//! What was found everywhere (L6): deals, contacts, tasks and notes that the viewer may see.

use crate::{
    contact::Contact,
    day::as_moment,
    deal::Status,
    id::{DealId, UserId},
    money::Money,
    search::Marked,
    task::{Dot, Due, Kind},
    tasks::Group,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    Deals,
    Contacts,
    Tasks,
    Notes,
}

/// What was found, the nearest and newest of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub deals: Several<FoundDeal>,
    pub contacts: Several<FoundContact>,
    pub tasks: Several<FoundTask>,
    pub notes: Several<FoundNote>,
    /// Nothing holds what was typed; this is what differs from it in a letter of a word.
    pub near: bool,
    /// The viewer's wall clock.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

impl Found {
    /// How many of a kind are shown at first.
    pub const FIRST: usize = 4;
    /// How many of a kind are looked at, counted, and shown at most: the newest.
    pub const MOST: usize = 100;

    /// How many there are of all kinds.
    pub fn count(&self) -> usize {
        self.deals.count + self.contacts.count + self.tasks.count + self.notes.count
    }
}

/// Some of what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Several<T> {
    /// How many there are, up to [`Found::MOST`].
    pub count: usize,
    pub shown: Vec<T>,
}

impl<T> Default for Several<T> {
    fn default() -> Self {
        Several { count: 0, shown: vec![] }
    }
}

/// A deal by its name and client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundDeal {
    pub id: DealId,
    pub name: Marked,
    pub client: Marked,
    /// The name of its stage.
    pub stage: String,
    pub status: Status,
    pub value: Money,
    pub owner: (UserId, String),
    /// How its tasks stand; none once it is closed.
    pub dot: Option<Dot>,
}

/// A company or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundContact {
    pub contact: Contact,
    pub name: Marked,
    /// What else is known and was looked for: a city, a number, the person's company.
    pub beside: Marked,
}

/// A task by its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTask {
    pub deal: Option<DealId>,
    /// The name of its deal.
    pub about: Option<String>,
    pub title: Marked,
    pub kind: Kind,
    pub due: Option<Due>,
    /// How it stands to today.
    pub group: Group,
}

/// A note by its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundNote {
    pub of: NoteOf,
    /// The name of what it is about.
    pub about: String,
    pub excerpt: Marked,
    /// On the viewer's wall clock.
    #[serde(with = "as_moment")]
    pub at: NaiveDateTime,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteOf {
    Deal(DealId),
    Contact(Contact),
}
