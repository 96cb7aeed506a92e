//! Deals, as the rules read and change them.

use crate::{
    Result, Tx,
    audit::About,
    entity::{action, completion, deal, participant, source},
    error::read,
    journal::Part,
};
use domain::{
    access::{PublicDeals, require_editor, require_keeper, visibility},
    audit::Noted,
    deal::{Deal, Facts, NewDeal},
    effect::{Change, Effect},
    event::Event,
    id::{ActionId, CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    log::Thing,
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

impl Tx {
    /// A deal that this user may see; for any other the answer is that there is none (V1).
    pub async fn deal(&self, id: DealId) -> Result<Deal> {
        let row = self.deal_row(id).await?;
        let done = self.checks(id).await?.into_iter().map(|check| check.action).collect();
        Ok(Deal { done, ..row.try_into()? })
    }

    /// The row of a deal that this user may see.
    pub(crate) async fn deal_row(&self, id: DealId) -> Result<deal::Model> {
        let seen =
            deal::Entity::find_by_id(id.0).filter(deal::Column::DeletedAt.is_null()).filter(self.sees());
        let row = seen.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        self.require_editor(&row).await?;
        Ok(row)
    }

    /// Lets everybody see a deal, or no longer (V3). Refused for who may not take others away from it.
    pub async fn make_public(&self, id: DealId, public: bool) -> Result<()> {
        let row = self.deal_row(id).await?;
        require_keeper(self.user(), UserId(row.creator_id), UserId(row.owner_id))?;
        if !self.shows_public() {
            return Err(Refusal::PublicOff.into());
        }
        if row.public == public {
            return Ok(());
        }
        self.keep(id, &[Part::Deal]).await?;
        let marked = deal::ActiveModel { id: Unchanged(id.0), public: Set(public), ..Default::default() };
        marked.update(self.db()).await?;
        self.record(id, &[Event::MadePublic { public }]).await
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

    /// Adds a deal at this place of its stage, created by the acting user.
    pub async fn add_deal(&self, new: &NewDeal, place: &Place) -> Result<DealId> {
        let row = deal::ActiveModel {
            process_id: Set(new.process.0),
            stage_id: Set(new.stage.0),
            stage_since: Set(self.now()),
            place: Set(place.as_str().into()),
            status: Set(new.status().code().into()),
            creator_id: Set(self.user().id.0),
            created_at: Set(self.now()),
            // The log counts this change, too.
            version: Set(0),
            revision: Set(1),
            probability: Set(0),
            ..columns(&new.facts)
        };
        let id = DealId(row.insert(self.db()).await?.id);
        self.keep_new(id);
        self.record(id, &new.events()).await?;
        if new.facts.owner != self.user().id {
            let about = About { whom: Some(new.facts.owner), deal: Some(id), ..About::default() };
            self.write_down(Noted::AccessGiven, about).await?;
        }
        for effect in new.effects() {
            self.apply(id, &effect).await?;
        }
        Ok(id)
    }

    /// Refuses an owner or a source that cannot be chosen; what the deal had before may stay.
    pub async fn require_facts(&self, facts: &Facts, before: Option<&Facts>) -> Result<()> {
        if before.is_none_or(|before| before.owner != facts.owner) {
            self.require_user(facts.owner, Field::Owner).await?;
        }
        match facts.source {
            Some(id) if before.and_then(|before| before.source) != Some(id) => {
                let found = source::Entity::find_by_id(id.0).one(self.db()).await?;
                found
                    .filter(|row| row.active)
                    .map(drop)
                    .ok_or(Refusal::Unknown { field: Field::Source }.into())
            }
            _ => Ok(()),
        }
    }

    /// Writes what a rule decided, its history, and what follows.
    pub async fn save_deal(&self, change: &Change<Deal>) -> Result<()> {
        let deal = &change.to;
        self.keep(deal.id, &[Part::Deal]).await?;
        let row = deal::ActiveModel {
            id: Unchanged(deal.id.0),
            process_id: Set(deal.process.0),
            probability: Set(deal.probability.into()),
            stage_id: Set(deal.stage.0),
            stage_since: Set(deal.stage_since),
            place: Set(deal.place.as_str().into()),
            status: Set(deal.status.code().into()),
            revision: Set(deal.revision),
            ..columns(&deal.facts)
        };
        row.update(self.db()).await?;
        self.touch(Thing::Deal(deal.id));
        self.record(deal.id, &change.events).await?;
        for effect in &change.effects {
            self.apply(deal.id, effect).await?;
        }
        Ok(())
    }

    /// Gives somebody access to a deal (V2); who has it already keeps it.
    pub async fn add_participant(&self, deal: DealId, user: UserId) -> Result<()> {
        self.deal(deal).await?;
        // Whoever may work on a public deal does not keep it by that when it is public no longer.
        if user == self.user().id {
            require_editor(visibility(self.user()), &self.circle(deal).await?, PublicDeals::See)?;
        }
        self.require_user(user, Field::Participants).await?;
        if participant::Entity::find_by_id((user.0, deal.0)).one(self.db()).await?.is_some() {
            return Ok(());
        }
        self.apply(deal, &Effect::AddParticipant(user)).await?;
        self.record(deal, &[Event::ParticipantAdded { user }]).await
    }

    /// Refuses who may not take others away from a deal, nor give it to another owner (V2).
    pub async fn require_keeper(&self, deal: &Deal) -> Result<()> {
        let creator = UserId(self.deal_row(deal.id).await?.creator_id);
        Ok(require_keeper(self.user(), creator, deal.facts.owner)?)
    }

    /// Takes a participant's access back; one's own, whoever one is (V2).
    pub async fn remove_participant(&self, deal: DealId, user: UserId) -> Result<()> {
        let found = self.deal(deal).await?;
        if user != self.user().id {
            self.require_keeper(&found).await?;
        }
        self.keep(deal, &[Part::Participants]).await?;
        let gone = participant::Entity::delete_by_id((user.0, deal.0)).exec(self.db()).await?;
        match gone.rows_affected {
            0 => Ok(()),
            _ => self.record(deal, &[Event::ParticipantRemoved { user }]).await,
        }
    }
}

/// What the form of a deal edits, as columns.
pub(crate) fn columns(facts: &Facts) -> deal::ActiveModel {
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
            revision: row.revision,
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
