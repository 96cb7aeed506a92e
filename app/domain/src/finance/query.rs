//! What finance is asked for: a filter, an order, a page; it lives in the address (L2, M6).

use crate::{
    id::{CategoryId, ProcessId, ProductId, UserId},
    ledger::Kind,
    period::{Days, Period, YEARS},
    refusal::Refusal,
    status::Status,
};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What an amount is for, as a filter names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Of {
    /// Everything that is sold: lines, and typed values.
    Products,
    Costs,
    Product(ProductId),
    Category(CategoryId),
}

impl fmt::Display for Of {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Of::Products => f.write_str("products"),
            Of::Costs => f.write_str("costs"),
            Of::Product(id) => write!(f, "product-{id}"),
            Of::Category(id) => write!(f, "category-{id}"),
        }
    }
}

impl FromStr for Of {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (what, id) = text.split_once('-').unwrap_or((text, ""));
        match (what, id.parse::<i64>()) {
            ("products", _) if id.is_empty() => Ok(Of::Products),
            ("costs", _) if id.is_empty() => Ok(Of::Costs),
            ("product", Ok(id)) => Ok(Of::Product(ProductId(id))),
            ("category", Ok(id)) => Ok(Of::Category(CategoryId(id))),
            _ => Err("an amount is of products, costs, product-N or category-N"),
        }
    }
}

impl TryFrom<String> for Of {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Of> for String {
    fn from(of: Of) -> String {
        of.to_string()
    }
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Date,
    Deal,
    Client,
    Name,
    Kind,
    Amount,
}

impl Sort {
    pub const ALL: [Sort; 6] = [Sort::Date, Sort::Deal, Sort::Client, Sort::Name, Sort::Kind, Sort::Amount];

    pub fn code(self) -> &'static str {
        match self {
            Sort::Date => "date",
            Sort::Deal => "deal",
            Sort::Client => "client",
            Sort::Name => "name",
            Sort::Kind => "kind",
            Sort::Amount => "amount",
        }
    }

    /// Whether the list begins with the latest or largest of it.
    pub fn falls(self) -> bool {
        matches!(self, Sort::Date | Sort::Amount)
    }
}

/// Which amounts are asked for. Empty, it asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    /// Counted from today, as long as no day is named.
    pub period: Option<Period>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    pub kind: Option<Kind>,
    pub of: Option<Of>,
    pub owner: Option<UserId>,
    pub process: Option<ProcessId>,
    pub status: Option<Status>,
    /// Letters of the company's or person's name, compared without case and accents.
    pub client: Option<String>,
}

impl Filter {
    /// What the page opens on.
    pub fn opening() -> Filter {
        Filter { period: Some(Period::Quarter), ..Filter::default() }
    }

    /// Which days are asked for, as other filters say it.
    pub fn days(&self) -> Days {
        match (self.from.or(self.to), self.period) {
            (Some(_), _) => Days::Between(self.from, self.to),
            (None, Some(period)) => Days::Period(period),
            (None, None) => Days::Any,
        }
    }

    /// Asks for these days.
    pub fn ask_days(&mut self, days: Days) {
        (self.period, self.from, self.to) = match days {
            Days::Any | Days::None => (None, None, None),
            Days::Period(period) => (Some(period), None, None),
            Days::Between(from, to) => (None, from, to),
        };
    }

    /// The first and the last day, if there are some.
    pub fn bounds(&self, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        self.days().bounds(today).unwrap_or_default()
    }

    /// Deals of which status have no forecast here. What can no longer come does not count: the forecast of lost and stale
    /// deals, of lines as of costs, is in no list, sum, month or file, unless just those deals are asked for. What was
    /// realised of them stays. The forecast of a won deal stays, too: forecast and realised are two sets (M3), summed
    /// apart and never added (M6), so nothing counts twice; and what was realised in a month says little without what had
    /// been forecast for it.
    pub fn not_forecast(&self) -> &'static [Status] {
        match self.status {
            None => &[Status::Lost, Status::Stale],
            Some(Status::Open | Status::Won | Status::Lost | Status::Stale) => &[],
        }
    }
}

/// What the page is asked for.
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
    /// The longest name to look for, in characters.
    pub const MAX_TEXT: usize = 200;
    /// How many amounts a page has.
    pub const PAGE: u32 = 50;

    /// Reads the parameters of an address, already decoded. One that names no time asks for this quarter. An unknown or
    /// malformed one is an error that names it (L2).
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Query, Refusal> {
        let mut query = Query { filter: Filter::opening(), ..Query::default() };
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            if value.trim().is_empty() {
                query.knows(name)?;
                continue;
            }
            query.set(name, value).ok_or_else(malformed)??;
        }
        if query.filter.from.or(query.filter.to).is_some() {
            query.filter.period = None;
        }
        query.checked()
    }

    fn set(&mut self, name: &str, value: &str) -> Option<Result<(), Refusal>> {
        let filter = &mut self.filter;
        match name {
            "period" if value == "all" => filter.period = None,
            "period" => filter.period = Some(value.parse().ok()?),
            "from" => filter.from = Some(value.parse().ok()?),
            "to" => filter.to = Some(value.parse().ok()?),
            "kind" => filter.kind = Some(value.parse().ok()?),
            "of" => filter.of = Some(value.parse().ok()?),
            "owner" => filter.owner = Some(value.parse().ok()?),
            "process" => filter.process = Some(value.parse().ok()?),
            "status" => filter.status = Some(value.parse().ok()?),
            "client" => filter.client = Some(value.trim().to_owned()),
            "sort" => {
                let plain = value.strip_prefix('-').unwrap_or(value);
                self.turned = plain.len() < value.len();
                self.sort = Sort::ALL.into_iter().find(|sort| sort.code() == plain)?;
            }
            "page" => self.page = value.parse::<u32>().ok()?.checked_sub(1)?,
            _ => return Some(Err(Refusal::UnknownParameter { name: name.to_owned() })),
        }
        Some(Ok(()))
    }

    fn knows(&self, name: &str) -> Result<(), Refusal> {
        let known =
            ["period", "from", "to", "kind", "of", "owner", "process", "status", "client", "sort", "page"]
                .contains(&name);
        if known { Ok(()) } else { Err(Refusal::UnknownParameter { name: name.to_owned() }) }
    }

    /// The query, if it can be asked for.
    pub fn checked(self) -> Result<Query, Refusal> {
        let Filter { from, to, ref client, .. } = self.filter;
        let client = client.as_deref().unwrap_or_default();
        let far = |day: Option<NaiveDate>| day.is_some_and(|day| !YEARS.contains(&day.year()));
        let wrong = |name: &str| Err(Refusal::MalformedParameter { name: name.to_owned() });
        match client.chars().count() > Self::MAX_TEXT || client.chars().any(char::is_control) {
            true => wrong("client"),
            false if self.page > 10_000_000 => wrong("page"),
            false if far(from) => wrong("from"),
            false if far(to) || from.zip(to).is_some_and(|(from, to)| from > to) => wrong("to"),
            false => Ok(self),
        }
    }

    /// The parameters of an address, not yet encoded: what [`Query::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let turned = if self.turned { "-" } else { "" };
        let sort =
            (self.sort != Sort::default() || self.turned).then(|| format!("{turned}{}", self.sort.code()));
        let period = match (filter.from.or(filter.to), filter.period) {
            (Some(_), _) | (None, Some(Period::Quarter)) => None,
            (None, period) => Some(period.map_or("all", Period::code).to_owned()),
        };
        [
            ("period", period),
            ("from", filter.from.map(|day| day.to_string())),
            ("to", filter.to.map(|day| day.to_string())),
            ("kind", filter.kind.map(|kind| kind.code().to_owned())),
            ("of", filter.of.map(|of| of.to_string())),
            ("owner", filter.owner.map(|id| id.to_string())),
            ("process", filter.process.map(|id| id.to_string())),
            ("status", filter.status.map(|status| status.code().to_owned())),
            ("client", filter.client.clone()),
            ("sort", sort),
            ("page", (self.page > 0).then(|| (self.page + 1).to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parameters_are_read_and_the_wrong_ones_named() {
        let query = Query::read([
            ("from", "2017-03-01"),
            ("of", "product-3"),
            ("sort", "-amount"),
            ("page", "2"),
            ("kind", ""),
        ]);
        let query = query.unwrap();
        assert_eq!(query.filter.of, Some(Of::Product(ProductId(3))));
        assert_eq!((query.sort, query.turned, query.page), (Sort::Amount, true, 1));
        let malformed = |name: &str| Err(Refusal::MalformedParameter { name: name.into() });
        for (name, value) in [
            ("from", "March"),
            ("to", "0217-01-01"),
            ("kind", "both"),
            ("of", "product-x"),
            ("of", "costs-1"),
            ("owner", "me"),
            ("status", "closed"),
            ("sort", "colour"),
            ("sort", "--amount"),
            ("page", "0"),
            ("page", "4294967295"),
            ("client", "a\u{0}b"),
        ] {
            assert_eq!(Query::read([(name, value)]), malformed(name), "{name}={value}");
        }
        assert_eq!(Query::read([("from", "2017-03-02"), ("to", "2017-03-01")]), malformed("to"));
        for value in ["", "x"] {
            let unknown = Refusal::UnknownParameter { name: "colour".into() };
            assert_eq!(Query::read([("colour", value)]), Err(unknown));
        }
    }

    #[test]
    fn an_address_that_names_no_time_asks_for_this_quarter() {
        let period =
            |parameters: &[(&str, &str)]| Query::read(parameters.iter().copied()).unwrap().filter.period;
        assert_eq!(period(&[]), Some(Period::Quarter));
        assert_eq!(period(&[("period", "all")]), None);
        assert_eq!(period(&[("period", "year")]), Some(Period::Year));
        assert_eq!(period(&[("from", "2026-01-01")]), None);
        assert_eq!(
            Query::read([("period", "week")]),
            Err(Refusal::MalformedParameter { name: "period".into() })
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            from in prop::option::of(0u64..9_999), owner in prop::option::of(0i64..99), sort in 0usize..6,
            turned: bool, page in 0u32..999, period in prop::option::of(0usize..9), of in prop::option::of("products|costs|product-4|category-2"),
        ) {
            let from = from.map(|days| NaiveDate::default() + chrono::Days::new(days));
            let of = of.map(|of| of.parse().unwrap());
            let period = period.map(|index| Period::ALL[index]).filter(|_| from.is_none());
            let filter = Filter { period, from, owner: owner.map(UserId), of, ..Filter::default() };
            let query = Query { filter, sort: Sort::ALL[sort], turned, page };
            let written = query.write();
            prop_assert_eq!(Query::read(written.iter().map(|(name, value)| (*name, value.as_str()))), Ok(query.clone()));
            let mut asked = Filter { period: None, from: None, to: None, ..query.filter.clone() };
            asked.ask_days(query.filter.days());
            prop_assert_eq!(asked, query.filter);
        }
    }
}
