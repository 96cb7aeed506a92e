//! How long deals that were won stood in each stage: after that, others are ageing there (B15).

use crate::{
    Result, Store,
    entity::{closure, deal, process, stage},
    history::histories,
};
use domain::{
    deal::Status,
    process::{stays, usual},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::HashMap;

/// How many of the deals won last are learnt from, in each process.
const LAST: u64 = 200;

impl Store {
    /// Looks again at the deals won last, and remembers for each stage what is usual in it. What nobody chose and what comes
    /// out the same at any time is not in the change log.
    pub async fn learn_ageing(&self) -> Result<()> {
        let mut learnt = vec![];
        for process in process::Entity::find().all(&self.reader).await? {
            let mut days = self.days_in_stages(process.id).await?;
            let stages = stage::Entity::find()
                .filter(stage::Column::ProcessId.eq(process.id))
                .filter(stage::Column::DeletedAt.is_null());
            for stage in stages.all(&self.reader).await? {
                let usual_days = usual(days.remove(&stage.id).unwrap_or_default()).map(i32::from);
                if stage.usual_days != usual_days {
                    learnt.push((stage.id, usual_days));
                }
            }
        }
        if learnt.is_empty() {
            return Ok(());
        }
        let writing = self.begin().await?;
        for (id, usual_days) in learnt {
            let row =
                stage::ActiveModel { id: Unchanged(id), usual_days: Set(usual_days), ..Default::default() };
            row.update(&writing.db).await?;
        }
        writing.commit().await
    }

    /// How long deals won of late stood in each stage of a process.
    async fn days_in_stages(&self, process: i64) -> Result<HashMap<i64, Vec<i64>>> {
        let won = closure::Entity::find()
            .join(JoinType::InnerJoin, closure::Relation::Deal.def())
            .filter(deal::Column::ProcessId.eq(process))
            .filter(deal::Column::DeletedAt.is_null())
            .filter(closure::Column::Outcome.eq(Status::Won.code()))
            .filter(closure::Column::ReopenedAt.is_null())
            .order_by_desc(closure::Column::Id)
            .limit(LAST);
        let won: Vec<i64> =
            won.select_only().column(closure::Column::DealId).into_tuple().all(&self.reader).await?;
        let zone = self.account().await?.zone;
        let mut days: HashMap<i64, Vec<i64>> = HashMap::new();
        for history in histories(&self.reader, &won).await?.into_values() {
            let history: Vec<_> = history
                .into_iter()
                .map(|(at, event)| (at.with_timezone(&zone).naive_local(), event))
                .collect();
            for (stage, stayed) in stays(&history) {
                days.entry(stage.0).or_default().push(stayed);
            }
        }
        Ok(days)
    }
}
