//! What is open with a company, for whoever is about to add another deal.

use crate::{Result, Tx, criteria::Asked, entity::deal, error::read, names::Named};
use domain::{
    contact::OpenDeal,
    id::{CompanyId, DealId, StageId},
    money::Money,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many are told of.
const MOST: u64 = 8;

impl Tx {
    /// Some open deals of a company that this user may see, the latest first.
    pub async fn open_deals(&self, company: CompanyId) -> Result<Vec<OpenDeal>> {
        let deals = self
            .on_board(&Asked::default())
            .filter(deal::Column::CompanyId.eq(company.0))
            .order_by_desc(deal::Column::Id)
            .limit(MOST);
        let rows = deals.all(self.db()).await?;
        let stages = rows.iter().map(|row| Named::Stage(StageId(row.stage_id))).collect();
        let (stages, people) = (self.names(&stages).await?, self.colleagues().await?);
        let open_deal = |row: deal::Model| -> Result<OpenDeal> {
            let currency = read("deal.currency", &row.currency)?;
            let owner = people.iter().find(|person| person.id.0 == row.owner_id);
            Ok(OpenDeal {
                id: DealId(row.id),
                name: row.name,
                value: Money { minor: row.value_minor, currency },
                stage: stages.of(Named::Stage(StageId(row.stage_id))).unwrap_or_default(),
                owner: owner.map(|owner| owner.name.clone()).unwrap_or_default(),
            })
        };
        rows.into_iter().map(open_deal).collect()
    }
}
