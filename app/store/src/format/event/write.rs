//! From an event to its row.

use super::{Amount, NUMBER, Spent, Stored, Terms};
use crate::{Result, format::write_as};
use domain::{deal::Status, event::Event, id::ActionId, ledger::Kind, line, money::Money};

pub(crate) fn write(event: &Event) -> Result<String> {
    write_as(NUMBER, stored(event))
}

fn stored(event: &Event) -> Stored {
    match event {
        Event::Added { stage } => Stored::Added { stage: stage.0 },
        Event::Imported { stage, status } => Stored::Imported { stage: stage.0, status: code(*status) },
        Event::EnteredAfterwards { stage, status, on } => {
            Stored::EnteredAfterwards { stage: stage.0, status: code(*status), on: *on }
        }
        Event::Moved { from, to } => Stored::Moved { from: from.0, to: to.0 },
        Event::ProcessChanged { from, to, stage, done } => {
            Stored::ProcessChanged { from: from.0, to: to.0, stage: stage.0, done: numbers(done) }
        }
        Event::ActionDone { action, name, probability } => {
            Stored::ActionDone { action: action.0, name: name.clone(), probability: *probability }
        }
        Event::ActionUndone { action, name, probability } => {
            Stored::ActionUndone { action: action.0, name: name.clone(), probability: *probability }
        }
        Event::Closed { outcome, on, reason } => {
            Stored::Closed { outcome: code(*outcome), on: *on, reason: reason.clone() }
        }
        Event::Deleted {} => Stored::Deleted {},
        Event::Restored {} => Stored::Restored {},
        Event::MadePublic { public } => Stored::MadePublic { public: *public },
        Event::Reopened { from } => Stored::Reopened { from: code(*from) },
        Event::Renamed { from, to } => Stored::Renamed { from: from.clone(), to: to.clone() },
        Event::ValueChanged { from, to } => Stored::ValueChanged { from: amount(*from), to: amount(*to) },
        Event::OwnerChanged { from, to } => Stored::OwnerChanged { from: from.0, to: to.0 },
        Event::CompanyChanged { from, to } => {
            Stored::CompanyChanged { from: from.map(|id| id.0), to: to.map(|id| id.0) }
        }
        Event::PersonChanged { from, to } => {
            Stored::PersonChanged { from: from.map(|id| id.0), to: to.map(|id| id.0) }
        }
        Event::SourceChanged { from, to } => {
            Stored::SourceChanged { from: from.map(|id| id.0), to: to.map(|id| id.0) }
        }
        Event::ExpectedCloseChanged { from, to } => Stored::ExpectedCloseChanged { from: *from, to: *to },
        Event::DescriptionChanged { from, to } => {
            Stored::DescriptionChanged { from: from.clone(), to: to.clone() }
        }
        Event::ParticipantAdded { user } => Stored::ParticipantAdded { user: user.0 },
        Event::ParticipantRemoved { user } => Stored::ParticipantRemoved { user: user.0 },
        Event::TaskAdded { task, title } => Stored::TaskAdded { task: task.0, title: title.clone() },
        Event::TaskDone { task, title } => Stored::TaskDone { task: task.0, title: title.clone() },
        Event::TaskReopened { task, title } => Stored::TaskReopened { task: task.0, title: title.clone() },
        Event::TaskDeleted { task, title } => Stored::TaskDeleted { task: task.0, title: title.clone() },
        Event::NoteAdded { note, files } => Stored::NoteAdded { note: note.0, files: files.clone() },
        Event::NoteChanged { note } => Stored::NoteChanged { note: note.0 },
        Event::NoteDeleted { note } => Stored::NoteDeleted { note: note.0 },
        Event::LineAdded { kind, name, terms } => {
            Stored::LineAdded { kind: side(*kind), name: name.clone(), terms: of_line(terms) }
        }
        Event::LineChanged { kind, name, from, to } => {
            let (from, to) = (of_line(from), of_line(to));
            Stored::LineChanged { kind: side(*kind), name: name.clone(), from, to }
        }
        Event::LineRemoved { kind, name, terms } => {
            Stored::LineRemoved { kind: side(*kind), name: name.clone(), terms: of_line(terms) }
        }
        Event::CostAdded { kind, category, spent } => {
            Stored::CostAdded { kind: side(*kind), category: category.clone(), spent: of_cost(spent) }
        }
        Event::CostChanged { kind, category, from, to } => {
            let (from, to) = (of_cost(from), of_cost(to));
            Stored::CostChanged { kind: side(*kind), category: category.clone(), from, to }
        }
        Event::CostRemoved { kind, category, spent } => {
            Stored::CostRemoved { kind: side(*kind), category: category.clone(), spent: of_cost(spent) }
        }
        Event::TaskChanged { task, title, from, to } => Stored::TaskChanged {
            task: task.0,
            title: title.clone(),
            from: from.map(String::from),
            to: to.map(String::from),
        },
        Event::Undone { stage, status, done } => Stored::Undone {
            stage: stage.0,
            status: code(*status),
            done: done.iter().map(|action| action.0).collect(),
        },
    }
}

fn code(status: Status) -> String {
    status.code().into()
}

fn side(kind: Kind) -> String {
    kind.code().into()
}

fn numbers(actions: &[ActionId]) -> Vec<i64> {
    actions.iter().map(|action| action.0).collect()
}

fn amount(money: Money) -> Amount {
    Amount { minor: money.minor, currency: money.currency.code().into() }
}

fn of_line(terms: &line::Terms) -> Terms {
    Terms {
        quantity: terms.quantity.thousandths(),
        price: amount(terms.price),
        discount: terms.discount.hundredths(),
        date: terms.date,
    }
}

fn of_cost(spent: &line::Spent) -> Spent {
    Spent { amount: amount(spent.amount), date: spent.date, note: spent.note.clone() }
}
