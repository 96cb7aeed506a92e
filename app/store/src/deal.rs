//! Deals, as the rules read and change them.

use crate::{
    Result, Tx,
    entity::{action, completion, deal, participant, source},
    error::read,
};
use chrono::NaiveDate;
use domain::{
    deal::{Deal, Facts, Status},
    effect::{Change, Effect},
    event::Event,
    id::{ActionId, CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    ledger::{Kind, Side},
    money::Money,
    place::Place,
    process::Check,
    refusal::{Field, Refusal},
    text::{Name, Prose, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Query,
};
use std::collections::HashMap;

/// Where a new deal begins.
pub struct Start {
    pub process: ProcessId,
    pub stage: StageId,
    pub place: Place,
    pub participants: Vec<UserId>,
    /// How and when it was closed, for a deal that is entered afterwards (D2).
    pub closed: Option<(Status, NaiveDate)>,
    /// What it begins with of lines and costs; its value is the sum of the lines, if there are some (M2).
    pub forecast: Side,
}

impl Tx {
    /// A deal that this user may see; for any other the answer is that there is none (V1).
    pub async fn deal(&self, id: DealId) -> Result<Deal> {
        let seen =
            deal::Entity::find_by_id(id.0).filter(deal::Column::DeletedAt.is_null()).filter(self.sees());
        let row = seen.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let done = self.checks(id).await?.into_iter().map(|check| check.action).collect();
        Ok(Deal { done, ..row.try_into()? })
    }

    /// What is done of the deal's process, oldest first.
    pub(crate) async fn checks(&self, deal: DealId) -> Result<Vec<Check>> {
        let rows = completion::Entity::find()
            .filter(completion::Column::DealId.eq(deal.0))
            .filter(
                completion::Column::ActionId.in_subquery(
                    Query::select()
                        .column(action::Column::Id)
                        .from(action::Entity)
                        .and_where(action::Column::DeletedAt.is_null())
                        .to_owned(),
                ),
            )
            .order_by_asc(completion::Column::At);
        let check = |row: completion::Model| Check {
            action: ActionId(row.action_id),
            by: UserId(row.by_id),
            at: self.clock(row.at),
        };
        Ok(rows.all(self.db()).await?.into_iter().map(check).collect())
    }

    /// Adds an open deal, created by the acting user.
    pub async fn add_deal(&self, facts: Facts, start: Start) -> Result<DealId> {
        let row = deal::ActiveModel {
            process_id: Set(start.process.0),
            stage_id: Set(start.stage.0),
            stage_since: Set(self.now()),
            place: Set(start.place.as_str().into()),
            status: Set(start.closed.map_or(Status::Open, |(outcome, _)| outcome).code().into()),
            creator_id: Set(self.user().id.0),
            created_at: Set(self.now()),
            version: Set(1),
            probability: Set(0),
            ..columns(&facts)
        };
        let id = DealId(row.insert(self.db()).await?.id);
        let mut events = vec![match start.closed {
            Some((status, on)) => Event::EnteredAfterwards { stage: start.stage, status, on },
            None => Event::Added { stage: start.stage },
        }];
        self.set_lines(id, Kind::Forecast, &start.forecast.lines).await?;
        self.set_costs(id, Kind::Forecast, &start.forecast.costs).await?;
        if let Some((outcome, on)) = start.closed {
            self.close(id, outcome, on).await?;
            if outcome == Status::Won {
                let sold = start.forecast.realised(&facts.name, facts.value, on);
                self.set_lines(id, Kind::Realised, &sold.lines).await?;
                self.set_costs(id, Kind::Realised, &sold.costs).await?;
            }
        }
        for user in start.participants {
            self.add_participant(id, user).await?;
            events.push(Event::ParticipantAdded { user });
        }
        self.record(id, &events).await?;
        Ok(id)
    }

    /// Refuses an owner or a source that cannot be chosen; what the deal had before may stay.
    pub async fn require_facts(&self, facts: &Facts, before: Option<&Facts>) -> Result<()> {
        if before.is_none_or(|before| before.owner != facts.owner) {
            self.require_user(facts.owner, Field::Owner).await?;
        }
        match facts.source {
            Some(id) if source::Entity::find_by_id(id.0).one(self.db()).await?.is_none() => {
                Err(Refusal::Unknown { field: Field::Source }.into())
            }
            _ => Ok(()),
        }
    }

    /// Writes what a rule decided, its history, and what follows.
    pub async fn save_deal(&self, change: &Change<Deal>) -> Result<()> {
        let deal = &change.to;
        let row = deal::ActiveModel {
            id: Unchanged(deal.id.0),
            process_id: Set(deal.process.0),
            probability: Set(deal.probability.into()),
            stage_id: Set(deal.stage.0),
            stage_since: Set(deal.stage_since),
            place: Set(deal.place.as_str().into()),
            status: Set(deal.status.code().into()),
            version: Set(deal.version),
            ..columns(&deal.facts)
        };
        row.update(self.db()).await?;
        self.record(deal.id, &change.events).await?;
        for event in &change.events {
            self.keep(deal.id, event).await?;
        }
        for effect in &change.effects {
            match effect {
                Effect::Notify { whom, action, name } => self.notify(deal, whom, (*action, name)).await?,
                Effect::AddTask(task) => drop(self.add_task(task.clone()).await?),
                Effect::SetLines(kind, lines) => self.set_lines(deal.id, *kind, lines).await?,
                Effect::SetCosts(kind, costs) => self.set_costs(deal.id, *kind, costs).await?,
            }
        }
        Ok(())
    }

    /// The rows that an event is about, beside the deal's own.
    async fn keep(&self, deal: DealId, event: &Event) -> Result<()> {
        match event {
            Event::ActionDone { action, .. } => self.check(deal, *action).await,
            Event::ActionUndone { action, .. } => {
                completion::Entity::delete_by_id((deal.0, action.0)).exec(self.db()).await?;
                Ok(())
            }
            Event::ProcessChanged { done, .. } => self.carry_over(deal, done).await,
            Event::Closed { outcome, on, .. } => self.close(deal, *outcome, *on).await,
            Event::Reopened { .. } => self.reopen(deal).await,
            _ => Ok(()),
        }
    }

    async fn check(&self, deal: DealId, action: ActionId) -> Result<()> {
        let row = completion::ActiveModel {
            deal_id: Set(deal.0),
            action_id: Set(action.0),
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
        };
        completion::Entity::insert(row).exec_without_returning(self.db()).await?;
        Ok(())
    }

    /// In another process the actions of the same name stay done, by whom and when they were; the checks of the others
    /// live on in the history.
    async fn carry_over(&self, deal: DealId, done: &[ActionId]) -> Result<()> {
        let of_this = completion::Column::DealId.eq(deal.0);
        let before = completion::Entity::find().filter(of_this.clone()).all(self.db()).await?;
        completion::Entity::delete_many().filter(of_this).exec(self.db()).await?;
        let ids = before.iter().map(|row| row.action_id).chain(done.iter().map(|id| id.0));
        let rows = action::Entity::find().filter(action::Column::Id.is_in(ids)).all(self.db()).await?;
        let names: HashMap<i64, &str> = rows.iter().map(|row| (row.id, row.name.as_str())).collect();
        for id in done {
            let same = before.iter().find(|row| names.get(&row.action_id) == names.get(&id.0));
            let row = completion::ActiveModel {
                deal_id: Set(deal.0),
                action_id: Set(id.0),
                by_id: Set(same.map_or(self.user().id.0, |row| row.by_id)),
                at: Set(same.map_or(self.now(), |row| row.at)),
            };
            completion::Entity::insert(row).exec_without_returning(self.db()).await?;
        }
        Ok(())
    }

    /// Gives somebody access to a deal (V2); who has it already keeps it.
    pub async fn admit(&self, deal: DealId, user: UserId) -> Result<()> {
        self.deal(deal).await?;
        self.require_user(user, Field::Participants).await?;
        if participant::Entity::find_by_id((user.0, deal.0)).one(self.db()).await?.is_some() {
            return Ok(());
        }
        self.add_participant(deal, user).await?;
        self.record(deal, &[Event::ParticipantAdded { user }]).await
    }

    /// Takes a participant's access back.
    pub async fn dismiss(&self, deal: DealId, user: UserId) -> Result<()> {
        self.deal(deal).await?;
        let gone = participant::Entity::delete_by_id((user.0, deal.0)).exec(self.db()).await?;
        match gone.rows_affected {
            0 => Ok(()),
            _ => self.record(deal, &[Event::ParticipantRemoved { user }]).await,
        }
    }

    async fn add_participant(&self, deal: DealId, user: UserId) -> Result<()> {
        let row = participant::ActiveModel {
            deal_id: Set(deal.0),
            user_id: Set(user.0),
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
        };
        row.insert(self.db()).await?;
        Ok(())
    }
}

fn columns(facts: &Facts) -> deal::ActiveModel {
    deal::ActiveModel {
        id: NotSet,
        name: Set(facts.name.as_str().into()),
        folded: Set(fold(facts.name.as_str())),
        company_id: Set(facts.company.map(|id| id.0)),
        person_id: Set(facts.person.map(|id| id.0)),
        source_id: Set(facts.source.map(|id| id.0)),
        expected_close: Set(facts.expected_close),
        value_minor: Set(facts.value.minor),
        currency: Set(facts.value.currency.code().into()),
        description: Set(facts.description.as_str().into()),
        owner_id: Set(facts.owner.0),
        ..Default::default()
    }
}

impl TryFrom<deal::Model> for Deal {
    type Error = crate::Error;

    fn try_from(row: deal::Model) -> Result<Deal> {
        Ok(Deal {
            id: DealId(row.id),
            process: ProcessId(row.process_id),
            stage: StageId(row.stage_id),
            stage_since: row.stage_since,
            place: Place::known(row.place),
            status: read("deal.status", &row.status)?,
            done: vec![],
            probability: u8::try_from(row.probability).unwrap_or(0),
            version: row.version,
            facts: Facts {
                name: Name::known(row.name),
                company: row.company_id.map(CompanyId),
                person: row.person_id.map(PersonId),
                source: row.source_id.map(SourceId),
                expected_close: row.expected_close,
                value: Money { minor: row.value_minor, currency: read("deal.currency", &row.currency)? },
                owner: UserId(row.owner_id),
                description: Prose::known(row.description),
            },
        })
    }
}
