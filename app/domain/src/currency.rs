//! Currencies (M1).

use iso_currency::IntoEnumIterator;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use std::{fmt, str::FromStr};

/// A currency of ISO 4217 that amounts are counted in; metals and test codes are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const PLN: Currency = Currency(iso_currency::Currency::PLN);
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);
    pub const USD: Currency = Currency(iso_currency::Currency::USD);

    /// The three letters, such as `PLN`.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// How many decimal places the minor unit has: 2 for the zloty, 0 for the yen, 3 for the dinar.
    pub fn exponent(&self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }
}

impl Currency {
    /// All there are.
    pub fn all() -> impl Iterator<Item = Currency> {
        iso_currency::Currency::iter().filter(|currency| currency.exponent().is_some()).map(Currency)
    }

    /// So many whole units in minor ones; what is too much to be counted is the most there is.
    pub fn minor(&self, units: i64) -> i64 {
        units.saturating_mul(10_i64.saturating_pow(self.exponent()))
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let text = text.trim();
        // The library's own reader weighs three kilobytes in the first download.
        iso_currency::Currency::iter()
            .find(|currency| currency.code().eq_ignore_ascii_case(text))
            .filter(|currency| currency.exponent().is_some())
            .map(Currency)
            .ok_or(UnknownCurrency)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Read as a borrowed text, which keys of maps are too.
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;

        impl Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the code of a currency")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Currency, E> {
                text.parse().map_err(|UnknownCurrency| E::custom("no currency"))
            }
        }
        deserializer.deserialize_str(Code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no currency that amounts are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCurrency;

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a currency of ISO 4217")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn a_currency_counts_in_its_own_smallest_unit() {
        for (code, exponent) in [("PLN", 2), ("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)] {
            assert_eq!(currency(code).exponent(), exponent, "{code}");
        }
        for code in ["ABC", "złoty", "XAU", "XXX", ""] {
            assert!(code.parse::<Currency>().is_err(), "{code}");
        }
    }
}
