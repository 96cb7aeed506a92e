//! How commands and queries travel: their fields as one JSON object, a command's op among them.

use crate::{Command, Query};
use domain::{id::Op, refusal::Refusal};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use std::fmt;

/// A request as it comes by its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Perform(Op, Box<Command>),
    Ask(Query),
}

impl Request {
    /// Reads the request of this name; nothing when nothing is called so. Refused when the body is not what the name
    /// wants, when a command comes without an op, and from a page that is older or newer than this program.
    pub fn read(name: &str, body: &[u8]) -> Option<Result<Request, Refusal>> {
        let command = Command::version(name);
        let version = command.or(Query::version(name))?;
        let read = || {
            let mut fields = fields_of(body)?;
            require_version(&mut fields, version)?;
            match command {
                Some(_) => {
                    let op = take_op(&mut fields)?;
                    Ok(Request::Perform(op, Box::new(Command::read(name, fields.into())?)))
                }
                None => Ok(Request::Ask(Query::read(name, fields.into())?)),
            }
        };
        Some(read())
    }
}

/// The fields of a request. Unlike serde's own value, it refuses an object that names a field twice.
fn fields_of(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice::<Strict>(body) {
        Ok(Strict(Value::Object(fields))) => Ok(fields),
        Ok(_) | Err(_) => Err(Refusal::MalformedRequest),
    }
}

/// A request may name the version of its form.
fn require_version(fields: &mut Map<String, Value>, version: u16) -> Result<(), Refusal> {
    match fields.remove("v") {
        Some(named) if named.as_u64() != Some(version.into()) => Err(Refusal::OtherVersion),
        _ => Ok(()),
    }
}

/// The op goes with every command, among its fields.
fn take_op(fields: &mut Map<String, Value>) -> Result<Op, Refusal> {
    let op = fields.remove("op").ok_or(Refusal::MalformedRequest)?;
    serde_json::from_value(op).map_err(|_| Refusal::MalformedRequest)
}

/// Reads these fields. What means nothing is refused by its name.
pub(crate) fn fields<T: DeserializeOwned>(fields: Value) -> Result<T, Refusal> {
    serde_json::from_value(fields).map_err(|error| unreadable(&error.to_string()))
}

/// Reads a body that is these fields.
pub(crate) fn body<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    fields(fields_of(body)?.into())
}

/// A request that cannot be read; what means nothing in it is named.
fn unreadable(error: &str) -> Refusal {
    let name = error.split_once("unknown field `").and_then(|(_, rest)| rest.split_once('`'));
    match name {
        Some((name, _)) => Refusal::UnknownParameter { name: name.to_owned() },
        None => Refusal::MalformedRequest,
    }
}

/// A JSON value in which no object names a field twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = vec![];
        while let Some(Strict(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((name, Strict(value))) = map.next_entry::<String, Strict>()? {
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom("a field is named twice"));
            }
        }
        Ok(fields.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_one_object_without_doubles_is_a_request() {
        for (body, readable) in [
            (r#"{"deal": 1, "gap": {"after": null}, "text": "ż", "list": [1, -2, true]}"#, true),
            ("{}", true),
            (r#"{"deal": 1, "deal": 2}"#, false),
            (r#"{"gap": {"after": 1, "after": 2}}"#, false),
            ("[]", false),
            ("1", false),
            ("", false),
            ("{", false),
        ] {
            assert_eq!(fields_of(body.as_bytes()).is_ok(), readable, "{body}");
        }
    }

    #[test]
    fn a_request_is_what_its_name_wants() {
        let op = "0b8e9ac4-9c1f-4b64-a3f0-52a3fe57c1aa";
        let unknown = |name: &str| Err(Refusal::UnknownParameter { name: name.into() });
        for (name, fields, want) in [
            ("win_deal", json!({"deal": 1, "op": op}), Ok(())),
            ("win_deal", json!({"deal": 1, "op": op, "v": 1}), Ok(())),
            ("win_deal", json!({"deal": 1, "op": op, "v": 0}), Err(Refusal::OtherVersion)),
            ("win_deal", json!({"deal": 1, "op": op, "v": "1"}), Err(Refusal::OtherVersion)),
            ("win_deal", json!({"deal": 1}), Err(Refusal::MalformedRequest)),
            ("win_deal", json!({"deal": 1, "op": 5}), Err(Refusal::MalformedRequest)),
            ("win_deal", json!({"deal": 1, "op": "mine"}), Err(Refusal::MalformedRequest)),
            ("win_deal", json!({"deal": "x", "op": op}), Err(Refusal::MalformedRequest)),
            ("win_deal", json!({"deal": 1, "op": op, "note": ""}), unknown("note")),
            ("close_deal", json!({"deal": 1, "op": op}), Err(Refusal::MalformedRequest)),
            ("deal", json!({"deal": 1}), Ok(())),
            ("deal", json!({"deal": 1, "v": 2}), Err(Refusal::OtherVersion)),
            ("deal", json!({"deal": 1, "op": op}), unknown("op")),
        ] {
            let read = Request::read(name, fields.to_string().as_bytes());
            assert_eq!(read.map(|read| read.map(drop)), Some(want), "{name} {fields}");
        }
        assert_eq!(Request::read("win_deals", b"{}"), None);
        assert_eq!(Request::read("", b"{}"), None);
    }
}
