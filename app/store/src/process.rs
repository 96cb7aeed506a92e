//! Processes and their stages.

use crate::{
    Result, Tx,
    entity::{process, source, stage},
};
use domain::{
    board::Choice,
    id::{ProcessId, SourceId, StageId},
    process::{Process, Stage},
    refusal::Refusal,
    text::Name,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};

impl Tx {
    /// A process with its stages; the default one when none is named (B1).
    pub async fn process(&self, id: Option<ProcessId>) -> Result<Process> {
        let wanted = match id {
            Some(id) => process::Entity::find_by_id(id.0),
            None => process::Entity::find().filter(process::Column::IsDefault.eq(true)),
        };
        let row = wanted.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        let stages = stage::Entity::find()
            .filter(stage::Column::ProcessId.eq(row.id))
            .order_by_asc(stage::Column::Position)
            .all(self.db())
            .await?;
        Ok(with_stages(row, stages))
    }

    /// Every process with its stages, in order.
    pub async fn processes(&self) -> Result<Vec<Process>> {
        let rows = process::Entity::find().order_by_asc(process::Column::Position).all(self.db()).await?;
        let mut stages = stage::Entity::find().order_by_asc(stage::Column::Position).all(self.db()).await?;
        let mut of = |id: i64| stages.extract_if(.., |stage| stage.process_id == id).collect::<Vec<_>>();
        Ok(rows
            .into_iter()
            .map(|row| (of(row.id), row))
            .map(|(stages, row)| with_stages(row, stages))
            .collect())
    }

    /// The processes to choose from, in order.
    pub(crate) async fn choices(&self) -> Result<Vec<Choice>> {
        let rows = process::Entity::find().order_by_asc(process::Column::Position).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| Choice { id: ProcessId(row.id), name: row.name }).collect())
    }

    /// The sources that deals come from, in order.
    pub async fn sources(&self) -> Result<Vec<(SourceId, String)>> {
        let rows = source::Entity::find().order_by_asc(source::Column::Position).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| (SourceId(row.id), row.name)).collect())
    }
}

/// Adds a process at the end; the first of the account is its default.
pub(crate) async fn insert_process(
    db: &impl ConnectionTrait,
    name: &str,
    stages: &[String],
) -> Result<Process> {
    let position = process::Entity::find().count(db).await? as i64;
    let row = process::ActiveModel {
        name: Set(name.into()),
        position: Set(position),
        active: Set(true),
        is_default: Set(position == 0),
        ..Default::default()
    };
    let row = row.insert(db).await?;
    let mut rows = Vec::with_capacity(stages.len());
    for (position, name) in stages.iter().enumerate() {
        rows.push(insert_stage(db, row.id, name, position as i64).await?);
    }
    Ok(with_stages(row, rows))
}

pub(crate) async fn insert_stage(
    db: &impl ConnectionTrait,
    process: i64,
    name: &str,
    position: i64,
) -> Result<stage::Model> {
    let row = stage::ActiveModel {
        process_id: Set(process),
        name: Set(name.into()),
        position: Set(position),
        ..Default::default()
    };
    Ok(row.insert(db).await?)
}

pub(crate) fn with_stages(row: process::Model, stages: Vec<stage::Model>) -> Process {
    let stages = stages.into_iter().map(|row| Stage { id: StageId(row.id), name: Name::known(row.name) });
    Process {
        id: ProcessId(row.id),
        name: Name::known(row.name),
        active: row.active,
        default: row.is_default,
        stages: stages.collect(),
    }
}
