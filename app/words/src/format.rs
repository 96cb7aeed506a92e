//! Money, dates and tasks in the form that each language gives them.

use crate::Words;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use domain::{
    money::Money,
    process::Notify,
    task::{Dot, Due, Kind, Standing},
};

/// An amount: `18 000 zł` in Polish, `PLN 18,000` in English; decimals only when there are some.
pub fn money(words: &Words, money: Money) -> String {
    money.write(&words.notation)
}

/// As [`money`], with the decimals of the currency even when they are zero: for columns of amounts.
pub fn exact(words: &Words, money: Money) -> String {
    money.exact(&words.notation)
}

/// An amount as a change: with a plus when it grows.
pub fn change(words: &Words, by: Money) -> String {
    let plus = if by.minor > 0 { "+" } else { "" };
    format!("{plus}{}", money(words, by))
}

/// The size of a file: `830 B`, `12 kB`, `1,2 MB`.
pub fn bytes(words: &Words, bytes: i64) -> String {
    match bytes {
        ..1_000 => words.size_bytes(&words.number(bytes)),
        1_000..1_000_000 => words.size_kilobytes(&words.number(bytes / 1_000)),
        _ => words.size_megabytes(&tenths(words, bytes / 100_000)),
    }
}

/// A number of tenths with its sign: `-0,6`.
pub fn tenths(words: &Words, tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}{}{}", words.number((tenths / 10).abs()), words.form_decimal(), (tenths % 10).abs())
}

/// A day as people say it: `today`, `tomorrow`, a weekday within the next six days, else `14 Dec`, with the year when
/// it is another.
pub fn day(words: &Words, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = words.weekdays().nth(day.weekday().num_days_from_monday() as usize);
    match ((day - today).num_days(), weekday) {
        (0, _) => words.today().to_owned(),
        (1, _) => words.tomorrow().to_owned(),
        (2..=6, Some(weekday)) => weekday.to_owned(),
        _ if day.year() == today.year() => words.date_short(&day.day().to_string(), month(words, day)),
        _ => date(words, day),
    }
}

/// A day with its year, wherever today is: `14 Dec 2026`.
pub fn date(words: &Words, day: NaiveDate) -> String {
    words.date_long(&day.day().to_string(), month(words, day), &day.year().to_string())
}

/// The name of a day's month, short.
pub fn month(words: &Words, day: NaiveDate) -> &'static str {
    words.months().nth(day.month0() as usize).unwrap_or_default()
}

/// A moment of the past, by its day: `today, 15:00`.
pub fn moment(words: &Words, at: NaiveDateTime, today: NaiveDate) -> String {
    due(words, Due { date: at.date(), time: Some(at.time()) }, today)
}

/// When a task is due: `today, 15:00`.
pub fn due(words: &Words, due: Due, today: NaiveDate) -> String {
    let day = day(words, due.date, today);
    match due.time {
        Some(time) => {
            let two = |number: u32| format!("{number:02}");
            words.at_time(&day, &words.clock(&two(time.hour()), &two(time.minute())))
        }
        None => day,
    }
}

/// The dot in a few words: `2 overdue`, `today, 15:00`, `14 Dec`, `no date`, `no tasks`.
pub fn standing(words: &Words, standing: Standing, now: NaiveDateTime) -> String {
    match (standing.dot, standing.next) {
        (Dot::White, _) => words.no_tasks().to_owned(),
        (Dot::Red, _) => words.overdue(standing.overdue),
        (_, Some(next)) => due(words, next, now.date()),
        (_, None) => words.undated_tasks().to_owned(),
    }
}

/// The dot in full: `2 overdue, next 14 May`.
pub fn standing_in_full(words: &Words, state: Standing, now: NaiveDateTime) -> String {
    match (state.dot, state.next) {
        (Dot::Red, Some(next)) => words.next(&words.overdue(state.overdue), &due(words, next, now.date())),
        _ => standing(words, state, now),
    }
}

/// Names as a sentence lists them: `Anna`, `Anna and Jan`, `Anna, Jan and Zofia`.
pub fn names(words: &Words, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [name] => name.clone(),
        [first @ .., last] => words.and(&first.join(", "), last),
    }
}

/// The kind of a task.
pub fn kind_of_task(words: &Words, kind: Kind) -> &str {
    match kind {
        Kind::Call => words.kind_call(),
        Kind::Meeting => words.kind_meeting(),
        Kind::Email => words.kind_email(),
        Kind::Other => words.kind_other(),
    }
}

/// Who is told when an action is done, group by group.
pub fn notified(words: &Words, notify: &Notify) -> String {
    let groups = [
        (notify.administrators, words.notify_administrators()),
        (notify.managers, words.notify_managers()),
        (notify.participants, words.notify_participants()),
        (!notify.people.is_empty(), words.only_people()),
    ];
    groups.into_iter().filter(|(told, _)| *told).map(|(_, name)| name).collect::<Vec<_>>().join(", ")
}
