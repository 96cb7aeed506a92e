//! The stored form of an event (H1): what `history.event` holds.

mod read;
mod write;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(crate) use read::read;
pub(crate) use write::write;

/// The number of the form that is written. 1 is the same without its number.
const NUMBER: u64 = 2;

/// An event as it is kept. Amounts are minor units, `kind` is `forecast` or `realised`, a status is its code.
#[derive(Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum Stored {
    Added { stage: i64 },
    Imported { stage: i64, status: String },
    EnteredAfterwards { stage: i64, status: String, on: NaiveDate },
    Moved { from: i64, to: i64 },
    ProcessChanged { from: i64, to: i64, stage: i64, done: Vec<i64> },
    ActionDone { action: i64, name: String, probability: (u8, u8) },
    ActionUndone { action: i64, name: String, probability: (u8, u8) },
    Closed { outcome: String, on: NaiveDate, reason: Option<String> },
    Reopened { from: String },
    Renamed { from: String, to: String },
    ValueChanged { from: Amount, to: Amount },
    OwnerChanged { from: i64, to: i64 },
    CompanyChanged { from: Option<i64>, to: Option<i64> },
    PersonChanged { from: Option<i64>, to: Option<i64> },
    SourceChanged { from: Option<i64>, to: Option<i64> },
    ExpectedCloseChanged { from: Option<NaiveDate>, to: Option<NaiveDate> },
    DescriptionChanged { from: String, to: String },
    ParticipantAdded { user: i64 },
    ParticipantRemoved { user: i64 },
    TaskAdded { task: i64, title: String },
    TaskDone { task: i64, title: String },
    TaskReopened { task: i64, title: String },
    TaskDeleted { task: i64, title: String },
    NoteAdded { note: i64, files: Vec<String> },
    NoteChanged { note: i64 },
    NoteDeleted { note: i64 },
    LineAdded { kind: String, name: String, terms: Terms },
    LineChanged { kind: String, name: String, from: Terms, to: Terms },
    LineRemoved { kind: String, name: String, terms: Terms },
    CostAdded { kind: String, category: String, spent: Spent },
    CostChanged { kind: String, category: String, from: Spent, to: Spent },
    CostRemoved { kind: String, category: String, spent: Spent },
    Undone { stage: i64, status: String, done: Vec<i64> },
    TaskChanged { task: i64, title: String, from: Option<String>, to: Option<String> },
    Deleted {},
    Restored {},
    MadePublic { public: bool },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    minor: i64,
    currency: String,
}

/// Of a product line: thousandths of a piece, hundredths of a percent.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    quantity: i64,
    price: Amount,
    discount: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<NaiveDate>,
}

/// Of a cost line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spent {
    amount: Amount,
    date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        deal::Status,
        event::Event,
        id::{ActionId, CompanyId, NoteId, PersonId, ProcessId, SourceId, StageId, TaskId, UserId},
        ledger::Kind,
        line::{self, Discount, Quantity},
        money::{Currency, Money},
        task::Due,
    };

    /// What was ever written, form by form, in the order of [`every`]; the last ones are younger than the first form.
    const GOLDEN: [&str; 2] = [include_str!("golden/event-1.jsonl"), include_str!("golden/event-2.jsonl")];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn zloty(minor: i64) -> Money {
        Money { minor, currency: Currency::PLN }
    }

    fn terms(quantity: i64, date: Option<NaiveDate>) -> line::Terms {
        let (quantity, discount) = (Quantity::known(quantity), Discount::known(250));
        line::Terms { quantity, price: zloty(123_450), discount, date }
    }

    fn spent(date: Option<NaiveDate>, note: &str) -> line::Spent {
        line::Spent { amount: zloty(5_000), date, note: note.into() }
    }

    fn of_the_deal() -> Vec<Event> {
        let (stage, probability) = (StageId(3), (8, 21));
        let (action, name) = (ActionId(11), "Call \"Łódź\"".to_owned());
        let closed = |outcome, reason| Event::Closed { outcome, on: day("2026-05-14"), reason };
        vec![
            Event::Added { stage },
            Event::Imported { stage, status: Status::Open },
            Event::EnteredAfterwards { stage, status: Status::Won, on: day("2024-02-29") },
            Event::Moved { from: stage, to: StageId(4) },
            Event::ProcessChanged {
                from: ProcessId(1),
                to: ProcessId(2),
                stage,
                done: vec![action, ActionId(12)],
            },
            Event::ActionDone { action, name: name.clone(), probability },
            Event::ActionUndone { action, name, probability: (21, 8) },
            closed(Status::Won, None),
            closed(Status::Lost, Some("Price".into())),
            closed(Status::Stale, None),
            Event::Reopened { from: Status::Lost },
            Event::Renamed { from: "Old".into(), to: "New".into() },
            Event::ValueChanged { from: zloty(0), to: Money { minor: 7, currency: Currency::EUR } },
            Event::OwnerChanged { from: UserId(1), to: UserId(2) },
            Event::CompanyChanged { from: None, to: Some(CompanyId(5)) },
            Event::PersonChanged { from: Some(PersonId(6)), to: None },
            Event::SourceChanged { from: Some(SourceId(1)), to: Some(SourceId(2)) },
            Event::ExpectedCloseChanged { from: None, to: Some(day("2026-12-01")) },
            Event::DescriptionChanged { from: String::new(), to: "Two\nlines".into() },
            Event::ParticipantAdded { user: UserId(4) },
            Event::ParticipantRemoved { user: UserId(4) },
        ]
    }

    fn of_the_work() -> Vec<Event> {
        let (task, title, note) = (TaskId(9), "Call".to_owned(), NoteId(8));
        let (name, category) = ("Truck".to_owned(), "Delivery".to_owned());
        let (forecast, realised, on) = (Kind::Forecast, Kind::Realised, Some(day("2026-05-14")));
        vec![
            Event::TaskAdded { task, title: title.clone() },
            Event::TaskDone { task, title: title.clone() },
            Event::TaskReopened { task, title: title.clone() },
            Event::TaskDeleted { task, title: title.clone() },
            Event::NoteAdded { note, files: vec![] },
            Event::NoteAdded { note, files: vec!["plan.pdf".into(), "b.txt".into()] },
            Event::NoteChanged { note },
            Event::NoteDeleted { note },
            Event::LineAdded { kind: forecast, name: name.clone(), terms: terms(1_500, None) },
            Event::LineChanged {
                kind: realised,
                name: name.clone(),
                from: terms(1_000, None),
                to: terms(2_000, on),
            },
            Event::LineRemoved { kind: forecast, name, terms: terms(0, on) },
            Event::CostAdded { kind: forecast, category: category.clone(), spent: spent(None, "") },
            Event::CostChanged {
                kind: realised,
                category: category.clone(),
                from: spent(on, ""),
                to: spent(on, "by ship"),
            },
            Event::CostRemoved { kind: forecast, category, spent: spent(on, "") },
            Event::Undone { stage: StageId(3), status: Status::Open, done: vec![ActionId(11)] },
            Event::TaskChanged {
                task,
                title,
                from: Due::parse("2026-05-14", "15:00").unwrap(),
                to: Due::parse("2026-05-15", "").unwrap(),
            },
            Event::Deleted {},
            Event::Restored {},
            Event::MadePublic { public: true },
        ]
    }

    fn every() -> Vec<Event> {
        [of_the_deal(), of_the_work()].concat()
    }

    #[test]
    fn what_is_written_is_what_the_latest_file_says() {
        let written: Vec<String> = every().iter().map(|event| write(event).unwrap()).collect();
        assert_eq!(written, GOLDEN[1].lines().collect::<Vec<_>>());
    }

    #[test]
    fn whatever_was_written_is_read() {
        for golden in GOLDEN {
            let told: Vec<Option<Event>> = golden.lines().map(read).collect();
            assert_eq!(told, every().into_iter().take(told.len()).map(Some).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_files_hold_every_event() {
        // The reader names all that it knows when it is asked for one that there is not.
        let known = serde_json::from_str::<Stored>(r#"{"event":"?"}"#).err().unwrap().to_string();
        let known: Vec<&str> = known.split('`').skip(3).step_by(2).collect();
        assert_eq!(known.len(), 37, "{known:?}");
        for (golden, names) in GOLDEN.iter().zip([&known[..32], &known[..]]) {
            for name in names {
                assert!(golden.contains(&format!(r#""event":"{name}""#)), "no line of {name}");
            }
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_no_event_of_this_one() {
        for text in [
            r#"{"v":2,"event":"handed_over","to":4}"#,
            r#"{"v":2,"event":"moved","from":1,"to":2,"why":"late"}"#,
            r#"{"v":3,"event":"moved","from":1,"to":2}"#,
            r#"{"v":2,"event":"reopened","from":"paused"}"#,
            r#"{"v":2,"event":"value_changed","from":{"minor":1,"currency":"XXX"},"to":{"minor":1,"currency":"PLN"}}"#,
            r#"{"v":"two","event":"moved","from":1,"to":2}"#,
            r#"{"v":2}"#,
            "[]",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
