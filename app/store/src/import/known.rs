//! What is there already of what a row is about (I2).

use crate::{
    Result, Tx,
    contact::{company_details, person_details},
    entity::{company, deal, external_id, person},
};
use chrono::{DateTime, Utc};
use domain::{
    contact::{CompanyDetails, PersonDetails, TaxNumber},
    id::{CompanyId, DealId, ImportId, PersonId},
    import::Kind,
    search::Sought,
    text::{Email, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use std::collections::HashMap;

/// A company that is there.
#[derive(Clone, Debug)]
pub struct KnownCompany {
    pub id: CompanyId,
    pub version: i64,
    pub details: CompanyDetails,
}

/// A person who is there.
#[derive(Clone, Debug)]
pub struct KnownPerson {
    pub id: PersonId,
    pub version: i64,
    pub details: PersonDetails,
}

impl Tx {
    /// What a file of this kind, of other things than deals, knows by this id, if anything.
    pub async fn by_external_id(&self, kind: Kind, external: &str) -> Result<Option<i64>> {
        let key = (kind.code().to_owned(), external.to_owned());
        Ok(external_id::Entity::find_by_id(key).one(self.db()).await?.map(|row| row.thing_id))
    }

    /// The deals that files know by these ids, each with whether it was deleted.
    pub async fn deals_by_external_ids(
        &self,
        externals: &[String],
    ) -> Result<HashMap<String, (DealId, bool)>> {
        let rows: Vec<(String, i64, Option<DateTime<Utc>>)> = deal::Entity::find()
            .filter(deal::Column::ExternalId.is_in(externals))
            .select_only()
            .columns([deal::Column::ExternalId, deal::Column::Id, deal::Column::DeletedAt])
            .into_tuple()
            .all(self.db())
            .await?;
        let known =
            |(external, id, deleted): (String, i64, Option<_>)| (external, (DealId(id), deleted.is_some()));
        Ok(rows.into_iter().map(known).collect())
    }

    /// Keeps what the file of an import knows something by.
    pub async fn keep_external_id(
        &self,
        import: ImportId,
        kind: Kind,
        external: &str,
        thing: i64,
    ) -> Result<()> {
        if self.by_external_id(kind, external).await?.is_some() {
            return Ok(());
        }
        let row = external_id::ActiveModel {
            kind: Set(kind.code().into()),
            external: Set(external.into()),
            thing_id: Set(thing),
            import_id: Set(import.0),
        };
        row.insert(self.db()).await?;
        Ok(())
    }

    /// A company by what a file knows it by, else by its tax number, else by its name without case and accents: one of
    /// another number is another one, and so is one that files know by another id.
    pub async fn find_company(
        &self,
        external: &str,
        tax_number: Option<&TaxNumber>,
        name: &str,
    ) -> Result<Option<KnownCompany>> {
        if let Some(id) = self.external(Kind::Companies, external).await? {
            let standing = self.standing_company(CompanyId(id)).await?;
            return Ok(company::Entity::find_by_id(standing.0).one(self.db()).await?.map(known_company));
        }
        if let Some(number) = tax_number {
            let same = self.companies_known().filter(company::Column::TaxNumber.eq(number.as_str()));
            if let Some(row) = first(same, company::Column::Id).one(self.db()).await? {
                return Ok(Some(known_company(row)));
            }
        }
        let same = self.companies_known().filter(company::Column::Folded.eq(fold(name)));
        for row in same.order_by_asc(company::Column::Id).all(self.db()).await? {
            let number = tax_number.map(TaxNumber::as_str).zip(row.tax_number.as_deref());
            let is_other = number.is_some_and(|(sought, has)| sought != has);
            if !is_other && !self.is_known_by_another(Kind::Companies, external, row.id).await? {
                return Ok(Some(known_company(row)));
            }
        }
        Ok(None)
    }

    /// Whether files know this by another id than this one, so that it is not meant by it.
    async fn is_known_by_another(&self, kind: Kind, external: &str, thing: i64) -> Result<bool> {
        if external.is_empty() {
            return Ok(false);
        }
        let known = external_id::Entity::find()
            .filter(external_id::Column::Kind.eq(kind.code()))
            .filter(external_id::Column::ThingId.eq(thing));
        Ok(known.one(self.db()).await?.is_some())
    }

    /// A person by what a file knows them by, else by one of their e-mails, else by name and company (`None`: of no
    /// company).
    pub async fn find_person(
        &self,
        external: &str,
        emails: &[Email],
        name: &str,
        company: Option<CompanyId>,
    ) -> Result<Option<KnownPerson>> {
        if let Some(id) = self.external(Kind::Persons, external).await? {
            let standing = self.standing_person(PersonId(id)).await?;
            let row = person::Entity::find_by_id(standing.0).one(self.db()).await?;
            return self.known_person(row).await;
        }
        for email in emails {
            if let Some(row) = self.person_of_email(email).await? {
                return self.known_person(Some(row)).await;
            }
        }
        let same = self.persons_known().filter(person::Column::Folded.eq(fold(name)));
        let same = match company {
            Some(id) => same.filter(person::Column::CompanyId.eq(id.0)),
            None => same.filter(person::Column::CompanyId.is_null()),
        };
        for row in same.order_by_asc(person::Column::Id).all(self.db()).await? {
            if !self.is_known_by_another(Kind::Persons, external, row.id).await? {
                return self.known_person(Some(row)).await;
            }
        }
        Ok(None)
    }

    async fn person_of_email(&self, email: &Email) -> Result<Option<person::Model>> {
        let Some(sought) = Sought::parse(email.as_str())? else { return Ok(None) };
        let letters = self.letters("person").numbers(&sought);
        let found = self.persons_known().filter(person::Column::Id.in_subquery(letters));
        let rows = found.order_by_asc(person::Column::Id).all(self.db()).await?;
        Ok(rows.into_iter().find(|row| row.emails.lines().any(|line| line == email.as_str())))
    }

    async fn known_person(&self, row: Option<person::Model>) -> Result<Option<KnownPerson>> {
        let Some(row) = row else { return Ok(None) };
        let company = match row.company_id {
            Some(id) => company::Entity::find_by_id(id).one(self.db()).await?,
            None => None,
        };
        let (id, version) = (PersonId(row.id), row.version);
        Ok(Some(KnownPerson { id, version, details: person_details(row, company) }))
    }

    async fn external(&self, kind: Kind, external: &str) -> Result<Option<i64>> {
        if external.is_empty() { Ok(None) } else { self.by_external_id(kind, external).await }
    }

    /// The names of a deal's client: its company's and its person's.
    pub async fn client_names(
        &self,
        company: Option<CompanyId>,
        person: Option<PersonId>,
    ) -> Result<(String, String)> {
        let company = match company {
            Some(id) => company::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name),
            None => None,
        };
        let person = match person {
            Some(id) => person::Entity::find_by_id(id.0).one(self.db()).await?,
            None => None,
        };
        let person = person.map(|row| format!("{} {}", row.first_name, row.last_name).trim().to_owned());
        Ok((company.unwrap_or_default(), person.unwrap_or_default()))
    }
}

fn first<E: EntityTrait>(found: Select<E>, id: E::Column) -> Select<E> {
    found.order_by_asc(id).limit(1)
}

fn known_company(row: company::Model) -> KnownCompany {
    KnownCompany { id: CompanyId(row.id), version: row.version, details: company_details(row) }
}
