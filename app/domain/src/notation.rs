//! How each language writes money, and how what people type is read (A3, M1).

use crate::{
    decimal::{Marks, NBSP, grouped, mark, marked},
    money::{Currency, Money},
    people::Language,
    refusal::{Field, Refusal},
};

impl Money {
    /// Reads a typed amount that is not negative, in the form of a language: `1 234,50` in Polish, `1,234.50` in
    /// English, with or without the currency's sign. Refuses letters, marks in other places than the language puts
    /// them, another currency, more decimals than the currency has, and more than [`Money::MAX`].
    pub fn parse(
        field: Field,
        typed: &str,
        currency: Currency,
        language: Language,
    ) -> Result<Money, Refusal> {
        let letter = |c: char| c.is_alphabetic() || "€$£".contains(c);
        let (minus, typed) = match typed.trim().strip_prefix(['-', '−']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", typed.trim()),
        };
        let number = typed.trim_matches(letter);
        let at = typed.len() - typed.trim_start_matches(letter).len();
        let signs = [&typed[..at], &typed[(at + number.len()).min(typed.len())..]];
        match signs.map(str::trim) {
            ["", ""] => {}
            ["", sign] | [sign, ""] => match of_sign(sign).ok_or(Refusal::Malformed { field })? {
                meant if meant == currency => {}
                currency => return Err(Refusal::OtherCurrency { field, currency }),
            },
            _ => return Err(Refusal::Malformed { field }),
        }
        Money::parse_plain(field, &format!("{minus}{number}"), currency, Marks::of(language))
    }

    /// The amount with its unit: `18 000 zł` in Polish, `PLN 18,000` in English; decimals only when there are some.
    pub fn write(self, language: Language) -> String {
        self.with_unit(self.parts(), language)
    }

    /// As [`Money::write`], with the decimals of the currency even when they are zero: for columns of amounts.
    pub fn exact(self, language: Language) -> String {
        let (whole, mut part) = self.parts();
        if part.is_empty() {
            part = "0".repeat(self.currency.exponent() as usize);
        }
        self.with_unit((whole, part), language)
    }

    /// The amount as one would type it: `1234,50` in Polish, `1234.50` in English.
    pub fn typed(self, language: Language) -> String {
        marked(&self.plain(), language)
    }

    fn with_unit(self, (whole, part): (String, String), language: Language) -> String {
        let sign = if self.minor < 0 { "−" } else { "" };
        let mut number = grouped(&whole, language);
        if !part.is_empty() {
            number.push_str(mark(language));
            number.push_str(&part);
        }
        match (language, self.currency.code()) {
            (Language::Pl, "PLN") => format!("{sign}{number}{NBSP}zł"),
            (Language::Pl, "EUR") => format!("{sign}{number}{NBSP}€"),
            (Language::Pl, "USD") => format!("{sign}{number}{NBSP}$"),
            (Language::Pl, code) => format!("{sign}{number}{NBSP}{code}"),
            (Language::En, "EUR") => format!("{sign}€{number}"),
            (Language::En, "USD") => format!("{sign}${number}"),
            (Language::En, code) => format!("{code}{NBSP}{sign}{number}"),
        }
    }
}

fn of_sign(sign: &str) -> Option<Currency> {
    match sign.to_lowercase().as_str() {
        "zł" => Some(Currency::PLN),
        "€" => Some(Currency::EUR),
        "$" => Some(Currency::USD),
        "£" => "GBP".parse().ok(),
        code => code.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Pl};
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn typed_amounts_become_minor_units() {
        for (language, typed, code, minor) in [
            (Pl, "1234,50", "PLN", 123_450),
            (Pl, "1 234,5", "PLN", 123_450),
            (Pl, "1234.5", "PLN", 123_450),
            (Pl, "1 234,50 zł", "PLN", 123_450),
            (Pl, "1\u{a0}234", "EUR", 123_400),
            (Pl, "1,234", "KWD", 1_234),
            (En, "1234.50", "PLN", 123_450),
            (En, "1,234.50", "PLN", 123_450),
            (En, "PLN 1,234.50", "PLN", 123_450),
            (En, "1 234.50", "PLN", 123_450),
            (En, "$12,345,678", "USD", 1_234_567_800),
            (En, "£5", "GBP", 500),
            (En, "0", "USD", 0),
            (En, "-0", "USD", 0),
            (En, "500", "JPY", 500),
            (En, "1.234", "KWD", 1_234),
        ] {
            let money = Money::parse(Field::Value, typed, currency(code), language).unwrap();
            assert_eq!(money.minor, minor, "{typed} {code}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_the_reason() {
        let field = Field::Value;
        let other = |code| Refusal::OtherCurrency { field, currency: currency(code) };
        for (language, typed, code, want) in [
            (Pl, "", "PLN", Refusal::Empty { field }),
            (Pl, "abc", "PLN", Refusal::Malformed { field }),
            (Pl, "12x", "PLN", Refusal::Malformed { field }),
            (Pl, "1,234.50", "PLN", Refusal::Malformed { field }),
            (Pl, "1.234,50", "PLN", Refusal::Malformed { field }),
            (Pl, "12 34,50", "PLN", Refusal::Malformed { field }),
            (Pl, "1.234", "PLN", Refusal::TooManyDecimals { field, places: 2 }),
            (Pl, "12,50 €", "PLN", other("EUR")),
            (En, "1 234,50", "PLN", Refusal::Malformed { field }),
            (En, "1234,50", "PLN", Refusal::Malformed { field }),
            (En, "1,23", "PLN", Refusal::Malformed { field }),
            (En, "1.2.3", "PLN", Refusal::Malformed { field }),
            (En, ",123", "PLN", Refusal::Malformed { field }),
            (En, "0,125", "KWD", Refusal::Malformed { field }),
            (En, "01,234", "PLN", Refusal::Malformed { field }),
            (Pl, "0 125", "PLN", Refusal::Malformed { field }),
            (Pl, "z5ł", "PLN", Refusal::Malformed { field }),
            (En, "-$5", "USD", Refusal::Negative { field }),
            (En, "USD 5", "PLN", other("USD")),
            (En, "-5", "PLN", Refusal::Negative { field }),
            (En, "5 5", "PLN", Refusal::Malformed { field }),
            (En, "1.005", "PLN", Refusal::TooManyDecimals { field, places: 2 }),
            (En, "1.5", "JPY", Refusal::TooManyDecimals { field, places: 0 }),
            (En, "99999999999999999999", "PLN", Refusal::TooLarge { field }),
            (En, "1000000000000.01", "PLN", Refusal::TooLarge { field }),
        ] {
            assert_eq!(Money::parse(field, typed, currency(code), language), Err(want), "{typed} {code}");
        }
    }

    #[test]
    fn each_language_has_its_form_of_money() {
        for (minor, code, polish, english) in [
            (1_800_000, "PLN", "18 000 zł", "PLN 18,000"),
            (123_450, "PLN", "1 234,50 zł", "PLN 1,234.50"),
            (99, "EUR", "0,99 €", "€0.99"),
            (-50_000, "USD", "−500 $", "−$500"),
            (1_234_567, "JPY", "1 234 567 JPY", "JPY 1,234,567"),
            (1_234_567, "KWD", "1 234,567 KWD", "KWD 1,234.567"),
        ] {
            let money = Money { minor, currency: currency(code) };
            assert_eq!(money.write(Pl).replace(NBSP, " "), polish);
            assert_eq!(money.write(En).replace(NBSP, " "), english);
        }
        let money = Money { minor: 1_800_000, currency: Currency::PLN };
        assert_eq!(money.exact(Pl).replace(NBSP, " "), "18 000,00 zł");
        assert_eq!(Money { minor: 5, currency: currency("JPY") }.exact(En).replace(NBSP, " "), "JPY 5");
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_is_written(minor in 0i64..=Money::MAX, code in "PLN|EUR|USD|JPY|KWD", polish: bool) {
            let (money, language) = (Money { minor, currency: currency(&code) }, if polish { Pl } else { En });
            for text in [money.write(language), money.exact(language), money.typed(language)] {
                prop_assert_eq!(Money::parse(Field::Value, &text, money.currency, language), Ok(money), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text: String, code in "PLN|JPY|KWD", polish: bool) {
            let _ = Money::parse(Field::Value, &text, currency(&code), if polish { Pl } else { En });
        }
    }
}
