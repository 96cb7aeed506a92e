//! Days of the calendar, as forms and addresses write them.

use crate::refusal::{Field, Refusal};
use chrono::{Datelike, NaiveDate};

/// Reads a day such as `2026-05-14`, of the years 1900 to 2200.
pub fn parse(field: Field, typed: &str) -> Result<NaiveDate, Refusal> {
    NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d")
        .ok()
        .filter(|day| (1900..=2200).contains(&day.year()))
        .ok_or(Refusal::Malformed { field })
}

/// As [`parse`], but an empty text is no day.
pub fn parse_optional(field: Field, typed: &str) -> Result<Option<NaiveDate>, Refusal> {
    if typed.trim().is_empty() { Ok(None) } else { parse(field, typed).map(Some) }
}
