//! A deal's page as it is read, and what the form of a new deal offers.

use crate::{
    Result, Tx,
    entity::{participant, user},
    error::read,
    names::Named,
};
use domain::{
    access::{Circle, require_editor, visibility},
    contact::{Client, Company, Person},
    deal::Deal,
    id::{DealId, UserId},
    people::Colleague,
    profile::{NewDealOptions, Profile},
};
use sea_orm::{
    EntityTrait, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

impl Tx {
    /// Everything that the page of a deal shows, if this user may see it; in twelve queries, whatever there is of it. Its
    /// history is what happened after this entry, or what happened last.
    pub async fn profile(&self, id: DealId, since: Option<i64>) -> Result<Profile> {
        let row = self.deal_row(id).await?;
        let creator = UserId(row.creator_id);
        let public = self.shows_public().then_some(row.public);
        let deal: Deal = row.try_into()?;
        let process = self.process(Some(deal.process)).await?;
        let (ledger, costs) = (self.ledger(id, deal.facts.value.currency).await?, self.account().costs);
        let (people, participants) = self.people_of(id).await?;
        let history = self.history(id, since, None).await?;
        let client = (deal.facts.company.map(Named::Company), deal.facts.person.map(Named::Person));
        let mut mentioned = history.mentioned();
        mentioned.extend(client.0.into_iter().chain(client.1));
        let names = self.names(&mentioned).await?;
        let own = deal.facts.source.filter(|own| !names.sources.iter().any(|(id, _)| id == own));
        let own = own.and_then(|id| Some((id, names.of(Named::Source(id))?)));
        let sources = names.sources.iter().cloned().chain(own).collect();
        let name = |thing: Option<Named>| thing.and_then(|thing| names.of(thing));
        Ok(Profile {
            id,
            version: deal.revision,
            status: deal.status,
            client: Client {
                company: deal.facts.company.zip(name(client.0)).map(|(id, name)| Company { id, name }),
                person: deal.facts.person.zip(name(client.1)).map(|(id, name)| Person {
                    id,
                    name,
                    company: None,
                }),
            },
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
            only_to_see: self.only_to_see((creator, deal.facts.owner), &participants, public),
            participants,
            public,
            creator,
            checks: self
                .checks(id)
                .await?
                .into_iter()
                .filter(|check| process.action(check.action).is_ok())
                .collect(),
            notes: self.notes(id).await?,
            closure: self.closure(id, &names).await?,
            history: history.told(&names),
            tasks: self.tasks(id).await?,
            process,
            people,
            sources,
            now: self.wall_clock(),
        })
    }

    /// Whether this user may look at a deal of these people and no more (V3).
    fn only_to_see(
        &self,
        (creator, owner): (UserId, UserId),
        participants: &[UserId],
        public: Option<bool>,
    ) -> bool {
        let public = public == Some(true);
        let circle = Circle { creator, owner, participants: participants.to_vec(), public };
        require_editor(visibility(self.user()), &circle, self.account().public_deals).is_err()
    }

    /// What the form of a new deal offers to choose from.
    pub async fn new_deal_options(&self) -> Result<NewDealOptions> {
        let processes = self.processes().await?.into_iter().filter(|process| process.active).collect();
        Ok(NewDealOptions {
            processes,
            people: self.colleagues().await?,
            sources: self.offered_sources().await?,
            reasons: self.reasons().await?,
            currency: self.account().currency,
            today: self.wall_clock().date(),
            me: self.user().id,
        })
    }

    /// Everybody of the account by name, and who of them takes part in this deal.
    async fn people_of(&self, deal: DealId) -> Result<(Vec<Colleague>, Vec<UserId>)> {
        let taking_part = Query::select()
            .expr(Expr::val(1))
            .from(participant::Entity)
            .and_where(Expr::col((participant::Entity, participant::Column::DealId)).eq(deal.0))
            .and_where(
                Expr::col((participant::Entity, participant::Column::UserId))
                    .equals((user::Entity, user::Column::Id)),
            )
            .to_owned();
        let columns = [user::Column::Id, user::Column::Name, user::Column::Role, user::Column::Active];
        let rows: Vec<(i64, String, String, bool, bool)> = user::Entity::find()
            .select_only()
            .columns(columns)
            .expr_as(Expr::exists(taking_part), "takes_part")
            .order_by_asc(user::Column::Folded)
            .into_tuple()
            .all(self.db())
            .await?;
        let (mut people, mut participants) = (vec![], vec![]);
        for (id, name, role, active, takes_part) in rows {
            people.push(Colleague { id: UserId(id), name, role: read("users.role", &role)?, active });
            participants.extend(takes_part.then_some(UserId(id)));
        }
        Ok((people, participants))
    }
}
