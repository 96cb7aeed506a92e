//! The review of a process, read from the history of its deals.

use crate::{
    Result, Tx,
    entity::{company, deal, history, person},
    error::read,
    history::histories,
    own::OPEN,
};
use chrono::{NaiveDate, NaiveTime, TimeZone, Utc};
use domain::{
    id::{DealId, StageId, UserId},
    money::Money,
    review::{Counted, Open, Query, Review, Touched, count},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationTrait,
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
        let touched = self.touched_since(which, since).await?;
        let stages: Vec<(StageId, String)> =
            process.stages.iter().map(|stage| (stage.id, stage.name.to_string())).collect();
        let Counted { bridge, owners, months, lists } = count(&stages, since, &open, &touched);
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

    /// The deals that something happened to since the morning of this day, with all that is known of them.
    async fn touched_since(&self, which: Condition, since: NaiveDate) -> Result<Vec<Touched>> {
        let morning = self.account().zone.from_local_datetime(&since.and_time(NaiveTime::MIN)).earliest();
        let morning =
            morning.map_or_else(|| since.and_time(NaiveTime::MIN).and_utc(), |at| at.with_timezone(&Utc));
        let told = Sql::select()
            .column(history::Column::DealId)
            .from(history::Entity)
            .and_where(Expr::col(history::Column::At).gte(morning))
            .to_owned();
        let rows: Vec<Row> = deal::Entity::find()
            .filter(deal::Column::Id.in_subquery(told))
            .filter(deal::Column::DeletedAt.is_null())
            .filter(which)
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
                deal::Column::ExpectedClose,
            ])
            .column_as(company::Column::Name, "company")
            .columns([person::Column::FirstName, person::Column::LastName])
            .into_model()
            .all(self.db())
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut histories = histories(self.db(), &ids).await?;
        let touched = |row: Row| {
            let person = [row.first_name, row.last_name].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let client = [row.company.unwrap_or_default(), person];
            Ok(Touched {
                deal: DealId(row.id),
                name: row.name,
                client: client.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
                owner: UserId(row.owner_id),
                value: Money { minor: row.value_minor, currency: read("deal.currency", &row.currency)? },
                status: read("deal.status", &row.status)?,
                stage: StageId(row.stage_id),
                expected_close: row.expected_close,
                history: histories
                    .remove(&row.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(at, event)| (self.clock(at), event))
                    .collect(),
            })
        };
        rows.into_iter().map(touched).collect()
    }
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
    expected_close: Option<NaiveDate>,
    company: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}
