//! What the address book suggests while one types a client.

use super::ask;
use crate::ui::suggest::Suggestion;
use command::contact::{SuggestCompanies, SuggestPersons};
use domain::contact::Person;
use std::pin::Pin;

/// Companies, with what tells those of one name apart.
pub fn suggest_companies(letters: String) -> Pin<Box<dyn Future<Output = Vec<Suggestion>>>> {
    Box::pin(async move {
        let found = ask(&SuggestCompanies { letters }).await.unwrap_or_default();
        found
            .into_iter()
            .map(|company| {
                let beside = [company.tax_number.map(|number| number.to_string()), company.city];
                let beside = beside.into_iter().flatten().collect::<Vec<_>>().join(" · ");
                let beside = Some(beside).filter(|beside| !beside.is_empty());
                Suggestion { id: company.id.0, text: company.name, beside, of: None }
            })
            .collect()
    })
}

/// Persons, with their companies.
pub fn suggest_persons(letters: String) -> Pin<Box<dyn Future<Output = Vec<Suggestion>>>> {
    Box::pin(async move {
        let found = ask(&SuggestPersons { letters }).await.unwrap_or_default();
        let suggestion = |person: Person| Suggestion {
            id: person.id.0,
            text: person.name,
            of: person.company.as_ref().map(|company| company.id.0),
            beside: person.company.map(|company| company.name),
        };
        found.into_iter().map(suggestion).collect()
    })
}
