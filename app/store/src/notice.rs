//! Notices: who is told of what, each person once, nobody of a deal that they do not see (T3, V1).

use crate::{
    Result, Tx,
    entity::{deal, notice, participant, user},
    error::read,
};
use domain::{
    access::{Circle, sees, visibility},
    id::{ActionId, DealId, UserId},
    people::User,
    process::Notify,
    refusal::Refusal,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::OnConflict};

impl Tx {
    /// Tells these people that an action was done on a deal, never the one who did it, and nobody twice of the same
    /// action, however often it is taken back and done again.
    pub(crate) async fn notify(&self, deal: DealId, whom: &Notify, action: (ActionId, &str)) -> Result<()> {
        let circle = self.circle(deal).await?;
        let users = user::Entity::find().filter(user::Column::Active.eq(true)).all(self.db()).await?;
        for row in users {
            let role = read("users.role", &row.role)?;
            let person: User = row.try_into()?;
            let takes_part = person.id == circle.owner || circle.participants.contains(&person.id);
            let told = whom.reaches(person.id, role, takes_part) && sees(visibility(&person), &circle);
            if told && person.id != self.user().id {
                self.tell(person.id, deal, action).await?;
            }
        }
        Ok(())
    }

    /// What this user was told and has not read, the latest first: the deal and the action.
    pub async fn notices(&self) -> Result<Vec<(DealId, String)>> {
        let mine = notice::Entity::find()
            .filter(notice::Column::UserId.eq(self.user().id.0))
            .filter(notice::Column::ReadAt.is_null())
            .order_by_desc(notice::Column::Id);
        Ok(mine.all(self.db()).await?.into_iter().map(|row| (DealId(row.deal_id), row.action)).collect())
    }

    async fn tell(&self, user: UserId, deal: DealId, (action, name): (ActionId, &str)) -> Result<()> {
        let row = notice::ActiveModel {
            user_id: Set(user.0),
            deal_id: Set(deal.0),
            by_id: Set(self.user().id.0),
            action: Set(name.into()),
            action_id: Set(Some(action.0)),
            at: Set(self.now()),
            ..Default::default()
        };
        let once =
            OnConflict::columns([notice::Column::UserId, notice::Column::DealId, notice::Column::ActionId])
                .do_nothing()
                .to_owned();
        notice::Entity::insert(row).on_conflict(once).exec_without_returning(self.db()).await?;
        Ok(())
    }

    async fn circle(&self, id: DealId) -> Result<Circle> {
        let deal = deal::Entity::find_by_id(id.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let rows = participant::Entity::find().filter(participant::Column::DealId.eq(id.0));
        let participants = rows.all(self.db()).await?.into_iter().map(|row| UserId(row.user_id)).collect();
        Ok(Circle { creator: UserId(deal.creator_id), owner: UserId(deal.owner_id), participants })
    }
}
