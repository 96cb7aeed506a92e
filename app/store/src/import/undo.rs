//! Taking an import back (I3): what it created goes, what it changed is as before, and what somebody changed or used since
//! stays.

use super::written;
use crate::{
    Result, Tx,
    entity::{change, company, deal, external_id, import, line, person, product, touched},
    format,
    journal::Inverse,
};
use domain::{
    id::{DealId, ImportId},
    import::{ImportState, Kind, Undone},
    log::{Seq, Thing},
    refusal::Refusal,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select, Statement,
    sea_query::Query,
};
use std::collections::HashSet;

/// Numbers in one condition: as many as the variables of one statement allow.
pub(super) const CHUNK: usize = 5_000;

/// What the log calls a slice of an import that is written.
pub const IMPORT_SLICE: &str = "write_import";

/// Kind and number of things, as the log has them.
type Things = HashSet<(String, i64)>;

impl Tx {
    /// Refuses an import of which a slice cannot be taken back, since somebody removed some of it for good.
    pub async fn require_undoable(&self, id: ImportId) -> Result<()> {
        match self.slices(id).filter(change::Column::Inverse.is_null()).count(self.db()).await? {
            0 => Ok(()),
            _ => Err(Refusal::NotUndoable.into()),
        }
    }

    /// Begins to take an import back, as far as it can be.
    pub async fn begin_undo(&self, id: ImportId) -> Result<()> {
        self.set_import_state(id, ImportState::Undoing).await?;
        self.keep_undone(id, &Undone::default()).await
    }

    /// Takes the last slice back that an import wrote; whether there are more. One that was never written whole can be looked
    /// at again after that.
    pub async fn undo_next(&self, id: ImportId) -> Result<bool> {
        let last = self.slices(id).order_by_desc(change::Column::Seq).one(self.db()).await?;
        let Some(row) = last else {
            let counts = import::Entity::find_by_id(id.0).filter(import::Column::Counts.is_not_null());
            match counts.count(self.db()).await? {
                0 => self.unwrite_import(id).await?,
                _ => self.set_import_state(id, ImportState::Undone).await?,
            }
            self.touch(Thing::Import(id));
            return Ok(false);
        };
        // What somebody removed for good meanwhile is gone.
        if let Some(inverse) = row.inverse.as_deref().and_then(format::inverse::read) {
            let changed = self.changed_since(id, Seq(row.seq)).await?;
            let mut undone = self.import_undone(id).await?.unwrap_or_default();
            self.take_back_rows(id, inverse, &changed, &mut undone).await?;
            self.keep_undone(id, &undone).await?;
        }
        let told = change::ActiveModel { seq: Unchanged(row.seq), inverse: Set(None), ..Default::default() };
        told.update(self.db()).await?;
        // Nor can this be taken back itself.
        self.journal().forget();
        self.journal().undoes = Some(Seq(row.seq));
        self.touch(Thing::Import(id));
        Ok(true)
    }

    /// Takes deals, which are removed for good, out of what takes imports back: the rest of those still can be.
    pub(crate) async fn leave_out_of_imports(&self, deals: &[DealId]) -> Result<()> {
        let touching = Query::select()
            .column(touched::Column::Seq)
            .from(touched::Entity)
            .and_where(touched::Column::Kind.eq("deal"))
            .and_where(touched::Column::Id.is_in(deals.iter().map(|deal| deal.0)))
            .to_owned();
        let slices = change::Entity::find()
            .filter(change::Column::Seq.in_subquery(touching))
            .filter(change::Column::Command.eq(IMPORT_SLICE))
            .filter(change::Column::Inverse.is_not_null());
        for row in slices.all(self.db()).await? {
            let inverse = row.inverse.as_deref().and_then(format::inverse::read).map(|mut inverse| {
                inverse.added.retain(|deal| !deals.contains(deal));
                inverse.leave_out(deals);
                format::inverse::write(&inverse)
            });
            let row = change::ActiveModel {
                seq: Unchanged(row.seq),
                inverse: Set(inverse.transpose()?),
                ..Default::default()
            };
            row.update(self.db()).await?;
        }
        Ok(())
    }

    async fn keep_undone(&self, id: ImportId, undone: &Undone) -> Result<()> {
        let row = import::ActiveModel {
            id: Unchanged(id.0),
            undone: Set(Some(written(undone)?)),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(())
    }

    /// The changes that wrote something of an import and were not taken back.
    fn slices(&self, id: ImportId) -> Select<change::Entity> {
        let own = Query::select()
            .column(touched::Column::Seq)
            .from(touched::Entity)
            .and_where(touched::Column::Kind.eq("import"))
            .and_where(touched::Column::Id.eq(id.0))
            .to_owned();
        let taken_back = Query::select()
            .column(change::Column::Undoes)
            .from(change::Entity)
            .and_where(change::Column::Undoes.is_not_null())
            .to_owned();
        change::Entity::find()
            .filter(change::Column::Seq.in_subquery(own))
            .filter(change::Column::Seq.not_in_subquery(taken_back))
            .filter(change::Column::Command.eq(IMPORT_SLICE))
    }

    /// What a slice touched and another change touched after it, but for imports that were taken back themselves.
    async fn changed_since(&self, id: ImportId, seq: Seq) -> Result<Things> {
        let asked = "SELECT DISTINCT mine.kind, mine.id FROM touched AS mine \
            JOIN touched AS later ON later.kind = mine.kind AND later.id = mine.id AND later.seq > mine.seq \
            WHERE mine.seq = $2 AND mine.kind IN ('deal', 'company', 'person', 'product', 'user') AND NOT EXISTS \
            (SELECT 1 FROM touched AS also JOIN import ON import.id = also.id \
            WHERE also.seq = later.seq AND also.kind = 'import' AND (import.id = $1 OR import.state = 'undone'))";
        let values = [id.0.into(), seq.0.into()];
        let asked = Statement::from_sql_and_values(self.db().get_database_backend(), asked, values);
        let rows = self.db().query_all_raw(asked).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    async fn take_back_rows(
        &self,
        id: ImportId,
        mut inverse: Inverse,
        changed: &Things,
        left: &mut Undone,
    ) -> Result<()> {
        let is_changed = |kind: &str, id: i64| changed.contains(&(kind.to_owned(), id));
        let stays = |deal: &DealId| is_changed("deal", deal.0);
        let (kept, added): (Vec<DealId>, Vec<_>) =
            std::mem::take(&mut inverse.added).into_iter().partition(stays);
        let edited = inverse.deals.put.iter().map(|row| DealId(row.id));
        let (edited_since, edited): (Vec<DealId>, Vec<_>) = edited.partition(stays);
        self.keep_deals([kept, edited_since.clone()].concat(), left).await?;
        self.remove(&added).await?;
        inverse.leave_out(&edited_since);
        left.persons(&inverse.persons.split(|row| is_changed("person", row.id)));
        left.companies(&inverse.companies.split(|row| is_changed("company", row.id)));
        left.products(&inverse.products.split(|row| is_changed("product", row.id)));
        let invited = std::mem::take(&mut inverse.invited);
        let (gone, stay) = self.uninvite(&invited, |user| is_changed("user", user.0)).await?;
        stay.into_iter().for_each(|name| left.keep(name));
        left.back += gone;

        let used = self.used_persons(ids(&inverse.persons.drop, |row| row.id)).await?;
        left.persons(&inverse.persons.split(|row| used.contains(&row.id)));
        let gone = ids(&inverse.persons.drop, |row| row.id);
        let used = self.used_companies(ids(&inverse.companies.drop, |row| row.id), &gone).await?;
        left.companies(&inverse.companies.split(|row| used.contains(&row.id)));
        let products = ids(&inverse.products.drop, |row| row.id);
        let used = self.holders(line::Entity, line::Column::ProductId, &products).await?;
        left.products(&inverse.products.split(|row| used.contains(&row.id)));

        let all = |put: Vec<i64>, drop: Vec<i64>| [put, drop].concat();
        let persons = all(ids(&inverse.persons.put, |row| row.id), ids(&inverse.persons.drop, |row| row.id));
        self.forget_external_ids(id, Kind::Persons, persons).await?;
        let companies =
            all(ids(&inverse.companies.put, |row| row.id), ids(&inverse.companies.drop, |row| row.id));
        self.forget_external_ids(id, Kind::Companies, companies).await?;
        let products =
            all(ids(&inverse.products.put, |row| row.id), ids(&inverse.products.drop, |row| row.id));
        self.forget_external_ids(id, Kind::Products, products).await?;

        let contacts = inverse.persons.count() + inverse.companies.count() + inverse.products.count();
        left.back += (added.len() + edited.len() + contacts) as u64;
        self.take_back(edited, inverse).await
    }

    async fn keep_deals(&self, deals: Vec<DealId>, left: &mut Undone) -> Result<()> {
        for ids in deals.chunks(CHUNK) {
            let named = deal::Entity::find().filter(deal::Column::Id.is_in(ids.iter().map(|deal| deal.0)));
            for row in named.all(self.db()).await? {
                left.keep(row.name);
            }
        }
        Ok(())
    }

    /// Removes deals that were added, with everything that belongs to them.
    async fn remove(&self, deals: &[DealId]) -> Result<()> {
        for ids in deals.chunks(CHUNK) {
            let these = Query::select()
                .column(deal::Column::Id)
                .from(deal::Entity)
                .and_where(deal::Column::Id.is_in(ids.iter().map(|deal| deal.0)))
                .to_owned();
            self.remove_deals(&these).await?;
        }
        deals.iter().for_each(|deal| self.touch(Thing::Deal(*deal)));
        Ok(())
    }

    /// Forgets what the file knew these things by.
    async fn forget_external_ids(&self, import: ImportId, kind: Kind, ids: Vec<i64>) -> Result<()> {
        for ids in ids.chunks(CHUNK) {
            external_id::Entity::delete_many()
                .filter(external_id::Column::ImportId.eq(import.0))
                .filter(external_id::Column::Kind.eq(kind.code()))
                .filter(external_id::Column::ThingId.is_in(ids.iter().copied()))
                .exec(self.db())
                .await?;
        }
        Ok(())
    }
}

fn ids<M>(rows: &[M], id: impl Fn(&M) -> i64) -> Vec<i64> {
    rows.iter().map(id).collect()
}

/// Tells of what stays.
trait Keeping {
    fn keep(&mut self, name: String);

    fn persons(&mut self, rows: &[person::Model]) {
        let name = |row: &person::Model| format!("{} {}", row.first_name, row.last_name).trim().to_owned();
        rows.iter().for_each(|row| self.keep(name(row)));
    }

    fn companies(&mut self, rows: &[company::Model]) {
        rows.iter().for_each(|row| self.keep(row.name.clone()));
    }

    fn products(&mut self, rows: &[product::Model]) {
        rows.iter().for_each(|row| self.keep(row.name.clone()));
    }
}

impl Keeping for Undone {
    fn keep(&mut self, name: String) {
        self.kept_count += 1;
        if self.kept.len() < Undone::NAMED {
            self.kept.push(name);
        }
    }
}
