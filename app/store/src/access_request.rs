//! Asking for access to a deal, and answering (V2). Whether there is such a deal is nowhere to be seen by whoever asks.

use crate::{
    Error, Result, Tx,
    entity::{access_request, deal},
    notice::Telling,
};
use chrono::Duration;
use domain::{
    event::Event,
    id::{DealId, RequestId, UserId},
    log::Thing,
    notices::{ASKS_A_DAY, News},
    refusal::Refusal,
    text::Prose,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

impl Tx {
    /// Asks the owner and the participants of a deal for access; asked several times within a day, they are told once,
    /// and again when access was given and taken back since. Of a deal that this user sees there is nothing to ask. Refused when they ask too often, whatever they ask for: each time
    /// counts, so that the limit tells nothing of deals and answers.
    pub async fn ask_access(&self, deal: DealId, text: &Prose) -> Result<()> {
        let me = self.user().id;
        self.touch(Thing::Notices(me));
        let today = || {
            access_request::Entity::find()
                .filter(access_request::Column::UserId.eq(me.0))
                .filter(access_request::Column::At.gt(self.now() - Duration::days(1)))
        };
        if today().count(self.db()).await? >= ASKS_A_DAY {
            let seconds = Duration::days(1).num_seconds().unsigned_abs();
            return Err(Refusal::TooManyAttempts { seconds }.into());
        }
        match self.deal(deal).await {
            Ok(_) => return Ok(()),
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        let asked = today().filter(access_request::Column::DealId.eq(deal.0)).all(self.db()).await?;
        let given = asked.iter().filter(|row| row.granted).filter_map(|row| row.answered_at).max();
        let again = asked.iter().any(|row| !row.granted && given.is_none_or(|given| row.at > given));
        let row = access_request::ActiveModel {
            user_id: Set(me.0),
            deal_id: Set(deal.0),
            text: Set(text.as_str().into()),
            at: Set(self.now()),
            granted: Set(false),
            ..Default::default()
        };
        let request = RequestId(row.insert(self.db()).await?.id);
        let there = deal::Entity::find_by_id(deal.0).filter(deal::Column::DeletedAt.is_null());
        if again || there.one(self.db()).await?.is_none() {
            return Ok(());
        }
        let circle = self.circle(deal).await?;
        let telling = Telling { request: Some(request), ..Telling::of(News::AccessAsked, text.as_str()) };
        let mut told = circle.participants;
        told.push(circle.owner);
        told.sort_unstable();
        told.dedup();
        for whom in told {
            self.tell(whom, Some(deal), telling).await?;
        }
        Ok(())
    }

    /// Answers a request: granted, who asked takes part in the deal and is told so; refused, nobody is told. Answered
    /// already, it stays so. Only those who see the deal may.
    pub async fn answer_access(&self, request: RequestId, grant: bool) -> Result<()> {
        let row =
            access_request::Entity::find_by_id(request.0).one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let (deal, asker) = (DealId(row.deal_id), UserId(row.user_id));
        self.deal(deal).await?;
        if row.answered_at.is_some() {
            return Ok(());
        }
        let answered = access_request::ActiveModel {
            answered_at: Set(Some(self.now())),
            answered_by_id: Set(Some(self.user().id.0)),
            granted: Set(grant),
            ..row.into()
        };
        answered.update(self.db()).await?;
        self.touch(Thing::Deal(deal));
        let circle = self.circle(deal).await?;
        if !grant || circle.participants.contains(&asker) {
            return Ok(());
        }
        self.insert_participant(deal, asker).await?;
        self.record(deal, &[Event::ParticipantAdded { user: asker }]).await?;
        self.tell(asker, Some(deal), Telling::of(News::AccessGiven, "")).await
    }
}
