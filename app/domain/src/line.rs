//! Product lines and costs of a deal, and the arithmetic of a line (M1, M3, M4).

mod form;

pub use form::{CostForm, LineForm, LineParser};

use crate::{
    decimal,
    id::{CategoryId, CostId, LineId, ProductId},
    money::Money,
    notation::Notation,
    refusal::{Field, Refusal},
    text::Name,
};
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy::MidpointNearestEven};
use serde::{Deserialize, Serialize};

/// How many of a product: thousandths, so that hours and kilograms can be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(i64);

/// What is taken off a price: hundredths of a percent, 0 to 10,000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Discount(i64);

impl Quantity {
    /// One piece.
    pub const ONE: Quantity = Quantity(1_000);
    /// The largest quantity, in thousandths: a billion pieces.
    pub const MAX: i64 = 1_000_000_000_000;

    /// Reads a typed quantity of at most three decimals, not negative.
    pub fn parse(typed: &str, notation: &Notation) -> Result<Self, Refusal> {
        let field = Field::Quantity;
        let thousandths = decimal::count(field, typed, 3, notation.marks())?;
        if thousandths <= Self::MAX { Ok(Quantity(thousandths)) } else { Err(Refusal::TooLarge { field }) }
    }

    /// A quantity that was read from our own database or made by ourselves.
    pub fn known(thousandths: i64) -> Self {
        Quantity(thousandths.clamp(0, Self::MAX))
    }

    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// As one types it: `1,5`.
    pub fn write(self, notation: &Notation) -> String {
        decimal::typed(self.0, 3, notation.decimal)
    }
}

impl Discount {
    /// All of the price.
    pub const MAX: i64 = 10_000;

    /// Reads a typed percentage of at most two decimals, 0 to 100; nothing typed is no discount.
    pub fn parse(typed: &str, notation: &Notation) -> Result<Self, Refusal> {
        let field = Field::Discount;
        let typed = typed.trim().trim_end_matches('%');
        let hundredths =
            if typed.trim().is_empty() { 0 } else { decimal::count(field, typed, 2, notation.marks())? };
        if hundredths <= Self::MAX { Ok(Discount(hundredths)) } else { Err(Refusal::TooLarge { field }) }
    }

    /// A discount that was read from our own database or made by ourselves.
    pub fn known(hundredths: i64) -> Self {
        Discount(hundredths.clamp(0, Self::MAX))
    }

    /// In hundredths of a percent.
    pub fn hundredths(self) -> i64 {
        self.0
    }

    /// As one types it, without its sign; nothing when there is none.
    pub fn write(self, notation: &Notation) -> String {
        if self.0 == 0 { String::new() } else { decimal::typed(self.0, 2, notation.decimal) }
    }
}

/// What a line says of its product: how many, at which price, with what discount, when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub quantity: Quantity,
    /// For one piece, in the currency of the deal.
    pub price: Money,
    pub discount: Discount,
    /// On a forecast line, missing: whenever the deal closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

impl Terms {
    /// What the line comes to: quantity × price × (1 − discount), rounded half to even (M1). Refused when it is more
    /// than can be kept.
    pub fn net(&self) -> Result<Money, Refusal> {
        let pieces = Decimal::new(self.quantity.0, 3);
        let rest = Decimal::new(Discount::MAX - self.discount.0, 4);
        // A product of more than 96 bits loses digits, but only what is far beyond the largest amount is as large.
        let exact = pieces.checked_mul(self.price.minor.into()).and_then(|full| full.checked_mul(rest));
        let minor = exact.map(|exact| exact.round_dp_with_strategy(0, MidpointNearestEven));
        Money::within(Field::Price, minor, self.price.currency)
    }
}

/// A product line: a product of the catalogue, or free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Nothing for one that is not stored yet.
    pub id: Option<LineId>,
    pub product: Option<ProductId>,
    /// What was sold, as it was called then.
    pub name: Name,
    pub terms: Terms,
    /// What it comes to.
    pub net: Money,
    /// Brought by winning, and not looked at since (W1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copied: bool,
}

impl Line {
    /// The same at another price. Refused when it comes to more than can be kept.
    pub fn priced(&self, price: Money) -> Result<Line, Refusal> {
        let terms = Terms { price, ..self.terms };
        Ok(Line { terms, net: terms.net()?, ..self.clone() })
    }

    /// A line that is not stored yet. Refused when it comes to more than can be kept.
    pub fn new(product: Option<ProductId>, name: Name, terms: Terms) -> Result<Line, Refusal> {
        Ok(Line { id: None, product, name, terms, net: terms.net()?, copied: false })
    }
}

/// What a cost line says: how much, when, and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    pub amount: Money,
    pub date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A cost line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Nothing for one that is not stored yet.
    pub id: Option<CostId>,
    pub category: CategoryId,
    /// The category's name.
    pub name: Name,
    pub amount: Money,
    /// On a forecast cost, missing: whenever the deal closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Brought by winning, and not looked at since (W1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copied: bool,
}

impl Cost {
    /// What it says, for the history.
    pub fn spent(&self) -> Spent {
        Spent { amount: self.amount, date: self.date, note: self.note.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    #[test]
    fn what_is_beyond_all_bits_is_refused() {
        for (quantity, minor) in
            [(Quantity::MAX, i64::MAX), (Quantity::MAX, Money::MAX), (1_000, i64::MAX), (1_000, -1_000_000)]
        {
            for discount in [0, 1, 3_333, 9_999] {
                let terms = Terms {
                    quantity: Quantity::known(quantity),
                    price: Money { minor, currency: Currency::PLN },
                    discount: Discount::known(discount),
                    date: None,
                };
                let refusal = Refusal::TooLarge { field: Field::Price };
                assert_eq!(terms.net(), Err(refusal), "{terms:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_line_comes_to_what_big_integers_say(
            // Half pieces, so that exact halves of the minor unit come up.
            quantity in prop_oneof![(0i64..20).prop_map(|n| n * 500), (0u32..=12).prop_flat_map(|n| 0..=10i64.pow(n))],
            minor in (0u32..=13).prop_flat_map(|n| 0..=10i64.pow(n)),
            discount in prop_oneof![Just(0), Just(5_000), 0i64..=Discount::MAX],
        ) {
            let terms = Terms {
                quantity: Quantity::known(quantity),
                price: Money { minor, currency: Currency::PLN },
                discount: Discount::known(discount),
                date: None,
            };
            // Twice the exact amount, to tell halves: the net is even-rounded half of it.
            let (exact, unit) = (
                BigInt::from(quantity) * minor * (Discount::MAX - discount),
                BigInt::from(1_000 * Discount::MAX),
            );
            match terms.net() {
                Ok(net) => {
                    let off = BigInt::from(2) * (&exact - BigInt::from(net.minor) * &unit);
                    prop_assert!(off.magnitude() <= unit.magnitude());
                    prop_assert!(off.magnitude() < unit.magnitude() || net.minor % 2 == 0);
                }
                Err(_) => prop_assert!(exact >= BigInt::from(Money::MAX) * &unit),
            }
        }
    }
}
