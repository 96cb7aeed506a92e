//! Tasks without a deal (T1), which SQLite learns by a new table; indexes for the lists of tasks; and the secret addresses of
//! calendar feeds (T4), known by their hashes.

use crate::m0014_due;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const WITHOUT_DEAL: &str = "ALTER TABLE task ALTER COLUMN deal_id DROP NOT NULL";

/// Numbers go on where they were: those of deleted tasks come back when that is undone.
const NEW_TABLE: &str = "
CREATE TABLE task_new (
    id {id},
    deal_id bigint REFERENCES deal (id),
    title text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'meeting', 'email', 'other')),
    due_date date,
    due_time time,
    assignee_id bigint NOT NULL REFERENCES users (id),
    creator_id bigint NOT NULL REFERENCES users (id),
    created_at {instant} NOT NULL,
    done_at {instant},
    done_by_id bigint REFERENCES users (id),
    CHECK (due_time IS NULL OR due_date IS NOT NULL)
);

INSERT INTO task_new SELECT id, deal_id, title, kind, due_date, due_time, assignee_id, creator_id, created_at, done_at,
    done_by_id FROM task;
DELETE FROM sqlite_sequence WHERE name = 'task_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'task_new', seq FROM sqlite_sequence WHERE name = 'task';
DROP TABLE task;
ALTER TABLE task_new RENAME TO task;
CREATE INDEX task_deal ON task (deal_id)";

const BOTH: &str = "
CREATE INDEX task_open_of ON task (assignee_id, due_date) WHERE done_at IS NULL;
CREATE INDEX task_open ON task (due_date) WHERE done_at IS NULL;
CREATE INDEX task_done_of ON task (assignee_id, done_at) WHERE done_at IS NOT NULL;
CREATE INDEX task_done ON task (done_at) WHERE done_at IS NOT NULL;
ALTER TABLE users ADD COLUMN calendar text;
CREATE UNIQUE INDEX users_calendar ON users (calendar)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => crate::run(manager, WITHOUT_DEAL).await?,
            _ => {
                crate::run(manager, NEW_TABLE).await?;
                for trigger in m0014_due::sqlite(m0014_due::SQLITE) {
                    manager.get_connection().execute_unprepared(&trigger).await?;
                }
            }
        }
        crate::run(manager, BOTH).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
