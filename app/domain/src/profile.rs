//! What the page of a deal shows, and what the form of a new one offers (D1, D4).

use crate::{
    contact::Client,
    deal::Status,
    id::{DealId, SourceId, StageId, UserId},
    money::{Currency, Money},
    people::Colleague,
    process::Process,
    task::{Due, Standing, Task, standing},
    text::{Name, Prose},
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// The page of a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub id: DealId,
    /// What a save must name, so that nobody overwrites what they have not seen.
    pub version: i64,
    pub status: Status,
    pub name: Name,
    pub client: Client,
    pub value: Money,
    pub source: Option<SourceId>,
    pub expected_close: Option<NaiveDate>,
    pub owner: UserId,
    pub description: Prose,
    pub participants: Vec<UserId>,
    pub process: Process,
    pub stage: StageId,
    /// The day on which the deal came to its stage.
    pub since: NaiveDate,
    pub tasks: Vec<Task>,
    pub people: Vec<Colleague>,
    pub sources: Vec<(SourceId, String)>,
    /// The viewer's wall clock when this was read.
    pub now: NaiveDateTime,
}

impl Profile {
    /// How the open tasks stand at `now` (B6).
    pub fn standing(&self, now: NaiveDateTime) -> Standing {
        let open: Vec<Option<Due>> =
            self.tasks.iter().filter(|task| !task.done).map(|task| task.due).collect();
        standing(&open, now)
    }
}

/// What can be chosen for a new deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Active processes, in order.
    pub processes: Vec<Process>,
    pub people: Vec<Colleague>,
    pub sources: Vec<(SourceId, String)>,
    pub currency: Currency,
    /// Who asks: the owner, unless another is chosen.
    pub me: UserId,
}
