//! How deals were closed: a row for each closure, the current one not reopened (W1, W2, W3).

use crate::{
    Result, Tx,
    entity::{closure, history},
    format,
    names::Names,
};
use chrono::NaiveDate;
use domain::{
    event::Event,
    id::{DealId, ReasonId, UserId},
    profile::Closure,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;

/// Deals that are looked up together: as many as the variables of one statement allow.
const AT_ONCE: usize = 500;

impl Tx {
    /// How the deal was closed, unless it is open.
    pub(crate) async fn closure(&self, deal: DealId, names: &Names) -> Result<Option<Closure>> {
        let Some(row) = self.current(deal).await? else { return Ok(None) };
        let (row, begun) = row;
        let reason = row.reason_id.and_then(|id| names.reason(ReasonId(id)));
        let begun = begun.and_then(|event| format::event::read(&event));
        let afterwards = matches!(begun, Some(Event::EnteredAfterwards { .. }));
        Ok(Some(Closure { on: row.closed_on, by: UserId(row.by_id), reason, note: row.note, afterwards }))
    }

    /// On which days those of these deals that are closed were closed.
    pub async fn closing_days(&self, of: &[DealId]) -> Result<HashMap<DealId, NaiveDate>> {
        let mut days = HashMap::new();
        for some in of.chunks(AT_ONCE) {
            let rows: Vec<(i64, NaiveDate)> = closure::Entity::find()
                .select_only()
                .columns([closure::Column::DealId, closure::Column::ClosedOn])
                .filter(closure::Column::DealId.is_in(some.iter().map(|deal| deal.0)))
                .filter(closure::Column::ReopenedAt.is_null())
                .order_by_asc(closure::Column::Id)
                .into_tuple()
                .all(self.db())
                .await?;
            days.extend(rows.into_iter().map(|(deal, day)| (DealId(deal), day)));
        }
        Ok(days)
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

    /// The current closure, and what the deal's history begins with.
    async fn current(&self, deal: DealId) -> Result<Option<(closure::Model, Option<String>)>> {
        let begun = Query::select()
            .column(history::Column::Event)
            .from(history::Entity)
            .and_where(Expr::col(history::Column::DealId).eq(deal.0))
            .order_by(history::Column::Id, Order::Asc)
            .limit(1)
            .to_owned();
        let current = closure::Entity::find()
            .filter(closure::Column::DealId.eq(deal.0))
            .filter(closure::Column::ReopenedAt.is_null())
            .order_by_desc(closure::Column::Id)
            .expr_as(Expr::SubQuery(None, Box::new(begun.into())), "begun");
        let Some(row) = self.db().query_one(&QueryTrait::into_query(current.limit(1))).await? else {
            return Ok(None);
        };
        Ok(Some((closure::Model::from_query_result(&row, "")?, row.try_get("", "begun")?)))
    }
}
