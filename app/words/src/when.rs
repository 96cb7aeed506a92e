//! Days and times as people type them: "18.12", "jutro", "pt", "+3", "10:00". What is understood is shown beside the field.

use crate::{Words, format};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};

/// A day as a field shows it, which [`day`] reads again: `18.12.2026`, `18 Dec 2026`.
pub fn typed(words: &Words, day: NaiveDate) -> String {
    if words.form_day().contains('b') {
        return format::date(words, day);
    }
    let part = |letter: char| match letter {
        'd' => format!("{:02}", day.day()),
        'm' => format!("{:02}", day.month()),
        'y' => day.year().to_string(),
        mark => mark.to_string(),
    };
    words.form_day().chars().map(part).collect()
}

/// The day that this names; nothing when it names none, or one that does not exist.
///
/// Without a year it is the nearest such day that is not long past; a weekday is the next one after today.
pub fn day(words: &Words, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    let named = |name: &str| is_called(name, &typed);
    if named(words.today()) {
        return Some(today);
    }
    if named(words.tomorrow()) {
        return today.succ_opt();
    }
    if let Some(later) = typed.strip_prefix('+') {
        return later_by(words, later, today);
    }
    weekday(words, &typed, today).or_else(|| date(words, &typed, today))
}

/// Whether a name is what was typed, in small letters.
fn is_called(name: &str, typed: &str) -> bool {
    name.chars().count() == typed.chars().count() && starts(name, typed)
}

/// Whether one text starts with another, whatever the case. A letter with an accent may be typed as any plain one: names are
/// few, and tables of accents would weigh more than all the rest of this.
fn starts(text: &str, with: &str) -> bool {
    let same = |a: char, b: char| {
        a == b
            || (a.is_ascii_alphabetic() != b.is_ascii_alphabetic() && a.is_alphabetic() && b.is_alphabetic())
    };
    let (text, with) = (text.to_lowercase(), with.to_lowercase());
    let mut letters = text.chars();
    !with.is_empty() && with.chars().all(|b| letters.next().is_some_and(|a| same(a, b)))
}

/// `3`, `3 days`, `2 weeks` from today, by the first letter of the unit.
pub(crate) fn later_by(words: &Words, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let digits = typed.trim().find(|letter: char| !letter.is_ascii_digit()).unwrap_or(typed.trim().len());
    let (count, unit) = typed.trim().split_at(digits);
    let weeks = words.week().chars().next().is_some_and(|letter| unit.trim().starts_with(letter));
    let days: u64 = count.parse::<u16>().ok()?.into();
    today.checked_add_days(Days::new(if weeks { 7 * days } else { days }))
}

/// The next day of this name: two letters of it are enough, or its short name.
fn weekday(words: &Words, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let begins = |name: &str| typed.chars().count() >= 2 && starts(name, typed);
    let short = words.weekdays().position(|name| is_called(name, typed));
    let short = short.or_else(|| words.weekdays_other().position(|name| is_called(name, typed)));
    let index = short.or_else(|| words.weekdays_long().position(begins))?;
    let ahead = (7 + index as u64 - u64::from(today.weekday().num_days_from_monday()) - 1) % 7 + 1;
    today.checked_add_days(Days::new(ahead))
}

/// Numbers in the order of the language, or the year first; a month also by its name.
pub(crate) fn date(words: &Words, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> =
        typed.split(|mark: char| !mark.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let month_named = |part: &str| {
        let begins = |name: &str| part.chars().count() >= 3 && starts(part, name);
        words.months().position(begins).map(|index| index as u32 + 1)
    };
    let number = |part: &&str| part.parse::<u32>().ok();
    let named = parts.iter().position(|part| month_named(part).is_some());
    let month_first = words.form_day().find(['m', 'b']) < words.form_day().find('d');
    let (year, month, day) = match (parts.as_slice(), named) {
        ([day], None) => return of_month(number(day)?, today),
        ([a, b], Some(at)) => (None, month_named(parts[at])?, number(if at == 0 { b } else { a })?),
        ([a, b, year], Some(at)) if at < 2 => {
            (Some(number(year)?), month_named(parts[at])?, number(if at == 0 { b } else { a })?)
        }
        ([a, b], None) if month_first => (None, number(a)?, number(b)?),
        ([a, b], None) => (None, number(b)?, number(a)?),
        ([year, month, day], None) if year.len() == 4 => (Some(number(year)?), number(month)?, number(day)?),
        ([a, b, year], None) if month_first => (Some(number(year)?), number(a)?, number(b)?),
        ([a, b, year], None) => (Some(number(year)?), number(b)?, number(a)?),
        _ => return None,
    };
    match year {
        Some(year) => {
            let year = if year < 100 { 2000 + year } else { year };
            NaiveDate::from_ymd_opt(year as i32, month, day).filter(|day| (1900..=2200).contains(&day.year()))
        }
        None => {
            let this = NaiveDate::from_ymd_opt(today.year(), month, day);
            let long_past = |day: &NaiveDate| (today - *day).num_days() > LONG_PAST;
            this.filter(|day| !long_past(day))
                .or_else(|| NaiveDate::from_ymd_opt(today.year() + 1, month, day))
        }
    }
}

/// A day without a year that lies further back than this is meant to come.
const LONG_PAST: i64 = 90;

/// The day of this month, or of the next one when it is past.
fn of_month(day: u32, today: NaiveDate) -> Option<NaiveDate> {
    let next = today.with_day(1)?.checked_add_months(chrono::Months::new(1))?;
    today.with_day(day).filter(|day| *day >= today).or_else(|| next.with_day(day))
}

/// The time that this names: `10`, `10:30`, `10.30`, `1030`, `10am`, `3 pm`.
pub fn time(typed: &str) -> Option<NaiveTime> {
    let typed = typed.trim().to_lowercase();
    let (typed, half) = match (typed.strip_suffix("am"), typed.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (typed.as_str(), None),
    };
    let parts: Vec<&str> = typed.trim().split([':', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    let (hour, minute) = match parts.as_slice() {
        [all] if matches!(all.len(), 3 | 4) && all.is_ascii() => {
            let (hour, minute) = all.split_at(all.len() - 2);
            (number(hour)?, number(minute)?)
        }
        [hour] => (number(hour)?, 0),
        [hour, minute] if minute.len() == 2 => (number(hour)?, number(minute)?),
        _ => return None,
    };
    match half {
        None => NaiveTime::from_hms_opt(hour, minute, 0),
        Some(half) if (1..=12).contains(&hour) => NaiveTime::from_hms_opt(hour % 12 + half, minute, 0),
        Some(_) => None,
    }
}
