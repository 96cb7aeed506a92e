//! The address book: asking it, and writing what is known of companies and persons (K1–K3).

use domain::{
    contact::{
        CompanyForm, Contact, PersonForm,
        book::{Below, Query},
    },
    id::{CompanyId, ContactNoteId, PersonId},
};
use serde::{Deserialize, Serialize};

/// Companies whose name contains these letters, from the second letter on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestCompanies {
    pub letters: String,
}

/// Persons whose name contains these letters, from the second letter on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestPersons {
    pub letters: String,
}

/// The open deals of a company that whoever asks may see: is there one already?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOpenDeals {
    pub company: CompanyId,
}

/// A page of the list of companies or persons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadBook {
    #[serde(default)]
    pub query: Query,
    /// Where the page before ended.
    #[serde(default)]
    pub below: Option<Below>,
}

/// The page of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadCompany {
    pub company: CompanyId,
}

/// The page of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadPerson {
    pub person: PersonId,
}

/// Adds a company, or writes what is known of the one that was seen in this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveCompany {
    #[serde(default)]
    pub company: Option<CompanyId>,
    #[serde(default)]
    pub version: i64,
    pub form: CompanyForm,
}

/// Adds a person, or writes what is known of the one who was seen in this version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavePerson {
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub version: i64,
    pub form: PersonForm,
}

/// Makes one of two companies: `keep`, seen in this version, with the details as they were chosen. What belongs to `gone`
/// belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeCompanies {
    pub keep: CompanyId,
    pub gone: CompanyId,
    pub version: i64,
    /// In which the other was seen.
    pub gone_version: i64,
    pub form: CompanyForm,
}

/// Makes one of two persons, as [`MergeCompanies`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergePersons {
    pub keep: PersonId,
    pub gone: PersonId,
    pub version: i64,
    /// In which the other was seen.
    pub gone_version: i64,
    pub form: PersonForm,
}

/// Adds a note about a company or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddContactNote {
    pub of: Contact,
    pub text: String,
}

/// Gives one's own note another text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditContactNote {
    pub note: ContactNoteId,
    pub text: String,
}

/// Deletes one's own note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteContactNote {
    pub note: ContactNoteId,
}

#[cfg(feature = "ssr")]
mod doing {
    use super::{
        AddContactNote, DeleteContactNote, EditContactNote, MergeCompanies, MergePersons, ReadBook,
        ReadCompany, ReadOpenDeals, ReadPerson, SaveCompany, SavePerson, SuggestCompanies, SuggestPersons,
    };
    use crate::{Answers, Perform};
    use domain::{
        contact::{CompanyPage, Contact, OpenDeal, Person, PersonPage, SuggestedCompany, book::Book},
        id::{CompanyId, ContactNoteId, PersonId},
        log::{Thing, next_version},
        refusal::{Field, Refusal},
        text::Prose,
    };
    use store::{Result, Tx};

    impl Answers for SuggestCompanies {
        async fn answer(&self, tx: &Tx) -> Result<Vec<SuggestedCompany>> {
            tx.suggest_companies(&self.letters).await
        }
    }

    impl Answers for ReadOpenDeals {
        async fn answer(&self, tx: &Tx) -> Result<Vec<OpenDeal>> {
            tx.open_deals(self.company).await
        }
    }

    impl Answers for SuggestPersons {
        async fn answer(&self, tx: &Tx) -> Result<Vec<Person>> {
            tx.suggest_persons(&self.letters).await
        }
    }

    impl Answers for ReadBook {
        async fn answer(&self, tx: &Tx) -> Result<Book> {
            self.query.require_bounded()?;
            tx.book(&self.query, self.below.as_ref()).await
        }
    }

    impl Answers for ReadCompany {
        async fn answer(&self, tx: &Tx) -> Result<CompanyPage> {
            tx.company_page(self.company).await
        }
    }

    impl Answers for ReadPerson {
        async fn answer(&self, tx: &Tx) -> Result<PersonPage> {
            tx.person_page(self.person).await
        }
    }

    impl Perform for SaveCompany {
        async fn perform(&self, tx: &Tx) -> Result<CompanyId> {
            let version = version_of(tx, self.company.map(Contact::Company), self.version).await?;
            tx.save_company(self.company, version, &self.form.parse()?).await
        }
    }

    impl Perform for SavePerson {
        async fn perform(&self, tx: &Tx) -> Result<PersonId> {
            let version = version_of(tx, self.person.map(Contact::Person), self.version).await?;
            tx.save_person(self.person, version, &self.form.parse()?).await
        }
    }

    impl Perform for MergeCompanies {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_manager()?;
            let version = version_of(tx, Some(Contact::Company(self.keep)), self.version).await?;
            version_of(tx, Some(Contact::Company(self.gone)), self.gone_version).await?;
            tx.merge_companies((self.keep, self.gone), version, &self.form.parse()?).await
        }
    }

    impl Perform for MergePersons {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.require_manager()?;
            let version = version_of(tx, Some(Contact::Person(self.keep)), self.version).await?;
            version_of(tx, Some(Contact::Person(self.gone)), self.gone_version).await?;
            tx.merge_persons((self.keep, self.gone), version, &self.form.parse()?).await
        }
    }

    impl Perform for AddContactNote {
        async fn perform(&self, tx: &Tx) -> Result<ContactNoteId> {
            tx.add_contact_note(self.of, &note(&self.text)?).await
        }
    }

    impl Perform for EditContactNote {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.edit_contact_note(self.note, &note(&self.text)?).await
        }
    }

    impl Perform for DeleteContactNote {
        async fn perform(&self, tx: &Tx) -> Result<()> {
            tx.delete_contact_note(self.note).await
        }
    }

    /// The version that is written. Refused when somebody saved since; a new contact begins with the first.
    async fn version_of(tx: &Tx, contact: Option<Contact>, seen: i64) -> Result<i64> {
        let Some(contact) = contact else { return Ok(1) };
        let by = tx.last_changed_by(Thing::Contact(contact)).await?;
        // What was merged into another meanwhile was changed, and is there as that other.
        let standing = tx.standing(contact).await?;
        let now = tx.contact_version(standing).await?;
        if standing != contact {
            return Err(Refusal::SavedMeanwhile { by }.into());
        }
        Ok(next_version(now, seen, by)?)
    }

    fn note(text: &str) -> std::result::Result<Prose, Refusal> {
        let text = Prose::parse(Field::Note, text)?;
        if text.as_str().is_empty() { Err(Refusal::Empty { field: Field::Note }) } else { Ok(text) }
    }
}
