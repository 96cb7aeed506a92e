//! The cells of a row, each read as what its column means; what cannot be read is told with its column.

use chrono::NaiveDate;
use domain::{
    decimal::Marks,
    import::{Dates, Fit, Meaning, Numbers, Problem},
    money::{Currency, Money},
    refusal::{Field, Refusal},
};

/// The years that a date may be of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A row as its columns mean it.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    pub fit: &'a Fit,
    pub cells: &'a [String],
}

impl Cells<'_> {
    /// What stands under this meaning, or what that stands for; of several columns, joined. Where nothing does, what is meant
    /// then, if anything.
    pub fn text(&self, meaning: Meaning) -> String {
        let mark = if meaning == Meaning::Description { "\n" } else { ", " };
        let columns = self.fit.columns.iter().zip(self.cells);
        let texts = columns.filter(|(of, cell)| **of == Some(meaning) && !cell.is_empty());
        let texts = texts.map(|(_, cell)| self.fit.meant(meaning, cell)).filter(|text| !text.is_empty());
        match texts.collect::<Vec<_>>() {
            none if none.is_empty() && self.fit.columns.contains(&Some(meaning)) => {
                self.fit.meant(meaning, "").to_owned()
            }
            texts => texts.join(mark),
        }
    }

    /// The day under this meaning, if there is one.
    pub fn day(&self, meaning: Meaning) -> Result<Option<NaiveDate>, Problem> {
        let text = self.text(meaning);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || Problem {
            offer: offer(&text, self.fit.dates),
            ..self.problem(meaning, Refusal::Malformed { field: Field::Date })
        };
        day(&text, self.fit.dates).map(Some).ok_or_else(wrong)
    }

    /// The currency that the row names in a column of its own, if it does.
    pub fn currency(&self) -> Result<Option<Currency>, Problem> {
        let named = self.text(Meaning::Currency);
        let unknown = || self.problem(Meaning::Currency, Refusal::Malformed { field: Field::Currency });
        if named.is_empty() { Ok(None) } else { currency_of(&named).map(Some).ok_or_else(unknown) }
    }

    /// The amount under this meaning, if there is one: in the currency that stands with it or in its column, else in this
    /// one.
    pub fn amount(&self, meaning: Meaning, currency: Currency) -> Result<Option<Money>, Problem> {
        let (field, text) =
            (if meaning == Meaning::Price { Field::Price } else { Field::Value }, self.text(meaning));
        let unit: String = text.chars().filter(|c| !is_of_number(*c)).collect();
        let digits: String = text.chars().filter(|c| is_of_number(*c)).collect();
        let unknown = |meaning, field| self.problem(meaning, Refusal::Malformed { field });
        let currency = match (self.currency()?, unit.is_empty()) {
            (Some(named), _) => named,
            (None, false) => currency_of(&unit).ok_or_else(|| unknown(meaning, field))?,
            (None, true) => currency,
        };
        if digits.trim().is_empty() {
            return Ok(None);
        }
        let marks = match self.fit.numbers {
            Numbers::Point => Marks::POINT,
            Numbers::Comma => Marks::COMMA,
        };
        Money::parse_plain(field, digits.trim(), currency, marks)
            .map(Some)
            .map_err(|refusal| self.problem(meaning, refusal))
    }

    /// That the column of this meaning is refused.
    pub fn problem(&self, meaning: Meaning, refusal: Refusal) -> Problem {
        Problem { column: self.fit.column(meaning), refusal, offer: None }
    }

    /// What was refused, at the column that it is about. Of several, the first.
    pub fn refused(&self, refusal: Refusal) -> Problem {
        let refusal = match refusal {
            Refusal::Several { mut refusals } if !refusals.is_empty() => refusals.swap_remove(0),
            one => one,
        };
        let columns = refusal.field().map(meanings).unwrap_or_default();
        Problem { column: columns.iter().find_map(|meaning| self.fit.column(*meaning)), refusal, offer: None }
    }
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || ",.-−".contains(c)
}

/// A currency by its code, or by the sign that it is written with.
fn currency_of(text: &str) -> Option<Currency> {
    let text = text.trim();
    let signs = [("zł", Currency::PLN), ("€", Currency::EUR), ("$", Currency::USD)];
    let sign = signs.into_iter().find(|(sign, _)| sign.eq_ignore_ascii_case(text));
    sign.map(|(_, currency)| currency).or_else(|| text.parse().ok())
}

/// The columns that a field of a form can come from.
fn meanings(field: Field) -> &'static [Meaning] {
    use Meaning as M;
    match field {
        Field::Name | Field::Title => &[M::Name, M::FullName, M::LastName],
        Field::FirstName => &[M::FirstName, M::FullName],
        Field::LastName => &[M::LastName, M::FullName],
        Field::Company | Field::Client => &[M::Company, M::Person],
        Field::Person => &[M::Person],
        Field::TaxNumber => &[M::TaxNumber],
        Field::Phone => &[M::Phone],
        Field::Email => &[M::Email],
        Field::Website => &[M::Website],
        Field::Address => &[M::Address],
        Field::PostalCode => &[M::PostalCode],
        Field::City => &[M::City],
        Field::Code => &[M::Code],
        Field::Price => &[M::Price],
        Field::Value => &[M::Value],
        Field::Currency => &[M::Currency],
        Field::Stage => &[M::Stage],
        Field::Owner => &[M::Owner],
        Field::Source => &[M::Source],
        Field::ExpectedClose => &[M::ExpectedClose],
        Field::ClosedOn => &[M::ClosedOn],
        Field::Reason => &[M::Reason],
        Field::Description => &[M::Description],
        Field::Product => &[M::Product],
        Field::Role => &[M::Role],
        _ => &[],
    }
}

/// A day that is written in this order, whatever stands between its parts; a time behind it is left out.
pub(crate) fn day(text: &str, dates: Dates) -> Option<NaiveDate> {
    let (year, month, day) = parts(text, dates)?;
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| YEARS.contains(&year))
}

/// Year, month and day as they are written.
fn parts(text: &str, dates: Dates) -> Option<(i32, u32, u32)> {
    let date = text.trim().split([' ', 'T']).next()?;
    let parts: Vec<&str> = date.split(['.', '/', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let ((year, month), day) = match dates {
        Dates::DayFirst => ((third, second), first),
        Dates::MonthFirst => ((third, first), second),
        Dates::YearFirst => ((first, second), third),
    };
    let number = |text: &str, most: usize| {
        let numeric =
            !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        numeric.then(|| text.parse::<u32>().ok()).flatten()
    };
    let year = number(year, 4).filter(|_| year.len() == 4).and_then(|year| i32::try_from(year).ok())?;
    Some((year, number(month, 2)?, number(day, 2)?))
}

/// What may have been meant by a day that is none: the last one of its month, or month and day the other way round.
pub fn offer(text: &str, dates: Dates) -> Option<String> {
    let (year, month, day) = parts(text, dates)?;
    let last = || (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    let turned = || NaiveDate::from_ymd_opt(year, day, month);
    let meant = if (1..=31).contains(&day) { last().or_else(turned) } else { None };
    let meant = meant.filter(|_| YEARS.contains(&year))?;
    let form = match dates {
        Dates::DayFirst => "%d.%m.%Y",
        Dates::MonthFirst => "%m/%d/%Y",
        Dates::YearFirst => "%Y-%m-%d",
    };
    Some(meant.format(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::Alias;

    fn fit(columns: &[Meaning]) -> Fit {
        Fit { columns: columns.iter().copied().map(Some).collect(), ..Fit::default() }
    }

    #[test]
    fn a_day_is_read_in_its_order() {
        for (text, dates, want) in [
            ("3.12.2026", Dates::DayFirst, Some("2026-12-03")),
            ("03/12/2026", Dates::MonthFirst, Some("2026-03-12")),
            ("2026-12-03T10:00:00Z", Dates::YearFirst, Some("2026-12-03")),
            ("31.04.2027", Dates::DayFirst, None),
            ("1.1.26", Dates::DayFirst, None),
            ("1.1.9999", Dates::DayFirst, None),
            ("1.1", Dates::DayFirst, None),
            ("+1.1.2026", Dates::DayFirst, None),
        ] {
            assert_eq!(day(text, dates).map(|day| day.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_day_that_is_none_has_one_that_may_be_meant() {
        for (text, dates, want) in [
            ("31.04.2027", Dates::DayFirst, Some("30.04.2027")),
            ("30.02.2027", Dates::DayFirst, Some("28.02.2027")),
            ("12.31.2027", Dates::DayFirst, Some("31.12.2027")),
            ("2027-02-30", Dates::YearFirst, Some("2027-02-28")),
            ("99.99.2027", Dates::DayFirst, None),
            ("soon", Dates::DayFirst, None),
        ] {
            assert_eq!(offer(text, dates).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn an_amount_is_in_the_currency_that_stands_with_it() {
        let pln = |minor| Ok(Some(Money { minor, currency: Currency::PLN }));
        for (cell, unit, want) in [
            ("48 200,00 zł", "", pln(4_820_000)),
            ("48 200,00", "", pln(4_820_000)),
            ("EUR 12,5", "", Ok(Some(Money { minor: 1_250, currency: Currency::EUR }))),
            ("12,5", "eur", Ok(Some(Money { minor: 1_250, currency: Currency::EUR }))),
            ("", "", Ok(None)),
            ("-5", "", Err(Refusal::Negative { field: Field::Value })),
            ("a lot", "", Err(Refusal::Malformed { field: Field::Value })),
            ("1", "beans", Err(Refusal::Malformed { field: Field::Currency })),
        ] {
            let fit = fit(&[Meaning::Value, Meaning::Currency]);
            let cells = [cell.to_owned(), unit.to_owned()];
            let read = Cells { fit: &fit, cells: &cells }.amount(Meaning::Value, Currency::PLN);
            assert_eq!(read.map_err(|problem| problem.refusal), want, "{cell} {unit}");
        }
    }

    #[test]
    fn a_value_can_stand_for_another_and_so_can_nothing() {
        let alias =
            |from: &str, to: &str| Alias { meaning: Meaning::Company, from: from.into(), to: to.into() };
        let aliases = vec![alias("", "Walk-in"), alias("ACME", "Acme Ltd"), alias("n/a", "")];
        let fit = Fit { aliases, ..fit(&[Meaning::Company]) };
        for (cell, want) in [("", "Walk-in"), ("ACME", "Acme Ltd"), ("n/a", "Walk-in"), ("Huta", "Huta")] {
            let cells = [cell.to_owned()];
            assert_eq!(Cells { fit: &fit, cells: &cells }.text(Meaning::Company), want, "{cell}");
        }
    }

    #[test]
    fn several_columns_are_one_text() {
        let fit = fit(&[Meaning::Phone, Meaning::Name, Meaning::Phone]);
        let cells = ["1", "x", "2"].map(String::from);
        assert_eq!(Cells { fit: &fit, cells: &cells }.text(Meaning::Phone), "1, 2");
    }
}
