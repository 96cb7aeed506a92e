//! Many rows at once, whole or not at all: for imports, for demonstration and generated data.

use crate::{
    Error, Result, Tx,
    deal::columns,
    effect::{Stamp, closure_row, completion_row, participant_row},
    entity::{closure, completion, cost, deal, history, line, participant, task},
    history::history_row,
    ledger::{cost_row, line_row},
    place::places_at_end,
};
use chrono::{DateTime, Utc};
use domain::{
    deal::NewDeal,
    effect::Effect,
    event::Event,
    id::{ActionId, DealId, StageId, UserId},
    log::Thing,
    place::Place,
    process::Process,
    task::{Due, Kind},
    text::fold,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, Statement};
use std::collections::HashMap;

/// Rows in one statement: as many as the variables of one statement allow.
const CHUNK: usize = 1_000;

/// A deal as a file or a generator brings it.
#[derive(Clone, Debug)]
pub struct BulkDeal {
    pub new: NewDeal,
    /// Who enters it.
    pub by: UserId,
    /// What the file knows it by; a second one of the same id is not inserted.
    pub external_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub stage_since: DateTime<Utc>,
    pub tasks: Vec<BulkTask>,
    /// What happened to it, the oldest first, its checks among it. Empty: it is entered now, and that is all.
    pub story: Vec<Happened>,
}

/// Something that happened to such a deal.
#[derive(Clone, Debug)]
pub struct Happened {
    pub by: UserId,
    pub at: DateTime<Utc>,
    pub event: Event,
}

/// A task of such a deal, for its owner.
#[derive(Clone, Debug)]
pub struct BulkTask {
    pub title: String,
    pub kind: Kind,
    pub due: Option<Due>,
    pub done_at: Option<DateTime<Utc>>,
}

impl BulkDeal {
    /// Who checked an action, and when: as its story says, or else when the deal came to its stage.
    fn checked(&self, action: ActionId) -> Stamp {
        let is_it =
            |told: &&Happened| matches!(told.event, Event::ActionDone { action: done, .. } if done == action);
        self.story.iter().find(is_it).map_or((self.by, self.stage_since), |told| (told.by, told.at))
    }
}

impl Tx {
    /// As [`Tx::add_deals`], so that it can be taken back deal by deal with the import that does it (I3).
    pub async fn import_deals(&self, deals: &[BulkDeal]) -> Result<Vec<DealId>> {
        let ids = self.insert_deals(deals).await?;
        for id in &ids {
            self.keep_new(*id);
            self.touch(Thing::Deal(*id));
        }
        Ok(ids)
    }

    /// Inserts deals with all that belongs to them; open ones go below the cards of their stages, in this order. In the
    /// log they are their processes: one row for many. Gives their numbers, in this order.
    pub async fn add_deals(&self, deals: &[BulkDeal]) -> Result<Vec<DealId>> {
        deals.iter().for_each(|deal| self.touch(Thing::Process(deal.new.process)));
        self.insert_deals(deals).await
    }

    async fn insert_deals(&self, deals: &[BulkDeal]) -> Result<Vec<DealId>> {
        let first = self.next_id().await?;
        let places = self.places(deals).await?;
        let processes = self.processes().await?;
        let numbered: Vec<(i64, &BulkDeal, Place)> =
            (first..).zip(deals).zip(places).map(|((id, deal), place)| (id, deal, place)).collect();
        for chunk in numbered.chunks(CHUNK) {
            let rows = chunk.iter().map(|(id, deal, place)| deal_row(*id, deal, place, &processes));
            deal::Entity::insert_many(rows).exec_without_returning(self.db()).await?;
            let mut rows = Rows::default();
            for (id, deal, _) in chunk {
                self.collect(DealId(*id), deal, &mut rows)?;
            }
            rows.insert(self).await?;
        }
        self.settle_ids().await?;
        Ok(numbered.into_iter().map(|(id, ..)| DealId(id)).collect())
    }

    /// The rows that follow from a new deal, by who enters it.
    fn collect(&self, id: DealId, deal: &BulkDeal, rows: &mut Rows) -> Result<()> {
        for Happened { by, at, event } in &deal.story {
            rows.history.push(history_row(id, event, (*by, *at))?);
        }
        for event in deal.new.events().iter().filter(|_| deal.story.is_empty()) {
            rows.history.push(history_row(id, event, (deal.by, self.now()))?);
        }
        for effect in deal.new.effects() {
            match effect {
                Effect::Check(action) => {
                    rows.completions.push(completion_row(id, action, deal.checked(action)));
                }
                Effect::Close { outcome, on, reason, note } => {
                    let why = (reason, &note);
                    let at = deal.story.last().map_or(self.now(), |told| told.at);
                    rows.closures.push(closure_row(id, (outcome, on), why, (deal.by, at)));
                }
                Effect::AddParticipant(user) => {
                    rows.participants.push(participant_row(id, user, (deal.by, deal.created_at)));
                }
                Effect::SetLines(kind, lines) => {
                    rows.lines
                        .extend(lines.iter().enumerate().map(|(at, line)| line_row(id, kind, at, line)));
                }
                Effect::SetCosts(kind, costs) => {
                    rows.costs
                        .extend(costs.iter().enumerate().map(|(at, cost)| cost_row(id, kind, at, cost)));
                }
                // A deal does not begin with these.
                Effect::Uncheck(_)
                | Effect::CarryOver(_)
                | Effect::Reopen
                | Effect::AddNote { .. }
                | Effect::Notify { .. }
                | Effect::AddTask(_) => return Err(Error::Unreadable("an effect of no new deal".into())),
            }
        }
        rows.tasks.extend(deal.tasks.iter().map(|task| task_row(id, deal, task)));
        Ok(())
    }

    /// A number that no deal has or had: those of removed ones stand in addresses and in the log.
    async fn next_id(&self) -> Result<i64> {
        let next = match self.db().get_database_backend() {
            DbBackend::Postgres => "SELECT nextval(pg_get_serial_sequence('deal', 'id'))",
            _ => "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'deal'), 0) + 1",
        };
        let row =
            self.db().query_one_raw(Statement::from_string(self.db().get_database_backend(), next)).await?;
        Ok(row.ok_or_else(|| Error::Unreadable("no next number of a deal".into()))?.try_get_by_index(0)?)
    }

    /// PostgreSQL numbers on from its own count, which the given ids have passed by.
    async fn settle_ids(&self) -> Result<()> {
        if self.db().get_database_backend() == DbBackend::Postgres {
            let settle = "SELECT setval(count, GREATEST((SELECT max(id) FROM deal), pg_sequence_last_value(count::regclass))) \
                 FROM (SELECT pg_get_serial_sequence('deal', 'id') AS count) AS counts";
            self.db().execute_unprepared(settle).await?;
        }
        Ok(())
    }

    async fn places(&self, deals: &[BulkDeal]) -> Result<Vec<Place>> {
        let mut numbers: HashMap<StageId, usize> = HashMap::new();
        for deal in deals {
            *numbers.entry(deal.new.stage).or_default() += 1;
        }
        let mut places = HashMap::with_capacity(numbers.len());
        for (stage, count) in numbers {
            places.insert(stage, places_at_end(self.db(), stage, count).await?.into_iter());
        }
        let missing = || Error::Unreadable("a deal without a place".into());
        deals
            .iter()
            .map(|deal| places.get_mut(&deal.new.stage).and_then(Iterator::next).ok_or_else(missing))
            .collect()
    }
}

/// Rows of many deals, a list for each table.
#[derive(Default)]
struct Rows {
    history: Vec<history::ActiveModel>,
    completions: Vec<completion::ActiveModel>,
    closures: Vec<closure::ActiveModel>,
    participants: Vec<participant::ActiveModel>,
    lines: Vec<line::ActiveModel>,
    costs: Vec<cost::ActiveModel>,
    tasks: Vec<task::ActiveModel>,
}

impl Rows {
    async fn insert(self, tx: &Tx) -> Result<()> {
        insert(tx, self.history).await?;
        insert(tx, self.completions).await?;
        insert(tx, self.closures).await?;
        insert(tx, self.participants).await?;
        insert(tx, self.lines).await?;
        insert(tx, self.costs).await?;
        insert(tx, self.tasks).await
    }
}

fn task_row(id: DealId, deal: &BulkDeal, task: &BulkTask) -> task::ActiveModel {
    task::ActiveModel {
        deal_id: Set(Some(id.0)),
        title: Set(task.title.clone()),
        folded: Set(fold(&task.title)),
        kind: Set(task.kind.code().into()),
        due_date: Set(task.due.map(|due| due.date)),
        due_time: Set(task.due.and_then(|due| due.time)),
        assignee_id: Set(deal.new.facts.owner.0),
        creator_id: Set(deal.by.0),
        created_at: Set(deal.created_at),
        done_at: Set(task.done_at),
        done_by_id: Set(task.done_at.map(|_| deal.by.0)),
        ..Default::default()
    }
}

async fn insert<A: ActiveModelTrait>(tx: &Tx, rows: Vec<A>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        A::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

fn deal_row(id: i64, deal: &BulkDeal, place: &Place, processes: &[Process]) -> deal::ActiveModel {
    let NewDeal { facts, process, stage, forecast, done, .. } = &deal.new;
    let rules = processes.iter().find(|each| each.id == *process);
    deal::ActiveModel {
        id: Set(id),
        process_id: Set(process.0),
        stage_id: Set(stage.0),
        stage_since: Set(deal.stage_since),
        place: Set(place.as_str().into()),
        status: Set(deal.new.status().code().into()),
        creator_id: Set(deal.by.0),
        created_at: Set(deal.created_at),
        version: Set(1),
        revision: Set(1),
        external_id: Set(deal.external_id.clone()),
        deleted_at: Set(None),
        probability: Set(rules.map_or(0, |rules| rules.probability(done)).into()),
        itemised: Set(!forecast.lines.is_empty()),
        cost_minor: Set(forecast.cost(facts.value.currency).minor),
        ..columns(facts)
    }
}
