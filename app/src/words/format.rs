//! Money, dates and tasks in the form that each language gives them.

use super::Words;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use domain::{
    decimal::{NBSP, grouped, mark},
    money::Money,
    task::{Dot, Due, Kind, Standing},
};

/// An amount: `18 000 zł` in Polish, `PLN 18,000` in English; decimals only when there are some.
pub fn money(words: &Words, money: Money) -> String {
    money.write(words.language)
}

/// As [`money`], with the decimals of the currency even when they are zero: for columns of amounts.
pub fn exact(words: &Words, money: Money) -> String {
    money.exact(words.language)
}

/// An amount as a change: with a plus when it grows.
pub fn change(words: &Words, by: Money) -> String {
    let plus = if by.minor > 0 { "+" } else { "" };
    format!("{plus}{}", money(words, by))
}

/// A number of deals with grouped digits.
pub fn count(words: &Words, number: usize) -> String {
    grouped(&number.to_string(), words.language)
}

/// The size of a file: `830 B`, `12 kB`, `1,2 MB`.
pub fn bytes(words: &Words, bytes: i64) -> String {
    let mark = mark(words.language);
    match bytes {
        ..1_000 => format!("{bytes}{NBSP}B"),
        1_000..1_000_000 => format!("{}{NBSP}kB", bytes / 1_000),
        _ => format!("{}{mark}{}{NBSP}MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A day as people say it: `today`, `tomorrow`, a weekday within the next six days, else `14 Dec`, with the year when
/// it is another.
pub fn day(words: &Words, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = words.weekdays.get(day.weekday().num_days_from_monday() as usize);
    let month = words.months.get(day.month0() as usize).copied().unwrap_or_default();
    match ((day - today).num_days(), weekday) {
        (0, _) => words.today.to_owned(),
        (1, _) => words.tomorrow.to_owned(),
        (2..=6, Some(weekday)) => (*weekday).to_owned(),
        _ if day.year() == today.year() => format!("{}{NBSP}{month}", day.day()),
        _ => date(words, day),
    }
}

/// A day with its year, wherever today is: `14 Dec 2026`.
pub fn date(words: &Words, day: NaiveDate) -> String {
    let month = words.months.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{}{NBSP}{month}{NBSP}{}", day.day(), day.year())
}

/// When a task is due: `today, 15:00`.
pub fn due(words: &Words, due: Due, today: NaiveDate) -> String {
    let day = day(words, due.date, today);
    match due.time {
        Some(time) => format!("{day}, {}", time.format("%H:%M")),
        None => day,
    }
}

/// The dot in a few words: `2 overdue`, `today, 15:00`, `14 Dec`, `no date`, `no tasks`.
pub fn standing(words: &Words, standing: Standing, now: NaiveDateTime) -> String {
    match (standing.dot, standing.next) {
        (Dot::White, _) => words.no_tasks.to_owned(),
        (Dot::Red, _) => (words.overdue)(standing.overdue),
        (_, Some(next)) => due(words, next, now.date()),
        (_, None) => words.undated_tasks.to_owned(),
    }
}

/// The dot in full: `2 overdue, next 14 May`.
pub fn standing_in_full(words: &Words, state: Standing, now: NaiveDateTime) -> String {
    match (state.dot, state.next) {
        (Dot::Red, Some(next)) => {
            (words.next)(&(words.overdue)(state.overdue), &due(words, next, now.date()))
        }
        _ => standing(words, state, now),
    }
}

/// The kind of a task.
pub fn kind_of_task(words: &Words, kind: Kind) -> &'static str {
    match kind {
        Kind::Call => words.kind_call,
        Kind::Meeting => words.kind_meeting,
        Kind::Email => words.kind_email,
        Kind::Other => words.kind_other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;
    use domain::people::Language;

    #[test]
    fn sizes_of_files_are_short() {
        for (size, want) in
            [(830, "830 B"), (12_400, "12 kB"), (1_250_000, "1,2 MB"), (25_000_000, "25,0 MB")]
        {
            assert_eq!(bytes(words(Language::Pl), size).replace(NBSP, " "), want);
        }
    }

    #[test]
    fn days_are_named_by_their_distance() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        for (date, polish, english) in [
            ("2026-11-23", "dziś", "today"),
            ("2026-11-24", "jutro", "tomorrow"),
            ("2026-11-27", "pt", "Fri"),
            ("2026-11-30", "30 lis", "30 Nov"),
            ("2026-11-20", "20 lis", "20 Nov"),
            ("2027-01-04", "4 sty 2027", "4 Jan 2027"),
        ] {
            let date = date.parse().unwrap();
            assert_eq!(day(words(Language::Pl), date, today).replace(NBSP, " "), polish);
            assert_eq!(day(words(Language::En), date, today).replace(NBSP, " "), english);
        }
    }
}
