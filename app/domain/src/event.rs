//! What can happen to a deal: a closed list (H1).

use crate::{
    id::{ActionId, CompanyId, NoteId, PersonId, ProcessId, SourceId, StageId, TaskId, UserId},
    ledger::Kind,
    line::{Spent, Terms},
    money::Money,
    status::Status,
    task::Due,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that happened to a deal; the record around it says who and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Added {
        stage: StageId,
    },
    Imported {
        stage: StageId,
        status: Status,
    },
    /// A deal that was closed before it was entered (D2).
    EnteredAfterwards {
        stage: StageId,
        status: Status,
        on: NaiveDate,
    },
    Moved {
        from: StageId,
        to: StageId,
    },
    ProcessChanged {
        from: ProcessId,
        to: ProcessId,
        stage: StageId,
        done: Vec<ActionId>,
    },
    /// `probability` is what it was and what it became.
    ActionDone {
        action: ActionId,
        name: String,
        probability: (u8, u8),
    },
    ActionUndone {
        action: ActionId,
        name: String,
        probability: (u8, u8),
    },
    Closed {
        outcome: Status,
        on: NaiveDate,
        reason: Option<String>,
    },
    Reopened {
        from: Status,
    },
    Renamed {
        from: String,
        to: String,
    },
    ValueChanged {
        from: Money,
        to: Money,
    },
    OwnerChanged {
        from: UserId,
        to: UserId,
    },
    CompanyChanged {
        from: Option<CompanyId>,
        to: Option<CompanyId>,
    },
    PersonChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    SourceChanged {
        from: Option<SourceId>,
        to: Option<SourceId>,
    },
    ExpectedCloseChanged {
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    },
    DescriptionChanged {
        from: String,
        to: String,
    },
    ParticipantAdded {
        user: UserId,
    },
    ParticipantRemoved {
        user: UserId,
    },
    TaskAdded {
        task: TaskId,
        title: String,
    },
    TaskDone {
        task: TaskId,
        title: String,
    },
    TaskReopened {
        task: TaskId,
        title: String,
    },
    TaskDeleted {
        task: TaskId,
        title: String,
    },
    NoteAdded {
        note: NoteId,
        files: Vec<String>,
    },
    NoteChanged {
        note: NoteId,
    },
    NoteDeleted {
        note: NoteId,
    },
    LineAdded {
        kind: Kind,
        name: String,
        terms: Terms,
    },
    LineChanged {
        kind: Kind,
        name: String,
        from: Terms,
        to: Terms,
    },
    LineRemoved {
        kind: Kind,
        name: String,
        terms: Terms,
    },
    CostAdded {
        kind: Kind,
        category: String,
        spent: Spent,
    },
    CostChanged {
        kind: Kind,
        category: String,
        from: Spent,
        to: Spent,
    },
    CostRemoved {
        kind: Kind,
        category: String,
        spent: Spent,
    },
    /// Somebody took their last change of the deal back (H2); it stands where it stood before.
    Undone {
        stage: StageId,
        status: Status,
        done: Vec<ActionId>,
    },
    /// A task has another title, kind, date or assignee. `title` is what it is called now.
    TaskChanged {
        task: TaskId,
        title: String,
        from: Option<Due>,
        to: Option<Due>,
    },
    /// Put into Deleted (D6).
    Deleted {},
    /// Brought back from there.
    Restored {},
    /// Marked public, or no longer (V3).
    MadePublic {
        public: bool,
    },
}

impl Event {
    /// Whether it tells of costs, which nobody hears of while they are off (M4).
    pub fn is_of_costs(&self) -> bool {
        matches!(self, Event::CostAdded { .. } | Event::CostChanged { .. } | Event::CostRemoved { .. })
    }
}

/// Where the events of a deal have brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    pub stage: Option<StageId>,
    pub status: Status,
    pub done: Vec<ActionId>,
}

/// Goes through the events of a deal from its first one on: their end is the present (H1).
pub fn replay(events: &[Event]) -> Replayed {
    let begin = Replayed { stage: None, status: Status::Open, done: vec![] };
    events.iter().fold(begin, |mut now, event| {
        match event {
            Event::Added { stage } => now.stage = Some(*stage),
            Event::Imported { stage, status } | Event::EnteredAfterwards { stage, status, .. } => {
                (now.stage, now.status) = (Some(*stage), *status);
            }
            Event::Moved { to, .. } => now.stage = Some(*to),
            Event::ProcessChanged { stage, done, .. } => {
                (now.stage, now.done) = (Some(*stage), done.clone());
            }
            Event::ActionDone { action, .. } => now.done.push(*action),
            Event::ActionUndone { action, .. } => now.done.retain(|done| done != action),
            Event::Closed { outcome, .. } => now.status = *outcome,
            Event::Reopened { .. } => now.status = Status::Open,
            Event::Undone { stage, status, done } => {
                (now.stage, now.status, now.done) = (Some(*stage), *status, done.clone());
            }
            Event::Renamed { .. }
            | Event::ValueChanged { .. }
            | Event::OwnerChanged { .. }
            | Event::CompanyChanged { .. }
            | Event::PersonChanged { .. }
            | Event::SourceChanged { .. }
            | Event::ExpectedCloseChanged { .. }
            | Event::DescriptionChanged { .. }
            | Event::ParticipantAdded { .. }
            | Event::ParticipantRemoved { .. }
            | Event::TaskAdded { .. }
            | Event::TaskDone { .. }
            | Event::TaskReopened { .. }
            | Event::TaskDeleted { .. }
            | Event::TaskChanged { .. }
            | Event::NoteAdded { .. }
            | Event::NoteChanged { .. }
            | Event::NoteDeleted { .. }
            | Event::LineAdded { .. }
            | Event::LineChanged { .. }
            | Event::LineRemoved { .. }
            | Event::CostAdded { .. }
            | Event::CostChanged { .. }
            | Event::CostRemoved { .. }
            | Event::Deleted {}
            | Event::Restored {}
            | Event::MadePublic { .. } => {}
        }
        now
    })
}
