//! Stretches of time that are counted from today.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A stretch of time that is counted from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Quarter,
    Month,
    LastMonth,
    Year,
}

impl Period {
    pub const ALL: [Period; 4] = [Period::Quarter, Period::Month, Period::LastMonth, Period::Year];

    pub fn code(self) -> &'static str {
        match self {
            Period::Quarter => "quarter",
            Period::Month => "month",
            Period::LastMonth => "last_month",
            Period::Year => "year",
        }
    }

    /// Its first and its last day.
    pub fn bounds(self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(today);
        let (year, month) = (today.year(), today.month());
        let (from, months) = match self {
            Period::Quarter => (first(year, (month - 1) / 3 * 3 + 1), 3),
            Period::Month => (first(year, month), 1),
            Period::LastMonth => (first(year, month).checked_sub_months(Months::new(1)).unwrap_or(today), 1),
            Period::Year => (first(year, 1), 12),
        };
        let next = from.checked_add_months(Months::new(months));
        (from, next.and_then(|next| next.pred_opt()).unwrap_or(today))
    }
}

impl FromStr for Period {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Period::ALL.into_iter().find(|period| period.code() == text).ok_or("not a period")
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
            (Period::Year, "2026-06-30", "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(period.bounds(day(today)), (day(from), day(to)), "{period:?} {today}");
        }
    }
}
