//! The address book: companies and persons, the two kinds of client (K1).

use crate::{
    id::{CompanyId, DealId, PersonId},
    money::Money,
};
use serde::{Deserialize, Serialize};

/// Who buys, as a screen shows it: a company, a person, or a person of a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
}

impl Client {
    /// Company and person in one line: "Łódź Logistyka · Anna Nowak".
    pub fn line(&self) -> String {
        [self.company_name(), self.person_name()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    pub fn company_name(&self) -> Option<&str> {
        self.company.as_ref().map(|company| company.name.as_str())
    }

    pub fn person_name(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.name.as_str())
    }
}

/// A company by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
}

/// A person by their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// The company they belong to, where persons are looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
}

/// Splits a person's name into first and last; a single word is the last name.
pub fn first_and_last(name: &str) -> (&str, &str) {
    name.trim().rsplit_once(' ').map_or(("", name.trim()), |(first, last)| (first.trim(), last))
}

/// An open deal with a company, as somebody sees it who is about to add another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDeal {
    pub id: DealId,
    pub name: String,
    pub value: Money,
    pub stage: String,
    pub owner: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_last_word_is_the_last_name() {
        for (name, want) in [
            ("Anna Nowak", ("Anna", "Nowak")),
            ("Jan Maria  Rokita", ("Jan Maria", "Rokita")),
            ("Cher", ("", "Cher")),
        ] {
            assert_eq!(first_and_last(name), want);
        }
    }
}
