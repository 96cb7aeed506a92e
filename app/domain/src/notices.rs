//! What people are told (T3), and asking for access to a deal (V2).

use crate::{
    contact::Client,
    day::as_moment,
    id::{DealId, NoticeId, RequestId, UserId},
    tasks::Moment,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// An action was done whose settings tell this person.
    Action,
    /// This person takes part in a deal from now on.
    Participant,
    /// This person is to do a task.
    Task,
    /// This person goes on with what somebody had open who leaves: about how many deals and tasks, `12 3`.
    HandedOver,
    /// A deal of this person was won, by another.
    Won,
    /// A deal of this person was lost, by another.
    Lost,
    /// A deal of this person is stale, as another says.
    Stale,
    /// Somebody asks for access to a deal of this person, or one that they take part in.
    AccessAsked,
    /// This person was given the access that they had asked for. A refusal is told to nobody: it would say that there is
    /// such a deal.
    AccessGiven,
}

impl News {
    pub const ALL: [News; 9] = [
        News::Action,
        News::Participant,
        News::Task,
        News::HandedOver,
        News::Won,
        News::Lost,
        News::Stale,
        News::AccessAsked,
        News::AccessGiven,
    ];

    pub fn code(self) -> &'static str {
        match self {
            News::Action => "action",
            News::Participant => "participant",
            News::Task => "task",
            News::HandedOver => "handed_over",
            News::Won => "won",
            News::Lost => "lost",
            News::Stale => "stale",
            News::AccessAsked => "access_asked",
            News::AccessGiven => "access_given",
        }
    }
}

impl FromStr for News {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        News::ALL.into_iter().find(|news| news.code() == text).ok_or("not a kind of notice")
    }
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: NoticeId,
    pub news: News,
    /// Who did it.
    pub by: UserId,
    pub name: String,
    /// When, on the viewer's wall clock.
    pub at: Moment,
    pub read: bool,
    pub deal: Option<Told>,
    /// The action, the task, what somebody who asks says; empty else.
    pub about: String,
    /// What can be answered, or was.
    pub request: Option<Request>,
}

/// The deal that a notice leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub id: DealId,
    pub name: String,
    pub client: Client,
}

/// A request for access, and how it was answered, if it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: RequestId,
    pub granted: Option<bool>,
}

/// The notices of whoever asks, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// How many are not read, up to [`Notices::MOST`].
    pub unread: usize,
    pub list: Vec<Notice>,
    /// Whether there are older ones.
    pub older: bool,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

impl Notices {
    /// How many are read at once.
    pub const PAGE: usize = 30;
    /// Beyond this they are not counted.
    pub const MOST: usize = 100;
}

/// How often somebody may ask for access within a day.
pub const ASKS_A_DAY: u64 = 20;
