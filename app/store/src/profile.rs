//! A deal's page as it is read, and what the form of a new deal offers.

use crate::{
    Result, Tx,
    contact::client_of,
    entity::{company, deal, participant, person},
};
use domain::{
    contact::Client,
    id::{DealId, UserId},
    profile::{NewDealOptions, Profile},
    refusal::Refusal,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Tx {
    /// Everything that the page of a deal shows, if this user may see it.
    pub async fn profile(&self, id: DealId) -> Result<Profile> {
        let deal = self.deal(id).await?;
        let process = self.process(Some(deal.process)).await?;
        let (ledger, costs) = (self.ledger(id, deal.facts.value.currency).await?, self.account().costs);
        Ok(Profile {
            id,
            version: deal.revision,
            status: deal.status,
            client: self.client_of(&deal.facts).await?,
            since: deal.stage_since.with_timezone(&self.account().zone).date_naive(),
            stage: deal.stage,
            name: deal.facts.name,
            value: deal.facts.value,
            ledger: if costs { ledger } else { ledger.without_costs() },
            costs,
            source: deal.facts.source,
            expected_close: deal.facts.expected_close,
            owner: deal.facts.owner,
            description: deal.facts.description,
            participants: self.participants(id).await?,
            creator: self.creator(id).await?,
            checks: self
                .checks(id)
                .await?
                .into_iter()
                .filter(|check| process.action(check.action).is_ok())
                .collect(),
            notes: self.notes(id).await?,
            history: self.history(id).await?,
            closure: self.closure(id).await?,
            reasons: self.reasons().await?,
            tasks: self.tasks(id).await?,
            process,
            people: self.colleagues().await?,
            sources: self.sources().await?,
            now: self.wall_clock(),
        })
    }

    /// What the form of a new deal offers to choose from.
    pub async fn new_deal_options(&self) -> Result<NewDealOptions> {
        let processes = self.processes().await?.into_iter().filter(|process| process.active).collect();
        Ok(NewDealOptions {
            processes,
            people: self.colleagues().await?,
            sources: self.sources().await?,
            reasons: self.reasons().await?,
            currency: self.account().currency,
            me: self.user().id,
        })
    }

    pub(crate) async fn creator(&self, id: DealId) -> Result<UserId> {
        let row = deal::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        Ok(UserId(row.creator_id))
    }

    async fn client_of(&self, facts: &domain::deal::Facts) -> Result<Client> {
        let company = match facts.company {
            Some(id) => company::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name),
            None => None,
        };
        let person = match facts.person {
            Some(id) => person::Entity::find_by_id(id.0).one(self.db()).await?,
            None => None,
        };
        let (first, last) = person.map(|row| (row.first_name, row.last_name)).unzip();
        Ok(client_of((facts.company.map(|id| id.0), company), (facts.person.map(|id| id.0), first, last)))
    }

    async fn participants(&self, deal: DealId) -> Result<Vec<UserId>> {
        let rows =
            participant::Entity::find().filter(participant::Column::DealId.eq(deal.0)).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| UserId(row.user_id)).collect())
    }
}
