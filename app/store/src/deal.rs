//! Deals, as the rules read and change them.

use crate::{
    Result, Tx,
    entity::{deal, participant, source},
    error::read,
};
use domain::{
    deal::{Deal, Facts},
    event::{Change, Event},
    id::{CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    money::Money,
    place::Place,
    refusal::{Field, Refusal},
    text::{Name, Prose, fold},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
};

/// Where a new deal begins.
pub struct Start {
    pub process: ProcessId,
    pub stage: StageId,
    pub place: Place,
    pub participants: Vec<UserId>,
}

impl Tx {
    /// A deal that this user may see; for any other the answer is that there is none (V1).
    pub async fn deal(&self, id: DealId) -> Result<Deal> {
        let seen =
            deal::Entity::find_by_id(id.0).filter(deal::Column::DeletedAt.is_null()).filter(self.sees());
        seen.one(self.db()).await?.ok_or(Refusal::NotFound)?.try_into()
    }

    /// Adds an open deal, created by the acting user.
    pub async fn add_deal(&self, facts: Facts, start: Start) -> Result<DealId> {
        let row = deal::ActiveModel {
            process_id: Set(start.process.0),
            stage_id: Set(start.stage.0),
            stage_since: Set(self.now()),
            place: Set(start.place.as_str().into()),
            status: Set("open".into()),
            creator_id: Set(self.user().id.0),
            created_at: Set(self.now()),
            version: Set(1),
            ..columns(&facts)
        };
        let id = DealId(row.insert(self.db()).await?.id);
        let mut events = vec![Event::Added { stage: start.stage }];
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

    /// Writes what a rule decided, and its history.
    pub async fn save_deal(&self, change: &Change<Deal>) -> Result<()> {
        let deal = &change.to;
        let row = deal::ActiveModel {
            id: Unchanged(deal.id.0),
            stage_id: Set(deal.stage.0),
            stage_since: Set(deal.stage_since),
            place: Set(deal.place.as_str().into()),
            status: Set(deal.status.code().into()),
            version: Set(deal.version),
            ..columns(&deal.facts)
        };
        row.update(self.db()).await?;
        self.record(deal.id, &change.events).await
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
