//! The pages of a company and of a person (K1): what is known, the deals with them that this user sees (K2), notes, and who
//! may be the same (K3).

use super::{suggested_company, suggested_person};
use crate::{
    Result, Tx,
    due::dot_of,
    entity::{company, deal, person, stage},
    error::read,
};
use domain::{
    access::{Visibility, visibility},
    contact::{
        Company, CompanyDetails, CompanyPage, Contact, ContactDeal, DealsOf, Person, PersonDetails,
        PersonPage, SuggestedCompany, TaxNumber,
    },
    deal::Status,
    id::{CompanyId, DealId, PersonId, UserId},
    money::Money,
    text::{Email, Name},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
    prelude::Date,
    sea_query::{Expr, ExprTrait},
};

/// How many contacts are named that may be the same.
const TWINS: u64 = 5;

impl Tx {
    pub async fn company_page(&self, id: CompanyId) -> Result<CompanyPage> {
        // An address from before a merge leads to the one that stayed.
        let id = self.standing_company(id).await?;
        let row = self.company_row(id).await?;
        let persons = self.persons_known().filter(person::Column::CompanyId.eq(id.0));
        let persons_count = persons.clone().count(self.db()).await?;
        let persons = persons.order_by_asc(person::Column::Folded).limit(DealsOf::MOST as u64);
        Ok(CompanyPage {
            id,
            version: row.version,
            persons_count: usize::try_from(persons_count).unwrap_or(usize::MAX),
            persons: self.listed_persons(persons).await?.into_iter().map(|(listed, _)| listed).collect(),
            deals: self.deals_of(deal::Column::CompanyId, id.0).await?,
            notes: self.contact_notes(Contact::Company(id)).await?,
            twins: self.company_twins(&row).await?,
            details: company_details(row),
            now: self.wall_clock(),
        })
    }

    pub async fn person_page(&self, id: PersonId) -> Result<PersonPage> {
        let id = self.standing_person(id).await?;
        let row = self.person_row(id).await?;
        let company = match row.company_id {
            Some(company) => {
                let known = self.companies_known().filter(company::Column::Id.eq(company));
                known.one(self.db()).await?
            }
            None => None,
        };
        Ok(PersonPage {
            id,
            version: row.version,
            deals: self.deals_of(deal::Column::PersonId, id.0).await?,
            notes: self.contact_notes(Contact::Person(id)).await?,
            twins: self.person_twins(&row).await?,
            details: person_details(row, company),
            now: self.wall_clock(),
        })
    }

    /// Companies of the same tax number, or of the same name but for its legal form.
    async fn company_twins(&self, row: &company::Model) -> Result<Vec<SuggestedCompany>> {
        let Visibility::Everything = visibility(self.user()) else { return Ok(vec![]) };
        let mut same = Condition::any().add(company::Column::Folded.eq(row.folded.as_str()));
        if let Some(number) = &row.tax_number {
            same = same.add(company::Column::TaxNumber.eq(number.as_str()));
        }
        let found = self.companies_known().filter(same).filter(company::Column::Id.ne(row.id));
        let rows = found.order_by_asc(company::Column::Id).limit(TWINS).all(self.db()).await?;
        Ok(rows.into_iter().map(suggested_company).collect())
    }

    /// Persons of the same name.
    async fn person_twins(&self, row: &person::Model) -> Result<Vec<Person>> {
        let Visibility::Everything = visibility(self.user()) else { return Ok(vec![]) };
        let found = self
            .persons_known()
            .filter(person::Column::Folded.eq(row.folded.as_str()))
            .filter(person::Column::Id.ne(row.id));
        let found = found.find_also_related(company::Entity).order_by_asc(person::Column::Id);
        let rows = found.limit(TWINS).all(self.db()).await?;
        Ok(rows.into_iter().map(suggested_person).collect())
    }

    async fn deals_of(&self, client: deal::Column, id: i64) -> Result<DealsOf> {
        let theirs = || {
            let there = deal::Entity::find().filter(deal::Column::DeletedAt.is_null()).filter(self.sees());
            there.filter(client.eq(id))
        };
        let is_closed = Expr::case(deal::Column::Status.eq("open"), 0).finally(1);
        let found = theirs()
            .order_by_asc(Expr::expr(is_closed))
            .order_by_desc(deal::Column::Id)
            .limit(DealsOf::MOST as u64);
        let rows: Vec<Row> = with_stage(found).into_model().all(self.db()).await?;
        let (people, now) = (self.colleagues().await?, self.wall_clock());
        let listed = |row: Row| {
            let status: Status = read("deal.status", &row.status)?;
            let owner = people.iter().find(|person| person.id.0 == row.owner_id);
            Ok(ContactDeal {
                id: DealId(row.id),
                name: row.name,
                stage: row.stage,
                owner: (UserId(row.owner_id), owner.map(|owner| owner.name.clone()).unwrap_or_default()),
                value: Money { minor: row.value_minor, currency: read("deal.currency", &row.currency)? },
                expected_close: row.expected_close,
                dot: (status == Status::Open).then(|| dot_of(row.due.as_deref(), now)),
                status,
            })
        };
        let sums: Vec<(String, String, i64, i64)> = theirs()
            .select_only()
            .column(deal::Column::Status)
            .column(deal::Column::Currency)
            .column_as(deal::Column::Id.count(), "count")
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "sum")
            .group_by(deal::Column::Status)
            .group_by(deal::Column::Currency)
            .order_by_asc(deal::Column::Currency)
            .into_tuple()
            .all(self.db())
            .await?;
        let mut deals =
            DealsOf { deals: rows.into_iter().map(listed).collect::<Result<_>>()?, ..DealsOf::default() };
        for (status, currency, count, minor) in sums {
            deals.count += usize::try_from(count).unwrap_or(0);
            let value = Money { minor, currency: read("deal.currency", &currency)? };
            match read("deal.status", &status)? {
                Status::Open => deals.open.push(value),
                Status::Won => deals.won.push(value),
                Status::Lost | Status::Stale => {}
            }
        }
        self.own_currency_first(&mut deals.open);
        self.own_currency_first(&mut deals.won);
        Ok(deals)
    }
}

fn with_stage(deals: Select<deal::Entity>) -> Select<deal::Entity> {
    use deal::Column as D;
    deals
        .select_only()
        .columns([D::Id, D::Name, D::Status, D::ValueMinor, D::Currency, D::OwnerId, D::ExpectedClose])
        .expr_as(Expr::cust(r#""deal"."due""#), "due")
        .column_as(stage::Column::Name, "stage")
        .join(JoinType::InnerJoin, deal::Relation::Stage.def())
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    status: String,
    value_minor: i64,
    currency: String,
    owner_id: i64,
    expected_close: Option<Date>,
    due: Option<String>,
    stage: String,
}

pub(crate) fn company_details(row: company::Model) -> CompanyDetails {
    CompanyDetails {
        name: Name::known(row.name),
        tax_number: row.tax_number.map(TaxNumber::known),
        phone: row.phone.map(Name::known),
        email: row.email.and_then(|email| Email::parse(&email).ok()),
        website: row.website.map(Name::known),
        address: row.address.map(Name::known),
        postal_code: row.postal_code.map(Name::known),
        city: row.city.map(Name::known),
    }
}

pub(crate) fn person_details(row: person::Model, company: Option<company::Model>) -> PersonDetails {
    PersonDetails {
        first_name: row.first_name,
        last_name: Name::known(row.last_name),
        company: company.map(|row| Company { id: CompanyId(row.id), name: row.name }),
        phones: row.phones.lines().map(Name::known).collect(),
        emails: row.emails.lines().filter_map(|email| Email::parse(email).ok()).collect(),
    }
}
