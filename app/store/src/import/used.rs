//! What of an import something else points to by now.

use super::undo::CHUNK;
use crate::{
    Result, Tx,
    entity::{company, contact_note, deal, person},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

impl Tx {
    /// Those of these persons that a deal, a note or another person points to.
    pub(super) async fn used_persons(&self, ids: Vec<i64>) -> Result<HashSet<i64>> {
        let mut used = self.holders(deal::Entity, deal::Column::PersonId, &ids).await?;
        used.extend(self.holders(contact_note::Entity, contact_note::Column::PersonId, &ids).await?);
        used.extend(self.holders(person::Entity, person::Column::MergedIntoId, &ids).await?);
        Ok(used)
    }

    /// Those of these companies that a deal, a note, another company, or a person but these points to.
    pub(super) async fn used_companies(&self, ids: Vec<i64>, but: &[i64]) -> Result<HashSet<i64>> {
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

    pub(super) async fn holders<E: EntityTrait>(
        &self,
        _of: E,
        column: E::Column,
        ids: &[i64],
    ) -> Result<HashSet<i64>> {
        let mut held = HashSet::new();
        for ids in ids.chunks(CHUNK) {
            let rows =
                E::find().filter(column.is_in(ids.iter().copied())).select_only().column(column).distinct();
            held.extend(rows.into_tuple::<i64>().all(self.db()).await?);
        }
        Ok(held)
    }
}
