//! The page of tasks: what is to be done, by when, and what was done (T1).

use crate::{
    contact::Client,
    day::as_moment,
    id::{DealId, UserId},
    people::Colleague,
    refusal::Refusal,
    task::{Dot, Due, Task},
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How a task stands to today. An undated one is never late, a done one is done whatever its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Overdue,
    Today,
    Later,
    Undated,
    Done,
}

impl Group {
    /// In the order of the page.
    pub const ALL: [Group; 5] = [Group::Overdue, Group::Today, Group::Later, Group::Undated, Group::Done];

    /// The group of a task at `now` by the viewer's clock (B6).
    pub fn of(task: &Task, now: NaiveDateTime) -> Group {
        match task.due {
            _ if task.done => Group::Done,
            None => Group::Undated,
            Some(due) if due.is_over(now) => Group::Overdue,
            Some(Due { date, .. }) if date == now.date() => Group::Today,
            Some(_) => Group::Later,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Group::Overdue => "overdue",
            Group::Today => "today",
            Group::Later => "later",
            Group::Undated => "undated",
            Group::Done => "done",
        }
    }
}

impl FromStr for Group {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Group::ALL.into_iter().find(|group| group.code() == text).ok_or("not a group of tasks")
    }
}

/// Which tasks are asked for; it lives in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    /// Everybody's that the viewer may see, not only those that they are to do themselves.
    pub everybody: bool,
    /// With a deal, or without; both, when missing.
    pub with_deal: Option<bool>,
    /// The groups that are shown to their end, [`Tasks::MOST`] at most.
    pub unfolded: Vec<Group>,
}

impl Query {
    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it (L2).
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Query, Refusal> {
        let mut query = Query::default();
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match (name, value) {
                ("whose", "" | "mine") => query.everybody = false,
                ("whose", "all") => query.everybody = true,
                ("deal", "") => query.with_deal = None,
                ("deal", "with") => query.with_deal = Some(true),
                ("deal", "without") => query.with_deal = Some(false),
                ("all", groups) => {
                    let groups = groups.split(',').filter(|group| !group.is_empty()).map(str::parse);
                    query.unfolded = groups.collect::<Result<_, _>>().map_err(|_| malformed())?;
                    if query.unfolded.len() > Group::ALL.len() {
                        return Err(malformed());
                    }
                }
                ("whose" | "deal", _) => return Err(malformed()),
                _ => return Err(Refusal::UnknownParameter { name: name.to_owned() }),
            }
        }
        Ok(query)
    }

    /// The parameters of an address, not yet encoded: what [`Query::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let unfolded: Vec<&str> = self.unfolded.iter().map(|group| group.code()).collect();
        [
            self.everybody.then(|| ("whose", "all".to_owned())),
            self.with_deal.map(|with| ("deal", if with { "with" } else { "without" }.to_owned())),
            (!unfolded.is_empty()).then(|| ("all", unfolded.join(","))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The page of tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tasks {
    /// In the order of [`Group::ALL`].
    pub parts: Vec<Part>,
    /// How many open tasks the viewer has on each of the days from today on.
    pub days: Vec<usize>,
    /// Who may be asked to do something.
    pub people: Vec<Colleague>,
    /// Whether the viewer has a calendar feed (T4).
    pub calendar: bool,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

impl Tasks {
    /// How many tasks a group shows at first.
    pub const FIRST: usize = 50;
    /// How many it shows at most; they are not counted further either.
    pub const MOST: usize = 1_000;
    /// Of how many days it is told what they hold.
    pub const DAYS: usize = 7;
}

/// The tasks of one group: the most urgent first, of the done ones those that were done last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many there are, up to [`Tasks::MOST`].
    pub count: usize,
    pub tasks: Vec<Listed>,
}

/// A task in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub task: Task,
    pub deal: Option<OfDeal>,
    /// When it was done, on the viewer's wall clock.
    pub done_at: Option<Moment>,
}

/// A moment on the viewer's wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment(#[serde(with = "as_moment")] pub NaiveDateTime);

/// The deal of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfDeal {
    pub id: DealId,
    pub name: String,
    pub client: Client,
    pub owner: UserId,
    /// How its tasks stand, as its card shows it; none once it is closed.
    pub dot: Option<Dot>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::TaskId, text::Name};
    use proptest::prelude::*;

    #[test]
    fn a_task_is_in_one_group() {
        let now = "2026-05-14T12:00:00".parse().unwrap();
        for (due, done, want) in [
            ("2026-05-13", false, Group::Overdue),
            ("2026-05-13T23:59", false, Group::Overdue),
            ("2026-05-14", false, Group::Today),
            ("2026-05-14T12:00", false, Group::Overdue),
            ("2026-05-14T12:01", false, Group::Today),
            ("2026-05-15", false, Group::Later),
            ("2026-05-15T00:00", false, Group::Later),
            ("", false, Group::Undated),
            ("", true, Group::Done),
            ("2026-05-13", true, Group::Done),
        ] {
            let due = Due::try_from(due.to_owned()).ok();
            let (id, assignee) = (TaskId(1), UserId(1));
            let task = Task { id, title: Name::known("Call"), kind: Default::default(), due, assignee, done };
            assert_eq!(Group::of(&task, now), want, "{due:?} {done}");
        }
    }

    #[test]
    fn unknown_and_malformed_parameters_are_named() {
        let unknown = |name: &str| Refusal::UnknownParameter { name: name.into() };
        let malformed = |name: &str| Refusal::MalformedParameter { name: name.into() };
        for (parameter, want) in [
            (("who", "all"), unknown("who")),
            (("whose", "theirs"), malformed("whose")),
            (("deal", "7"), malformed("deal")),
            (("all", "today,never"), malformed("all")),
            (("all", "today,today,today,today,today,today"), malformed("all")),
        ] {
            assert_eq!(Query::read([parameter]), Err(want));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(everybody: bool, with_deal: Option<bool>, unfolded in prop::sample::subsequence(Group::ALL.to_vec(), 0..=5)) {
            let query = Query { everybody, with_deal, unfolded };
            let written = query.write();
            prop_assert_eq!(Query::read(written.iter().map(|(name, value)| (*name, value.as_str()))), Ok(query));
        }
    }
}
