//! The board as it is read: headers over all matching deals, and the first cards of each column (B2, B12).

use crate::{
    Result, Tx,
    contact::client_of,
    criteria::Asked,
    entity::{company, completion, deal, person, stage, task},
    error::read,
    header::Header,
    own::{OPEN, among, first_of},
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Visibility, visibility},
    board::{Board, Card, Column, Page, Query},
    filter::Filter,
    id::{ActionId, DealId, StageId, UserId},
    money::{Currency, Money},
    place::Place,
    process::Stage,
    refusal::{Field, Refusal},
    task::Due,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
    prelude::{Date, Time},
    sea_query::Expr,
};
use std::{collections::HashMap, sync::Arc};

/// How many cards of a column come with the board: what the tallest screen shows and a little more.
const FIRST: u64 = 24;
/// How many come with each further page.
const FURTHER: u64 = 200;
/// How many of a column come again at most, when more had been loaded.
const AGAIN: u64 = 1_000;

impl Tx {
    /// The board of one process, as this user may see it; of the stages in `loaded` at least as many cards as it says,
    /// up to a thousand.
    pub async fn board(&self, query: &Query, loaded: &HashMap<StageId, usize>) -> Result<Board> {
        let process = self.process(query.process).await?;
        let asked = Asked::of(&query.filter)?;
        let mut headers = self.headers(&process, &asked).await?;
        let (mut heads, mut rows) = (vec![], vec![]);
        for stage in process.stages {
            let header = headers.remove(&stage.id).unwrap_or_default();
            let (own, next) = match header.count {
                0 => (vec![], None),
                _ => self.first_rows(stage.id, &asked, loaded.get(&stage.id).copied()).await?,
            };
            heads.push((stage, header, own.len(), next));
            rows.extend(own);
        }
        // What belongs to cards is read for all of them at once.
        let mut cards = self.cards(rows).await?.into_iter();
        let column = |(stage, header, shown, next): (Stage, Header, usize, Option<Place>)| {
            let page = Page { cards: cards.by_ref().take(shown).collect(), next };
            let Header { count, totals, weighted, profit } = header;
            Column { stage: stage.into(), count, totals, weighted, profit, page }
        };
        let columns = heads.into_iter().map(column).collect();
        let dots = self.dots(process.id, &asked).await?;
        Ok(Board {
            process: process.id,
            name: process.name.as_str().to_owned(),
            guarded: process.guarded,
            costs: self.account().costs,
            columns,
            dots,
            processes: self.choices().await?,
            people: self.colleagues().await?,
            currency: self.account().currency,
            now: self.wall_clock(),
        })
    }

    /// Further cards of a column, below this place. Refuses a stage that is not there.
    pub async fn further(&self, stage: StageId, filter: &Filter, below: &Place) -> Result<Page> {
        if stage::Entity::find_by_id(stage.0).count(self.db()).await? == 0 {
            return Err(Refusal::Unknown { field: Field::Stage }.into());
        }
        let (rows, next) = self.rows((stage, Some(below)), &Asked::of(filter)?, FURTHER).await?;
        Ok(Page { cards: self.cards(rows).await?, next })
    }

    async fn first_rows(
        &self,
        stage: StageId,
        asked: &Asked,
        loaded: Option<usize>,
    ) -> Result<(Vec<Row>, Option<Place>)> {
        let limit = loaded.map_or(FIRST, |loaded| (loaded as u64).clamp(FIRST, AGAIN));
        self.rows((stage, None), asked, limit).await
    }

    /// Rows of a column in order, below a place, and where the next ones begin.
    async fn rows(
        &self,
        (stage, below): (StageId, Option<&Place>),
        asked: &Asked,
        limit: u64,
    ) -> Result<(Vec<Row>, Option<Place>)> {
        let mut cards = match (visibility(self.user()), asked.is_empty()) {
            (Visibility::Own(user), true) => {
                let first = first_of((user, self.shows_public()), stage, below, limit + 1);
                self.on_board(asked).filter(among(first, deal::Column::StageId, stage.0))
            }
            // With a filter the first of all need not be the first that match.
            _ => self.in_stage(stage, asked),
        };
        if let Some(below) = below {
            cards = cards.filter(deal::Column::Place.gt(below.as_str()));
        }
        let rows = cards.order_by_asc(deal::Column::Place).limit(limit + 1);
        let mut rows: Vec<Row> = with_client(rows).into_model().all(self.db()).await?;
        let more = rows.len() as u64 > limit;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(|row| Place::known(row.place.clone()));
        Ok((rows, next))
    }

    /// The open deals that this user may see and that match: the same set for headers and cards.
    pub(crate) fn on_board(&self, asked: &Asked) -> Select<deal::Entity> {
        deal::Entity::find().filter(Expr::cust(OPEN)).filter(self.sees()).filter(self.meets(asked))
    }

    fn in_stage(&self, stage: StageId, asked: &Asked) -> Select<deal::Entity> {
        self.on_board(asked).filter(deal::Column::StageId.eq(stage.0))
    }

    async fn cards(&self, rows: Vec<Row>) -> Result<Vec<Arc<Card>>> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut tasks: HashMap<i64, Vec<Option<Due>>> = HashMap::new();
        let mut done: HashMap<i64, Vec<ActionId>> = HashMap::new();
        if !ids.is_empty() {
            for (deal, action) in self.done_on(&ids).await? {
                done.entry(deal).or_default().push(ActionId(action));
            }
            for (deal, date, time) in self.open_tasks(&ids).await? {
                tasks.entry(deal).or_default().push(date.map(|date| Due { date, time }));
            }
        }
        let (zone, costs) = (self.account().zone, self.account().costs);
        let card = |row: Row| -> Result<Arc<Card>> {
            let tasks = tasks.remove(&row.id).unwrap_or_default();
            let since = row.stage_since.with_timezone(&zone).date_naive();
            let currency: Currency = read("deal.currency", &row.currency)?;
            Ok(Arc::new(Card {
                id: DealId(row.id),
                name: row.name,
                client: client_of(
                    (row.company_id, row.company),
                    (row.person_id, row.first_name, row.last_name),
                ),
                value: Money { minor: row.value_minor, currency },
                cost: costs.then_some(row.cost_minor),
                owner: UserId(row.owner_id),
                since,
                probability: u8::try_from(row.probability).unwrap_or(0),
                done: done.remove(&row.id).unwrap_or_default(),
                tasks,
            }))
        };
        rows.into_iter().map(card).collect()
    }

    async fn done_on(&self, deals: &[i64]) -> Result<Vec<(i64, i64)>> {
        let done = completion::Entity::find().filter(completion::Column::DealId.is_in(deals.iter().copied()));
        let columns = [completion::Column::DealId, completion::Column::ActionId];
        Ok(done.select_only().columns(columns).into_tuple().all(self.db()).await?)
    }

    pub(crate) async fn open_tasks(&self, deals: &[i64]) -> Result<Vec<(i64, Option<Date>, Option<Time>)>> {
        let open = task::Entity::find()
            .filter(task::Column::DealId.is_in(deals.iter().copied()))
            .filter(task::Column::DoneAt.is_null())
            .select_only()
            .columns([task::Column::DealId, task::Column::DueDate, task::Column::DueTime]);
        Ok(open.into_tuple().all(self.db()).await?)
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    probability: i64,
    place: String,
    name: String,
    value_minor: i64,
    cost_minor: i64,
    currency: String,
    owner_id: i64,
    stage_since: DateTime<Utc>,
    company_id: Option<i64>,
    company: Option<String>,
    person_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
}

fn with_client(deals: Select<deal::Entity>) -> Select<deal::Entity> {
    use deal::Column as D;
    deals
        .select_only()
        .columns([
            D::Id,
            D::Place,
            D::Name,
            D::ValueMinor,
            D::CostMinor,
            D::Currency,
            D::OwnerId,
            D::StageSince,
            D::Probability,
            D::CompanyId,
            D::PersonId,
        ])
        .column_as(company::Column::Name, "company")
        .columns([person::Column::FirstName, person::Column::LastName])
        .join(JoinType::LeftJoin, deal::Relation::Company.def())
        .join(JoinType::LeftJoin, deal::Relation::Person.def())
}
