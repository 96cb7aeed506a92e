//! Which contacts somebody knows (K2), and the list of them (K1).

use super::person_name;
use crate::{
    Result, Tx,
    entity::{company, deal, person},
    error::read,
    own::OPEN,
    search::contains,
};
use domain::{
    access::{Visibility, visibility},
    contact::{
        Company, Contact, TaxNumber,
        book::{Below, Book, Listed, Query},
    },
    id::{CompanyId, PersonId},
    money::Money,
    text::fold,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use std::collections::{HashMap, HashSet};

/// Numbers in one condition: as many as the variables of one statement allow.
const CHUNK: usize = 5_000;

impl Tx {
    /// The companies that this user knows: all, unless the account narrows that for those who do not see every deal.
    pub(crate) fn companies_known(&self) -> Select<company::Entity> {
        let found = company::Entity::find().filter(company::Column::MergedIntoId.is_null());
        let (id, creator) = (company::Column::Id, company::Column::CreatorId);
        found.filter(self.knows(id, creator, deal::Column::CompanyId))
    }

    /// The persons that this user knows.
    pub(crate) fn persons_known(&self) -> Select<person::Entity> {
        let found = person::Entity::find().filter(person::Column::MergedIntoId.is_null());
        let (id, creator) = (person::Column::Id, person::Column::CreatorId);
        found.filter(self.knows(id, creator, deal::Column::PersonId))
    }

    /// Narrowed, a contact is known by the deals with it that are seen, and to whoever created it (K2).
    fn knows(&self, id: impl ColumnTrait, creator: impl ColumnTrait, of_deal: deal::Column) -> Condition {
        match visibility(self.user()) {
            Visibility::Own(me) if self.account().own_contacts => {
                let seen = deal::Entity::find()
                    .filter(deal::Column::DeletedAt.is_null())
                    .filter(self.sees())
                    .filter(of_deal.is_not_null())
                    .select_only()
                    .column(of_deal)
                    .into_query();
                Condition::any().add(creator.eq(me.0)).add(id.in_subquery(seen))
            }
            _ => Condition::all(),
        }
    }

    /// A page of the list.
    pub async fn book(&self, query: &Query, below: Option<&Below>) -> Result<Book> {
        let mut contacts = match query.persons {
            true => {
                let page = after(person::Column::Folded, person::Column::Id, below);
                let found = self.persons_asked(query).filter(page).limit(Book::PAGE as u64 + 1);
                self.listed_persons(found).await?
            }
            false => self.listed_companies(query, below).await?,
        };
        let more = contacts.len() > Book::PAGE;
        contacts.truncate(Book::PAGE);
        let next = contacts.last().filter(|_| more).map(|(listed, folded)| Below {
            folded: folded.clone(),
            id: match listed.contact {
                Contact::Company(id) => id.0,
                Contact::Person(id) => id.0,
            },
        });
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Book {
            contacts: contacts.into_iter().map(|(listed, _)| listed).collect(),
            next,
            companies: count(self.companies_known().count(self.db()).await?),
            persons: count(self.persons_known().count(self.db()).await?),
        })
    }

    async fn listed_companies(&self, query: &Query, below: Option<&Below>) -> Result<Vec<(Listed, String)>> {
        use company::Column as C;
        let rows = self
            .companies_asked(query)
            .filter(after(C::Folded, C::Id, below))
            .limit(Book::PAGE as u64 + 1)
            .all(self.db())
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let persons: Vec<(i64, i64)> = self
            .persons_known()
            .filter(person::Column::CompanyId.is_in(ids.iter().copied()))
            .select_only()
            .column(person::Column::CompanyId)
            .column_as(person::Column::Id.count(), "count")
            .group_by(person::Column::CompanyId)
            .into_tuple()
            .all(self.db())
            .await?;
        let persons: HashMap<i64, i64> = persons.into_iter().collect();
        let mut open = self.open_with(deal::Column::CompanyId, &ids).await?;
        let listed = |row: company::Model| {
            let (open, value) = open.remove(&row.id).unwrap_or_default();
            let listed = Listed {
                contact: Contact::Company(CompanyId(row.id)),
                name: row.name,
                company: None,
                city: row.city,
                tax_number: row.tax_number.map(TaxNumber::known),
                phone: row.phone,
                email: row.email,
                persons: usize::try_from(persons.get(&row.id).copied().unwrap_or(0)).unwrap_or(0),
                open,
                value,
            };
            (listed, row.folded)
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// The companies that are asked for, in the order of the list.
    pub(super) fn companies_asked(&self, query: &Query) -> Select<company::Entity> {
        use company::Column as C;
        let mut found = self.companies_known();
        if let Some(text) = &query.text {
            found = found.filter(holds(C::Folded, C::Sought, text));
        }
        if query.open {
            found = found.filter(C::Id.in_subquery(self.with_open(deal::Column::CompanyId)));
        }
        if query.without_person {
            let with = self
                .persons_known()
                .filter(person::Column::CompanyId.is_not_null())
                .select_only()
                .column(person::Column::CompanyId);
            found = found.filter(C::Id.not_in_subquery(with.into_query()));
        }
        found.order_by_asc(C::Folded).order_by_asc(C::Id)
    }

    /// The persons who are asked for, in the order of the list.
    pub(super) fn persons_asked(&self, query: &Query) -> Select<person::Entity> {
        use person::Column as P;
        let mut found = self.persons_known();
        if let Some(text) = &query.text {
            let any = holds(P::Folded, P::Sought, text);
            let companies = self
                .companies_known()
                .filter(company::Column::Folded.like(contains(&fold(text))))
                .select_only()
                .column(company::Column::Id);
            found = found.filter(any.add(P::CompanyId.in_subquery(companies.into_query())));
        }
        if query.open {
            found = found.filter(P::Id.in_subquery(self.with_open(deal::Column::PersonId)));
        }
        found.order_by_asc(P::Folded).order_by_asc(P::Id)
    }

    /// Persons with the companies that this user knows, without the others (K2).
    pub(crate) async fn known_companies_of(
        &self,
        mut rows: Vec<(person::Model, Option<company::Model>)>,
    ) -> Result<Vec<(person::Model, Option<company::Model>)>> {
        let ids: HashSet<i64> = rows.iter().filter_map(|(row, _)| row.company_id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut known: HashSet<i64> = HashSet::new();
        for ids in ids.chunks(CHUNK) {
            let these = self.companies_known().filter(company::Column::Id.is_in(ids.iter().copied()));
            let these = these.select_only().column(company::Column::Id).into_tuple::<i64>();
            known.extend(these.all(self.db()).await?);
        }
        for (_, company) in &mut rows {
            company.take_if(|row| !known.contains(&row.id));
        }
        Ok(rows)
    }

    /// These persons as the list shows them, each with the name by which it is sorted.
    pub(crate) async fn listed_persons(
        &self,
        found: Select<person::Entity>,
    ) -> Result<Vec<(Listed, String)>> {
        let rows = found.find_also_related(company::Entity).all(self.db()).await?;
        let rows = self.known_companies_of(rows).await?;
        let ids: Vec<i64> = rows.iter().map(|(row, _)| row.id).collect();
        let mut open = self.open_with(deal::Column::PersonId, &ids).await?;
        let first = |lines: &str| lines.lines().next().map(str::to_owned);
        let listed = |(row, company): (person::Model, Option<company::Model>)| {
            let (open, value) = open.remove(&row.id).unwrap_or_default();
            let listed = Listed {
                contact: Contact::Person(PersonId(row.id)),
                phone: first(&row.phones),
                email: first(&row.emails),
                name: person_name(Some(row.first_name), Some(row.last_name)).unwrap_or_default(),
                company: company.map(|row| Company { id: CompanyId(row.id), name: row.name }),
                city: None,
                tax_number: None,
                persons: 0,
                open,
                value,
            };
            (listed, row.folded)
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// The account's currency leads.
    pub(crate) fn own_currency_first(&self, sums: &mut [Money]) {
        let own = self.account().currency;
        sums.sort_by_key(|sum| sum.currency != own);
    }

    /// The contacts with an open deal that this user sees.
    fn with_open(&self, of_deal: deal::Column) -> SelectStatement {
        let open = deal::Entity::find().filter(Expr::cust(OPEN)).filter(self.sees());
        open.filter(of_deal.is_not_null()).select_only().column(of_deal).into_query()
    }

    /// How many open deals this user sees with each of these, and what they are worth by currency.
    async fn open_with(
        &self,
        of_deal: deal::Column,
        ids: &[i64],
    ) -> Result<HashMap<i64, (usize, Vec<Money>)>> {
        let rows: Vec<(i64, String, i64, i64)> = deal::Entity::find()
            .filter(Expr::cust(OPEN))
            .filter(self.sees())
            .filter(of_deal.is_in(ids.iter().copied()))
            .select_only()
            .column(of_deal)
            .column(deal::Column::Currency)
            .column_as(deal::Column::Id.count(), "count")
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "sum")
            .group_by(of_deal)
            .group_by(deal::Column::Currency)
            .order_by_asc(deal::Column::Currency)
            .into_tuple()
            .all(self.db())
            .await?;
        let mut open: HashMap<i64, (usize, Vec<Money>)> = HashMap::new();
        for (id, currency, count, minor) in rows {
            let (number, value) = open.entry(id).or_default();
            *number += usize::try_from(count).unwrap_or(0);
            value.push(Money { minor, currency: read("deal.currency", &currency)? });
        }
        open.values_mut().for_each(|(_, value)| self.own_currency_first(value));
        Ok(open)
    }
}

/// From how many letters and digits on a part of a number is looked for.
const OF_NUMBER: usize = 3;

/// Whose name contains this text, or what else they are found by: a city or an e-mail by its letters, a number by its
/// digits, whatever stands between them.
fn holds(folded: impl ColumnTrait, sought: impl ColumnTrait, text: &str) -> Condition {
    let text = fold(text);
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare =
        bare.strip_prefix("pl").filter(|rest| rest.chars().all(|c| c.is_ascii_digit())).unwrap_or(&bare);
    let is_number = bare.len() >= OF_NUMBER && bare.chars().any(|c| c.is_ascii_digit());
    Condition::any()
        .add(folded.like(contains(&text)))
        .add(sought.like(contains(&text)))
        .add_option(is_number.then(|| sought.like(contains(bare))))
}

/// What is sorted behind this.
fn after(folded: impl ColumnTrait, id: impl ColumnTrait, below: Option<&Below>) -> Condition {
    let behind = |below: &Below| {
        let same = Condition::all().add(folded.eq(below.folded.as_str())).add(id.gt(below.id));
        Condition::any().add(folded.gt(below.folded.as_str())).add(same)
    };
    Condition::all().add_option(below.map(behind))
}
