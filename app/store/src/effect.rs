//! What follows from a decision, as rows beside the deal's own.

use crate::{
    Result, Tx,
    entity::{action, closure, completion, participant},
    journal::Part,
    notice::Telling,
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    deal::Status,
    effect::Effect,
    id::{ActionId, DealId, ReasonId, UserId},
    notices::News,
    text::Prose,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

impl Tx {
    /// Writes what follows for a deal, by the acting user, now.
    pub(crate) async fn apply(&self, deal: DealId, effect: &Effect) -> Result<()> {
        self.keep(deal, parts_of(effect)).await?;
        match effect {
            Effect::Check(action) => self.check(deal, *action).await,
            Effect::Uncheck(action) => {
                completion::Entity::delete_by_id((deal.0, action.0)).exec(self.db()).await?;
                Ok(())
            }
            Effect::CarryOver(done) => self.carry_over(deal, done).await,
            Effect::Close { outcome, on, reason, note } => {
                let why = (*reason, note);
                closure_row(deal, (*outcome, *on), why, self.here()).insert(self.db()).await?;
                self.tell_owner(deal, *outcome).await
            }
            Effect::Reopen => self.reopen(deal).await,
            Effect::AddParticipant(user) => {
                self.insert_participant(deal, *user).await?;
                self.tell(*user, Some(deal), Telling::of(News::Participant, "")).await
            }
            Effect::AddNote { text, files, action } => {
                self.add_note(deal, text, *action, files).await.map(drop)
            }
            Effect::Notify { whom, action, name } => self.notify(deal, whom, (*action, name)).await,
            Effect::AddTask(task) => self.add_task(task.clone()).await.map(drop),
            Effect::SetLines(kind, lines) => self.set_lines(deal, *kind, lines).await,
            Effect::SetCosts(kind, costs) => self.set_costs(deal, *kind, costs).await,
        }
    }

    async fn check(&self, deal: DealId, action: ActionId) -> Result<()> {
        let row = completion_row(deal, action, self.here());
        completion::Entity::insert(row).exec_without_returning(self.db()).await?;
        Ok(())
    }

    pub(crate) async fn insert_participant(&self, deal: DealId, user: UserId) -> Result<()> {
        participant_row(deal, user, self.here()).insert(self.db()).await?;
        Ok(())
    }

    /// Tells the owner of a deal how it was closed; not of one that is entered afterwards (D2).
    async fn tell_owner(&self, deal: DealId, outcome: Status) -> Result<()> {
        let news = match outcome {
            _ if self.is_new(deal) => return Ok(()),
            Status::Open => return Ok(()),
            Status::Won => News::Won,
            Status::Lost => News::Lost,
            Status::Stale => News::Stale,
        };
        let owner = self.circle(deal).await?.owner;
        self.tell(owner, Some(deal), Telling::of(news, "")).await
    }

    /// By the acting user, now.
    pub(crate) fn here(&self) -> Stamp {
        (self.user().id, self.now())
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
}

/// What an effect writes.
fn parts_of(effect: &Effect) -> &'static [Part] {
    match effect {
        Effect::Check(_) | Effect::Uncheck(_) | Effect::CarryOver(_) => &[Part::Completions],
        Effect::Reopen => &[Part::Closures],
        Effect::Close { .. } => &[Part::Closures, Part::Notices],
        Effect::AddParticipant(_) => &[Part::Participants, Part::Notices],
        Effect::Notify { .. } => &[Part::Notices],
        Effect::SetLines(..) => &[Part::Lines, Part::Deal],
        Effect::SetCosts(..) => &[Part::Costs, Part::Deal],
        // These keep their own, since they are commands as well.
        Effect::AddNote { .. } | Effect::AddTask(_) => &[],
    }
}

/// Who wrote a row, and when.
pub(crate) type Stamp = (UserId, DateTime<Utc>);

pub(crate) fn completion_row(deal: DealId, action: ActionId, (by, at): Stamp) -> completion::ActiveModel {
    completion::ActiveModel { deal_id: Set(deal.0), action_id: Set(action.0), by_id: Set(by.0), at: Set(at) }
}

pub(crate) fn participant_row(deal: DealId, user: UserId, (by, at): Stamp) -> participant::ActiveModel {
    participant::ActiveModel { deal_id: Set(deal.0), user_id: Set(user.0), by_id: Set(by.0), at: Set(at) }
}

pub(crate) fn closure_row(
    deal: DealId,
    (outcome, on): (Status, NaiveDate),
    (reason, note): (Option<ReasonId>, &Prose),
    (by, at): Stamp,
) -> closure::ActiveModel {
    closure::ActiveModel {
        deal_id: Set(deal.0),
        outcome: Set(outcome.code().into()),
        closed_on: Set(on),
        by_id: Set(by.0),
        at: Set(at),
        reason_id: Set(reason.map(|id| id.0)),
        note: Set(note.as_str().into()),
        ..Default::default()
    }
}
