//! By when the most urgent open task of a deal must be done, so that what needs somebody today is found by an index (B14).
//! The database keeps it by itself, in the transaction of each change of a task.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// `2026-05-14T15:00`; a day without a time lasts until `T24:00` of it; `9` when no open task has a date.
const COLUMN: &str = "ALTER TABLE deal ADD COLUMN due text {bytes}";

/// The earliest of a deal's tasks, on SQLite.
pub(crate) const SQLITE: &str =
    "min(coalesce(due_date || 'T' || coalesce(substr(due_time, 1, 5), '24:00'), '9'))";

const INDEXES: &str = "
CREATE INDEX deal_due ON deal (process_id, due) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX deal_due_own ON deal (owner_id, process_id, due) WHERE status = 'open' AND deleted_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (earliest, triggers) = match manager.get_database_backend() {
            DbBackend::Postgres => (
                "min(coalesce(to_char(due_date, 'YYYY-MM-DD') || 'T' || coalesce(to_char(due_time, 'HH24:MI'), '24:00'), '9') \
                 COLLATE \"C\")",
                postgres as fn(&str) -> Vec<String>,
            ),
            _ => (SQLITE, sqlite as fn(&str) -> Vec<String>),
        };
        crate::run(manager, COLUMN).await?;
        let known = format!(
            "UPDATE deal SET due = {} WHERE id IN (SELECT deal_id FROM task)",
            of(earliest, "deal.id")
        );
        crate::run(manager, &known).await?;
        crate::run(manager, INDEXES).await?;
        for statement in triggers(earliest) {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn of(earliest: &str, deal: &str) -> String {
    format!("(SELECT {earliest} FROM task WHERE deal_id = {deal} AND done_at IS NULL)")
}

fn keep(earliest: &str, row: &str) -> String {
    let deal = format!("{row}.deal_id");
    format!("UPDATE deal SET due = {} WHERE id = {deal};", of(earliest, &deal))
}

/// The triggers of SQLite, which a new table of tasks needs anew.
pub(crate) fn sqlite(earliest: &str) -> Vec<String> {
    let trigger = |name: &str, when: &str, row: &str| {
        format!("CREATE TRIGGER {name} AFTER {when} ON task BEGIN {} END", keep(earliest, row))
    };
    vec![
        trigger("task_comes", "INSERT", "NEW"),
        trigger("task_goes", "DELETE", "OLD"),
        trigger("task_changes", "UPDATE OF due_date, due_time, done_at", "NEW"),
    ]
}

fn postgres(earliest: &str) -> Vec<String> {
    let function = format!(
        "CREATE FUNCTION keep_deal_due() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF TG_OP = 'DELETE' THEN {} ELSE {} END IF; RETURN NULL; END $$",
        keep(earliest, "OLD"),
        keep(earliest, "NEW"),
    );
    let trigger = "CREATE TRIGGER task_due AFTER INSERT OR DELETE OR UPDATE OF due_date, due_time, done_at ON task \
                   FOR EACH ROW EXECUTE FUNCTION keep_deal_due()";
    vec![function, trigger.to_owned()]
}
