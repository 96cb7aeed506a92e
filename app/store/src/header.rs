//! What a board's headers say: how many deals a stage has, and what they come to (B2, B4).
//!
//! The database keeps the totals of each stage, owner and currency (`stage_total`), so that a header costs the same however
//! many deals there are. What they cannot tell is counted: deals by letters, and those that somebody sees but does not own.

use crate::{
    Result, Tx,
    criteria::Asked,
    entity::{deal, stage_total},
    error::read,
    own::{among, of_others},
};
use domain::{
    access::{Visibility, visibility},
    id::{StageId, UserId},
    money::{Money, Totals},
    process::Process,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, IntoCondition},
};
use std::collections::HashMap;

/// What a column's header says.
#[derive(Default)]
pub(crate) struct Header {
    pub count: usize,
    pub totals: Totals,
    pub weighted: Totals,
    /// Nothing while costs are off (M4).
    pub profit: Totals,
}

/// Of one stage and currency: how many deals, and their values, weighted values and costs in minor units.
type Sum = (i64, String, i64, i64, i64, i64);

impl Tx {
    /// The headers of a process's stages over all open deals that this user may see and that match.
    pub(crate) async fn headers(&self, process: &Process, asked: &Asked) -> Result<HashMap<StageId, Header>> {
        let of_process = deal::Column::ProcessId.eq(process.id.0);
        let (counted, owners) = (!asked.is_of_owners(), &asked.filter.owners);
        let sums = match (visibility(self.user()), counted) {
            (_, true) => self.counted(asked, of_process.into_condition()).await?,
            (Visibility::Everything, false) => self.kept(process, owners).await?,
            (Visibility::Own(user), false) => {
                let own = owners.is_empty() || owners.contains(&user);
                let mut sums = if own { self.kept(process, &[user]).await? } else { vec![] };
                let theirs =
                    among(of_others(user, self.shows_public()), deal::Column::ProcessId, process.id.0);
                // Who owns a deal may take part in it, too.
                let theirs = theirs.add(deal::Column::OwnerId.ne(user.0));
                sums.extend(self.counted(asked, theirs).await?);
                sums
            }
        };
        self.added(sums)
    }

    /// What the database keeps, of these owners; of all when none is named.
    async fn kept(&self, process: &Process, owners: &[UserId]) -> Result<Vec<Sum>> {
        use stage_total::Column as C;
        let mut totals = stage_total::Entity::find()
            .filter(C::StageId.is_in(process.stages.iter().map(|stage| stage.id.0)))
            .filter(C::Deals.gt(0));
        if !owners.is_empty() {
            totals = totals.filter(C::OwnerId.is_in(owners.iter().map(|owner| owner.0)));
        }
        let sum = |column: C| column.sum().cast_as("bigint");
        let totals = totals
            .select_only()
            .columns([C::StageId, C::Currency])
            .column_as(sum(C::Deals), "count")
            .column_as(sum(C::ValueMinor), "total")
            .column_as(sum(C::WeightedMinor), "weighted")
            .column_as(sum(C::CostMinor), "cost")
            .group_by(C::StageId)
            .group_by(C::Currency);
        Ok(totals.into_tuple().all(self.db()).await?)
    }

    /// Counted over the deals themselves.
    async fn counted(&self, asked: &Asked, which: Condition) -> Result<Vec<Sum>> {
        // As `domain::process::weighted` counts it, deal by deal.
        let weighted = Expr::cust(r#"SUM(("deal"."value_minor" * "deal"."probability" + 50) / 100)"#);
        let sums = self
            .on_board(asked)
            .filter(which)
            .select_only()
            .columns([deal::Column::StageId, deal::Column::Currency])
            // Of rows, not of ids, which are not in the index that holds all the rest.
            .column_as(Expr::cust("COUNT(*)"), "count")
            // PostgreSQL sums whole numbers into decimals.
            .column_as(deal::Column::ValueMinor.sum().cast_as("bigint"), "total")
            .column_as(weighted.cast_as("bigint"), "weighted")
            .column_as(deal::Column::CostMinor.sum().cast_as("bigint"), "cost")
            .group_by(deal::Column::StageId)
            .group_by(deal::Column::Currency);
        Ok(sums.into_tuple().all(self.db()).await?)
    }

    fn added(&self, sums: Vec<Sum>) -> Result<HashMap<StageId, Header>> {
        let mut headers: HashMap<StageId, Header> = HashMap::new();
        for (stage, currency, count, minor, weighted, cost) in sums {
            let header = headers.entry(StageId(stage)).or_default();
            let currency = read("deal.currency", &currency)?;
            header.count += usize::try_from(count).unwrap_or(0);
            header.totals.add(Money { minor, currency });
            header.weighted.add(Money { minor: weighted, currency });
            if self.account().costs {
                header.profit.add(Money { minor: minor - cost, currency });
            }
        }
        Ok(headers)
    }
}
