//! Taking an import back (I3): what it created goes, what it changed is as before, and what somebody changed or used since
//! stays.

use crate::{
    Result, Tx,
    entity::{change, company, contact_note, deal, external_id, import, line, person, product, touched},
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
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::Query,
};
use std::collections::HashSet;

/// Numbers in one condition: as many as the variables of one statement allow.
const CHUNK: usize = 5_000;

/// What the log calls a slice of an import that is written.
pub const IMPORT_SLICE: &str = "write_import";

/// Kind and number of things, as the log has them.
type Things = HashSet<(String, i64)>;

impl Tx {
    /// Takes back what an import wrote, the last of it first.
    pub async fn undo_import(&self, id: ImportId) -> Result<Undone> {
        let (seqs, changed) = (self.seqs_of(id).await?, self.changed_since(id).await?);
        let mut left = Left::default();
        for seq in seqs {
            let row = change::Entity::find_by_id(seq.0).one(self.db()).await?.ok_or(Refusal::NotUndoable)?;
            let inverse = row.inverse.and_then(|text| format::inverse::read(&text));
            self.take_back_rows(inverse.ok_or(Refusal::NotUndoable)?, &changed, &mut left).await?;
        }
        self.forget_external_ids(id, &left).await?;
        // What is gone for good cannot be brought back: this is not taken back itself.
        self.journal().forget();
        self.touch(Thing::Import(id));
        let row = import::ActiveModel {
            id: Unchanged(id.0),
            state: Set(ImportState::Undone.code().into()),
            ..Default::default()
        };
        row.update(self.db()).await?;
        Ok(left.undone)
    }

    /// The changes that wrote something of an import, the last first.
    async fn seqs_of(&self, id: ImportId) -> Result<Vec<Seq>> {
        let own = Query::select()
            .column(touched::Column::Seq)
            .from(touched::Entity)
            .and_where(touched::Column::Kind.eq("import"))
            .and_where(touched::Column::Id.eq(id.0))
            .to_owned();
        let rows = change::Entity::find()
            .filter(change::Column::Seq.in_subquery(own))
            .filter(change::Column::Command.eq(IMPORT_SLICE))
            .order_by_desc(change::Column::Seq)
            .select_only()
            .column(change::Column::Seq);
        Ok(rows.into_tuple().all(self.db()).await?.into_iter().map(Seq).collect())
    }

    /// What the import touched and another change touched after it, but for imports that were taken back themselves.
    async fn changed_since(&self, id: ImportId) -> Result<Things> {
        let asked = "SELECT DISTINCT mine.kind, mine.id FROM touched AS own \
            JOIN touched AS mine ON mine.seq = own.seq AND mine.kind IN ('deal', 'company', 'person', 'product') \
            JOIN touched AS later ON later.kind = mine.kind AND later.id = mine.id AND later.seq > mine.seq \
            WHERE own.kind = 'import' AND own.id = $1 AND NOT EXISTS \
            (SELECT 1 FROM touched AS also JOIN import ON import.id = also.id \
            WHERE also.seq = later.seq AND also.kind = 'import' AND (import.id = $1 OR import.state = 'undone'))";
        let asked = Statement::from_sql_and_values(self.db().get_database_backend(), asked, [id.0.into()]);
        let rows = self.db().query_all_raw(asked).await?;
        rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    async fn take_back_rows(&self, mut inverse: Inverse, changed: &Things, left: &mut Left) -> Result<()> {
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

        let used = self.used_persons(ids(&inverse.persons.drop, |row| row.id)).await?;
        left.persons(&inverse.persons.split(|row| used.contains(&row.id)));
        let gone = ids(&inverse.persons.drop, |row| row.id);
        let used = self.used_companies(ids(&inverse.companies.drop, |row| row.id), &gone).await?;
        left.companies(&inverse.companies.split(|row| used.contains(&row.id)));
        let products = ids(&inverse.products.drop, |row| row.id);
        let used = self.holders(line::Entity, line::Column::ProductId, &products).await?;
        left.products(&inverse.products.split(|row| used.contains(&row.id)));

        let contacts = inverse.persons.count() + inverse.companies.count() + inverse.products.count();
        left.undone.back += (added.len() + edited.len() + contacts) as u64;
        self.take_back(edited, inverse).await
    }

    async fn keep_deals(&self, deals: Vec<DealId>, left: &mut Left) -> Result<()> {
        for ids in deals.chunks(CHUNK) {
            let named = deal::Entity::find().filter(deal::Column::Id.is_in(ids.iter().map(|deal| deal.0)));
            for row in named.all(self.db()).await? {
                left.keep(Kind::Deals, row.id, row.name);
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

    /// Those of these persons that a deal, a note or another person points to.
    async fn used_persons(&self, ids: Vec<i64>) -> Result<HashSet<i64>> {
        let mut used = self.holders(deal::Entity, deal::Column::PersonId, &ids).await?;
        used.extend(self.holders(contact_note::Entity, contact_note::Column::PersonId, &ids).await?);
        used.extend(self.holders(person::Entity, person::Column::MergedIntoId, &ids).await?);
        Ok(used)
    }

    /// Those of these companies that a deal, a note, another company, or a person but these points to.
    async fn used_companies(&self, ids: Vec<i64>, but: &[i64]) -> Result<HashSet<i64>> {
        let mut used = self.holders(deal::Entity, deal::Column::CompanyId, &ids).await?;
        used.extend(self.holders(contact_note::Entity, contact_note::Column::CompanyId, &ids).await?);
        used.extend(self.holders(company::Entity, company::Column::MergedIntoId, &ids).await?);
        for ids in ids.chunks(CHUNK) {
            let of_persons =
                person::Entity::find().filter(person::Column::CompanyId.is_in(ids.iter().copied()));
            let rows: Vec<(i64, i64)> = of_persons
                .select_only()
                .columns([person::Column::Id, person::Column::CompanyId])
                .into_tuple()
                .all(self.db())
                .await?;
            used.extend(
                rows.into_iter().filter(|(person, _)| !but.contains(person)).map(|(_, company)| company),
            );
        }
        Ok(used)
    }

    async fn holders<E: EntityTrait>(&self, _of: E, column: E::Column, ids: &[i64]) -> Result<HashSet<i64>> {
        let mut held = HashSet::new();
        for ids in ids.chunks(CHUNK) {
            let rows =
                E::find().filter(column.is_in(ids.iter().copied())).select_only().column(column).distinct();
            held.extend(rows.into_tuple::<i64>().all(self.db()).await?);
        }
        Ok(held)
    }

    /// Forgets what the file knew things by, but for those that stay.
    async fn forget_external_ids(&self, import: ImportId, left: &Left) -> Result<()> {
        let known = external_id::Entity::find().filter(external_id::Column::ImportId.eq(import.0));
        let stays = |row: &external_id::Model| left.things.contains(&(row.kind.clone(), row.thing_id));
        let rows = known.all(self.db()).await?.into_iter().filter(|row| !stays(row));
        let keys: Vec<(String, String)> = rows.map(|row| (row.kind, row.external)).collect();
        for keys in keys.chunks(CHUNK) {
            external_id::Entity::delete_many()
                .filter(external_id::Column::ImportId.eq(import.0))
                .filter(
                    external_id::Column::External.is_in(keys.iter().map(|(_, external)| external.as_str())),
                )
                .exec(self.db())
                .await?;
        }
        Ok(())
    }
}

fn ids<M>(rows: &[M], id: impl Fn(&M) -> i64) -> Vec<i64> {
    rows.iter().map(id).collect()
}

/// What stays, and what is told of it.
#[derive(Default)]
struct Left {
    undone: Undone,
    /// Kinds of files, with the numbers of what stays.
    things: Things,
}

impl Left {
    fn persons(&mut self, rows: &[person::Model]) {
        let name = |row: &person::Model| format!("{} {}", row.first_name, row.last_name).trim().to_owned();
        rows.iter().for_each(|row| self.keep(Kind::Persons, row.id, name(row)));
    }

    fn companies(&mut self, rows: &[company::Model]) {
        rows.iter().for_each(|row| self.keep(Kind::Companies, row.id, row.name.clone()));
    }

    fn products(&mut self, rows: &[product::Model]) {
        rows.iter().for_each(|row| self.keep(Kind::Products, row.id, row.name.clone()));
    }

    fn keep(&mut self, kind: Kind, id: i64, name: String) {
        // Several slices may have written it.
        if self.things.insert((kind.code().to_owned(), id)) {
            self.undone.kept_count += 1;
            if self.undone.kept.len() < Undone::NAMED {
                self.undone.kept.push(name);
            }
        }
    }
}
