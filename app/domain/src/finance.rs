//! Finance: every amount of every deal, one by one and summed, never over two currencies (M6).

mod query;

pub use query::{Filter, Of, Query, Sort};

use crate::{
    board::Choice,
    contact::Client,
    id::{CategoryId, DealId, ProductId, UserId},
    ledger::Kind,
    money::{Currency, Money, Totals},
    people::Colleague,
    status::Status,
};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An amount: what it is for, of which deal, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub deal: DealId,
    pub deal_name: String,
    pub client: Client,
    pub owner: UserId,
    pub status: Status,
    pub kind: Kind,
    /// Money out, not in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cost: bool,
    /// The product or category; nothing for a typed value.
    pub name: String,
    pub date: Option<NaiveDate>,
    pub amount: Money,
}

/// Sums of amounts by what they are, each currency by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub forecast: Totals,
    pub realised: Totals,
    #[serde(default, skip_serializing_if = "Totals::is_zero")]
    pub forecast_cost: Totals,
    #[serde(default, skip_serializing_if = "Totals::is_zero")]
    pub realised_cost: Totals,
}

impl Sums {
    /// Adds amounts of one sort.
    pub fn add(&mut self, kind: Kind, cost: bool, amount: Money) {
        match (kind, cost) {
            (Kind::Forecast, false) => self.forecast.add(amount),
            (Kind::Realised, false) => self.realised.add(amount),
            (Kind::Forecast, true) => self.forecast_cost.add(amount),
            (Kind::Realised, true) => self.realised_cost.add(amount),
        }
    }

    /// What is sold, or what it costs.
    pub fn of(&self, kind: Kind, cost: bool) -> &Totals {
        match (kind, cost) {
            (Kind::Forecast, false) => &self.forecast,
            (Kind::Realised, false) => &self.realised,
            (Kind::Forecast, true) => &self.forecast_cost,
            (Kind::Realised, true) => &self.realised_cost,
        }
    }

    /// What remains (M5).
    pub fn profit(&self, kind: Kind) -> Totals {
        let mut profit = self.of(kind, false).clone();
        self.of(kind, true).iter().for_each(|cost| profit.take(cost));
        profit
    }

    /// The currencies that occur.
    pub fn currencies(&self) -> Vec<Currency> {
        let all = [&self.forecast, &self.realised, &self.forecast_cost, &self.realised_cost];
        let mut found: Vec<Currency> =
            all.iter().flat_map(|totals| totals.iter().map(|sum| sum.currency)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The sums of each month, by its first day; months without amounts are not there.
pub type ByMonth = BTreeMap<NaiveDate, Sums>;

/// Every month from the first to the last of these, at most `most` of the latest: an axis without gaps. Months after
/// `until` are left out, unless there are no others: a single far date must not push the present out of sight.
pub fn axis(months: &ByMonth, most: u32, until: NaiveDate) -> Vec<NaiveDate> {
    let (Some(first), Some(latest)) = (months.keys().next(), months.keys().next_back()) else {
        return vec![];
    };
    let last = months.range(..=until).next_back().map_or(latest, |(month, _)| month);
    let earliest = last.checked_sub_months(Months::new(most.saturating_sub(1))).unwrap_or(*first).max(*first);
    std::iter::successors(Some(earliest), |month| month.checked_add_months(Months::new(1)))
        .take_while(|month| month <= last)
        .collect()
}

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finance {
    /// This page of the list.
    pub amounts: Vec<Amount>,
    /// How many there are on all pages.
    pub count: u64,
    /// Over all pages, summed by the database.
    pub sums: Sums,
    pub months: ByMonth,
    pub people: Vec<Colleague>,
    pub processes: Vec<Choice>,
    pub products: Vec<(ProductId, String)>,
    pub categories: Vec<(CategoryId, String)>,
    pub today: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profit_is_by_currency() {
        let mut sums = Sums::default();
        let money = |minor, currency| Money { minor, currency };
        sums.add(Kind::Forecast, false, money(500, Currency::PLN));
        sums.add(Kind::Forecast, true, money(700, Currency::PLN));
        sums.add(Kind::Forecast, true, money(5, Currency::EUR));
        let profit: Vec<Money> = sums.profit(Kind::Forecast).iter().collect();
        assert_eq!(profit, [money(-5, Currency::EUR), money(-200, Currency::PLN)]);
        assert_eq!(sums.currencies(), [Currency::EUR, Currency::PLN]);
    }

    #[test]
    fn an_axis_has_no_gaps_and_an_end() {
        let month = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let months =
            |days: &[&str]| days.iter().map(|day| (month(day), Sums::default())).collect::<ByMonth>();
        let some = months(&["2016-11-01", "2017-02-01"]);
        let until = month("2018-01-01");
        assert_eq!(
            axis(&some, 24, until),
            ["2016-11-01", "2016-12-01", "2017-01-01", "2017-02-01"].map(month)
        );
        assert_eq!(axis(&some, 2, until), ["2017-01-01", "2017-02-01"].map(month));
        assert_eq!(axis(&ByMonth::new(), 24, until), []);
        let far = months(&["2017-12-01", "2199-01-01"]);
        assert_eq!(axis(&far, 24, until), [month("2017-12-01")]);
        assert_eq!(axis(&months(&["2199-01-01"]), 24, until), [month("2199-01-01")]);
    }
}
