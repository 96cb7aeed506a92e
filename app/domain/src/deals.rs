//! The list of deals: those that match, of any status, sorted, in pages, and what all of them come to (L1). It shares its
//! filter with the board (B10).

use crate::{
    contact::Client,
    criteria::Criteria,
    day::{as_date, as_moment},
    filter::Filter,
    id::{DealId, ProcessId, SourceId, StageId, UserId},
    money::{Currency, Money, Totals},
    people::Colleague,
    process::{Process, weighted},
    refusal::Refusal,
    status::Status,
    task::Due,
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Name,
    Client,
    Stage,
    Owner,
    Value,
    Probability,
    Weighted,
    /// The soonest first, those without a day last.
    #[default]
    Close,
    /// The most urgent task first.
    Tasks,
    /// The longest in its stage first.
    Since,
    /// The latest first.
    Created,
}

impl Sort {
    pub const ALL: [Sort; 11] = [
        Sort::Name,
        Sort::Client,
        Sort::Stage,
        Sort::Owner,
        Sort::Value,
        Sort::Probability,
        Sort::Weighted,
        Sort::Close,
        Sort::Tasks,
        Sort::Since,
        Sort::Created,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Client => "client",
            Sort::Stage => "stage",
            Sort::Owner => "owner",
            Sort::Value => "value",
            Sort::Probability => "probability",
            Sort::Weighted => "weighted",
            Sort::Close => "close",
            Sort::Tasks => "tasks",
            Sort::Since => "since",
            Sort::Created => "created",
        }
    }

    /// Whether the list begins with the latest or largest of it.
    pub fn falls(self) -> bool {
        matches!(self, Sort::Value | Sort::Probability | Sort::Weighted | Sort::Created)
    }
}

/// What the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    pub filter: Filter,
    pub sort: Sort,
    /// Against the order in which that usually goes.
    pub turned: bool,
    /// Counted from 0.
    pub page: u32,
}

impl Query {
    /// How many deals a page has.
    pub const PAGE: u32 = 100;
    /// The last page that can be asked for.
    pub const LAST: u32 = 10_000_000;

    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it.
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Query, Refusal> {
        let (mut query, mut others) = (Query::default(), vec![]);
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match name {
                "sort" if value.is_empty() => {}
                "sort" => query.set_sort(value).ok_or_else(malformed)?,
                "page" => {
                    let page = value.parse::<u32>().ok().and_then(|page| page.checked_sub(1));
                    query.page = page.filter(|page| *page <= Self::LAST).ok_or_else(malformed)?;
                }
                _ => others.push((name, value)),
            }
        }
        query.filter = Filter::read(others)?;
        query.criteria()?;
        Ok(query)
    }

    fn set_sort(&mut self, value: &str) -> Option<()> {
        let plain = value.strip_prefix('-').unwrap_or(value);
        self.turned = plain.len() < value.len();
        self.sort = Sort::ALL.into_iter().find(|sort| sort.code() == plain)?;
        Some(())
    }

    /// What the filter asks further. Refused by the name of what means nothing or cannot be read.
    pub fn criteria(&self) -> Result<Criteria, Refusal> {
        Criteria::read(self.filter.further.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The same with other criteria, from its first page on.
    pub fn with_criteria(mut self, change: impl FnOnce(&mut Criteria)) -> Query {
        let mut criteria = self.criteria().unwrap_or_default();
        change(&mut criteria);
        let further = criteria.write().into_iter().map(|(name, value)| (name.to_owned(), value));
        self.filter.further = further.collect();
        Query { page: 0, ..self }
    }

    /// The parameters of an address, not yet encoded: what [`Query::read`] reads.
    pub fn write(&self) -> Vec<(String, String)> {
        let turned = if self.turned { "-" } else { "" };
        let is_sorted = self.sort != Sort::default() || self.turned;
        let sort = is_sorted.then(|| ("sort".to_owned(), format!("{turned}{}", self.sort.code())));
        let page = (self.page > 0).then(|| ("page".to_owned(), (self.page + 1).to_string()));
        let filter = self.filter.write().into_iter().map(|(name, value)| (name.into_owned(), value));
        filter.chain(sort).chain(page).collect()
    }
}

/// A deal of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: DealId,
    /// Grows with every change of the deal.
    pub version: i64,
    pub name: String,
    pub client: Client,
    pub process: ProcessId,
    pub stage: StageId,
    pub status: Status,
    pub owner: UserId,
    pub value: Money,
    /// Whether the value is the sum of products, and not typed (M2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub itemised: bool,
    /// In percent (P3).
    pub probability: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<NaiveDate>,
    /// When its open tasks are due; a task without a date is `None`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Option<Due>>,
    /// The day on which it came to its stage.
    #[serde(with = "as_date")]
    pub since: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    #[serde(with = "as_date")]
    pub created: NaiveDate,
}

impl Row {
    /// The value by its probability (B4).
    pub fn weighted(&self) -> Money {
        weighted(self.value, self.probability)
    }
}

/// What deals come to, each currency by itself (B3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub count: u64,
    pub value: Totals,
    pub weighted: Totals,
}

impl Sums {
    /// The last page of so many deals, counted from 0.
    pub fn last_page(&self) -> u64 {
        self.count.saturating_sub(1) / u64::from(Query::PAGE)
    }
}

/// Everything that the list's screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deals {
    /// Those of the page.
    pub rows: Vec<Row>,
    /// Of all that match.
    pub sums: Sums,
    pub processes: Vec<Process>,
    pub people: Vec<Colleague>,
    pub sources: Vec<(SourceId, String)>,
    /// The account's own currency.
    pub currency: Currency,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parameters_are_read_and_the_wrong_ones_named() {
        let query = Query::read([("q", "łódź"), ("stage", "3"), ("sort", "-value"), ("page", "2")]).unwrap();
        assert_eq!((query.sort, query.turned, query.page), (Sort::Value, true, 1));
        assert_eq!(query.criteria().unwrap().stages, [StageId(3)]);
        let malformed = |name: &str| Err(Refusal::MalformedParameter { name: name.into() });
        for (name, value) in [
            ("sort", "colour"),
            ("sort", "--value"),
            ("page", "0"),
            ("page", "x"),
            ("page", "4294967295"),
            ("stage", "x"),
            ("owner", "x"),
        ] {
            assert_eq!(Query::read([(name, value)]), malformed(name), "{name}={value}");
        }
        assert_eq!(Query::read([("colour", "")]), Err(Refusal::UnknownParameter { name: "colour".into() }));
    }

    #[test]
    fn other_criteria_begin_at_the_first_page() {
        let query = Query::read([("page", "7"), ("stage", "3"), ("q", "x")]).unwrap();
        let other = query.with_criteria(|criteria| criteria.stages.clear());
        assert_eq!((other.page, other.write()), (0, vec![("q".into(), "x".into())]));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(sort in 0usize..11, turned: bool, page in 0u32..999, stage in prop::option::of(0i64..99)) {
            let query = Query { sort: Sort::ALL[sort], turned, page: 0, ..Query::default() };
            let query = query.with_criteria(|criteria| criteria.stages.extend(stage.map(StageId)));
            let query = Query { page, ..query };
            let written = query.write();
            prop_assert_eq!(Query::read(written.iter().map(|(name, value)| (name.as_str(), value.as_str()))), Ok(query));
        }
    }
}
