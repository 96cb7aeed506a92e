//! Processes with their stages and actions, as they are read.

use crate::{
    Error, Result, Tx,
    entity::{action, process, stage},
    format,
};
use domain::{
    board::Choice,
    id::{ActionId, ProcessId, StageId},
    process::{Action, Ageing, Process, Stage},
    refusal::Refusal,
    text::Name,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

impl Tx {
    /// A process with its stages and actions; the default one when none is named (B1).
    pub async fn process(&self, id: Option<ProcessId>) -> Result<Process> {
        let wanted = match id {
            Some(id) => process::Entity::find_by_id(id.0),
            None => process::Entity::find().filter(process::Column::IsDefault.eq(true)),
        };
        let row = wanted.one(self.db()).await?.ok_or(Refusal::NotFound)?;
        Ok(load(self.db(), vec![row]).await?.remove(0))
    }

    /// Every process with its stages, in order.
    pub async fn processes(&self) -> Result<Vec<Process>> {
        let rows = process::Entity::find().order_by_asc(process::Column::Position).all(self.db()).await?;
        load(self.db(), rows).await
    }

    /// The processes to choose from, in order.
    pub(crate) async fn choices(&self) -> Result<Vec<Choice>> {
        let rows = process::Entity::find().order_by_asc(process::Column::Position).all(self.db()).await?;
        Ok(rows.into_iter().map(|row| Choice { id: ProcessId(row.id), name: row.name }).collect())
    }
}

/// Processes with their stages and actions.
pub(crate) async fn load(db: &impl ConnectionTrait, rows: Vec<process::Model>) -> Result<Vec<Process>> {
    let stages = stage::Entity::find()
        .filter(stage::Column::ProcessId.is_in(rows.iter().map(|row| row.id)))
        .filter(stage::Column::DeletedAt.is_null())
        .order_by_asc(stage::Column::Position)
        .find_with_related(action::Entity)
        .order_by_asc(action::Column::Position);
    let mut stages_of: HashMap<i64, Vec<Stage>> = HashMap::new();
    for (row, actions) in stages.all(db).await? {
        let actions = actions.into_iter().map(Action::try_from).collect::<Result<_>>()?;
        let days = |days: Option<i32>| days.and_then(|days| u16::try_from(days).ok());
        let ageing = Ageing { set: days(row.ages_after), usual: days(row.usual_days) };
        let stage =
            Stage { id: StageId(row.id), name: Name::known(row.name), hint: row.hint, ageing, actions };
        stages_of.entry(row.process_id).or_default().push(stage);
    }
    let process = |row: process::Model| Process {
        id: ProcessId(row.id),
        stages: stages_of.remove(&row.id).unwrap_or_default(),
        name: Name::known(row.name),
        version: row.version,
        active: row.active,
        default: row.is_default,
        guarded: row.guarded,
    };
    Ok(rows.into_iter().map(process).collect())
}

impl TryFrom<action::Model> for Action {
    type Error = Error;

    fn try_from(row: action::Model) -> Result<Action> {
        Ok(Action {
            id: ActionId(row.id),
            name: Name::known(row.name),
            hint: row.hint,
            weight: u32::try_from(row.weight).unwrap_or(0),
            rules: format::rules::read(&row.rules)?,
        })
    }
}
