//! What can happen to a deal: one closed list, kept as history (H1).

use crate::{
    deal::Status,
    id::{CompanyId, PersonId, SourceId, StageId, TaskId, UserId},
    money::Money,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that happened to a deal; the record around it says who and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Added { stage: StageId },
    Imported { stage: StageId, status: Status },
    Moved { from: StageId, to: StageId },
    Renamed { from: String, to: String },
    ValueChanged { from: Money, to: Money },
    OwnerChanged { from: UserId, to: UserId },
    CompanyChanged { from: Option<CompanyId>, to: Option<CompanyId> },
    PersonChanged { from: Option<PersonId>, to: Option<PersonId> },
    SourceChanged { from: Option<SourceId>, to: Option<SourceId> },
    ExpectedCloseChanged { from: Option<NaiveDate>, to: Option<NaiveDate> },
    DescriptionChanged { from: String, to: String },
    ParticipantAdded { user: UserId },
    ParticipantRemoved { user: UserId },
    TaskAdded { task: TaskId, title: String },
    TaskDone { task: TaskId, title: String },
    TaskReopened { task: TaskId, title: String },
    TaskDeleted { task: TaskId, title: String },
}

/// What a rule decided: the new state and what happened on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub to: T,
    pub events: Vec<Event>,
}
