//! How a language writes numbers and money, and how what people type is read (A3, M1).

use crate::{
    currency::Currency,
    decimal::{Marks, NBSP, grouped, marked},
    money::Money,
    people::Language,
    refusal::{Field, Refusal},
};
use std::collections::BTreeMap;

/// The forms of a language; its file says them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    /// Written before the decimals.
    pub decimal: char,
    /// Every mark that is read before the decimals.
    pub decimals_read: Vec<char>,
    /// Written between thousands.
    pub group: char,
    /// An amount with the letters of its currency, and with its sign: `{minus}{number} {unit}`.
    pub with_code: String,
    pub with_sign: String,
    /// The currencies that are written with a sign.
    pub signs: Vec<(Currency, String)>,
}

/// The form of files and terminals: `PLN 1,234.50`.
impl Default for Notation {
    fn default() -> Self {
        Notation {
            decimal: '.',
            decimals_read: vec!['.'],
            group: ',',
            with_code: format!("{{minus}}{{unit}}{NBSP}{{number}}"),
            with_sign: "{minus}{unit}{number}".to_owned(),
            signs: vec![],
        }
    }
}

/// The notation of each language that is spoken.
#[derive(Clone, Debug, Default)]
pub struct Notations {
    known: BTreeMap<Language, Notation>,
    other: Notation,
}

impl Notations {
    /// The notation of a language; the form of files when its own is not known.
    pub fn of(&self, language: Language) -> &Notation {
        self.known.get(&language).unwrap_or(&self.other)
    }

    /// Whether this language is spoken here.
    pub fn knows(&self, language: Language) -> bool {
        self.known.contains_key(&language)
    }
}

impl FromIterator<(Language, Notation)> for Notations {
    fn from_iter<I: IntoIterator<Item = (Language, Notation)>>(known: I) -> Self {
        Notations { known: known.into_iter().collect(), other: Notation::default() }
    }
}

impl Notation {
    /// The marks of typed numbers. Spaces between thousands are read in every language.
    pub fn marks(&self) -> Marks<'_> {
        Marks { decimal: &self.decimals_read, group: Some(self.group).filter(|mark| !mark.is_whitespace()) }
    }

    fn sign(&self, currency: Currency) -> Option<&str> {
        self.signs.iter().find(|(known, _)| *known == currency).map(|(_, sign)| sign.as_str())
    }

    /// The currency of a typed sign or code: this language's signs first, then those that everybody knows.
    fn currency(&self, typed: &str) -> Option<Currency> {
        let typed = typed.to_lowercase();
        let own = self.signs.iter().find(|(_, sign)| sign.to_lowercase() == typed);
        let code = match (own, typed.as_str()) {
            (Some((currency, _)), _) => return Some(*currency),
            (None, "zł") => "PLN",
            (None, "€") => "EUR",
            (None, "$") => "USD",
            (None, "£") => "GBP",
            (None, code) => code,
        };
        code.parse().ok()
    }
}

impl Money {
    /// As [`Money::parse`], in a currency that was typed, too.
    pub fn parse_in(
        field: Field,
        typed: &str,
        currency: &str,
        notation: &Notation,
    ) -> Result<Money, Refusal> {
        Money::parse(field, typed, currency.parse()?, notation)
    }

    /// Reads a typed amount that is not negative, in the form of its language: `1 234,50` in Polish, `1,234.50` in
    /// English, with or without the currency's sign. Refuses letters, marks in other places than the language puts
    /// them, another currency, more decimals than the currency has, and more than [`Money::MAX`].
    pub fn parse(
        field: Field,
        typed: &str,
        currency: Currency,
        notation: &Notation,
    ) -> Result<Money, Refusal> {
        let sign = |c: char| notation.signs.iter().any(|(_, sign)| sign.contains(c));
        let letter = |c: char| c.is_alphabetic() || "€$£".contains(c) || sign(c);
        let (minus, typed) = match typed.trim().strip_prefix(['-', '−']) {
            Some(rest) => ("-", rest.trim_start()),
            None => ("", typed.trim()),
        };
        let number = typed.trim_matches(letter);
        let at = typed.len() - typed.trim_start_matches(letter).len();
        let signs = [&typed[..at], &typed[(at + number.len()).min(typed.len())..]];
        match signs.map(str::trim) {
            ["", ""] => {}
            ["", sign] | [sign, ""] => match notation.currency(sign).ok_or(Refusal::Malformed { field })? {
                meant if meant == currency => {}
                currency => return Err(Refusal::OtherCurrency { field, currency }),
            },
            _ => return Err(Refusal::Malformed { field }),
        }
        Money::parse_plain(field, &format!("{minus}{number}"), currency, notation.marks())
    }

    /// The amount with its unit: `18 000 zł` in Polish, `PLN 18,000` in English; decimals only when there are some.
    pub fn write(self, notation: &Notation) -> String {
        self.with_unit(self.parts(), notation)
    }

    /// As [`Money::write`], with the decimals of the currency even when they are zero: for columns of amounts.
    pub fn exact(self, notation: &Notation) -> String {
        let (whole, mut part) = self.parts();
        if part.is_empty() {
            part = "0".repeat(self.currency.exponent() as usize);
        }
        self.with_unit((whole, part), notation)
    }

    /// The amount as one would type it: `1234,50` in Polish, `1234.50` in English.
    pub fn typed(self, notation: &Notation) -> String {
        marked(&self.plain(), notation.decimal)
    }

    fn with_unit(self, (whole, part): (String, String), notation: &Notation) -> String {
        let mut number = grouped(&whole, notation.group);
        if !part.is_empty() {
            number.push(notation.decimal);
            number.push_str(&part);
        }
        let minus = if self.minor < 0 { "−" } else { "" };
        let (form, unit) = match notation.sign(self.currency) {
            Some(sign) => (&notation.with_sign, sign),
            None => (&notation.with_code, self.currency.code()),
        };
        form.replace("{minus}", minus).replace("{unit}", unit).replace("{number}", &number)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As the Polish file says.
    pub(crate) fn polish() -> Notation {
        let sign = |code: &str, sign: &str| (currency(code), sign.to_owned());
        let form = format!("{{minus}}{{number}}{NBSP}{{unit}}");
        Notation {
            decimal: ',',
            decimals_read: vec![',', '.'],
            group: NBSP,
            with_code: form.clone(),
            with_sign: form,
            signs: vec![sign("PLN", "zł"), sign("EUR", "€"), sign("USD", "$"), sign("CZK", "Kč")],
        }
    }

    /// As the English file says.
    pub(crate) fn english() -> Notation {
        let sign = |code: &str, sign: &str| (currency(code), sign.to_owned());
        Notation { signs: vec![sign("EUR", "€"), sign("USD", "$")], ..Notation::default() }
    }

    fn notation(polish: bool) -> Notation {
        if polish { self::polish() } else { english() }
    }

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn typed_amounts_become_minor_units() {
        let (pl, en) = (&polish(), &english());
        for (notation, typed, code, minor) in [
            (pl, "1234,50", "PLN", 123_450),
            (pl, "1 234,5", "PLN", 123_450),
            (pl, "1234.5", "PLN", 123_450),
            (pl, "1 234,50 zł", "PLN", 123_450),
            (pl, "1\u{a0}234", "EUR", 123_400),
            (pl, "1,234", "KWD", 1_234),
            (pl, "5 Kč", "CZK", 500),
            (en, "1234.50", "PLN", 123_450),
            (en, "1,234.50", "PLN", 123_450),
            (en, "PLN 1,234.50", "PLN", 123_450),
            (en, "1 234.50", "PLN", 123_450),
            (en, "$12,345,678", "USD", 1_234_567_800),
            (en, "£5", "GBP", 500),
            (en, "0", "USD", 0),
            (en, "-0", "USD", 0),
            (en, "500", "JPY", 500),
            (en, "1.234", "KWD", 1_234),
        ] {
            let money = Money::parse(Field::Value, typed, currency(code), notation).unwrap();
            assert_eq!(money.minor, minor, "{typed} {code}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_the_reason() {
        let field = Field::Value;
        let other = |code| Refusal::OtherCurrency { field, currency: currency(code) };
        let (pl, en) = (&polish(), &english());
        for (notation, typed, code, want) in [
            (pl, "", "PLN", Refusal::Empty { field }),
            (pl, "abc", "PLN", Refusal::Malformed { field }),
            (pl, "12x", "PLN", Refusal::Malformed { field }),
            (pl, "1,234.50", "PLN", Refusal::Malformed { field }),
            (pl, "1.234,50", "PLN", Refusal::Malformed { field }),
            (pl, "12 34,50", "PLN", Refusal::Malformed { field }),
            (pl, "1.234", "PLN", Refusal::TooManyDecimals { field, places: 2 }),
            (pl, "12,50 €", "PLN", other("EUR")),
            (en, "1 234,50", "PLN", Refusal::Malformed { field }),
            (en, "1234,50", "PLN", Refusal::Malformed { field }),
            (en, "1,23", "PLN", Refusal::Malformed { field }),
            (en, "1.2.3", "PLN", Refusal::Malformed { field }),
            (en, ",123", "PLN", Refusal::Malformed { field }),
            (en, "0,125", "KWD", Refusal::Malformed { field }),
            (en, "01,234", "PLN", Refusal::Malformed { field }),
            (pl, "0 125", "PLN", Refusal::Malformed { field }),
            (pl, "z5ł", "PLN", Refusal::Malformed { field }),
            (en, "-$5", "USD", Refusal::Negative { field }),
            (en, "USD 5", "PLN", other("USD")),
            (en, "-5", "PLN", Refusal::Negative { field }),
            (en, "5 5", "PLN", Refusal::Malformed { field }),
            (en, "1.005", "PLN", Refusal::TooManyDecimals { field, places: 2 }),
            (en, "1.5", "JPY", Refusal::TooManyDecimals { field, places: 0 }),
            (en, "99999999999999999999", "PLN", Refusal::TooLarge { field }),
            (en, "1000000000000.01", "PLN", Refusal::TooLarge { field }),
        ] {
            assert_eq!(Money::parse(field, typed, currency(code), notation), Err(want), "{typed} {code}");
        }
    }

    #[test]
    fn each_language_has_its_form_of_money() {
        for (minor, code, pl, en) in [
            (1_800_000, "PLN", "18 000 zł", "PLN 18,000"),
            (123_450, "PLN", "1 234,50 zł", "PLN 1,234.50"),
            (99, "EUR", "0,99 €", "€0.99"),
            (-50_000, "USD", "−500 $", "−$500"),
            (1_234_567, "JPY", "1 234 567 JPY", "JPY 1,234,567"),
            (1_234_567, "KWD", "1 234,567 KWD", "KWD 1,234.567"),
        ] {
            let money = Money { minor, currency: currency(code) };
            assert_eq!(money.write(&polish()).replace(NBSP, " "), pl);
            assert_eq!(money.write(&english()).replace(NBSP, " "), en);
        }
        let money = Money { minor: 1_800_000, currency: Currency::PLN };
        assert_eq!(money.exact(&polish()).replace(NBSP, " "), "18 000,00 zł");
        assert_eq!(
            Money { minor: 5, currency: currency("JPY") }.exact(&english()).replace(NBSP, " "),
            "JPY 5"
        );
    }

    proptest! {
        #[test]
        fn an_amount_is_read_as_it_is_written(minor in 0i64..=Money::MAX, code in "PLN|EUR|USD|JPY|KWD", polish: bool) {
            let (money, notation) = (Money { minor, currency: currency(&code) }, &notation(polish));
            for text in [money.write(notation), money.exact(notation), money.typed(notation)] {
                prop_assert_eq!(Money::parse(Field::Value, &text, money.currency, notation), Ok(money), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text: String, code in "PLN|JPY|KWD", polish: bool) {
            let _ = Money::parse(Field::Value, &text, currency(&code), &notation(polish));
        }
    }
}
