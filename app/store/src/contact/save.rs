//! Writing companies and persons (K1).

use crate::{
    Result, Tx,
    entity::{company, person},
};
use domain::{
    contact::{CompanyDetails, Contact, NewPerson, TaxNumber},
    id::{CompanyId, PersonId},
    log::Thing,
    refusal::Refusal,
    text::{Email, Name, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, QueryFilter, QuerySelect,
};

impl Tx {
    /// The row of a company that this user knows; for any other the answer is that there is none.
    pub(crate) async fn company_row(&self, id: CompanyId) -> Result<company::Model> {
        let row = self.companies_known().filter(company::Column::Id.eq(id.0)).one(self.db()).await?;
        Ok(row.ok_or(Refusal::NotFound)?)
    }

    /// Whether this user knows a company.
    pub(crate) async fn knows_company(&self, id: CompanyId) -> Result<bool> {
        let known = self.companies_known().filter(company::Column::Id.eq(id.0)).limit(1);
        Ok(known.one(self.db()).await?.is_some())
    }

    /// The row of a person that this user knows; for any other the answer is that there is none.
    pub(crate) async fn person_row(&self, id: PersonId) -> Result<person::Model> {
        let row = self.persons_known().filter(person::Column::Id.eq(id.0)).one(self.db()).await?;
        Ok(row.ok_or(Refusal::NotFound)?)
    }

    /// The version of a contact that this user knows.
    pub async fn contact_version(&self, contact: Contact) -> Result<i64> {
        match contact {
            Contact::Company(id) => Ok(self.company_row(id).await?.version),
            Contact::Person(id) => Ok(self.person_row(id).await?.version),
        }
    }

    /// Adds a company, or writes what is known of one as this version.
    pub async fn save_company(
        &self,
        id: Option<CompanyId>,
        version: i64,
        details: &CompanyDetails,
    ) -> Result<CompanyId> {
        let row = company::ActiveModel { version: Set(version), ..company_columns(details) };
        let id = match id {
            Some(id) => {
                self.keep_company(id.0, Some(self.company_row(id).await?));
                company::ActiveModel { id: Unchanged(id.0), ..row }.update(self.db()).await?;
                id
            }
            None => {
                let created = company::ActiveModel {
                    id: NotSet,
                    created_at: Set(self.now()),
                    creator_id: Set(Some(self.user().id.0)),
                    ..row
                };
                let id = created.insert(self.db()).await?.id;
                self.keep_company(id, None);
                CompanyId(id)
            }
        };
        self.touch(Thing::Contact(Contact::Company(id)));
        Ok(id)
    }

    /// Adds a person, or writes what is known of one as this version; their company is created when it is unknown.
    pub async fn save_person(&self, id: Option<PersonId>, version: i64, new: &NewPerson) -> Result<PersonId> {
        let before = match id {
            Some(id) => Some(self.person_row(id).await?),
            None => None,
        };
        let had = before.as_ref().and_then(|row| row.company_id).map(CompanyId);
        let company = match &new.company {
            Some(name) => Some(self.company_of(name, new.company_id, had).await?),
            // Who does not know the company of somebody does not take it away.
            None => match had {
                Some(had) if !self.knows_company(had).await? => Some(had),
                _ => None,
            },
        };
        let row = person::ActiveModel {
            version: Set(version),
            company_id: Set(company.map(|id| id.0)),
            ..person_columns(new)
        };
        let id = match before {
            Some(before) => {
                let id = before.id;
                self.keep_person(id, Some(before));
                person::ActiveModel { id: Unchanged(id), ..row }.update(self.db()).await?;
                id
            }
            None => {
                let created = person::ActiveModel {
                    id: NotSet,
                    created_at: Set(self.now()),
                    creator_id: Set(Some(self.user().id.0)),
                    ..row
                };
                let id = created.insert(self.db()).await?.id;
                self.keep_person(id, None);
                id
            }
        };
        self.touch(Thing::Contact(Contact::Person(PersonId(id))));
        Ok(PersonId(id))
    }
}

fn company_columns(details: &CompanyDetails) -> company::ActiveModel {
    let text = |name: &Option<Name>| Set(name.as_ref().map(Name::to_string));
    company::ActiveModel {
        name: Set(details.name.to_string()),
        folded: Set(fold(details.name.as_str())),
        tax_number: Set(details.tax_number.as_ref().map(|number| TaxNumber::as_str(number).to_owned())),
        phone: text(&details.phone),
        email: Set(details.email.as_ref().map(|email| email.as_str().to_owned())),
        website: text(&details.website),
        address: text(&details.address),
        postal_code: text(&details.postal_code),
        city: text(&details.city),
        sought: Set(sought(
            details.city.iter().map(Name::as_str).chain(details.email.iter().map(Email::as_str)),
            details.phone.iter().map(Name::as_str).chain(details.tax_number.iter().map(TaxNumber::as_str)),
        )),
        ..Default::default()
    }
}

/// What else a contact is found by: texts without case and accents, numbers without what stands between their digits.
fn sought<'a>(texts: impl Iterator<Item = &'a str>, numbers: impl Iterator<Item = &'a str>) -> String {
    let bare = |number: &str| fold(number).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    texts.map(fold).chain(numbers.map(bare)).collect::<Vec<_>>().join(" ")
}

fn person_columns(new: &NewPerson) -> person::ActiveModel {
    let first = new.first_name.as_ref().map(Name::to_string).unwrap_or_default();
    let last = new.last_name.to_string();
    let phones: Vec<&str> = new.phones.iter().map(Name::as_str).collect();
    let emails: Vec<&str> = new.emails.iter().map(Email::as_str).collect();
    person::ActiveModel {
        folded: Set(fold(&format!("{first} {last}"))),
        first_name: Set(first),
        last_name: Set(last),
        sought: Set(sought(emails.iter().copied(), phones.iter().copied())),
        phones: Set(phones.join("\n")),
        emails: Set(emails.join("\n")),
        ..Default::default()
    }
}
