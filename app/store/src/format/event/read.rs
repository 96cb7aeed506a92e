//! From a row to its event, if this version knows it.

use super::{Amount, NUMBER, Spent, Stored, Terms};
use crate::format::opened;
use domain::{
    event::Event,
    id::{ActionId, CompanyId, NoteId, PersonId, ProcessId, SourceId, StageId, TaskId, UserId},
    line::{self, Discount, Quantity},
    money::Money,
    task::Due,
};
use serde_json::Value;

/// What a row says happened; nothing when it was written by a version that knows more than this one: an event, a field or a
/// word of a field that there is not yet.
pub(crate) fn read(text: &str) -> Option<Event> {
    let (number, fields) = opened(text)?;
    let known = (1..=NUMBER).contains(&number);
    let stored = serde_json::from_value(Value::Object(fields)).ok().filter(|_| known)?;
    event(stored)
}

fn event(stored: Stored) -> Option<Event> {
    Some(match stored {
        Stored::Added { stage } => Event::Added { stage: StageId(stage) },
        Stored::Imported { stage, status } => {
            Event::Imported { stage: StageId(stage), status: status.parse().ok()? }
        }
        Stored::EnteredAfterwards { stage, status, on } => {
            Event::EnteredAfterwards { stage: StageId(stage), status: status.parse().ok()?, on }
        }
        Stored::Moved { from, to } => Event::Moved { from: StageId(from), to: StageId(to) },
        Stored::ProcessChanged { from, to, stage, done } => Event::ProcessChanged {
            from: ProcessId(from),
            to: ProcessId(to),
            stage: StageId(stage),
            done: done.into_iter().map(ActionId).collect(),
        },
        Stored::ActionDone { action, name, probability } => {
            Event::ActionDone { action: ActionId(action), name, probability }
        }
        Stored::ActionUndone { action, name, probability } => {
            Event::ActionUndone { action: ActionId(action), name, probability }
        }
        Stored::Closed { outcome, on, reason } => {
            Event::Closed { outcome: outcome.parse().ok()?, on, reason }
        }
        Stored::Deleted {} => Event::Deleted {},
        Stored::Restored {} => Event::Restored {},
        Stored::MadePublic { public } => Event::MadePublic { public },
        Stored::Reopened { from } => Event::Reopened { from: from.parse().ok()? },
        Stored::Renamed { from, to } => Event::Renamed { from, to },
        Stored::ValueChanged { from, to } => Event::ValueChanged { from: money(from)?, to: money(to)? },
        Stored::OwnerChanged { from, to } => Event::OwnerChanged { from: UserId(from), to: UserId(to) },
        Stored::CompanyChanged { from, to } => {
            Event::CompanyChanged { from: from.map(CompanyId), to: to.map(CompanyId) }
        }
        Stored::PersonChanged { from, to } => {
            Event::PersonChanged { from: from.map(PersonId), to: to.map(PersonId) }
        }
        Stored::SourceChanged { from, to } => {
            Event::SourceChanged { from: from.map(SourceId), to: to.map(SourceId) }
        }
        Stored::ExpectedCloseChanged { from, to } => Event::ExpectedCloseChanged { from, to },
        Stored::DescriptionChanged { from, to } => Event::DescriptionChanged { from, to },
        Stored::ParticipantAdded { user } => Event::ParticipantAdded { user: UserId(user) },
        Stored::ParticipantRemoved { user } => Event::ParticipantRemoved { user: UserId(user) },
        Stored::TaskAdded { task, title } => Event::TaskAdded { task: TaskId(task), title },
        Stored::TaskDone { task, title } => Event::TaskDone { task: TaskId(task), title },
        Stored::TaskReopened { task, title } => Event::TaskReopened { task: TaskId(task), title },
        Stored::TaskChanged { task, title, from, to } => {
            Event::TaskChanged { task: TaskId(task), title, from: due(from)?, to: due(to)? }
        }
        Stored::TaskDeleted { task, title } => Event::TaskDeleted { task: TaskId(task), title },
        Stored::NoteAdded { note, files } => Event::NoteAdded { note: NoteId(note), files },
        Stored::NoteChanged { note } => Event::NoteChanged { note: NoteId(note) },
        Stored::NoteDeleted { note } => Event::NoteDeleted { note: NoteId(note) },
        Stored::LineAdded { kind, name, terms } => {
            Event::LineAdded { kind: kind.parse().ok()?, name, terms: of_line(terms)? }
        }
        Stored::LineChanged { kind, name, from, to } => {
            Event::LineChanged { kind: kind.parse().ok()?, name, from: of_line(from)?, to: of_line(to)? }
        }
        Stored::LineRemoved { kind, name, terms } => {
            Event::LineRemoved { kind: kind.parse().ok()?, name, terms: of_line(terms)? }
        }
        Stored::CostAdded { kind, category, spent } => {
            Event::CostAdded { kind: kind.parse().ok()?, category, spent: of_cost(spent)? }
        }
        Stored::CostChanged { kind, category, from, to } => {
            Event::CostChanged { kind: kind.parse().ok()?, category, from: of_cost(from)?, to: of_cost(to)? }
        }
        Stored::CostRemoved { kind, category, spent } => {
            Event::CostRemoved { kind: kind.parse().ok()?, category, spent: of_cost(spent)? }
        }
        Stored::Undone { stage, status, done } => Event::Undone {
            stage: StageId(stage),
            status: status.parse().ok()?,
            done: done.into_iter().map(ActionId).collect(),
        },
    })
}

fn money(amount: Amount) -> Option<Money> {
    Some(Money { minor: amount.minor, currency: amount.currency.parse().ok()? })
}

fn of_line(terms: Terms) -> Option<line::Terms> {
    Some(line::Terms {
        quantity: Quantity::known(terms.quantity),
        price: money(terms.price)?,
        discount: Discount::known(terms.discount),
        date: terms.date,
    })
}

fn of_cost(spent: Spent) -> Option<line::Spent> {
    Some(line::Spent { amount: money(spent.amount)?, date: spent.date, note: spent.note })
}

/// A due date that means nothing is not read as one that is missing.
fn due(text: Option<String>) -> Option<Option<Due>> {
    text.map(|text| Due::try_from(text).ok()).map_or(Some(None), |due| due.map(Some))
}
