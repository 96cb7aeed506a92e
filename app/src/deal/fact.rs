//! What is known of a deal and can be changed in its place.

use crate::words::t;
use domain::{deal::DealForm, profile::Profile};
use words::format;

/// Something that is known of a deal and can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Name,
    Value,
    Company,
    Person,
    Owner,
    Source,
    ExpectedClose,
    Description,
}

impl Fact {
    pub const ALL: [Fact; 8] = [
        Fact::Name,
        Fact::Value,
        Fact::Company,
        Fact::Person,
        Fact::Owner,
        Fact::Source,
        Fact::ExpectedClose,
        Fact::Description,
    ];

    /// The name of its row.
    pub fn code(self) -> &'static str {
        match self {
            Fact::Name => "name",
            Fact::Value => "value",
            Fact::Company => "company",
            Fact::Person => "person",
            Fact::Owner => "owner",
            Fact::Source => "source",
            Fact::ExpectedClose => "expected_close",
            Fact::Description => "description",
        }
    }

    pub fn label(self) -> &'static str {
        let words = t();
        match self {
            Fact::Name => words.name(),
            Fact::Value => words.value(),
            Fact::Company => words.company(),
            Fact::Person => words.person(),
            Fact::Owner => words.owner(),
            Fact::Source => words.source(),
            Fact::ExpectedClose => words.expected_close(),
            Fact::Description => words.description(),
        }
    }

    /// The deal as it is, with this of it as it was typed.
    pub fn over(self, typed: DealForm, now: DealForm) -> DealForm {
        let language = Some(t().language);
        match self {
            Fact::Name => DealForm { name: typed.name, language, ..now },
            Fact::Value => DealForm { value: typed.value, currency: typed.currency, language, ..now },
            Fact::Company => {
                DealForm { company: typed.company, company_id: typed.company_id, language, ..now }
            }
            // Who is chosen brings their company along.
            Fact::Person => DealForm {
                person: typed.person,
                person_id: typed.person_id,
                company: typed.company,
                company_id: typed.company_id,
                language,
                ..now
            },
            Fact::Owner => DealForm { owner: typed.owner, language, ..now },
            Fact::Source => DealForm { source: typed.source, language, ..now },
            Fact::ExpectedClose => DealForm { expected_close: typed.expected_close, language, ..now },
            Fact::Description => DealForm { description: typed.description, language, ..now },
        }
    }

    /// What it is now; nothing when nothing is known.
    pub fn shown(self, profile: &Profile) -> Option<String> {
        let words = t();
        match self {
            Fact::Name => Some(profile.name.to_string()),
            Fact::Value => Some(format::money(words, profile.value)),
            Fact::Company => profile.client.company_name().map(str::to_owned),
            Fact::Person => profile.client.person_name().map(str::to_owned),
            Fact::Owner => {
                let owner = profile.people.iter().find(|person| person.id == profile.owner);
                owner.map(|owner| owner.name.clone())
            }
            Fact::Source => {
                let source = profile.sources.iter().find(|(id, _)| Some(*id) == profile.source);
                source.map(|(_, name)| name.clone())
            }
            Fact::ExpectedClose => profile.expected_close.map(|day| format::date(words, day)),
            Fact::Description => {
                Some(profile.description.as_str().to_owned()).filter(|text| !text.is_empty())
            }
        }
    }
}

/// The deal as its form.
pub(super) fn form_of(profile: &Profile) -> DealForm {
    DealForm {
        company: profile.client.company_name().unwrap_or_default().to_owned(),
        company_id: profile.client.company.as_ref().map(|company| company.id),
        person: profile.client.person_name().unwrap_or_default().to_owned(),
        person_id: profile.client.person.as_ref().map(|person| person.id),
        name: profile.name.to_string(),
        source: profile.source,
        expected_close: profile.expected_close.map(|day| day.to_string()).unwrap_or_default(),
        value: profile.value.typed(&t().notation),
        currency: profile.value.currency.code().into(),
        owner: profile.owner,
        description: profile.description.as_str().into(),
        language: None,
    }
}
