//! The review of a sales process: what moved forward and back, slipped, was won and lost since a day, from the history of
//! its deals.

mod count;

pub use count::{Counted, Open, Touched, count};

use crate::{
    board::Choice,
    day::{self, as_date},
    id::{DealId, ProcessId, UserId},
    money::{Currency, Money, Totals},
    people::Colleague,
    refusal::{Field, Refusal},
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    /// The account's default process when missing.
    pub process: Option<ProcessId>,
    /// The first day that counts; a week ago when missing.
    pub since: Option<NaiveDate>,
    /// Everybody's when missing.
    pub owner: Option<UserId>,
}

impl Query {
    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it (L2).
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Query, Refusal> {
        let mut query = Query::default();
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match name {
                "since" => query.since = Some(day::parse(Field::Date, value).map_err(|_| malformed())?),
                "process" => query.process = Some(value.parse().map_err(|_| malformed())?),
                "owner" => query.owner = Some(value.parse().map_err(|_| malformed())?),
                _ => return Err(Refusal::UnknownParameter { name: name.to_owned() }),
            }
        }
        Ok(query)
    }

    /// The parameters of an address, not yet encoded: what [`Query::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let since = self.since.map(|day| ("since", day.to_string()));
        let process = self.process.map(|id| ("process", id.to_string()));
        let owner = self.owner.map(|id| ("owner", id.to_string()));
        [since, process, owner].into_iter().flatten().collect()
    }

    /// How far back it looks unless it is told.
    pub fn usual(today: NaiveDate) -> NaiveDate {
        today.checked_sub_days(Days::new(7)).unwrap_or(today)
    }
}

/// What happened to a deal, as far as a review lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Forward {
        from: String,
        to: String,
    },
    Back {
        from: String,
        to: String,
    },
    /// Its expected close was put off, for the n-th time.
    Slipped {
        #[serde(with = "as_date")]
        from: NaiveDate,
        #[serde(with = "as_date")]
        to: NaiveDate,
        times: usize,
    },
    /// After so many days.
    Won {
        days: i64,
    },
    Lost {
        reason: Option<String>,
    },
    /// Added since, or opened again.
    New {
        reopened: bool,
    },
    /// It stands in its stage longer than others do (B15), whatever happened since.
    Ageing {
        stage: String,
        days: i64,
    },
}

impl Told {
    /// Which list it belongs to.
    pub fn code(&self) -> &'static str {
        match self {
            Told::Forward { .. } => "forward",
            Told::Back { .. } => "back",
            Told::Slipped { .. } => "slipped",
            Told::Won { .. } => "won",
            Told::Lost { .. } => "lost",
            Told::New { .. } => "new",
            Told::Ageing { .. } => "ageing",
        }
    }
}

/// A deal in a list of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    pub deal: DealId,
    pub name: String,
    pub client: String,
    pub owner: UserId,
    pub value: Money,
    pub told: Told,
}

/// From the open deals of the first day to those of today: begin + new + changed − won − lost = end, in each currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bridge {
    pub begin: Totals,
    pub new: Totals,
    /// By how much open deals came to be worth more, or less.
    pub changed: Totals,
    pub won: Totals,
    pub lost: Totals,
    pub end: Totals,
    /// How many deals were open at the beginning, and at the end.
    pub begin_count: usize,
    pub end_count: usize,
    /// How many moved forward, back, and slipped.
    pub forward: usize,
    pub back: usize,
    pub slipped: usize,
}

impl Bridge {
    fn add(&mut self, other: &Bridge) {
        for (sum, more) in [
            (&mut self.begin, &other.begin),
            (&mut self.new, &other.new),
            (&mut self.changed, &other.changed),
            (&mut self.won, &other.won),
            (&mut self.lost, &other.lost),
            (&mut self.end, &other.end),
        ] {
            more.iter().for_each(|money| sum.add(money));
        }
        self.begin_count += other.begin_count;
        self.end_count += other.end_count;
        self.forward += other.forward;
        self.back += other.back;
        self.slipped += other.slipped;
    }

    /// What is to come is what was, and what came and went.
    pub fn is_balanced(&self) -> bool {
        let mut sum = self.begin.clone();
        self.new.iter().chain(self.changed.iter()).for_each(|money| sum.add(money));
        self.won.iter().chain(self.lost.iter()).for_each(|money| sum.take(money));
        sum == self.end
    }
}

/// The forecast of a month, by expected close; without one, of no month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    pub begin: Totals,
    pub end: Totals,
    /// The end by probabilities.
    pub weighted: Totals,
}

/// A list: all that belongs to it, counted, and the largest of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    pub count: usize,
    pub total: Totals,
    pub deals: Vec<Reviewed>,
}

impl List {
    /// How many deals a list shows.
    pub const SHOWN: usize = 100;
}

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub process: ProcessId,
    pub name: String,
    #[serde(with = "as_date")]
    pub since: NaiveDate,
    #[serde(with = "as_date")]
    pub today: NaiveDate,
    pub currency: Currency,
    pub processes: Vec<Choice>,
    pub people: Vec<Colleague>,
    pub bridge: Bridge,
    pub owners: Vec<(UserId, Bridge)>,
    /// By the first day of the month, as `2026-12-01`; deals without expected close under an empty text.
    pub months: Vec<(String, Month)>,
    /// By the code of what they tell.
    pub lists: Vec<(String, List)>,
}
