//! How a change is taken back: what `change.inverse` holds, rows as their tables have them. No contract: after a step of
//! the schema, what was written before may not be read any more, and then it can no longer be taken back.

use crate::{Result, format, journal::Inverse};
use serde_json::Value;

/// The number of the form, which grows when the same columns come to mean something else.
const NUMBER: u64 = 1;

pub(crate) fn write(inverse: &Inverse) -> Result<String> {
    format::write_as(NUMBER, inverse)
}

/// Nothing when another version of this program wrote it.
pub(crate) fn read(text: &str) -> Option<Inverse> {
    let (number, fields) = format::opened(text)?;
    serde_json::from_value(Value::Object(fields)).ok().filter(|_| number == NUMBER)
}
