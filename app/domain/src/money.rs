//! Amounts of money: whole minor units with a currency (M1), never a float, never two currencies in one sum (B3).

pub use crate::currency::Currency;

use crate::{
    decimal::{Marks, count},
    refusal::{Field, Refusal},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An amount: `minor` counts the smallest unit (grosze, cents).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    /// The largest amount that a deal may have: a hundred billion units of a currency with two decimals. Nine hundred
    /// thousand such deals can be summed before the database's whole numbers end.
    pub const MAX: i64 = 10_000_000_000_000;

    /// Nothing, of this currency.
    pub fn zero(currency: Currency) -> Self {
        Money { minor: 0, currency }
    }

    /// Reads an amount that is not negative, written with these marks and without a unit, as files have it. What
    /// people type is read by [`Money::parse`].
    pub fn parse_plain(
        field: Field,
        digits: &str,
        currency: Currency,
        marks: Marks<'_>,
    ) -> Result<Self, Refusal> {
        let minor = count(field, digits, currency.exponent(), marks)?;
        Money::within(field, Some(minor.into()), currency)
    }

    /// The sum of amounts, if it is one that can be kept. Refuses another currency (B3).
    pub fn sum(
        field: Field,
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, Refusal> {
        let mut minor = Some(Decimal::ZERO);
        for amount in amounts {
            if amount.currency != currency {
                return Err(Refusal::OtherCurrency { field, currency: amount.currency });
            }
            minor = minor.and_then(|minor| minor.checked_add(amount.minor.into()));
        }
        Money::within(field, minor, currency)
    }

    /// What is left when an amount of the same currency is taken away; may be negative (M5).
    pub fn minus(self, other: Money) -> Money {
        debug_assert_eq!(self.currency, other.currency, "two currencies never meet in one sum");
        Money { minor: self.minor.saturating_sub(other.minor), ..self }
    }

    /// An amount of so many minor units, unless it is beyond [`Money::MAX`], or there were too many to count.
    pub(crate) fn within(field: Field, minor: Option<Decimal>, currency: Currency) -> Result<Self, Refusal> {
        let minor = minor.and_then(|minor| minor.to_i64()).filter(|minor| (0..=Self::MAX).contains(minor));
        Ok(Money { minor: minor.ok_or(Refusal::TooLarge { field })?, currency })
    }

    /// The amount as digits without a unit: `1234.50`, without decimals when they are zero.
    pub fn plain(&self) -> String {
        let amount = Decimal::new(self.minor, self.currency.exponent());
        if amount.is_integer() { amount.trunc().to_string() } else { amount.to_string() }
    }

    /// Whole units and decimals as digits, without sign; no decimals when they are zero.
    pub fn parts(&self) -> (String, String) {
        let plain = self.plain();
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        (whole.trim_start_matches('-').to_owned(), part.to_owned())
    }
}

/// Sums, one per currency, in the order of their codes (B3); a sum of zero is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Totals(BTreeMap<Currency, i64>);

impl Totals {
    /// Adds an amount to the sum of its currency.
    pub fn add(&mut self, money: Money) {
        let sum = self.0.get(&money.currency).copied().unwrap_or(0).saturating_add(money.minor);
        match sum {
            0 => self.0.remove(&money.currency),
            sum => self.0.insert(money.currency, sum),
        };
    }

    /// Takes an amount out.
    pub fn take(&mut self, money: Money) {
        self.add(Money { minor: -money.minor, ..money });
    }

    /// No amount other than zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Every sum that there is.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0.iter().map(|(currency, minor)| Money { minor: *minor, currency: *currency })
    }
}

impl FromIterator<Money> for Totals {
    fn from_iter<I: IntoIterator<Item = Money>>(amounts: I) -> Self {
        let mut totals = Totals::default();
        amounts.into_iter().for_each(|money| totals.add(money));
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn two_currencies_are_never_added() {
        let amounts =
            [Money { minor: 1, currency: Currency::PLN }, Money { minor: 1, currency: Currency::EUR }];
        let refusal = Refusal::OtherCurrency { field: Field::Price, currency: Currency::EUR };
        assert_eq!(Money::sum(Field::Price, Currency::PLN, amounts), Err(refusal));
    }

    #[test]
    fn the_largest_and_the_smallest_number_have_their_digits() {
        for (minor, code, plain, parts) in [
            (i64::MIN, "PLN", "-92233720368547758.08", ("92233720368547758", "08")),
            (i64::MAX, "KWD", "9223372036854775.807", ("9223372036854775", "807")),
            (i64::MAX, "JPY", "9223372036854775807", ("9223372036854775807", "")),
            (-50, "PLN", "-0.50", ("0", "50")),
            (0, "PLN", "0", ("0", "")),
            (-100, "PLN", "-1", ("1", "")),
        ] {
            let money = Money { minor, currency: currency(code) };
            assert_eq!(money.plain(), plain);
            assert_eq!(money.parts(), (parts.0.to_owned(), parts.1.to_owned()));
        }
    }

    proptest! {
        #[test]
        fn an_amount_reads_back_what_it_prints(minor in 0i64..=Money::MAX, code in "PLN|JPY|KWD") {
            let money = Money { minor, currency: currency(&code) };
            prop_assert_eq!(Money::parse_plain(Field::Value, &money.plain(), money.currency, Marks::POINT), Ok(money));
        }

        #[test]
        fn a_sum_is_that_of_big_integers_or_refused(minors in prop::collection::vec(prop_oneof![0i64..=Money::MAX, Just(i64::MAX), Just(i64::MIN)], 0..20)) {
            let amounts = minors.iter().map(|minor| Money { minor: *minor, currency: Currency::PLN });
            let want: BigInt = minors.iter().map(|minor| BigInt::from(*minor)).sum();
            match Money::sum(Field::Value, Currency::PLN, amounts) {
                Ok(sum) => prop_assert_eq!(BigInt::from(sum.minor), want),
                Err(_) => prop_assert!(want > BigInt::from(Money::MAX) || want < BigInt::ZERO),
            }
        }

        #[test]
        fn totals_forget_what_is_taken_out(amounts in prop::collection::vec((0i64..1_000_000, "PLN|EUR|JPY"), 1..20)) {
            let amounts: Vec<Money> =
                amounts.into_iter().map(|(minor, code)| Money { minor, currency: currency(&code) }).collect();
            let mut totals: Totals = amounts.iter().copied().collect();
            amounts.iter().for_each(|money| totals.take(*money));
            prop_assert_eq!(totals, Totals::default());
        }
    }
}
