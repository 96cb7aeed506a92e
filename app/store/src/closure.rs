//! How deals were closed: a row for each closure, the current one not reopened (W1, W2, W3).

use crate::{
    Result, Tx,
    entity::{closure, reason},
};
use chrono::NaiveDate;
use domain::{
    deal::Status,
    id::{DealId, ReasonId, UserId},
    profile::Closure,
    text::Prose,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};

impl Tx {
    /// Adds reason and note to the closure that was just made.
    pub async fn explain(&self, deal: DealId, reason: Option<ReasonId>, note: &Prose) -> Result<()> {
        if let Some(row) = self.current(deal).await? {
            let row = closure::ActiveModel {
                id: Unchanged(row.id),
                reason_id: Set(reason.map(|id| id.0)),
                note: Set(note.as_str().into()),
                ..Default::default()
            };
            row.update(self.db()).await?;
        }
        Ok(())
    }

    /// How the deal was closed, unless it is open.
    pub(crate) async fn closure(&self, deal: DealId) -> Result<Option<Closure>> {
        let Some(row) = self.current(deal).await? else { return Ok(None) };
        let reason = match row.reason_id {
            Some(id) => reason::Entity::find_by_id(id).one(self.db()).await?.map(|row| row.name),
            None => None,
        };
        Ok(Some(Closure { on: row.closed_on, by: UserId(row.by_id), reason, note: row.note }))
    }

    pub(crate) async fn close(&self, deal: DealId, outcome: Status, on: NaiveDate) -> Result<()> {
        let row = closure::ActiveModel {
            deal_id: Set(deal.0),
            outcome: Set(outcome.code().into()),
            closed_on: Set(on),
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
            note: Set(String::new()),
            ..Default::default()
        };
        row.insert(self.db()).await?;
        Ok(())
    }

    pub(crate) async fn reopen(&self, deal: DealId) -> Result<()> {
        closure::Entity::update_many()
            .col_expr(closure::Column::ReopenedAt, Expr::val(self.now()))
            .filter(closure::Column::DealId.eq(deal.0))
            .filter(closure::Column::ReopenedAt.is_null())
            .exec(self.db())
            .await?;
        Ok(())
    }

    async fn current(&self, deal: DealId) -> Result<Option<closure::Model>> {
        let current = closure::Entity::find()
            .filter(closure::Column::DealId.eq(deal.0))
            .filter(closure::Column::ReopenedAt.is_null());
        Ok(current.order_by_desc(closure::Column::Id).one(self.db()).await?)
    }
}
