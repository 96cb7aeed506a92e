//! The forms in which rows keep what is no column of its own: JSON, spelt out here and nowhere else, so that a change of a
//! rule's types changes no row. Each form has a number, and `golden` holds a line for everything that was ever written in
//! it. What another version wrote is read as far as this one knows it.

pub(crate) mod answer;
pub(crate) mod event;
pub(crate) mod inverse;
pub(crate) mod rules;

use crate::{Error, Result};
use serde::Serialize;
use serde_json::{Map, Value};

/// An object with the number of its form.
#[derive(Serialize)]
struct Numbered<T> {
    v: u64,
    #[serde(flatten)]
    stored: T,
}

fn write_as(number: u64, stored: impl Serialize) -> Result<String> {
    let numbered = Numbered { v: number, stored };
    serde_json::to_string(&numbered).map_err(|error| Error::Unreadable(error.to_string()))
}

/// The number of a stored object's form, and its fields; nothing when the text is no such object. Rows from before there
/// were numbers have none: their forms are number 1.
fn opened(text: &str) -> Option<(u64, Map<String, Value>)> {
    let mut fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let number = match fields.remove("v") {
        Some(number) => number.as_u64()?,
        None => 1,
    };
    Some((number, fields))
}
