//! The address book: contacts are found by a few letters, and created when a deal names a new one (D1, K1).

use crate::{
    Result, Tx,
    board::{contains, person_name},
    entity::{company, person},
};
use domain::{
    contact::{Company, Person, first_and_last},
    deal::Draft,
    id::{CompanyId, PersonId},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// From how many letters on contacts are suggested.
const LETTERS: usize = 2;
/// How many are suggested at most.
const SUGGESTIONS: u64 = 8;

impl Tx {
    /// Companies whose name contains these letters.
    pub async fn suggest_companies(&self, letters: &str) -> Result<Vec<Company>> {
        let letters = fold(letters);
        if letters.chars().count() < LETTERS {
            return Ok(vec![]);
        }
        let found = company::Entity::find().filter(company::Column::Folded.like(contains(&letters)));
        let rows = found.order_by_asc(company::Column::Folded).limit(SUGGESTIONS).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| Company { id: CompanyId(row.id), name: row.name }).collect())
    }

    /// Persons whose name contains these letters, with their companies.
    pub async fn suggest_persons(&self, letters: &str) -> Result<Vec<Person>> {
        let letters = fold(letters);
        if letters.chars().count() < LETTERS {
            return Ok(vec![]);
        }
        let found = person::Entity::find().filter(person::Column::Folded.like(contains(&letters)));
        let rows = found
            .find_also_related(company::Entity)
            .order_by_asc(person::Column::Folded)
            .limit(SUGGESTIONS)
            .all(self.db())
            .await?;
        let person = |(row, company): (person::Model, Option<company::Model>)| Person {
            id: PersonId(row.id),
            name: person_name(Some(row.first_name), Some(row.last_name)).unwrap_or_default(),
            company: company.map(|company| company.name),
        };
        Ok(rows.into_iter().map(person).collect())
    }

    /// The client of a draft: found by name without case and accents, created when unknown.
    pub async fn client(&self, draft: &Draft) -> Result<(Option<CompanyId>, Option<PersonId>)> {
        let company = match &draft.company {
            Some(name) => Some(self.company_named(name).await?),
            None => None,
        };
        let person = match &draft.person {
            Some(name) => Some(self.person_named(name, company).await?),
            None => None,
        };
        Ok((company, person))
    }

    async fn company_named(&self, name: &Name) -> Result<CompanyId> {
        let folded = fold(name.as_str());
        let same = company::Entity::find().filter(company::Column::Folded.eq(&folded));
        if let Some(row) = same.order_by_asc(company::Column::Id).limit(1).one(self.db()).await? {
            return Ok(CompanyId(row.id));
        }
        let row = company::ActiveModel {
            name: Set(name.as_str().into()),
            folded: Set(folded),
            created_at: Set(self.now()),
            ..Default::default()
        };
        Ok(CompanyId(row.insert(self.db()).await?.id))
    }

    /// A person of that name: of the same company, else one without a company when none was named.
    async fn person_named(&self, name: &Name, company: Option<CompanyId>) -> Result<PersonId> {
        let folded = fold(name.as_str());
        let same = person::Entity::find().filter(person::Column::Folded.eq(&folded));
        let same = match company {
            Some(company) => same.filter(person::Column::CompanyId.eq(company.0)),
            None => same,
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
            ..Default::default()
        };
        Ok(PersonId(row.insert(self.db()).await?.id))
    }
}
