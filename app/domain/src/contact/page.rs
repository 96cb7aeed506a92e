//! The pages of a company and of a person: details, deals that the viewer sees, notes (K1, K2).

use super::{CompanyDetails, Person, PersonDetails, SuggestedCompany, book::Listed};
use crate::{
    day::as_moment,
    id::{CompanyId, ContactNoteId, DealId, PersonId, UserId},
    money::Money,
    refusal::Refusal,
    status::Status,
    task::Dot,
    text::Prose,
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// The page of a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyPage {
    pub id: CompanyId,
    pub details: CompanyDetails,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
    /// The first of them by name.
    pub persons: Vec<Listed>,
    pub persons_count: usize,
    pub deals: DealsOf,
    /// The latest first.
    pub notes: Vec<ContactNote>,
    /// Companies that may be the same; for those who may merge them.
    pub twins: Vec<SuggestedCompany>,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

/// The page of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPage {
    pub id: PersonId,
    pub details: PersonDetails,
    /// Grows with each save; who saves must have seen the latest.
    pub version: i64,
    pub deals: DealsOf,
    /// The latest first.
    pub notes: Vec<ContactNote>,
    /// Persons that may be the same; for those who may merge them.
    pub twins: Vec<Person>,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

/// The deals with a contact that the viewer sees: open ones first, then those closed last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealsOf {
    pub deals: Vec<ContactDeal>,
    /// How many there are, whether they are listed or not.
    pub count: usize,
    /// What the open ones are worth, by currency.
    pub open: Vec<Money>,
    /// What the won ones were worth, by currency.
    pub won: Vec<Money>,
}

impl DealsOf {
    /// How many are listed.
    pub const MOST: usize = 100;
}

/// A deal on the page of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDeal {
    pub id: DealId,
    pub name: String,
    pub stage: String,
    pub status: Status,
    pub owner: (UserId, String),
    pub value: Money,
    pub expected_close: Option<NaiveDate>,
    /// Of an open one.
    pub dot: Option<Dot>,
}

/// A note about a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactNote {
    pub id: ContactNoteId,
    pub author: (UserId, String),
    pub text: Prose,
    /// On the viewer's wall clock.
    #[serde(with = "as_moment")]
    pub at: NaiveDateTime,
    pub edited: bool,
}

impl ContactNote {
    /// How many notes one contact has at most.
    pub const MOST: u64 = 1_000;

    /// Refuses who did not write it.
    pub fn require_author(author: UserId, user: UserId) -> Result<(), Refusal> {
        if author == user { Ok(()) } else { Err(Refusal::NotYourNote) }
    }
}
