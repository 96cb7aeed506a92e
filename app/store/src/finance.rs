//! Finance: the list of all amounts of the deals that one may see, their sums and months (M6).

use crate::{
    Result, Tx,
    contact::client_of,
    entity::{amount, company, deal, person},
    error::{Error, read},
    search::holding,
};
use chrono::NaiveDate;
use domain::{
    finance::{Amount, ByMonth, Filter, Finance, Of, Query, Sort, Sums},
    id::{DealId, UserId},
    ledger::Kind,
    money::Money,
    text::fold,
};
use futures_util::TryStreamExt;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
    sea_query::{Expr, ExprTrait, Func, NullOrdering},
};

/// The year and month of an amount, on both databases.
const MONTH: &str = r#"substr(CAST("amount"."date" AS text), 1, 7)"#;

/// The sums of all amounts that match; those without a date are of no month.
#[derive(Default)]
pub struct Overview {
    pub count: u64,
    pub sums: Sums,
    pub months: ByMonth,
}

impl Tx {
    /// What the page of finance shows, of the deals that this user may see.
    pub async fn finance(&self, query: &Query) -> Result<Finance> {
        let page = u64::from(Query::PAGE);
        let catalogue = self.catalogue().await?;
        let Overview { count, sums, months } = self.overview(&query.filter).await?;
        Ok(Finance {
            amounts: self.amounts(query, u64::from(query.page) * page, page).await?,
            count,
            sums,
            months,
            people: self.colleagues().await?,
            processes: self.choices().await?,
            products: catalogue.products.into_iter().map(|p| (p.id, p.name.to_string())).collect(),
            categories: catalogue.categories.into_iter().map(|c| (c.id, c.name.to_string())).collect(),
            today: self.wall_clock().date(),
        })
    }

    /// Some of the amounts, in the order that was asked for.
    pub async fn amounts(&self, query: &Query, skip: u64, take: u64) -> Result<Vec<Amount>> {
        let rows = with_deal(self.asked_for(&query.filter));
        let rows = sorted(rows, query).offset(skip).limit(take);
        // One by one: an export is of all there are, and a row weighs many times what is kept of it.
        let rows = rows.into_model::<Row>().stream(self.db()).await?;
        rows.err_into().and_then(async |row: Row| Amount::try_from(row)).try_collect().await
    }

    /// How many amounts there are and what they come to, altogether and by month: summed by the database in one go,
    /// by what they are, currency and month.
    pub async fn overview(&self, filter: &Filter) -> Result<Overview> {
        let rows: Vec<(String, String, String, Option<String>, i64, i64)> = self
            .asked_for(filter)
            .select_only()
            .columns([amount::Column::Kind, amount::Column::Sort])
            .column(deal::Column::Currency)
            .column_as(Expr::cust(MONTH), "month")
            .column_as(amount::Column::Minor.count(), "count")
            // PostgreSQL sums whole numbers into decimals.
            .column_as(amount::Column::Minor.sum().cast_as("bigint"), "total")
            .group_by(amount::Column::Kind)
            .group_by(amount::Column::Sort)
            .group_by(deal::Column::Currency)
            .group_by(Expr::cust(MONTH))
            .into_tuple()
            .all(self.db())
            .await?;
        let mut overview = Overview::default();
        for (kind, sort, currency, month, count, minor) in rows {
            let (kind, cost) = (read("amount.kind", &kind)?, sort == "cost");
            let amount = Money { minor, currency: read("deal.currency", &currency)? };
            overview.count += u64::try_from(count).unwrap_or(0);
            overview.sums.add(kind, cost, amount);
            if let Some(month) = month {
                let first = read("amount.date", &format!("{month}-01"))?;
                overview.months.entry(first).or_default().add(kind, cost, amount);
            }
        }
        Ok(overview)
    }

    /// The amounts that this user may see and that match: the same set for list, sums, months and export.
    fn asked_for(&self, filter: &Filter) -> Select<amount::Entity> {
        let mut amounts = amount::Entity::find()
            .join(JoinType::InnerJoin, amount::Relation::Deal.def())
            .filter(deal::Column::DeletedAt.is_null())
            .filter(self.sees())
            .filter(matches(filter, self.wall_clock().date()));
        if !self.account().costs {
            amounts = amounts.filter(amount::Column::Sort.ne("cost"));
        }
        amounts
    }
}

/// A filter as a condition on amounts.
fn matches(filter: &Filter, today: NaiveDate) -> Condition {
    let (from, to) = filter.bounds(today);
    use amount::Column as A;
    let of = filter.of.map(|of| match of {
        Of::Products => A::Sort.ne("cost"),
        Of::Costs => A::Sort.eq("cost"),
        Of::Product(id) => A::ProductId.eq(id.0),
        Of::Category(id) => A::CategoryId.eq(id.0),
    });
    let client = filter.client.as_deref().map(fold).filter(|text| !text.is_empty()).map(|text| {
        let companies = holding(company::Entity, company::Column::Id, company::Column::Folded, &text);
        let persons = holding(person::Entity, person::Column::Id, person::Column::Folded, &text);
        Condition::any()
            .add(deal::Column::CompanyId.in_subquery(companies))
            .add(deal::Column::PersonId.in_subquery(persons))
    });
    let gone = filter.not_forecast().iter().map(|status| status.code());
    let counts =
        Condition::any().add(A::Kind.ne(Kind::Forecast.code())).add(deal::Column::Status.is_not_in(gone));
    Condition::all()
        .add(counts)
        .add_option(from.map(|day| A::Date.gte(day)))
        .add_option(to.map(|day| A::Date.lte(day)))
        .add_option(filter.kind.map(|kind| A::Kind.eq(kind.code())))
        .add_option(of)
        .add_option(filter.owner.map(|id| deal::Column::OwnerId.eq(id.0)))
        .add_option(filter.process.map(|id| deal::Column::ProcessId.eq(id.0)))
        .add_option(filter.status.map(|status| deal::Column::Status.eq(status.code())))
        .add_option(client)
}

fn with_deal(amounts: Select<amount::Entity>) -> Select<amount::Entity> {
    use amount::Column as A;
    use deal::Column as D;
    amounts
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
        .select_only()
        .columns([A::DealId, A::Kind, A::Sort, A::Name, A::Date, A::Minor])
        .columns([D::OwnerId, D::Status, D::Currency])
        .column_as(D::Name, "deal_name")
        .columns([deal::Column::CompanyId, deal::Column::PersonId])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
}

fn sorted(amounts: Select<amount::Entity>, query: &Query) -> Select<amount::Entity> {
    use amount::Column as A;
    let order = if query.sort.falls() != query.turned { Order::Desc } else { Order::Asc };
    let by = |amounts: Select<amount::Entity>, by: Expr| {
        amounts.order_by_with_nulls(by, order.clone(), NullOrdering::Last)
    };
    let column = |column: A| Expr::col((amount::Entity, column));
    let of_deal = |column: deal::Column| Expr::col((deal::Entity, column));
    let amounts = match query.sort {
        Sort::Date => by(amounts, column(A::Date)),
        Sort::Deal => by(amounts, of_deal(deal::Column::Folded)),
        Sort::Client => {
            let company = Expr::col((company::Entity, company::Column::Folded));
            let person = Expr::col((person::Entity, person::Column::Folded));
            by(amounts, Func::coalesce([company, person]).into())
        }
        Sort::Name => by(amounts, column(A::Folded)),
        Sort::Kind => by(by(amounts, column(A::Kind)), column(A::Sort)),
        // Amounts of two currencies are not compared.
        Sort::Amount => by(amounts.order_by_asc(of_deal(deal::Column::Currency)), column(A::Minor)),
    };
    amounts.order_by_desc(A::DealId).order_by_asc(A::Kind).order_by_asc(A::Sort).order_by_asc(A::Id)
}

#[derive(FromQueryResult)]
struct Row {
    deal_id: i64,
    kind: String,
    sort: String,
    name: String,
    date: Option<NaiveDate>,
    minor: i64,
    owner_id: i64,
    status: String,
    currency: String,
    deal_name: String,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl TryFrom<Row> for Amount {
    type Error = Error;

    fn try_from(row: Row) -> Result<Amount> {
        let kind: Kind = read("amount.kind", &row.kind)?;
        Ok(Amount {
            deal: DealId(row.deal_id),
            deal_name: row.deal_name,
            client: client_of((row.company_id, row.company), (row.person_id, row.first_name, row.last_name)),
            owner: UserId(row.owner_id),
            status: read("deal.status", &row.status)?,
            kind,
            cost: row.sort == "cost",
            name: row.name,
            date: row.date,
            amount: Money { minor: row.minor, currency: read("deal.currency", &row.currency)? },
        })
    }
}
