//! A deal's ledger: what it will bring and what it brought, what it costs, what remains (M2 to M5).

use crate::{
    line::{Cost, Discount, Line, Quantity, Terms},
    money::{Currency, Money},
    refusal::Refusal,
    text::Name,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Whether an amount is expected, or real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Forecast,
    Realised,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Forecast, Kind::Realised];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Forecast => "forecast",
            Kind::Realised => "realised",
        }
    }
}

impl FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Kind::ALL.into_iter().find(|kind| kind.code() == text).ok_or("a kind is forecast or realised")
    }
}

/// The lines and costs of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub lines: Vec<Line>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
}

/// The lines and costs of a deal, forecast and realised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    pub forecast: Side,
    pub realised: Side,
}

impl Side {
    /// What the lines come to.
    pub fn value(&self, currency: Currency) -> Money {
        sum(currency, self.lines.iter().map(|line| line.net))
    }

    /// What the costs come to.
    pub fn cost(&self, currency: Currency) -> Money {
        sum(currency, self.costs.iter().map(|cost| cost.amount))
    }

    /// What this comes true as, for a deal of this name and value that is won on this day: a copy, which has its
    /// dates (W1). A typed value is one line of the deal's name.
    pub fn realised(&self, name: &Name, value: Money, on: NaiveDate) -> Side {
        let dated = |terms: Terms| Terms { date: terms.date.or(Some(on)), ..terms };
        let mut lines: Vec<Line> = self
            .lines
            .iter()
            .map(|line| Line { id: None, terms: dated(line.terms), copied: true, ..line.clone() })
            .collect();
        if lines.is_empty() && value.minor > 0 {
            let (quantity, discount) = (Quantity::ONE, Discount::default());
            let terms = Terms { quantity, price: value, discount, date: Some(on) };
            lines.push(Line { id: None, product: None, name: name.clone(), terms, net: value, copied: true });
        }
        let cost =
            |cost: &Cost| Cost { id: None, date: cost.date.or(Some(on)), copied: true, ..cost.clone() };
        Side { lines, costs: self.costs.iter().map(cost).collect() }
    }

    /// The same, as new: what a copy of the deal begins with.
    pub fn anew(&self) -> Side {
        let line = |line: &Line| Line { id: None, copied: false, ..line.clone() };
        let cost = |cost: &Cost| Cost { id: None, copied: false, ..cost.clone() };
        Side { lines: self.lines.iter().map(line).collect(), costs: self.costs.iter().map(cost).collect() }
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.costs.is_empty()
    }
}

fn sum(currency: Currency, amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(Money::zero(currency), |sum, amount| Money { minor: sum.minor + amount.minor, ..sum })
}

impl Ledger {
    pub fn side(&self, kind: Kind) -> &Side {
        match kind {
            Kind::Forecast => &self.forecast,
            Kind::Realised => &self.realised,
        }
    }

    /// The value of the deal is the sum of its lines (M2).
    pub fn is_itemised(&self) -> bool {
        !self.forecast.lines.is_empty()
    }

    /// The only forecast line, where that is one piece without a discount.
    pub fn only_piece(&self) -> Option<&Line> {
        match self.forecast.lines.as_slice() {
            [line] => Some(line).filter(|line| {
                line.terms.quantity == Quantity::ONE && line.terms.discount == Discount::default()
            }),
            _ => None,
        }
    }

    /// What the deal is worth: the typed value when there are no forecast lines (M2); what was sold.
    pub fn value(&self, kind: Kind, typed: Money) -> Money {
        match kind {
            Kind::Forecast if !self.is_itemised() => typed,
            kind => self.side(kind).value(typed.currency),
        }
    }

    /// The value less the costs; may be negative (M5).
    pub fn profit(&self, kind: Kind, typed: Money) -> Money {
        self.value(kind, typed).minus(self.side(kind).cost(typed.currency))
    }

    /// As those see it who do not hear of costs (M4).
    pub fn without_costs(mut self) -> Ledger {
        self.forecast.costs.clear();
        self.realised.costs.clear();
        self
    }

    /// Refuses another currency while there are amounts in this one.
    pub fn require_currency(&self, now: Currency, new: Currency) -> Result<(), Refusal> {
        match now == new || self.forecast.is_empty() && self.realised.is_empty() {
            true => Ok(()),
            false => Err(Refusal::CurrencyFixed { currency: now }),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::{CategoryId, CostId, LineId};

    pub(crate) fn money(minor: i64) -> Money {
        Money { minor, currency: Currency::PLN }
    }

    pub(crate) fn line(id: Option<i64>, name: &str, minor: i64) -> Line {
        let terms =
            Terms { quantity: Quantity::ONE, price: money(minor), discount: Discount::default(), date: None };
        Line { id: id.map(LineId), ..Line::new(None, Name::known(name), terms).unwrap() }
    }

    pub(crate) fn cost(id: Option<i64>, minor: i64) -> Cost {
        Cost {
            id: id.map(CostId),
            category: CategoryId(1),
            name: Name::known("Delivery"),
            amount: money(minor),
            date: None,
            note: String::new(),
            copied: false,
        }
    }

    pub(crate) fn ledger() -> Ledger {
        let forecast = Side {
            lines: vec![line(Some(1), "Truck", 333_315), line(Some(2), "Charger", 9_999)],
            costs: vec![cost(Some(1), 50_000)],
        };
        Ledger { forecast, realised: Side::default() }
    }

    #[test]
    fn value_cost_and_profit_are_sums() {
        let ledger = ledger();
        assert_eq!(ledger.value(Kind::Forecast, money(5)), money(343_314));
        assert_eq!(ledger.profit(Kind::Forecast, money(5)), money(293_314));
        assert_eq!(ledger.profit(Kind::Realised, money(5)), money(0));
        let typed = Ledger { forecast: Side { lines: vec![], ..ledger.forecast }, ..ledger };
        assert_eq!(typed.value(Kind::Forecast, money(5)), money(5), "a typed value stands without lines");
        assert_eq!(typed.profit(Kind::Forecast, money(5)), money(-49_995), "profit may be negative");
    }

    #[test]
    fn the_currency_stays_while_there_are_amounts() {
        let fixed = Err(Refusal::CurrencyFixed { currency: Currency::PLN });
        assert_eq!(ledger().require_currency(Currency::PLN, Currency::EUR), fixed);
        assert_eq!(ledger().require_currency(Currency::PLN, Currency::PLN), Ok(()));
        assert_eq!(Ledger::default().require_currency(Currency::PLN, Currency::EUR), Ok(()));
    }
}
