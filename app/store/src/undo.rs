//! Taking a change back (H2): its rows are as they were before, unless somebody changed the same things since.

mod singles;

use crate::{
    Error, Result, Tx,
    audit::About,
    entity::{change, deal, participant, touched, user},
    format,
    journal::{Inverse, Part, Rows},
};
use domain::{
    audit::Noted,
    deal::Deal,
    event::Event,
    id::{DealId, ProcessId, StageId, UserId},
    log::{Logged, Seq, Thing, in_the_way_of},
    place::Place,
    refusal::Refusal,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IdenStatic, IntoActiveModel,
    Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use singles::{contacts, free_tasks, products};
use std::collections::BTreeMap;

impl Tx {
    /// Takes back what this user did in this change of the log.
    pub async fn undo(&self, seq: Seq) -> Result<()> {
        let mine = change::Entity::find_by_id(seq.0).filter(change::Column::ById.eq(self.user().id.0));
        let row = mine.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        // One that was written by another version of this program may have become unreadable.
        let inverse = row.inverse.and_then(|text| format::inverse::read(&text));
        // Whoever was invited by a file goes with it, or not at all (I3).
        let inverse = inverse.filter(|inverse| inverse.invited.is_empty());
        let mut inverse = inverse.ok_or(Refusal::NotUndoable)?;
        self.point_to_standing(&mut inverse).await?;
        let deals = self.touched_deals(seq).await?;
        self.require_standing(seq, &deals, &inverse).await?;
        for deal in &deals {
            self.keep(*deal, &inverse.parts()).await?;
        }
        for deal in &inverse.added {
            self.keep(*deal, &[Part::Deal]).await?;
        }
        self.keep_singles(&inverse).await?;
        self.take_back(deals, inverse).await?;
        self.journal().undoes = Some(seq);
        Ok(())
    }

    /// Writes the rows that take a change of these deals back, and what that means for them.
    pub(crate) async fn take_back(&self, deals: Vec<DealId>, inverse: Inverse) -> Result<()> {
        let mut before: Vec<Deal> = vec![];
        let mut were_public = vec![];
        for deal in &deals {
            let row = self.any_deal(*deal).await?;
            were_public.push(row.public);
            before.push(row.try_into()?);
        }
        self.note_participants(&inverse.participants).await?;
        self.restore(inverse).await.map_err(no_longer_fits)?;
        for ((deal, before), was_public) in deals.into_iter().zip(before).zip(were_public) {
            let row = self.any_deal(deal).await?;
            let public = row.public;
            let done = self.checks(deal).await?.into_iter().map(|check| check.action).collect();
            let deal: Deal = row.try_into()?;
            let turned = (public != was_public).then_some(Event::MadePublic { public });
            let access: Vec<Event> = access_back(&before, &deal).into_iter().chain(turned).collect();
            self.note_access(deal.id, &access).await?;
            let mut events = facts_back(&before, &deal);
            events.push(Event::Undone { stage: deal.stage, status: deal.status, done });
            self.record(deal.id, &events).await?;
        }
        Ok(())
    }

    /// Refuses when a later change of these deals, or of the processes where they are and were, still stands; and names
    /// whoever made it.
    async fn require_standing(&self, seq: Seq, deals: &[DealId], inverse: &Inverse) -> Result<()> {
        let mut things: Vec<Thing> = deals.iter().map(|deal| Thing::Deal(*deal)).collect();
        for deal in deals {
            things.push(Thing::Process(ProcessId(self.any_deal(*deal).await?.process_id)));
        }
        things.extend(free_tasks(inverse).map(Thing::Task));
        things.extend(contacts(inverse));
        things.extend(products(inverse));
        // A category of costs that is gone has no costs any more.
        things.extend((!inverse.costs.is_empty()).then_some(Thing::Costs));
        things.extend(inverse.deals.put.iter().map(|row| Thing::Process(ProcessId(row.process_id))));
        let later = self.later(seq, &things).await?;
        let logged: Vec<Logged> = later.iter().map(logged).collect();
        match in_the_way_of(seq, &logged) {
            None => Ok(()),
            Some(stands) => match later.iter().find(|row| row.seq == stands.0) {
                None => Err(Refusal::NotUndoable.into()),
                Some(row) => {
                    let by = user::Entity::find_by_id(row.by_id).one(self.db()).await?;
                    Err(Refusal::ChangedSince { by: by.map(|row| row.name).unwrap_or_default() }.into())
                }
            },
        }
    }

    async fn later(&self, seq: Seq, things: &[Thing]) -> Result<Vec<change::Model>> {
        // By kind: databases do not take a condition for each of thousands of things.
        let mut ids: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for thing in things {
            let (kind, id) = thing.code();
            ids.entry(kind).or_default().push(id);
        }
        let any = ids.into_iter().fold(Condition::any(), |any, (kind, ids)| {
            any.add(Condition::all().add(touched::Column::Kind.eq(kind)).add(touched::Column::Id.is_in(ids)))
        });
        let numbers = touched::Entity::find()
            .filter(touched::Column::Seq.gt(seq.0))
            .filter(any)
            .select_only()
            .column(touched::Column::Seq)
            .into_tuple::<i64>()
            .all(self.db())
            .await?;
        let rows = change::Entity::find()
            .filter(change::Column::Seq.is_in(numbers))
            .order_by_asc(change::Column::Seq);
        Ok(rows.all(self.db()).await?)
    }

    async fn touched_deals(&self, seq: Seq) -> Result<Vec<DealId>> {
        let rows = touched::Entity::find()
            .filter(touched::Column::Seq.eq(seq.0))
            .filter(touched::Column::Kind.eq("deal"));
        Ok(rows.all(self.db()).await?.into_iter().map(|row| DealId(row.id)).collect())
    }

    /// A deal that this user may see, or could if it were not deleted.
    async fn any_deal(&self, id: DealId) -> Result<deal::Model> {
        let row = deal::Entity::find_by_id(id.0).filter(self.sees()).one(self.db()).await?;
        let row = row.ok_or(Refusal::NotFound)?;
        self.require_editor(&row).await?;
        Ok(row)
    }

    /// Writes down who can see a deal again, and who no longer.
    async fn note_participants(&self, back: &Rows<participant::Model>) -> Result<()> {
        let given = back.put.iter().map(|row| (Noted::AccessGiven, row));
        for (noted, row) in given.chain(back.drop.iter().map(|row| (Noted::AccessTaken, row))) {
            let (whom, deal) = (Some(UserId(row.user_id)), Some(DealId(row.deal_id)));
            self.write_down(noted, About { whom, deal, ..About::default() }).await?;
        }
        Ok(())
    }

    async fn restore(&self, inverse: Inverse) -> Result<()> {
        let Inverse {
            added,
            invited: _,
            companies,
            persons,
            contact_notes,
            products,
            deals,
            completions,
            closures,
            participants,
            notes,
            files,
            tasks,
            lines,
            costs,
            notices,
        } = inverse;
        for id in added {
            let gone = deal::ActiveModel {
                id: Set(id.0),
                deleted_at: Set(Some(self.now())),
                deleted_by_id: Set(Some(self.user().id.0)),
                ..Default::default()
            };
            gone.update(self.db()).await?;
        }
        // Contacts come before what points to them, and go after it.
        self.put_contacts(companies.put, persons.put).await?;
        self.put_products(products.put).await?;
        self.put_rows(contact_notes.put).await?;
        for row in deals.put {
            self.restore_deal(row).await?;
        }
        self.restore_rows(completions).await?;
        self.restore_rows(closures).await?;
        self.restore_rows(participants).await?;
        // Files change while their notes are there.
        self.put_rows(notes.put).await?;
        self.restore_rows(files).await?;
        self.drop_rows(notes.drop).await?;
        self.restore_rows(tasks).await?;
        self.restore_rows(lines).await?;
        self.restore_rows(costs).await?;
        self.restore_rows(notices).await?;
        self.drop_rows(contact_notes.drop).await?;
        self.drop_rows(persons.drop).await?;
        self.drop_rows(companies.drop).await?;
        self.drop_rows(products.drop).await
    }

    /// The deal's own row as it was. Its version goes on growing, and its revision with what its form shows; its place
    /// may be another's by now.
    async fn restore_deal(&self, row: deal::Model) -> Result<()> {
        let now = self.any_deal(DealId(row.id)).await?;
        let wanted = Place::known(row.place);
        let place = self.free_place(StageId(row.stage_id), DealId(row.id), wanted).await?.as_str().to_owned();
        let revision = if row.revision == now.revision { now.revision } else { now.revision + 1 };
        let row = deal::Model { version: now.version, revision, place, ..row };
        row.into_active_model().reset_all().update(self.db()).await?;
        Ok(())
    }

    async fn restore_rows<M: Row>(&self, rows: Rows<M>) -> Result<()> {
        self.put_rows(rows.put).await?;
        self.drop_rows(rows.drop).await
    }

    pub(super) async fn put_rows<M: Row>(&self, rows: Vec<M>) -> Result<()> {
        let keys = || <M::Entity as EntityTrait>::PrimaryKey::iter().map(|key| key.into_column());
        let is_key =
            |column: &<M::Entity as EntityTrait>::Column| keys().any(|key| key.as_str() == column.as_str());
        let others = || <M::Entity as EntityTrait>::Column::iter().filter(|column| !is_key(column));
        for row in rows {
            let as_before = OnConflict::columns(keys()).update_columns(others()).to_owned();
            let row = row.into_active_model().reset_all();
            M::Entity::insert(row).on_conflict(as_before).exec_without_returning(self.db()).await?;
        }
        Ok(())
    }

    async fn drop_rows<M: Row>(&self, rows: Vec<M>) -> Result<()> {
        for row in rows {
            row.delete(self.db()).await?;
        }
        Ok(())
    }
}

/// What a review asks of the history: a value and an expected close that are what they were.
fn facts_back(before: &Deal, now: &Deal) -> Vec<Event> {
    let (from, to) = (&before.facts, &now.facts);
    let value = (from.value != to.value).then_some(Event::ValueChanged { from: from.value, to: to.value });
    let close = (from.expected_close != to.expected_close)
        .then_some(Event::ExpectedCloseChanged { from: from.expected_close, to: to.expected_close });
    value.into_iter().chain(close).collect()
}

/// What the audit asks: an owner and a publicity that are what they were.
fn access_back(before: &Deal, now: &Deal) -> Vec<Event> {
    let (from, to) = (before.facts.owner, now.facts.owner);
    (from != to).then_some(Event::OwnerChanged { from, to }).into_iter().collect()
}

/// What rows point to may be gone by now.
fn no_longer_fits(error: Error) -> Error {
    match &error {
        Error::Broken(broken) if broken.sql_err().is_some() => Refusal::NotUndoable.into(),
        _ => error,
    }
}

/// A row of any table.
pub(super) trait Row:
    ModelTrait<Entity: EntityTrait<ActiveModel: Send>>
    + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>
{
}

impl<M> Row for M where
    M: ModelTrait<Entity: EntityTrait<ActiveModel: Send>>
        + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>
{
}

fn logged(row: &change::Model) -> Logged {
    Logged { seq: Seq(row.seq), undoes: row.undoes.map(Seq) }
}
