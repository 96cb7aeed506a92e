//! Tax numbers (K1). The Polish one has check digits, which tell most slips of the hand.

use crate::{
    refusal::{Field, Refusal},
    text::Name,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A tax number without what people put between its digits; a Polish one also without its country.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxNumber(String);

impl TaxNumber {
    /// The longest, in characters.
    pub const MAX: usize = 30;

    /// Reads what was typed; nothing when there is nothing in it. Refused where something else than letters and digits
    /// is left.
    pub fn parse(typed: &str) -> Result<Option<TaxNumber>, Refusal> {
        let field = Field::TaxNumber;
        let Some(name) = Name::parse_optional(field, typed)? else { return Ok(None) };
        let between = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/');
        let bare: String = name.as_str().chars().filter(|c| !between(*c)).collect::<String>().to_uppercase();
        if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(Refusal::Malformed { field });
        }
        if bare.len() > Self::MAX {
            return Err(Refusal::TooLong { field, max: Self::MAX });
        }
        let polish = bare.strip_prefix("PL").filter(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        Ok(Some(TaxNumber(polish.map(str::to_owned).unwrap_or(bare))))
    }

    /// One that was read from our own database.
    pub fn known(text: impl Into<String>) -> Self {
        TaxNumber(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the digits that a Polish one must have; nothing of one with letters, which another country gave.
    pub fn fits(&self) -> Option<bool> {
        let digits: Vec<u32> = self.0.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
        let [first @ .., last] = digits.as_slice() else { return Some(false) };
        let sum: u32 = first.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        Some(first.len() == WEIGHTS.len() && sum % 11 == *last)
    }
}

/// What each digit but the last counts; their sum modulo 11 is the last one.
const WEIGHTS: [u32; 9] = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/// As it is written: 725-18-03-504.
impl fmt::Display for TaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.get(..3), self.0.get(3..5), self.0.get(5..7), self.0.get(7..)) {
            (Some(a), Some(b), Some(c), Some(d)) if self.0.len() == 10 && self.fits().is_some() => {
                write!(f, "{a}-{b}-{c}-{d}")
            }
            _ => f.write_str(&self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_digits_is_left_out() {
        for (typed, bare, shown) in [
            ("725-18-03-504", "7251803504", "725-18-03-504"),
            (" 725 180 35 04 ", "7251803504", "725-18-03-504"),
            ("PL7251803504", "7251803504", "725-18-03-504"),
            ("pl 725-180-35-04", "7251803504", "725-18-03-504"),
            ("de 123456789", "DE123456789", "DE123456789"),
            ("PLATINUM", "PLATINUM", "PLATINUM"),
            ("12345", "12345", "12345"),
        ] {
            let number = TaxNumber::parse(typed).unwrap().unwrap();
            assert_eq!((number.as_str(), number.to_string().as_str()), (bare, shown), "{typed}");
        }
        assert_eq!(TaxNumber::parse("  "), Ok(None));
        let field = Field::TaxNumber;
        for typed in ["---", "725_18", "<b>", "١٢٣"] {
            assert_eq!(TaxNumber::parse(typed), Err(Refusal::Malformed { field }), "{typed}");
        }
        let long = "1".repeat(31);
        assert_eq!(TaxNumber::parse(&long), Err(Refusal::TooLong { field, max: TaxNumber::MAX }));
    }

    #[test]
    fn the_last_digit_follows_from_the_others() {
        // Numbers that institutions publish, and slips of one digit and of two neighbours.
        for (number, want) in [
            ("5252248481", Some(true)),
            ("5252344078", Some(true)),
            ("7740001454", Some(true)),
            ("5252248482", Some(false)),
            ("5252284481", Some(false)),
            ("0000000000", Some(true)),
            ("525224848", Some(false)),
            ("52522484811", Some(false)),
            ("", Some(false)),
            ("DE123456789", None),
        ] {
            assert_eq!(TaxNumber::known(number).fits(), want, "{number}");
        }
    }
}
