//! Notices of more than actions (T3), some without a deal, which SQLite learns by a new table; those that somebody does not
//! want; and who asks for access to which deal (V2), be it there or not.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: &str = "
ALTER TABLE notice ALTER COLUMN deal_id DROP NOT NULL;
ALTER TABLE notice ADD COLUMN kind text NOT NULL DEFAULT 'action';
ALTER TABLE notice ADD COLUMN request_id bigint";

const NEW_TABLE: &str = "
CREATE TABLE notice_new (
    id {id},
    user_id bigint NOT NULL REFERENCES users (id),
    deal_id bigint REFERENCES deal (id),
    by_id bigint NOT NULL REFERENCES users (id),
    action text NOT NULL,
    at {instant} NOT NULL,
    read_at {instant},
    action_id bigint REFERENCES action (id),
    kind text NOT NULL DEFAULT 'action',
    request_id bigint
);

INSERT INTO notice_new SELECT id, user_id, deal_id, by_id, action, at, read_at, action_id, 'action', NULL FROM notice;
DELETE FROM sqlite_sequence WHERE name = 'notice_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'notice_new', seq FROM sqlite_sequence WHERE name = 'notice';
DROP TABLE notice;
ALTER TABLE notice_new RENAME TO notice;
CREATE INDEX notice_user ON notice (user_id, read_at);
CREATE UNIQUE INDEX notice_once ON notice (user_id, deal_id, action_id)";

const BOTH: &str = "
CREATE INDEX notice_deal ON notice (deal_id);
ALTER TABLE users ADD COLUMN unwanted text NOT NULL DEFAULT '';

CREATE TABLE access_request (
    id {id},
    user_id bigint NOT NULL REFERENCES users (id),
    deal_id bigint NOT NULL,
    text text NOT NULL,
    at {instant} NOT NULL,
    answered_at {instant},
    answered_by_id bigint REFERENCES users (id),
    granted boolean NOT NULL DEFAULT false
);

CREATE INDEX access_request_user ON access_request (user_id, at)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let notices = match manager.get_database_backend() {
            DbBackend::Postgres => COLUMNS,
            _ => NEW_TABLE,
        };
        crate::run(manager, notices).await?;
        crate::run(manager, BOTH).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
