//! Sources that deals come from, a list that administrators keep (A4).

use crate::{
    Result, Tx,
    entity::{account, source},
    named_list::Line,
};
use domain::{
    id::SourceId,
    log::Thing,
    refusal::Field,
    source::{Source, Sources},
    text::Name,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

impl Tx {
    /// Every source, also of those that are offered no longer, in order.
    pub async fn source_names(&self) -> Result<Vec<(SourceId, String)>> {
        Ok(self
            .sources()
            .await?
            .list
            .into_iter()
            .map(|source| (source.id, source.name.to_string()))
            .collect())
    }

    /// The sources that are offered, in order.
    pub async fn offered_sources(&self) -> Result<Vec<(SourceId, String)>> {
        let offered = source::Entity::find().filter(source::Column::Active.eq(true));
        let rows = offered.order_by_asc(source::Column::Position).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| (SourceId(row.id), row.name)).collect())
    }

    /// Every source, in order.
    pub async fn sources(&self) -> Result<Sources> {
        let rows = source::Entity::find().order_by_asc(source::Column::Position).all(self.db()).await?;
        let source = |row: source::Model| Source {
            id: SourceId(row.id),
            name: Name::known(row.name),
            active: row.active,
        };
        let version = self.account_row().await?.sources_version;
        Ok(Sources { list: rows.into_iter().map(source).collect(), version })
    }

    /// Writes the list as it was edited, as this version.
    pub async fn save_sources(&self, version: i64, names: &[(Option<SourceId>, Name, bool)]) -> Result<()> {
        let known: Vec<i64> = self.sources().await?.list.iter().map(|source| source.id.0).collect();
        let line = |(id, name, active): &(Option<SourceId>, Name, bool)| -> Line {
            (id.map(|id| id.0), name.clone(), *active)
        };
        let lines: Vec<Line> = names.iter().map(line).collect();
        self.write_names("source", Field::Source, &known, &lines).await?;
        let account =
            account::ActiveModel { id: Unchanged(1), sources_version: Set(version), ..Default::default() };
        account.update(self.db()).await?;
        self.touch(Thing::Sources);
        Ok(())
    }
}
