//! Decimal numbers as people and files write them, and the whole counts that are stored (M1): never a float.

use crate::refusal::{Field, Refusal};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Keeps a number and its unit on one line.
pub const NBSP: char = '\u{a0}';

/// The marks of a written number. Spaces may stand between its thousands in every form.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// Any of them stands before the decimals.
    pub decimal: &'a [char],
    /// Stands between thousands, if a mark does.
    pub group: Option<char>,
}

impl Marks<'_> {
    /// `1,234.50`.
    pub const POINT: Marks<'static> = Marks { decimal: &['.'], group: Some(',') };
    /// `1.234,50`.
    pub const COMMA: Marks<'static> = Marks { decimal: &[','], group: Some('.') };

    /// Digits with a point before the decimals, if the number is written with these marks.
    fn digits(self, text: &str) -> Option<String> {
        let (whole, part) = text.split_once(self.decimal).unwrap_or((text, ""));
        let groups: Vec<&str> = match self.group.filter(|mark| whole.contains(*mark)) {
            Some(mark) => whole.split(mark).collect(),
            None => whole.split(char::is_whitespace).collect(),
        };
        let (first, rest) = groups.split_first()?;
        // A number that begins with a zero has no groups: `0,125` is a fraction, of another language.
        let groups =
            || first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
        let fits = !first.is_empty() && (rest.is_empty() || groups());
        let (whole, numeric) = (rest.concat(), |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()));
        (fits && [first, whole.as_str(), part].into_iter().all(numeric)).then(|| match part {
            "" => format!("{first}{whole}"),
            part => format!("{first}{whole}.{part}"),
        })
    }
}

/// Reads a number that is not negative as a count of its `places`-th decimal: `1,5` with three places is 1500. Refuses
/// what is not written with these marks, more decimals than `places`, and more than can be counted.
pub fn count(field: Field, typed: &str, places: u32, marks: Marks) -> Result<i64, Refusal> {
    let text = typed.trim();
    if text.is_empty() {
        return Err(Refusal::Empty { field });
    }
    let (text, negative) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    };
    let digits = marks.digits(text).ok_or(Refusal::Malformed { field })?;
    let width = places as usize;
    if digits.split_once('.').is_some_and(|(_, part)| part.len() > width) {
        return Err(Refusal::TooManyDecimals { field, places: width });
    }
    let number = Decimal::from_str_exact(&digits).ok();
    let count = number.and_then(|number| number.checked_mul(Decimal::from(10u64.pow(places)))?.to_i64());
    match count.ok_or(Refusal::TooLarge { field })? {
        0 => Ok(0),
        _ if negative => Err(Refusal::Negative { field }),
        count => Ok(count),
    }
}

/// A count of the `places`-th decimal as one would type it with this mark, without needless zeros.
pub fn typed(count: i64, places: u32, mark: char) -> String {
    marked(&Decimal::new(count, places).normalize().to_string(), mark)
}

/// Digits with this mark in place of the point.
pub fn marked(digits: &str, mark: char) -> String {
    digits.replace('.', mark.encode_utf8(&mut [0; 4]))
}

/// Digits in groups of three, with this mark between them.
pub fn grouped(digits: &str, mark: char) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use proptest::prelude::*;

    #[test]
    fn marks_between_thousands_stand_before_three_digits() {
        let malformed = Err(Refusal::Malformed { field: Field::Value });
        for (typed, marks, want) in [
            ("1234.50", Marks::POINT, Ok(123_450)),
            ("1,234.50", Marks::POINT, Ok(123_450)),
            ("12,345,678", Marks::POINT, Ok(1_234_567_800)),
            ("1.234,50", Marks::COMMA, Ok(123_450)),
            ("1 234,50", Marks::COMMA, Ok(123_450)),
            ("5.", Marks::POINT, Ok(500)),
            ("1,23", Marks::POINT, malformed.clone()),
            ("1234,567", Marks::POINT, malformed.clone()),
            ("1.5", Marks::COMMA, malformed.clone()),
            (",123", Marks::POINT, malformed.clone()),
            ("1.234,567", Marks::POINT, malformed.clone()),
            ("1_000", Marks::POINT, malformed.clone()),
            ("+5", Marks::POINT, malformed.clone()),
            ("1e3", Marks::POINT, malformed.clone()),
            ("١٢", Marks::POINT, malformed),
        ] {
            assert_eq!(count(Field::Value, typed, 2, marks), want, "{typed} {marks:?}");
        }
    }

    #[test]
    fn counts_of_decimals_are_written_without_needless_zeros() {
        for (count, want) in [(3_000, "3"), (1_500, "1,5"), (1, "0,001"), (12_340, "12,34"), (0, "0")] {
            assert_eq!(typed(count, 3, ','), want);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_the_count_that_big_integers_say_or_refused(
            whole in "[0-9]{1,40}", part in "[0-9]{0,4}", places in 0u32..=4,
        ) {
            let read = count(Field::Value, &format!("{whole}.{part}"), places, Marks::POINT);
            if part.len() > places as usize {
                let want = Refusal::TooManyDecimals { field: Field::Value, places: places as usize };
                prop_assert_eq!(read, Err(want));
            } else {
                let digits = format!("{whole}{part:0<width$}", width = places as usize);
                let want = i64::try_from(digits.parse::<BigInt>().unwrap());
                prop_assert_eq!(read, want.map_err(|_| Refusal::TooLarge { field: Field::Value }));
            }
        }
    }
}
