//! The address book: companies and persons, the two kinds of client (K1).

pub mod book;
mod form;
mod page;
mod tax_number;

use crate::{
    id::{CompanyId, DealId, PersonId},
    money::Money,
};
pub use form::{
    CompanyDetails, CompanyForm, NewPerson, PersonDetails, PersonForm, href, merged_company, merged_person,
    require_two,
};
pub use page::{CompanyPage, ContactDeal, ContactNote, DealsOf, PersonPage};
use serde::{Deserialize, Serialize};
pub use tax_number::TaxNumber;

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

/// A company that is suggested, with what tells it from others of its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedCompany {
    pub id: CompanyId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<TaxNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// A company or a person of the address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    Company(CompanyId),
    Person(PersonId),
}

impl Contact {
    /// The address of its page.
    pub fn path(self) -> String {
        match self {
            Contact::Company(id) => format!("/companies/{id}"),
            Contact::Person(id) => format!("/persons/{id}"),
        }
    }
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
