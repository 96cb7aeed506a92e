//! The list of the address book: companies or persons by their names, found by what is known of them (K1).

use super::{Company, Contact, TaxNumber};
use crate::{
    money::Money,
    refusal::{Field, Refusal},
    text::Name,
};
use serde::{Deserialize, Serialize};

/// Which contacts are asked for; it lives in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    /// Persons, instead of companies.
    pub persons: bool,
    /// Letters of a name without case and accents, or a part of a tax number, phone, e-mail or city.
    pub text: Option<String>,
    /// Only those with an open deal that the viewer sees.
    pub open: bool,
    /// Only companies without a person.
    pub without_person: bool,
}

impl Query {
    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it (L2).
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Query, Refusal> {
        let mut query = Query::default();
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match (name, value) {
                ("show", "" | "companies") => query.persons = false,
                ("show", "persons") => query.persons = true,
                ("q", text) => {
                    let name = Name::parse_optional(Field::Name, text).map_err(|_| malformed())?;
                    query.text = name.map(|name| name.as_str().to_owned());
                }
                ("open" | "without_person", "") => {}
                ("open", "1") => query.open = true,
                ("without_person", "1") => query.without_person = true,
                ("show" | "open" | "without_person", _) => return Err(malformed()),
                _ => return Err(Refusal::UnknownParameter { name: name.to_owned() }),
            }
        }
        Ok(query)
    }

    /// Refuses a text that is longer than a name can be.
    pub fn require_bounded(&self) -> Result<(), Refusal> {
        Name::parse_optional(Field::Name, self.text.as_deref().unwrap_or_default()).map(drop)
    }

    /// The parameters of an address, not yet encoded: what [`Query::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        [
            self.persons.then(|| ("show", "persons".to_owned())),
            self.text.clone().map(|text| ("q", text)),
            self.open.then(|| ("open", "1".to_owned())),
            (self.without_person && !self.persons).then(|| ("without_person", "1".to_owned())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Where a page of the list ended: the next one begins below.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Below {
    /// The name as it is sorted.
    pub folded: String,
    pub id: i64,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub contacts: Vec<Listed>,
    /// Where the next page begins; nothing when this is the last.
    pub next: Option<Below>,
    /// How many companies and persons the viewer knows, whatever is asked for.
    pub companies: usize,
    pub persons: usize,
}

impl Book {
    /// How many stand on a page.
    pub const PAGE: usize = 100;
}

/// A contact in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub contact: Contact,
    pub name: String,
    /// Of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    /// Of a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<TaxNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How many persons a company has.
    #[serde(default)]
    pub persons: usize,
    /// How many open deals the viewer sees with it.
    #[serde(default)]
    pub open: usize,
    /// What they are worth, by currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value: Vec<Money>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for query in [
            Query::default(),
            Query { persons: true, text: Some("łódź".into()), open: true, without_person: false },
            Query { without_person: true, ..Query::default() },
        ] {
            let written = query.write();
            let read = Query::read(written.iter().map(|(name, value)| (*name, value.as_str())));
            assert_eq!(read, Ok(query));
        }
    }

    #[test]
    fn what_means_nothing_is_refused_by_name() {
        let long = "x".repeat(Name::MAX + 1);
        for (name, value) in [
            ("show", "deals"),
            ("open", "yes"),
            ("without_person", "0"),
            ("q", "\u{7}"),
            ("q", long.as_str()),
        ] {
            let want = Refusal::MalformedParameter { name: name.into() };
            assert_eq!(Query::read([(name, value)]), Err(want), "{name}={value}");
        }
        assert_eq!(Query::read([("color", "red")]), Err(Refusal::UnknownParameter { name: "color".into() }));
    }
}
