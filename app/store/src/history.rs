//! What happened to deals (H1): written in the transaction in which it happened, never edited.

use crate::{Error, Result, Tx, entity::history};
use domain::{event::Event, id::DealId};
use sea_orm::{ActiveValue::Set, EntityTrait};

impl Tx {
    /// Records events of a deal, done by the acting user now.
    pub(crate) async fn record(&self, deal: DealId, events: &[Event]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let rows = events.iter().map(|event| self.row(deal, event)).collect::<Result<Vec<_>>>()?;
        history::Entity::insert_many(rows).exec(self.db()).await?;
        Ok(())
    }

    fn row(&self, deal: DealId, event: &Event) -> Result<history::ActiveModel> {
        Ok(history::ActiveModel {
            deal_id: Set(deal.0),
            by_id: Set(self.user().id.0),
            at: Set(self.now()),
            event: Set(to_json(event)?),
            ..Default::default()
        })
    }
}

pub(crate) fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Unreadable(error.to_string()))
}
