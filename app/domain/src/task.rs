//! Things to do, on a deal or on none, and the dot that tells how those of a deal stand (T1, B6).

use crate::{
    day,
    id::{DealId, TaskId, UserId},
    refusal::{Field, Refusal},
    text::Name,
    together,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What kind of thing is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Call,
    Meeting,
    Email,
    Other,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Call, Kind::Meeting, Kind::Email, Kind::Other];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Call => "call",
            Kind::Meeting => "meeting",
            Kind::Email => "email",
            Kind::Other => "other",
        }
    }
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Kind::ALL.into_iter().find(|kind| kind.code() == text).ok_or("not a kind of task")
    }
}

/// When a task is due: a day, or a moment of a day, by the clock on the viewer's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Due {
    pub date: NaiveDate,
    /// Without a time the whole day is left to do it.
    pub time: Option<NaiveTime>,
}

impl Due {
    /// Reads the two fields of a form: `2026-05-14` and `15:00`, either of which may be empty.
    pub fn parse(date: &str, time: &str) -> Result<Option<Due>, Refusal> {
        let read = |text: &str| day::time(text).ok_or(Refusal::Malformed { field: Field::DueTime });
        let time = Some(time.trim()).filter(|time| !time.is_empty());
        match together!(date: day::parse_optional(Field::DueDate, date), time: time.map(read).transpose())? {
            (Some(date), time) => Ok(Some(Due { date, time })),
            (None, Some(_)) => Err(Refusal::TimeWithoutDate),
            (None, None) => Ok(None),
        }
    }

    pub(crate) fn is_over(&self, now: NaiveDateTime) -> bool {
        match self.time {
            Some(time) => self.date.and_time(time) <= now,
            None => self.date < now.date(),
        }
    }
}

impl TryFrom<String> for Due {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (date, time) = text.split_once('T').unwrap_or((&text, ""));
        Due::parse(date, time).ok().flatten().ok_or("a due date is 2026-05-14 or 2026-05-14T15:00")
    }
}

impl From<Due> for String {
    fn from(due: Due) -> String {
        match due.time {
            Some(time) => format!("{}T{:02}:{:02}", due.date, time.hour(), time.minute()),
            None => due.date.to_string(),
        }
    }
}

/// A task as its deal's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub title: Name,
    pub kind: Kind,
    pub due: Option<Due>,
    pub assignee: UserId,
    pub done: bool,
}

/// What somebody typed to add a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskForm {
    pub title: String,
    #[serde(default)]
    pub kind: Kind,
    /// `2026-05-14`, or empty.
    #[serde(default)]
    pub date: String,
    /// `15:00`, or empty.
    #[serde(default)]
    pub time: String,
    /// Whoever adds it, when missing.
    #[serde(default)]
    pub assignee: Option<UserId>,
}

/// A task that is about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    pub deal: Option<DealId>,
    pub title: Name,
    pub kind: Kind,
    pub due: Option<Due>,
    pub assignee: UserId,
}

impl Task {
    /// How many tasks a deal may have, done ones too; and how many open ones somebody may have without a deal.
    pub const MOST: u64 = 2_000;
}

impl TaskForm {
    /// The form of a task as it is.
    pub fn of(task: &Task) -> TaskForm {
        let due = task.due.map(String::from).unwrap_or_default();
        let (date, time) = due.split_once('T').unwrap_or((&due, ""));
        TaskForm {
            title: task.title.to_string(),
            kind: task.kind,
            date: date.to_owned(),
            time: time.to_owned(),
            assignee: Some(task.assignee),
        }
    }

    /// Reads the form; `by` does it when nobody was chosen.
    pub fn parse(&self, deal: Option<DealId>, by: UserId) -> Result<NewTask, Refusal> {
        let (title, due) = together!(title: Name::parse(Field::Title, &self.title), due: Due::parse(&self.date, &self.time))?;
        Ok(NewTask { deal, title, kind: self.kind, due, assignee: self.assignee.unwrap_or(by) })
    }
}

/// The colour that tells what a deal needs (B6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dot {
    /// No open task.
    White,
    /// Open tasks, none due today or before.
    Grey,
    /// Something is due today, nothing is overdue.
    Green,
    /// Something is overdue.
    Red,
}

impl Dot {
    pub const ALL: [Dot; 4] = [Dot::White, Dot::Grey, Dot::Green, Dot::Red];

    pub fn code(self) -> &'static str {
        match self {
            Dot::White => "white",
            Dot::Grey => "grey",
            Dot::Green => "green",
            Dot::Red => "red",
        }
    }
}

impl FromStr for Dot {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Dot::ALL.into_iter().find(|dot| dot.code() == text).ok_or("not a dot")
    }
}

/// The dot with what stands behind it in words: "2 overdue, next 14 May".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub dot: Dot,
    /// How many open tasks are overdue.
    pub overdue: usize,
    /// The earliest due date that is not overdue.
    pub next: Option<Due>,
}

/// How the open tasks of a deal stand at `now` by the viewer's clock. `None` is a task without a date.
pub fn standing(open: &[Option<Due>], now: NaiveDateTime) -> Standing {
    let overdue = open.iter().flatten().filter(|due| due.is_over(now)).count();
    let next = open.iter().flatten().filter(|due| !due.is_over(now)).min_by_key(|due| moment(due)).copied();
    let today = next.is_some_and(|due| due.date <= now.date());
    let dot = match (overdue > 0, today, open.is_empty()) {
        (true, ..) => Dot::Red,
        (_, true, _) => Dot::Green,
        (.., false) => Dot::Grey,
        (.., true) => Dot::White,
    };
    Standing { dot, overdue, next }
}

/// When a task must be done at the latest: a day without a time lasts until its end.
fn moment(due: &Due) -> (NaiveDate, bool, Option<NaiveTime>) {
    (due.date, due.time.is_none(), due.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str) -> Option<Due> {
        (text != "-").then(|| Due::try_from(text.to_owned()).unwrap())
    }

    #[test]
    fn the_dot_follows_the_open_tasks() {
        let now = "2026-05-14T12:00:00".parse().unwrap();
        for (tasks, dot, overdue, next) in [
            (vec![], Dot::White, 0, "-"),
            (vec!["-"], Dot::Grey, 0, "-"),
            (vec!["2026-05-15", "-"], Dot::Grey, 0, "2026-05-15"),
            (vec!["2026-05-14", "2026-05-15"], Dot::Green, 0, "2026-05-14"),
            (vec!["2026-05-14T12:01"], Dot::Green, 0, "2026-05-14T12:01"),
            (vec!["2026-05-14T12:00"], Dot::Red, 1, "-"),
            (vec!["2026-05-14", "2026-05-14T15:00"], Dot::Green, 0, "2026-05-14T15:00"),
            (vec!["2026-05-13", "2026-05-14"], Dot::Red, 1, "2026-05-14"),
            (vec!["2026-05-13", "2025-01-01", "-", "2026-06-01"], Dot::Red, 2, "2026-06-01"),
        ] {
            let open: Vec<Option<Due>> = tasks.iter().map(|text| due(text)).collect();
            assert_eq!(standing(&open, now), Standing { dot, overdue, next: due(next) }, "{tasks:?}");
        }
    }

    #[test]
    fn a_day_is_overdue_from_the_next_midnight() {
        let open = [due("2026-05-14")];
        let dot = |now: &str| standing(&open, now.parse().unwrap()).dot;
        assert_eq!(dot("2026-05-13T23:59:59"), Dot::Grey);
        assert_eq!(dot("2026-05-14T00:00:00"), Dot::Green);
        assert_eq!(dot("2026-05-14T23:59:59"), Dot::Green);
        assert_eq!(dot("2026-05-15T00:00:00"), Dot::Red);
    }

    #[test]
    fn due_fields_are_read_or_refused_by_name() {
        let malformed = |field| Err(Refusal::Malformed { field });
        assert_eq!(Due::parse("", ""), Ok(None));
        assert_eq!(Due::parse("2026-05-14", "15:00"), Ok(due("2026-05-14T15:00")));
        assert_eq!(Due::parse("", "15:00"), Err(Refusal::TimeWithoutDate));
        for date in ["14.05.2026", "2026-02-30", "0026-01-01", "9999-01-01", "x"] {
            assert_eq!(Due::parse(date, ""), malformed(Field::DueDate), "{date}");
        }
        assert_eq!(Due::parse("2026-05-14", "25:00"), malformed(Field::DueTime));
    }
}
