//! The review of a process, read from the history of its deals.

use crate::{
    Result, Tx,
    entity::{company, deal, history, person},
    error::read,
    history::histories,
    own::OPEN,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    id::{DealId, StageId, UserId},
    money::Money,
    process::Process,
    review::{Counted, List, Open, Query, Review, Reviewed, Told, Touched, count},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select, SelectModel, Selector,
    sea_query::{Expr, ExprTrait, Query as Sql},
};

/// The year and month of an expected close, on both databases; an empty text without one.
const MONTH: &str = r#"coalesce(substr(CAST("deal"."expected_close" AS text), 1, 7) || '-01', '')"#;
/// As `domain::process::weighted` counts it, deal by deal.
const WEIGHTED: &str = r#"SUM(("deal"."value_minor" * "deal"."probability" + 50) / 100)"#;

impl Tx {
    /// What happened since a day to the deals of a process that this user may see. Deleted deals are not told of, and
    /// deals are told of where they are now: under their owner and in their process.
    pub async fn review(&self, query: &Query) -> Result<Review> {
        let process = self.process(query.process).await?;
        let today = self.wall_clock().date();
        let since = query.since.unwrap_or_else(|| Query::usual(today));
        let which = Condition::all()
            .add(deal::Column::ProcessId.eq(process.id.0))
            .add_option(query.owner.map(|owner| deal::Column::OwnerId.eq(owner.0)))
            .add(self.sees());
        let open = self.open_sums(which.clone()).await?;
        let ageing = self.ageing(&process, which.clone()).await?;
        let touched = self.touched_since(which, since).await?;
        let stages: Vec<(StageId, String)> =
            process.stages.iter().map(|stage| (stage.id, stage.name.to_string())).collect();
        let Counted { bridge, owners, months, mut lists } = count(&stages, since, &open, &touched);
        lists.push(ageing);
        Ok(Review {
            process: process.id,
            name: process.name.to_string(),
            since,
            today,
            currency: self.account().currency,
            processes: self.choices().await?,
            people: self.colleagues().await?,
            bridge,
            owners,
            months,
            lists,
        })
    }

    async fn open_sums(&self, which: Condition) -> Result<Vec<Open>> {
        let rows: Vec<(i64, String, String, i64, i64, i64)> = deal::Entity::find()
            .filter(Expr::cust(OPEN))
            .filter(which)
            .select_only()
            .columns([deal::Column::OwnerId, deal::Column::Currency])
            .column_as(Expr::cust(MONTH), "month")
            .column_as(Expr::cust("COUNT(*)"), "count")
            // PostgreSQL sums whole numbers into decimals.
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "value")
            .column_as(Expr::cust(WEIGHTED).cast_as("bigint"), "weighted")
            .group_by(deal::Column::OwnerId)
            .group_by(deal::Column::Currency)
            .group_by(Expr::cust(MONTH))
            .into_tuple()
            .all(self.db())
            .await?;
        let open =
            |(owner, currency, month, count, value, weighted): (i64, String, String, i64, i64, i64)| {
                let currency = read("deal.currency", &currency)?;
                let money = |minor| Money { minor, currency };
                let count = usize::try_from(count).unwrap_or(0);
                Ok(Open {
                    owner: UserId(owner),
                    month,
                    count,
                    value: money(value),
                    weighted: money(weighted),
                })
            };
        rows.into_iter().map(open).collect()
    }

    /// The open deals that stand in their stage longer than its norm (B15): how many, and the largest.
    async fn ageing(&self, process: &Process, which: Condition) -> Result<(String, List)> {
        let today = self.wall_clock().date();
        let old = process.stages.iter().filter_map(|stage| {
            let last = today.checked_sub_days(Days::new(stage.ageing.after()?.into()))?;
            let here = deal::Column::StageId.eq(stage.id.0);
            Some(here.and(deal::Column::StageSince.lt(self.midnight(last))))
        });
        // None of no stages.
        let old = old.fold(Condition::any().add(Expr::val(false)), Condition::add);
        let found = deal::Entity::find().filter(Expr::cust(OPEN)).filter(which).filter(old);
        let sums: Vec<(String, i64, i64)> = found
            .clone()
            .select_only()
            .column(deal::Column::Currency)
            .column_as(Expr::cust("COUNT(*)"), "count")
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "value")
            .group_by(deal::Column::Currency)
            .into_tuple()
            .all(self.db())
            .await?;
        let mut list = List::default();
        for (currency, count, minor) in sums {
            list.count += usize::try_from(count).unwrap_or(0);
            list.total.add(Money { minor, currency: read("deal.currency", &currency)? });
        }
        let largest = found
            .order_by_asc(deal::Column::Currency)
            .order_by_desc(deal::Column::ValueMinor)
            .order_by_asc(deal::Column::Id)
            .limit(List::SHOWN as u64);
        for row in rows_of(largest).all(self.db()).await? {
            let stage = process.stage(StageId(row.stage_id)).map(|stage| stage.name.to_string());
            let days = (today - self.clock(row.stage_since).date()).num_days();
            let told = Told::Ageing { stage: stage.unwrap_or_default(), days };
            list.deals.push(row.reviewed(told)?);
        }
        Ok(("ageing".into(), list))
    }

    /// The deals that something happened to since the morning of this day, with all that is known of them.
    async fn touched_since(&self, which: Condition, since: NaiveDate) -> Result<Vec<Touched>> {
        let morning = self.midnight(since);
        let told = Sql::select()
            .column(history::Column::DealId)
            .from(history::Entity)
            .and_where(Expr::col(history::Column::At).gte(morning))
            .to_owned();
        let found = deal::Entity::find()
            .filter(deal::Column::Id.in_subquery(told))
            .filter(deal::Column::DeletedAt.is_null())
            .filter(which);
        let rows = rows_of(found).all(self.db()).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut histories = histories(self.db(), &ids).await?;
        let touched = |row: Row| {
            let history = histories.remove(&row.id).unwrap_or_default();
            Ok(Touched {
                deal: DealId(row.id),
                client: row.client(),
                owner: UserId(row.owner_id),
                value: row.value()?,
                status: read("deal.status", &row.status)?,
                stage: StageId(row.stage_id),
                expected_close: row.expected_close,
                history: history.into_iter().map(|(at, event)| (self.clock(at), event)).collect(),
                name: row.name,
            })
        };
        rows.into_iter().map(touched).collect()
    }
}

/// What a review tells of deals, with their clients.
fn rows_of(found: Select<deal::Entity>) -> Selector<SelectModel<Row>> {
    found
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
        .select_only()
        .columns([
            deal::Column::Id,
            deal::Column::Name,
            deal::Column::OwnerId,
            deal::Column::ValueMinor,
            deal::Column::Currency,
            deal::Column::Status,
            deal::Column::StageId,
            deal::Column::StageSince,
            deal::Column::ExpectedClose,
        ])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
        .into_model()
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    name: String,
    owner_id: i64,
    value_minor: i64,
    currency: String,
    status: String,
    stage_id: i64,
    stage_since: DateTime<Utc>,
    expected_close: Option<NaiveDate>,
    company: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl Row {
    fn client(&self) -> String {
        let person = [&self.first_name, &self.last_name].into_iter().flatten();
        let person = person.map(String::as_str).collect::<Vec<_>>().join(" ");
        self.company.clone().filter(|name| !name.is_empty()).unwrap_or(person)
    }

    fn value(&self) -> Result<Money> {
        Ok(Money { minor: self.value_minor, currency: read("deal.currency", &self.currency)? })
    }

    fn reviewed(self, told: Told) -> Result<Reviewed> {
        Ok(Reviewed {
            deal: DealId(self.id),
            client: self.client(),
            owner: UserId(self.owner_id),
            value: self.value()?,
            name: self.name,
            told,
        })
    }
}
