//! Who hears of a change: those who see what it touched, or saw it before.

use crate::{
    Result, Tx,
    entity::{company, deal, participant, person, task},
    live::{Audience, Nudge},
};
use domain::{
    contact::Contact,
    id::{DealId, TaskId, UserId},
    log::Thing,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{ExprTrait, IntoCondition, SelectStatement},
};
use std::collections::BTreeSet;

/// Deals that are looked up together: as many as the variables of one statement allow.
const CHUNK: usize = 5_000;

impl Tx {
    /// What is told once this is committed; nothing when nothing of it concerns anybody.
    pub(crate) async fn nudge(&self) -> Result<Option<Nudge>> {
        let (logged, told, sessions) = {
            let mut journal = self.journal();
            (journal.logged.take(), std::mem::take(&mut journal.told), journal.ends_sessions)
        };
        if logged.is_none() && told.is_empty() && !sessions {
            return Ok(None);
        }
        let (op, things) = logged.map_or((None, BTreeSet::new()), |(op, things)| (Some(op), things));
        let only = match things.first() {
            Some(Thing::Deal(deal)) if things.len() == 1 => Some(*deal),
            _ => None,
        };
        // Who is told of something else may not see it.
        let only = only.filter(|deal| told.iter().all(|(_, of)| *of == Some(*deal)));
        let changes_users = things.iter().any(|thing| matches!(thing, Thing::User(_) | Thing::Account));
        let mut audience = self.audience(things).await?;
        audience.users.extend(told.into_iter().map(|(user, _)| user));
        let by = self.user().id;
        let access = match (changes_users, sessions) {
            (true, _) => Audience::everybody(),
            (false, true) => Nudge::of_sessions(by).access,
            (false, false) => Audience::default(),
        };
        Ok(Some(Nudge { op, by: Some(by), deal: only, look: None, audience, access }))
    }

    /// Who sees any of these, or saw it before.
    async fn audience(&self, things: BTreeSet<Thing>) -> Result<Audience> {
        let mut audience = Audience::default();
        let mut deals = vec![];
        for thing in things {
            match thing {
                Thing::Deal(id) => deals.push(id),
                Thing::Task(id) => self.include_task(&mut audience, id).await?,
                Thing::Contact(contact) if self.account().own_contacts => {
                    self.include_contact(&mut audience, contact).await?;
                }
                Thing::Filter(_) | Thing::Import(_) => {
                    audience.users.insert(self.user().id);
                }
                Thing::Notices(user) => {
                    audience.users.insert(user);
                }
                Thing::Contact(_)
                | Thing::Process(_)
                | Thing::Product(_)
                | Thing::User(_)
                | Thing::Reasons
                | Thing::Costs
                | Thing::Sources
                | Thing::Account => audience.everybody = true,
            }
        }
        self.include_deals(&mut audience, &deals).await?;
        Ok(audience)
    }

    async fn include_deals(&self, audience: &mut Audience, deals: &[DealId]) -> Result<()> {
        for deals in deals.chunks(CHUNK) {
            let which = || deal::Column::Id.is_in(deals.iter().map(|deal| deal.0)).into_condition();
            include_deals(audience, self.db(), which(), self.shows_public()).await?;
            if let Some(before) = self.before() {
                include_deals(audience, before, which(), self.shows_public()).await?;
            }
        }
        Ok(())
    }

    /// Those who know a contact where not everybody does (K2): by a deal, or because they created it.
    async fn include_contact(&self, audience: &mut Audience, contact: Contact) -> Result<()> {
        let (column, creator) = match contact {
            Contact::Company(id) => {
                let row = company::Entity::find_by_id(id.0).one(self.db()).await?;
                (deal::Column::CompanyId.eq(id.0), row.and_then(|row| row.creator_id))
            }
            Contact::Person(id) => {
                let row = person::Entity::find_by_id(id.0).one(self.db()).await?;
                (deal::Column::PersonId.eq(id.0), row.and_then(|row| row.creator_id))
            }
        };
        audience.users.extend(creator.map(UserId));
        audience.users.insert(self.user().id);
        let deals = column.and(deal::Column::DeletedAt.is_null()).into_condition();
        include_deals(audience, self.db(), deals, self.shows_public()).await
    }

    async fn include_task(&self, audience: &mut Audience, id: TaskId) -> Result<()> {
        audience.managers = true;
        let now = task::Entity::find_by_id(id.0).one(self.db()).await?;
        let before = match self.before() {
            Some(before) => task::Entity::find_by_id(id.0).one(before).await?,
            None => None,
        };
        let people = [now, before].into_iter().flatten().flat_map(|row| [row.creator_id, row.assignee_id]);
        audience.users.extend(people.map(UserId));
        Ok(())
    }
}

/// Adds those who see these deals, as the rows are by this connection.
async fn include_deals(
    audience: &mut Audience,
    db: &impl ConnectionTrait,
    which: Condition,
    shows_public: bool,
) -> Result<()> {
    audience.managers = true;
    let deals = || deal::Entity::find().filter(which.clone()).select_only();
    let of_deals = [deal::Column::OwnerId, deal::Column::CreatorId, deal::Column::Public];
    let rows: Vec<(i64, i64, bool)> = deals().distinct().columns(of_deals).into_tuple().all(db).await?;
    audience.everybody |= shows_public && rows.iter().any(|(_, _, public)| *public);
    let ids: SelectStatement = deals().column(deal::Column::Id).into_query();
    let taking_part: Vec<i64> = participant::Entity::find()
        .filter(participant::Column::DealId.in_subquery(ids))
        .select_only()
        .distinct()
        .column(participant::Column::UserId)
        .into_tuple()
        .all(db)
        .await?;
    let people = rows.into_iter().flat_map(|(owner, creator, _)| [owner, creator]).chain(taking_part);
    audience.users.extend(people.map(UserId));
    Ok(())
}
