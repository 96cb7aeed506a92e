//! Days of the calendar and times of a day, as forms, addresses and answers write them. Read here, and not by chrono, whose
//! reader knows every form there is: it weighs eight kilobytes in the first download.

use crate::refusal::{Field, Refusal};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// Reads a day such as `2026-05-14`, of the years 1900 to 2200.
pub fn parse(field: Field, typed: &str) -> Result<NaiveDate, Refusal> {
    date(typed.trim()).filter(|day| (1900..=2200).contains(&day.year())).ok_or(Refusal::Malformed { field })
}

/// As [`parse`], but an empty text is no day.
pub fn parse_optional(field: Field, typed: &str) -> Result<Option<NaiveDate>, Refusal> {
    if typed.trim().is_empty() { Ok(None) } else { parse(field, typed).map(Some) }
}

/// A day without a time, as a moment at its noon: the same day in every European zone.
pub fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}

/// The day that `2026-05-14` names.
fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(number);
    NaiveDate::from_ymd_opt(parts.next()??.try_into().ok()?, parts.next()??, parts.next()??)
}

/// The time of day that `15:00` or `15:00:30` names; parts of a second count for nothing.
pub(crate) fn time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split('.').next()?.splitn(3, ':').map(number);
    let (hour, minute) = (parts.next()??, parts.next()??);
    NaiveTime::from_hms_opt(hour, minute, parts.next().unwrap_or(Some(0))?)
}

/// Digits alone: no sign, no space.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Days in answers.
pub(crate) mod as_date {
    use super::*;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
        date.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
        date(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("a day is 2026-05-14"))
    }
}

/// Moments in answers.
pub(crate) mod as_moment {
    use super::*;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(moment: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&moment.format("%Y-%m-%dT%H:%M:%S"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDateTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        let moment = text.split_once('T').and_then(|(day, hour)| Some(date(day)?.and_time(time(hour)?)));
        moment.ok_or_else(|| D::Error::custom("a moment is 2026-05-14T15:00:00"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_of_one_form() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
        for (text, want) in [
            ("2026-05-14", day(2026, 5, 14)),
            ("2024-02-29", day(2024, 2, 29)),
            ("2026-02-29", None),
            ("2026-5-4", day(2026, 5, 4)),
            ("+2026-05-14", None),
            ("-2026-05-14", None),
            ("2026-05-14-1", None),
            ("2026-05", None),
            ("2026-05-14T10:00", None),
            ("", None),
            ("--", None),
        ] {
            assert_eq!(date(text), want, "{text}");
        }
        for (text, want) in [
            ("15:00", NaiveTime::from_hms_opt(15, 0, 0)),
            ("07:05:09.123", NaiveTime::from_hms_opt(7, 5, 9)),
            ("24:00", None),
            ("15", None),
            ("15:60", None),
            ("15:00:00:00", None),
            (" 15:00", None),
        ] {
            assert_eq!(time(text), want, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_chrono_writes_is_read(days in -700_000i32..700_000, seconds in 0u32..86_400, fraction in 0u32..1_000_000_000) {
            let day = NaiveDate::from_num_days_from_ce_opt(730_000 + days).unwrap();
            let hour = NaiveTime::from_num_seconds_from_midnight_opt(seconds, fraction).unwrap();
            proptest::prop_assert_eq!(date(&day.to_string()), Some(day));
            proptest::prop_assert_eq!(time(&hour.to_string()), NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0));
        }
    }
}
