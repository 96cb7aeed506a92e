//! The address book: contacts are found by a few letters, and created when a deal names a new one (D1, K1).

mod book;
mod merge;
mod note;
mod page;
mod save;
mod whole;

pub(crate) use page::{company_details, person_details};

use crate::{
    Result, Tx,
    entity::{company, person},
    search::{contains, nearness},
};
use domain::{
    contact::{Client, Company, Person, SuggestedCompany, TaxNumber, first_and_last},
    deal::{Draft, Facts},
    id::{CompanyId, PersonId},
    refusal::Field,
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// From how many letters on contacts are suggested.
const LETTERS: usize = 2;
/// How many are suggested at most.
pub(crate) const SUGGESTIONS: u64 = 8;

impl Tx {
    /// Companies whose name contains these letters, with what tells those of one name apart.
    pub async fn suggest_companies(&self, letters: &str) -> Result<Vec<SuggestedCompany>> {
        let Some(letters) = enough(letters, Field::Company)? else { return Ok(vec![]) };
        let found = self.companies_known().filter(company::Column::Folded.like(contains(&letters)));
        let rows = found
            .order_by_asc(nearness(company::Column::Folded, &letters))
            .order_by_asc(company::Column::Folded)
            .limit(SUGGESTIONS)
            .all(self.db())
            .await?;
        Ok(rows.into_iter().map(suggested_company).collect())
    }

    /// Persons whose name contains these letters, with their companies.
    pub async fn suggest_persons(&self, letters: &str) -> Result<Vec<Person>> {
        let Some(letters) = enough(letters, Field::Person)? else { return Ok(vec![]) };
        let found = self.persons_known().filter(person::Column::Folded.like(contains(&letters)));
        let rows = found
            .find_also_related(company::Entity)
            .order_by_asc(nearness(person::Column::Folded, &letters))
            .order_by_asc(person::Column::Folded)
            .limit(SUGGESTIONS)
            .all(self.db())
            .await?;
        Ok(self.known_companies_of(rows).await?.into_iter().map(suggested_person).collect())
    }

    /// The client of a draft: what was picked, or what the deal had, as long as the name is still the same; else found
    /// by name without case and accents, created when unknown.
    pub async fn client(
        &self,
        draft: &Draft,
        before: Option<&Facts>,
    ) -> Result<(Option<CompanyId>, Option<PersonId>)> {
        let had = before.map_or((None, None), |facts| (facts.company, facts.person));
        let company = match &draft.company {
            Some(name) => Some(self.company_of(name, draft.company_id, had.0).await?),
            None => None,
        };
        let person = match &draft.person {
            Some(name) => Some(self.person_of(name, (draft.person_id, had.1), company).await?),
            None => None,
        };
        Ok((company, person))
    }

    /// The company that was picked, as long as this user knows it, or the one that was there before, as long as it has this
    /// name; else one of this name.
    pub(crate) async fn company_of(
        &self,
        name: &Name,
        picked: Option<CompanyId>,
        had: Option<CompanyId>,
    ) -> Result<CompanyId> {
        for id in [picked, had].into_iter().flatten() {
            // By the name it had, or has where it was merged into another since.
            let standing = self.standing_company(id).await?;
            let known = Some(id) == had || self.knows_company(standing).await?;
            let named = company::Entity::find()
                .filter(company::Column::Id.is_in([id.0, standing.0]))
                .filter(company::Column::Folded.eq(fold(name.as_str())));
            if known && named.limit(1).one(self.db()).await?.is_some() {
                return Ok(standing);
            }
        }
        self.company_named(name).await
    }

    /// Whoever was meant, unless another company was chosen since.
    async fn person_of(
        &self,
        name: &Name,
        (picked, had): (Option<PersonId>, Option<PersonId>),
        company: Option<CompanyId>,
    ) -> Result<PersonId> {
        for id in [picked, had].into_iter().flatten() {
            let id = self.standing_person(id).await?;
            let known = if Some(id) == had { person::Entity::find() } else { self.persons_known() };
            let row = known.filter(person::Column::Id.eq(id.0)).one(self.db()).await?;
            let is_theirs = |row: &person::Model| {
                let same = company.is_none() || row.company_id == company.map(|id| id.0);
                same && row.folded == fold(name.as_str())
            };
            if row.as_ref().is_some_and(is_theirs) {
                return Ok(id);
            }
        }
        self.person_named(name, company).await
    }

    async fn company_named(&self, name: &Name) -> Result<CompanyId> {
        let folded = fold(name.as_str());
        let same = self.companies_known().filter(company::Column::Folded.eq(&folded));
        if let Some(row) = same.order_by_asc(company::Column::Id).limit(1).one(self.db()).await? {
            return Ok(CompanyId(row.id));
        }
        let row = company::ActiveModel {
            name: Set(name.as_str().into()),
            folded: Set(folded),
            created_at: Set(self.now()),
            creator_id: Set(Some(self.user().id.0)),
            ..Default::default()
        };
        Ok(CompanyId(row.insert(self.db()).await?.id))
    }

    /// A person of that name: of the company that was named; without one, somebody of no company.
    async fn person_named(&self, name: &Name, company: Option<CompanyId>) -> Result<PersonId> {
        let folded = fold(name.as_str());
        let same = self.persons_known().filter(person::Column::Folded.eq(&folded));
        let same = match company {
            Some(company) => same.filter(person::Column::CompanyId.eq(company.0)),
            None => same.filter(person::Column::CompanyId.is_null()),
        };
        if let Some(row) = same.order_by_asc(person::Column::Id).limit(1).one(self.db()).await? {
            return Ok(PersonId(row.id));
        }
        let (first, last) = first_and_last(name.as_str());
        let row = person::ActiveModel {
            company_id: Set(company.map(|id| id.0)),
            first_name: Set(first.into()),
            last_name: Set(last.into()),
            folded: Set(folded),
            created_at: Set(self.now()),
            creator_id: Set(Some(self.user().id.0)),
            ..Default::default()
        };
        Ok(PersonId(row.insert(self.db()).await?.id))
    }
}

fn suggested_company(row: company::Model) -> SuggestedCompany {
    SuggestedCompany {
        id: CompanyId(row.id),
        name: row.name,
        tax_number: row.tax_number.map(TaxNumber::known),
        city: row.city,
    }
}

fn suggested_person((row, company): (person::Model, Option<company::Model>)) -> Person {
    Person {
        id: PersonId(row.id),
        name: person_name(Some(row.first_name), Some(row.last_name)).unwrap_or_default(),
        company: company.map(|row| Company { id: CompanyId(row.id), name: row.name }),
    }
}

/// First and last name as one.
pub(crate) fn person_name(first: Option<String>, last: Option<String>) -> Option<String> {
    let name =
        [first, last].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Some(name).filter(|name| !name.is_empty())
}

/// A client as a row joined with company and person names it.
pub(crate) fn client_of(
    (company, name): (Option<i64>, Option<String>),
    (person, first, last): (Option<i64>, Option<String>, Option<String>),
) -> Client {
    let company = company.zip(name).map(|(id, name)| Company { id: CompanyId(id), name });
    let person = person.zip(person_name(first, last)).map(|(id, name)| Person {
        id: PersonId(id),
        name,
        company: None,
    });
    Client { company, person }
}

/// The letters as they are looked for, if they are enough.
pub(crate) fn enough(letters: &str, field: Field) -> Result<Option<String>> {
    let typed = Name::parse_optional(field, letters)?;
    Ok(typed.map(|name| fold(name.as_str())).filter(|letters| letters.chars().count() >= LETTERS))
}
