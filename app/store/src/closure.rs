//! How deals were closed: a row for each closure, the current one not reopened (W1, W2, W3).

use crate::{Result, Tx, entity::closure, names::Names};
use domain::{
    id::{DealId, ReasonId, UserId},
    profile::Closure,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

impl Tx {
    /// How the deal was closed, unless it is open.
    pub(crate) async fn closure(&self, deal: DealId, names: &Names) -> Result<Option<Closure>> {
        let Some(row) = self.current(deal).await? else { return Ok(None) };
        let reason = row.reason_id.and_then(|id| names.reason(ReasonId(id)));
        Ok(Some(Closure { on: row.closed_on, by: UserId(row.by_id), reason, note: row.note }))
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
