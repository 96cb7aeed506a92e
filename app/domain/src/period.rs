//! Stretches of time that are counted from today, and days between two.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The years that days of a filter may lie in.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A stretch of time that is counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Month,
    NextMonth,
    LastMonth,
    Quarter,
    NextQuarter,
    Year,
    /// The thirty days from today on.
    Next30,
    /// The thirty days before today.
    Last30,
    /// All days before today.
    Past,
}

impl Period {
    pub const ALL: [Period; 9] = [
        Period::Month,
        Period::NextMonth,
        Period::LastMonth,
        Period::Quarter,
        Period::NextQuarter,
        Period::Year,
        Period::Next30,
        Period::Last30,
        Period::Past,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Period::Month => "month",
            Period::NextMonth => "next_month",
            Period::LastMonth => "last_month",
            Period::Quarter => "quarter",
            Period::NextQuarter => "next_quarter",
            Period::Year => "year",
            Period::Next30 => "next_30",
            Period::Last30 => "last_30",
            Period::Past => "past",
        }
    }

    /// Its first and its last day.
    pub fn bounds(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
        let later = |day: NaiveDate, months| day.checked_add_months(Months::new(months)).unwrap_or(today);
        let days = |days| today.checked_add_signed(TimeDelta::days(days)).unwrap_or(today);
        let (month, quarter) =
            (first(today.year(), today.month()), first(today.year(), (today.month() - 1) / 3 * 3 + 1));
        let (from, months) = match self {
            Period::Month => (month, 1),
            Period::NextMonth => (later(month, 1), 1),
            Period::LastMonth => (month.checked_sub_months(Months::new(1)).unwrap_or(today), 1),
            Period::Quarter => (quarter, 3),
            Period::NextQuarter => (later(quarter, 3), 3),
            Period::Year => (first(today.year(), 1), 12),
            Period::Next30 => return (today, days(29)),
            Period::Last30 => return (days(-30), days(-1)),
            Period::Past => return (first(*YEARS.start(), 1), days(-1)),
        };
        (from, later(from, months).pred_opt().unwrap_or(today))
    }
}

impl FromStr for Period {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Period::ALL.into_iter().find(|period| period.code() == text).ok_or("not a period")
    }
}

/// Which days are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    #[default]
    Any,
    /// No day at all.
    None,
    Period(Period),
    /// From and to which day.
    Between(Option<NaiveDate>, Option<NaiveDate>),
}

impl Days {
    /// The first and the last day that are asked for; nothing where days do not matter, or none is wanted.
    pub fn bounds(self, today: NaiveDate) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        match self {
            Days::Any | Days::None => None,
            Days::Period(period) => {
                let (from, to) = period.bounds(today);
                Some((Some(from), Some(to)))
            }
            Days::Between(from, to) => Some((from, to)),
        }
    }

    /// Whether a day is among them.
    pub fn hold(self, day: Option<NaiveDate>, today: NaiveDate) -> bool {
        match (self, self.bounds(today)) {
            (Days::None, _) => day.is_none(),
            (_, None) => true,
            (_, Some((from, to))) => {
                day.is_some_and(|day| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_counted_from_today() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (period, today, from, to) in [
            (Period::Quarter, "2026-11-28", "2026-10-01", "2026-12-31"),
            (Period::Quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
            (Period::Month, "2028-02-10", "2028-02-01", "2028-02-29"),
            (Period::LastMonth, "2027-01-31", "2026-12-01", "2026-12-31"),
            (Period::NextMonth, "2026-12-31", "2027-01-01", "2027-01-31"),
            (Period::NextQuarter, "2026-11-28", "2027-01-01", "2027-03-31"),
            (Period::Year, "2026-06-30", "2026-01-01", "2026-12-31"),
            (Period::Next30, "2026-11-28", "2026-11-28", "2026-12-27"),
            (Period::Last30, "2026-11-28", "2026-10-29", "2026-11-27"),
            (Period::Past, "2026-11-28", "1900-01-01", "2026-11-27"),
        ] {
            assert_eq!(period.bounds(day(today)), (day(from), day(to)), "{period:?} {today}");
        }
    }
}
