//! The list of deals: those that match, sorted, in pages, and what all of them come to (L1).

use crate::{
    Error, Result, Tx,
    contact::client_of,
    criteria::Asked,
    entity::{company, deal, person, stage, user},
    error::read,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    criteria::Statuses,
    deals::{Deals, Query, Row, Sort, Sums},
    filter::Filter,
    id::{DealId, ProcessId, SourceId, StageId, UserId},
    money::{Currency, Money},
    task::Due,
};
use futures_util::TryStreamExt;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select,
    sea_query::{Expr, ExprTrait, Func, NullOrdering},
};
use std::collections::HashMap;

impl Tx {
    /// What the page of the list shows, of the deals that this user may see.
    pub async fn deals(&self, query: &Query) -> Result<Deals> {
        let (sums, length) = (self.sums_of_deals(&query.filter).await?, u64::from(Query::PAGE));
        // Beyond the last page the last one is shown.
        let page = Ord::min(u64::from(query.page), sums.last_page());
        let mut rows = self.listed_deals(query, page * length, length).await?;
        self.add_tasks(&mut rows).await?;
        Ok(Deals {
            rows,
            sums,
            processes: self.processes().await?,
            people: self.colleagues().await?,
            sources: self.source_names().await?,
            currency: self.account().currency,
            now: self.wall_clock(),
        })
    }

    /// Some of the deals that match, in the order that was asked for, without their tasks.
    pub async fn listed_deals(&self, query: &Query, skip: u64, take: u64) -> Result<Vec<Row>> {
        let rows = with_names(self.asked_for_deals(&Asked::of(&query.filter)?));
        let rows = sorted(rows, query).offset(skip).limit(take);
        // One by one: an export is of all there are, and a row of the database weighs many times what is kept of it.
        let rows = rows.into_model::<Listed>().stream(self.db()).await?;
        let rows = rows.err_into().and_then(async |row: Listed| row.read(self));
        rows.try_collect().await
    }

    /// The numbers of the first of the deals that match, in the order that was asked for.
    pub async fn listed_ids(&self, query: &Query, take: u64) -> Result<Vec<DealId>> {
        let rows = with_names(self.asked_for_deals(&Asked::of(&query.filter)?));
        let rows = sorted(rows, query).select_only().column(deal::Column::Id).limit(take);
        let ids: Vec<i64> = rows.into_tuple().all(self.db()).await?;
        Ok(ids.into_iter().map(DealId).collect())
    }

    /// Reads when the open tasks of these deals are due.
    async fn add_tasks(&self, rows: &mut [Row]) -> Result<()> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        let mut tasks: HashMap<i64, Vec<Option<Due>>> = HashMap::new();
        for (deal, date, time) in self.open_tasks(&ids).await? {
            tasks.entry(deal).or_default().push(date.map(|date| Due { date, time }));
        }
        for row in rows {
            row.tasks = tasks.remove(&row.id.0).unwrap_or_default();
        }
        Ok(())
    }

    /// How many deals match, and what they come to.
    pub async fn sums_of_deals(&self, filter: &Filter) -> Result<Sums> {
        let asked = Asked::of(filter)?;
        if asked.is_of_owners() && asked.criteria.statuses == Statuses::Open {
            return self.kept_sums(&asked).await;
        }
        // As `domain::process::weighted` counts it, deal by deal.
        let weighted = Expr::cust(r#"SUM(("deal"."value_minor" * "deal"."probability" + 50) / 100)"#);
        let rows: Vec<(String, i64, i64, i64)> = self
            .asked_for_deals(&asked)
            .select_only()
            .column(deal::Column::Currency)
            .column_as(Expr::cust("COUNT(*)"), "count")
            // PostgreSQL sums whole numbers into decimals.
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "total")
            .column_as(weighted.cast_as("bigint"), "weighted")
            .group_by(deal::Column::Currency)
            .into_tuple()
            .all(self.db())
            .await?;
        let mut sums = Sums::default();
        for (currency, count, value, weighted) in rows {
            let currency: Currency = read("deal.currency", &currency)?;
            sums.count += u64::try_from(count).unwrap_or(0);
            sums.value.add(Money { minor: value, currency });
            sums.weighted.add(Money { minor: weighted, currency });
        }
        Ok(sums)
    }

    /// The sums of what boards show in their headers.
    async fn kept_sums(&self, asked: &Asked) -> Result<Sums> {
        let (mut sums, of) = (Sums::default(), &asked.criteria.processes);
        for process in self.processes().await? {
            if !of.is_empty() && !of.contains(&process.id) {
                continue;
            }
            for header in self.headers(&process, asked).await?.into_values() {
                sums.count += header.count as u64;
                header.totals.iter().for_each(|total| sums.value.add(total));
                header.weighted.iter().for_each(|total| sums.weighted.add(total));
            }
        }
        Ok(sums)
    }

    /// The deals that this user may see and that match: the same set for list, sums and export.
    fn asked_for_deals(&self, asked: &Asked) -> Select<deal::Entity> {
        deal::Entity::find()
            .filter(Expr::cust(r#""deal"."deleted_at" IS NULL"#))
            .filter(self.meets_in_list(&asked.criteria))
            .filter(self.sees())
            .filter(self.meets(asked))
    }
}

fn with_names(deals: Select<deal::Entity>) -> Select<deal::Entity> {
    use deal::Column as D;
    deals
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
        .select_only()
        .columns([
            D::Id,
            D::Version,
            D::Name,
            D::ProcessId,
            D::StageId,
            D::StageSince,
            D::Status,
            D::OwnerId,
            D::ValueMinor,
            D::Currency,
            D::Itemised,
            D::Probability,
            D::ExpectedClose,
            D::SourceId,
            D::CreatedAt,
            D::CompanyId,
            D::PersonId,
        ])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
}

fn sorted(deals: Select<deal::Entity>, query: &Query) -> Select<deal::Entity> {
    use deal::Column as D;
    let order = if query.sort.falls() != query.turned { Order::Desc } else { Order::Asc };
    let column = |column: D| Expr::col((deal::Entity, column));
    let by = |deals: Select<deal::Entity>, by: Expr| {
        deals.order_by_with_nulls(by, order.clone(), NullOrdering::Last)
    };
    // Amounts of two currencies are not compared.
    let by_currency = |deals: Select<deal::Entity>| deals.order_by_asc(column(D::Currency));
    let deals = match query.sort {
        Sort::Name => by(deals, column(D::Folded)),
        Sort::Client => {
            let company = Expr::col((company::Entity, company::Column::Folded));
            let person = Expr::col((person::Entity, person::Column::Folded));
            by(deals, Func::coalesce([company, person]).into())
        }
        Sort::Stage => {
            let deals = deals.join(JoinType::LeftJoin, deal::Relation::Stage.def());
            by(by(deals, column(D::ProcessId)), Expr::col((stage::Entity, stage::Column::Position)))
        }
        Sort::Owner => {
            let owner = Expr::col((user::Entity, user::Column::Folded));
            by(deals.join(JoinType::LeftJoin, deal::Relation::Owner.def()), owner)
        }
        Sort::Value => by(by_currency(deals), column(D::ValueMinor)),
        Sort::Probability => by(deals, column(D::Probability)),
        Sort::Weighted => by(by_currency(deals), column(D::ValueMinor).mul(column(D::Probability))),
        Sort::Close => by(deals, column(D::ExpectedClose)),
        Sort::Tasks => by(deals, Expr::cust(r#""deal"."due""#)),
        Sort::Since => by(deals, column(D::StageSince)),
        Sort::Created => by(deals, column(D::CreatedAt)),
    };
    deals.order_by_desc(D::Id)
}

#[derive(FromQueryResult)]
struct Listed {
    id: i64,
    version: i64,
    name: String,
    process_id: i64,
    stage_id: i64,
    stage_since: DateTime<Utc>,
    status: String,
    owner_id: i64,
    value_minor: i64,
    currency: String,
    itemised: bool,
    probability: i64,
    expected_close: Option<NaiveDate>,
    source_id: Option<i64>,
    created_at: DateTime<Utc>,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl Listed {
    fn read(self, tx: &Tx) -> Result<Row> {
        Ok(Row {
            id: DealId(self.id),
            version: self.version,
            name: self.name,
            client: client_of(
                (self.company_id, self.company),
                (self.person_id, self.first_name, self.last_name),
            ),
            process: ProcessId(self.process_id),
            stage: StageId(self.stage_id),
            status: read("deal.status", &self.status)?,
            owner: UserId(self.owner_id),
            value: Money { minor: self.value_minor, currency: read("deal.currency", &self.currency)? },
            itemised: self.itemised,
            probability: u8::try_from(self.probability)
                .map_err(|_| Error::Unreadable("deal.probability".into()))?,
            close: self.expected_close,
            tasks: vec![],
            since: tx.clock(self.stage_since).date(),
            source: self.source_id.map(SourceId),
            created: tx.clock(self.created_at).date(),
        })
    }
}
