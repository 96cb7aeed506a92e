//! Many rows at once, whole or not at all: for imports, for demonstration and generated data.

use crate::{
    Error, Result, Store, Writing,
    entity::{closure, completion, deal, history, participant, task},
    history::to_json,
    ledger::{cost_row, line_row},
    place::places_at_end,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    deal::Status,
    event::Event,
    id::{ActionId, CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    ledger::{Kind as AmountKind, Side},
    money::Money,
    place::Place,
    process::Process,
    task::{Due, Kind},
    text::{Name, fold},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};

/// Rows in one statement: as many as the variables of one statement allow.
const CHUNK: usize = 1_000;

/// A deal as a file or a generator brings it.
#[derive(Clone, Debug)]
pub struct BulkDeal {
    /// What the file knows it by; a second one of the same id is not inserted.
    pub external_id: Option<String>,
    pub process: ProcessId,
    pub stage: StageId,
    pub status: Status,
    pub name: String,
    pub company: Option<CompanyId>,
    pub person: Option<PersonId>,
    pub source: Option<SourceId>,
    pub expected_close: Option<NaiveDate>,
    pub value: Money,
    pub owner: UserId,
    pub created_at: DateTime<Utc>,
    pub stage_since: DateTime<Utc>,
    /// The day of the closure, unless the deal is open.
    pub closed_on: Option<NaiveDate>,
    /// Actions of its process that are done, by its owner.
    pub done: Vec<ActionId>,
    pub participants: Vec<UserId>,
    /// Lines and costs; the value is the sum of the lines, if there are some.
    pub forecast: Side,
    pub tasks: Vec<BulkTask>,
}

/// A task of such a deal, for its owner.
#[derive(Clone, Debug)]
pub struct BulkTask {
    pub title: String,
    pub kind: Kind,
    pub due: Option<Due>,
    pub done_at: Option<DateTime<Utc>>,
}

/// A transaction that takes many rows. Dropped without a commit, it never happened.
pub struct Bulk {
    pub(crate) writing: Writing,
    pub(crate) now: DateTime<Utc>,
}

impl Store {
    /// Begins to take many rows.
    pub async fn bulk(&self) -> Result<Bulk> {
        Ok(Bulk { writing: self.begin().await?, now: crate::now() })
    }
}

impl Bulk {
    pub async fn commit(self) -> Result<()> {
        self.writing.commit().await
    }

    /// Which of these external ids exist already.
    pub async fn known(&self, ids: &[&str]) -> Result<HashSet<String>> {
        let mut known = HashSet::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = deal::Entity::find().filter(deal::Column::ExternalId.is_in(chunk.iter().copied()));
            let rows: Vec<String> = rows
                .select_only()
                .column(deal::Column::ExternalId)
                .into_tuple()
                .all(&self.writing.db)
                .await?;
            known.extend(rows);
        }
        Ok(known)
    }

    /// Inserts deals with all that belongs to them; open ones go below the cards of their stages, in this order.
    /// `event` is what their history begins with.
    pub async fn deals(&self, deals: &[BulkDeal], event: fn(&BulkDeal) -> Event) -> Result<()> {
        let db = &self.writing.db;
        let first = self.next_id().await?;
        let places = self.places(deals).await?;
        let processes = self.processes().await?;
        let numbered: Vec<(i64, &BulkDeal, Place)> =
            (first..).zip(deals).zip(places).map(|((id, deal), place)| (id, deal, place)).collect();
        for chunk in numbered.chunks(CHUNK) {
            let rows = chunk.iter().map(|(id, deal, place)| deal_row(*id, deal, place, &processes));
            deal::Entity::insert_many(rows).exec_without_returning(db).await?;
            let events = chunk.iter().map(|(id, deal, _)| self.history_row(*id, deal, event));
            history::Entity::insert_many(events.collect::<Result<Vec<_>>>()?)
                .exec_without_returning(db)
                .await?;
            self.closures(chunk).await?;
            self.tasks(chunk).await?;
            self.participants(chunk).await?;
            self.completions(chunk).await?;
            self.ledgers(chunk).await?;
        }
        self.settle_ids().await
    }

    async fn next_id(&self) -> Result<i64> {
        let last =
            deal::Entity::find().order_by_desc(deal::Column::Id).limit(1).one(&self.writing.db).await?;
        Ok(last.map_or(1, |row| row.id + 1))
    }

    /// PostgreSQL numbers on from its own count, which the given ids have passed by.
    async fn settle_ids(&self) -> Result<()> {
        if self.writing.db.get_database_backend() == DbBackend::Postgres {
            let settle = "SELECT setval(pg_get_serial_sequence('deal', 'id'), (SELECT max(id) FROM deal))";
            self.writing.db.execute_unprepared(settle).await?;
        }
        Ok(())
    }

    async fn places(&self, deals: &[BulkDeal]) -> Result<Vec<Place>> {
        let mut numbers: HashMap<StageId, usize> = HashMap::new();
        for deal in deals {
            *numbers.entry(deal.stage).or_default() += 1;
        }
        let mut places = HashMap::with_capacity(numbers.len());
        for (stage, count) in numbers {
            places.insert(stage, places_at_end(&self.writing.db, stage, count).await?.into_iter());
        }
        let missing = || Error::Unreadable("a deal without a place".into());
        deals
            .iter()
            .map(|deal| places.get_mut(&deal.stage).and_then(Iterator::next).ok_or_else(missing))
            .collect()
    }

    fn history_row(
        &self,
        id: i64,
        deal: &BulkDeal,
        event: fn(&BulkDeal) -> Event,
    ) -> Result<history::ActiveModel> {
        Ok(history::ActiveModel {
            deal_id: Set(id),
            by_id: Set(deal.owner.0),
            at: Set(self.now),
            event: Set(to_json(&event(deal))?),
            ..Default::default()
        })
    }

    async fn closures(&self, deals: &[(i64, &BulkDeal, Place)]) -> Result<()> {
        let rows = deals.iter().filter_map(|(id, deal, _)| {
            Some(closure::ActiveModel {
                deal_id: Set(*id),
                outcome: Set(deal.status.code().into()),
                closed_on: Set(deal.closed_on?),
                by_id: Set(deal.owner.0),
                at: Set(self.now),
                note: Set(String::new()),
                ..Default::default()
            })
        });
        insert(&self.writing, rows.collect::<Vec<_>>()).await
    }

    async fn tasks(&self, deals: &[(i64, &BulkDeal, Place)]) -> Result<()> {
        let rows = deals.iter().flat_map(|(id, deal, _)| {
            deal.tasks.iter().map(|task| task::ActiveModel {
                deal_id: Set(*id),
                title: Set(task.title.clone()),
                kind: Set(task.kind.code().into()),
                due_date: Set(task.due.map(|due| due.date)),
                due_time: Set(task.due.and_then(|due| due.time)),
                assignee_id: Set(deal.owner.0),
                creator_id: Set(deal.owner.0),
                created_at: Set(deal.created_at),
                done_at: Set(task.done_at),
                done_by_id: Set(task.done_at.map(|_| deal.owner.0)),
                ..Default::default()
            })
        });
        insert(&self.writing, rows.collect::<Vec<_>>()).await
    }

    async fn completions(&self, deals: &[(i64, &BulkDeal, Place)]) -> Result<()> {
        let rows = deals.iter().flat_map(|(id, deal, _)| {
            deal.done.iter().map(|action| completion::ActiveModel {
                deal_id: Set(*id),
                action_id: Set(action.0),
                by_id: Set(deal.owner.0),
                at: Set(deal.stage_since),
            })
        });
        insert(&self.writing, rows.collect::<Vec<_>>()).await
    }

    /// Lines and costs, and those that won deals were won with.
    async fn ledgers(&self, deals: &[(i64, &BulkDeal, Place)]) -> Result<()> {
        let (mut lines, mut costs) = (vec![], vec![]);
        for (id, deal, _) in deals {
            let won = deal.closed_on.filter(|_| deal.status == Status::Won);
            let name = Name::known(deal.name.clone());
            let sold = won.map(|on| deal.forecast.realised(&name, deal.value, on)).unwrap_or_default();
            for (kind, side) in [(AmountKind::Forecast, &deal.forecast), (AmountKind::Realised, &sold)] {
                let id = DealId(*id);
                lines.extend(side.lines.iter().enumerate().map(|(at, line)| line_row(id, kind, at, line)));
                costs.extend(side.costs.iter().enumerate().map(|(at, cost)| cost_row(id, kind, at, cost)));
            }
        }
        insert(&self.writing, lines).await?;
        insert(&self.writing, costs).await
    }

    async fn participants(&self, deals: &[(i64, &BulkDeal, Place)]) -> Result<()> {
        let rows = deals.iter().flat_map(|(id, deal, _)| {
            deal.participants.iter().map(|user| participant::ActiveModel {
                deal_id: Set(*id),
                user_id: Set(user.0),
                by_id: Set(deal.owner.0),
                at: Set(deal.created_at),
            })
        });
        insert(&self.writing, rows.collect::<Vec<_>>()).await
    }
}

async fn insert<A: ActiveModelTrait>(writing: &Writing, rows: Vec<A>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        A::Entity::insert_many(chunk.to_vec()).exec_without_returning(&writing.db).await?;
    }
    Ok(())
}

fn deal_row(id: i64, deal: &BulkDeal, place: &Place, processes: &[Process]) -> deal::ActiveModel {
    let process = processes.iter().find(|process| process.id == deal.process);
    deal::ActiveModel {
        id: Set(id),
        process_id: Set(deal.process.0),
        stage_id: Set(deal.stage.0),
        stage_since: Set(deal.stage_since),
        place: Set(place.as_str().into()),
        status: Set(deal.status.code().into()),
        name: Set(deal.name.clone()),
        folded: Set(fold(&deal.name)),
        company_id: Set(deal.company.map(|id| id.0)),
        person_id: Set(deal.person.map(|id| id.0)),
        source_id: Set(deal.source.map(|id| id.0)),
        expected_close: Set(deal.expected_close),
        value_minor: Set(deal.value.minor),
        currency: Set(deal.value.currency.code().into()),
        description: Set(String::new()),
        owner_id: Set(deal.owner.0),
        creator_id: Set(deal.owner.0),
        created_at: Set(deal.created_at),
        version: Set(1),
        external_id: Set(deal.external_id.clone()),
        deleted_at: Set(None),
        probability: Set(process.map_or(0, |process| process.probability(&deal.done)).into()),
        itemised: Set(!deal.forecast.lines.is_empty()),
        cost_minor: Set(deal.forecast.cost(deal.value.currency).minor),
    }
}
