//! Saving processes: stages, actions, and what becomes of the deals in them (P1, P5, P6).

use crate::{
    Result, Tx,
    entity::{action, deal, process, stage},
    format,
    own::OPEN,
    place::renumber,
};
use domain::{
    event::Event,
    id::{ProcessId, StageId},
    log::Thing,
    process::{Action, Process, Revision, Stage},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Statement, Value,
    sea_query::Expr,
};
use std::collections::HashMap;

impl Tx {
    /// Adds a process at the end.
    pub async fn add_process(&self, new: &Process) -> Result<ProcessId> {
        self.one_default(new).await?;
        let id = insert_process(self.db(), new).await?.id;
        self.touch(Thing::Process(id));
        Ok(id)
    }

    /// Writes a revision: the process as it becomes, its deals where they go, and their probabilities.
    pub async fn save_process(&self, revision: &Revision) -> Result<()> {
        let (db, to) = (self.db(), &revision.to);
        self.touch(Thing::Process(to.id));
        self.one_default(to).await?;
        let row = process::ActiveModel {
            id: Unchanged(to.id.0),
            name: Set(to.name.as_str().into()),
            version: Set(to.version),
            active: Set(to.active),
            is_default: Set(to.default),
            guarded: Set(to.guarded),
            ..Default::default()
        };
        row.update(db).await?;
        // What is not written again below is deleted.
        let stages = stage::Entity::find().filter(stage::Column::ProcessId.eq(to.id.0)).select_only();
        let stages: Vec<i64> = stages.column(stage::Column::Id).into_tuple().all(db).await?;
        stage::Entity::update_many()
            .col_expr(stage::Column::DeletedAt, Expr::val(self.now()))
            .filter(stage::Column::Id.is_in(stages.iter().copied()))
            .filter(stage::Column::DeletedAt.is_null())
            .exec(db)
            .await?;
        action::Entity::update_many()
            .col_expr(action::Column::DeletedAt, Expr::val(self.now()))
            .filter(action::Column::StageId.is_in(stages))
            .filter(action::Column::DeletedAt.is_null())
            .exec(db)
            .await?;
        let mut stored = HashMap::new();
        for (position, stage) in to.stages.iter().enumerate() {
            stored.insert(stage.id, write_stage(db, to.id, stage, position as i64).await?);
        }
        for (from, goal) in &revision.relocations {
            self.relocate(*from, stored.get(goal).copied().unwrap_or(*goal)).await?;
        }
        self.recompute(to).await
    }

    /// Refuses a process whose actions name people who cannot be chosen.
    pub async fn require_people(&self, process: &Process) -> Result<()> {
        Ok(process.require_people(&self.colleagues().await?)?)
    }

    /// How many deals each stage of a process holds, open, closed or deleted: all of them need a stage.
    pub async fn held(&self, process: ProcessId) -> Result<HashMap<StageId, usize>> {
        let rows: Vec<(i64, i64)> = deal::Entity::find()
            .filter(deal::Column::ProcessId.eq(process.0))
            .select_only()
            .column(deal::Column::StageId)
            .column_as(deal::Column::Id.count(), "count")
            .group_by(deal::Column::StageId)
            .into_tuple()
            .all(self.db())
            .await?;
        Ok(rows
            .into_iter()
            .map(|(stage, count)| (StageId(stage), usize::try_from(count).unwrap_or(0)))
            .collect())
    }

    /// Exactly one process is the default (P2).
    pub(crate) async fn one_default(&self, to: &Process) -> Result<()> {
        if to.default {
            process::Entity::update_many()
                .col_expr(process::Column::IsDefault, Expr::val(false))
                .filter(process::Column::Id.ne(to.id.0))
                .exec(self.db())
                .await?;
        }
        Ok(())
    }

    /// Brings every deal of a stage to the end of another, in their order (P5): in as many statements for one as for ten
    /// thousand, since all other writers wait.
    async fn relocate(&self, from: StageId, to: StageId) -> Result<()> {
        let db = self.db();
        let run = async |text: &str, values: Vec<Value>| {
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await
        };
        let event = Event::Moved { from, to };
        let told = "INSERT INTO history (deal_id, by_id, at, event, of_costs) \
                    SELECT id, $1, $2, $3, $4 FROM deal WHERE stage_id = $5 ORDER BY id";
        let (text, of_costs) = (format::event::write(&event)?, event.is_of_costs());
        let values =
            vec![self.user().id.0.into(), self.now().into(), text.into(), of_costs.into(), from.0.into()];
        run(told, values).await?;
        // Behind every key there is, and behind those that are about to be out of the way.
        let moved = format!(
            "UPDATE deal SET stage_id = $1, stage_since = $2, version = version + 1, place = CASE WHEN {OPEN} THEN '~~' || place ELSE place END \
             WHERE stage_id = $3"
        );
        run(&moved, vec![to.0.into(), self.now().into(), from.0.into()]).await?;
        renumber(db, to).await
    }
}

/// Adds a process at the end; the first of the account is its default.
pub(crate) async fn insert_process(db: &impl ConnectionTrait, new: &Process) -> Result<Process> {
    let position = process::Entity::find().count(db).await? as i64;
    let row = process::ActiveModel {
        name: Set(new.name.as_str().into()),
        position: Set(position),
        version: Set(1),
        active: Set(new.active),
        is_default: Set(new.default || position == 0),
        guarded: Set(new.guarded),
        ..Default::default()
    };
    let row = row.insert(db).await?;
    for (position, stage) in new.stages.iter().enumerate() {
        insert_stage(db, ProcessId(row.id), stage, position as i64).await?;
    }
    Ok(crate::process::load(db, vec![row]).await?.remove(0))
}

pub(crate) async fn insert_stage(
    db: &impl ConnectionTrait,
    process: ProcessId,
    stage: &Stage,
    position: i64,
) -> Result<StageId> {
    write_stage(db, process, &Stage { id: StageId(-1), ..stage.clone() }, position).await
}

/// Writes a stage with its actions; those with negative ids are new.
async fn write_stage(
    db: &impl ConnectionTrait,
    process: ProcessId,
    stage: &Stage,
    position: i64,
) -> Result<StageId> {
    let mut row = stage::ActiveModel {
        process_id: Set(process.0),
        name: Set(stage.name.as_str().into()),
        hint: Set(stage.hint.clone()),
        ages_after: Set(stage.ageing.set.map(i32::from)),
        position: Set(position),
        deleted_at: Set(None),
        ..Default::default()
    };
    let id = if stage.id.0 < 0 {
        row.insert(db).await?.id
    } else {
        row.id = Unchanged(stage.id.0);
        row.update(db).await?.id
    };
    for (position, action) in stage.actions.iter().enumerate() {
        write_action(db, id, action, position as i64).await?;
    }
    Ok(StageId(id))
}

async fn write_action(db: &impl ConnectionTrait, stage: i64, action: &Action, position: i64) -> Result<()> {
    let mut row = action::ActiveModel {
        stage_id: Set(stage),
        name: Set(action.name.as_str().into()),
        hint: Set(action.hint.clone()),
        weight: Set(action.weight.into()),
        rules: Set(format::rules::write(&action.rules)?),
        position: Set(position),
        deleted_at: Set(None),
        ..Default::default()
    };
    if action.id.0 < 0 {
        row.insert(db).await?;
    } else {
        row.id = Unchanged(action.id.0);
        row.update(db).await?;
    }
    Ok(())
}
