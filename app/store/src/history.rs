//! What happened to deals (H1): written in the transaction in which it happened, never edited.

use crate::{
    Result, Tx,
    effect::Stamp,
    entity::history,
    format,
    names::{Named, Names},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{
    event::Event,
    id::{DealId, UserId},
    log::Thing,
    profile::{History, HistoryEntry},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{BTreeSet, HashMap};

/// How much of a deal's history comes at once.
const SHOWN: u64 = 200;
/// Deals whose history is read in one statement.
const CHUNK: usize = 1_000;

/// The whole histories of these deals, the oldest first; what this version does not know of them is left out.
pub(crate) async fn histories(
    db: &impl ConnectionTrait,
    deals: &[i64],
) -> Result<HashMap<i64, Vec<(DateTime<Utc>, Event)>>> {
    let mut histories: HashMap<i64, Vec<_>> = HashMap::new();
    for chunk in deals.chunks(CHUNK) {
        let rows: Vec<(i64, DateTime<Utc>, String)> = history::Entity::find()
            .filter(history::Column::DealId.is_in(chunk.iter().copied()))
            .order_by_asc(history::Column::Id)
            .select_only()
            .columns([history::Column::DealId, history::Column::At, history::Column::Event])
            .into_tuple()
            .all(db)
            .await?;
        for (deal, at, event) in rows {
            if let Some(event) = format::event::read(&event) {
                histories.entry(deal).or_default().push((at, event));
            }
        }
    }
    Ok(histories)
}

impl Tx {
    /// Records events of a deal, done by the acting user now.
    pub(crate) async fn record(&self, deal: DealId, events: &[Event]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        self.touch(Thing::Deal(deal));
        self.note_access(deal, events).await?;
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

    /// What happened to a deal before this entry of its history, if this user may see it.
    pub async fn history_before(&self, deal: DealId, before: i64) -> Result<History> {
        self.deal(deal).await?;
        let part = self.history(deal, None, Some(before)).await?;
        let names = self.names(&part.mentioned()).await?;
        Ok(part.told(&names))
    }

    /// What happened to a deal, the latest first: after one entry and before another, where they are named.
    pub(crate) async fn history(
        &self,
        deal: DealId,
        since: Option<i64>,
        before: Option<i64>,
    ) -> Result<Part> {
        let rows = history::Entity::find()
            .filter(history::Column::DealId.eq(deal.0))
            .filter(self.heard_of())
            .filter(Condition::all().add_option(since.map(|id| history::Column::Id.gt(id))))
            .filter(Condition::all().add_option(before.map(|id| history::Column::Id.lt(id))))
            .order_by_desc(history::Column::Id)
            .limit(SHOWN + 1)
            .all(self.db())
            .await?;
        let older = rows.len() as u64 > SHOWN;
        let happened = |row: history::Model| Happened {
            id: row.id,
            by: UserId(row.by_id),
            at: self.clock(row.at),
            event: format::event::read(&row.event),
        };
        Ok(Part { happened: rows.into_iter().take(SHOWN as usize).map(happened).collect(), older })
    }

    /// Leaves out what nobody hears of while costs are off (M4).
    fn heard_of(&self) -> Condition {
        let hidden = (!self.account().costs).then(|| history::Column::OfCosts.eq(false));
        Condition::all().add_option(hidden)
    }
}

/// A part of a deal's history, still without names.
pub(crate) struct Part {
    happened: Vec<Happened>,
    older: bool,
}

impl Part {
    /// Everything that it mentions by number.
    pub fn mentioned(&self) -> BTreeSet<Named> {
        self.happened
            .iter()
            .map(Happened::mentioned)
            .flat_map(|(from, to)| from.into_iter().chain(to))
            .collect()
    }

    /// With the names of what it mentions.
    pub fn told(self, names: &Names) -> History {
        let entries = self.happened.into_iter().map(|happened| happened.told(names)).collect();
        History { entries, older: self.older }
    }
}

/// A row of the history; without an event, when this version does not know it.
struct Happened {
    id: i64,
    by: UserId,
    at: NaiveDateTime,
    event: Option<Event>,
}

impl Happened {
    /// What it mentions by number: from what, to what.
    fn mentioned(&self) -> (Option<Named>, Option<Named>) {
        self.event.as_ref().map_or((None, None), mentioned)
    }

    /// With the names of what it mentions.
    fn told(self, names: &Names) -> HistoryEntry {
        let (from, to) = self.mentioned();
        let name = |thing: Option<Named>| thing.and_then(|thing| names.of(thing));
        let Happened { id, by, at, event } = self;
        HistoryEntry { id, by, at, event, from: name(from), to: name(to) }
    }
}

fn mentioned(event: &Event) -> (Option<Named>, Option<Named>) {
    match event {
        Event::Added { stage } | Event::Imported { stage, .. } | Event::EnteredAfterwards { stage, .. } => {
            (None, Some(Named::Stage(*stage)))
        }
        Event::Moved { from, to } => (Some(Named::Stage(*from)), Some(Named::Stage(*to))),
        Event::ProcessChanged { from, to, .. } => (Some(Named::Process(*from)), Some(Named::Process(*to))),
        Event::CompanyChanged { from, to } => (from.map(Named::Company), to.map(Named::Company)),
        Event::PersonChanged { from, to } => (from.map(Named::Person), to.map(Named::Person)),
        Event::SourceChanged { from, to } => (from.map(Named::Source), to.map(Named::Source)),
        Event::ActionDone { .. }
        | Event::ActionUndone { .. }
        | Event::Closed { .. }
        | Event::Reopened { .. }
        | Event::Renamed { .. }
        | Event::ValueChanged { .. }
        | Event::OwnerChanged { .. }
        | Event::ExpectedCloseChanged { .. }
        | Event::DescriptionChanged { .. }
        | Event::ParticipantAdded { .. }
        | Event::ParticipantRemoved { .. }
        | Event::TaskAdded { .. }
        | Event::TaskDone { .. }
        | Event::TaskReopened { .. }
        | Event::TaskDeleted { .. }
        | Event::TaskChanged { .. }
        | Event::NoteAdded { .. }
        | Event::NoteChanged { .. }
        | Event::NoteDeleted { .. }
        | Event::LineAdded { .. }
        | Event::LineChanged { .. }
        | Event::LineRemoved { .. }
        | Event::CostAdded { .. }
        | Event::CostChanged { .. }
        | Event::CostRemoved { .. }
        | Event::Deleted {}
        | Event::Restored {}
        | Event::MadePublic { .. }
        | Event::Undone { .. } => (None, None),
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
