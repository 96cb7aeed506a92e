//! What happened to deals (H1): written in the transaction in which it happened, never edited.

use crate::{
    Result, Tx,
    board::person_name,
    effect::Stamp,
    entity::{company, history, person, process, source, stage},
    format,
};
use domain::{
    event::Event,
    id::{CompanyId, DealId, PersonId, ProcessId, SourceId, StageId, UserId},
    log::Thing,
    profile::HistoryEntry,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How much of its history a deal's page shows.
const SHOWN: u64 = 200;

impl Tx {
    /// Records events of a deal, done by the acting user now.
    pub(crate) async fn record(&self, deal: DealId, events: &[Event]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        self.touch(Thing::Deal(deal));
        // So many rows as the variables of one statement allow.
        for events in events.chunks(1_000) {
            let rows = events
                .iter()
                .map(|event| history_row(deal, event, self.here()))
                .collect::<Result<Vec<_>>>()?;
            history::Entity::insert_many(rows).exec(self.db()).await?;
        }
        Ok(())
    }

    /// What happened to a deal, the latest first, with names for what it mentions.
    pub(crate) async fn history(&self, deal: DealId) -> Result<Vec<HistoryEntry>> {
        let rows = history::Entity::find()
            .filter(history::Column::DealId.eq(deal.0))
            .filter(self.heard_of())
            .order_by_desc(history::Column::Id)
            .limit(SHOWN)
            .all(self.db())
            .await?;
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let event = format::event::read(&row.event);
            let (from, to) = match &event {
                Some(event) => self.names_in(event).await?,
                None => (None, None),
            };
            told.push(HistoryEntry { by: UserId(row.by_id), at: self.clock(row.at), event, from, to });
        }
        Ok(told)
    }

    /// Leaves out what nobody hears of while costs are off (M4).
    fn heard_of(&self) -> Condition {
        let hidden = (!self.account().costs).then(|| history::Column::OfCosts.eq(false));
        Condition::all().add_option(hidden)
    }

    async fn names_in(&self, event: &Event) -> Result<(Option<String>, Option<String>)> {
        Ok(match event {
            Event::Added { stage }
            | Event::Imported { stage, .. }
            | Event::EnteredAfterwards { stage, .. } => (None, self.stage_name(*stage).await?),
            Event::Moved { from, to } => (self.stage_name(*from).await?, self.stage_name(*to).await?),
            Event::ProcessChanged { from, to, .. } => {
                (self.process_name(*from).await?, self.process_name(*to).await?)
            }
            Event::CompanyChanged { from, to } => {
                (self.company_name(*from).await?, self.company_name(*to).await?)
            }
            Event::PersonChanged { from, to } => (self.name_of(*from).await?, self.name_of(*to).await?),
            Event::SourceChanged { from, to } => {
                (self.source_name(*from).await?, self.source_name(*to).await?)
            }
            _ => (None, None),
        })
    }

    async fn stage_name(&self, id: StageId) -> Result<Option<String>> {
        Ok(stage::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name))
    }

    async fn process_name(&self, id: ProcessId) -> Result<Option<String>> {
        Ok(process::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name))
    }

    async fn company_name(&self, id: Option<CompanyId>) -> Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        Ok(company::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name))
    }

    async fn name_of(&self, id: Option<PersonId>) -> Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        let row = person::Entity::find_by_id(id.0).one(self.db()).await?;
        Ok(row.and_then(|row| person_name(Some(row.first_name), Some(row.last_name))))
    }

    async fn source_name(&self, id: Option<SourceId>) -> Result<Option<String>> {
        let Some(id) = id else { return Ok(None) };
        Ok(source::Entity::find_by_id(id.0).one(self.db()).await?.map(|row| row.name))
    }
}

pub(crate) fn history_row(deal: DealId, event: &Event, (by, at): Stamp) -> Result<history::ActiveModel> {
    Ok(history::ActiveModel {
        deal_id: Set(deal.0),
        by_id: Set(by.0),
        at: Set(at),
        event: Set(format::event::write(event)?),
        of_costs: Set(event.is_of_costs()),
        ..Default::default()
    })
}
