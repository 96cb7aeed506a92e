//! Who deleted a deal (D6), and an index for the folder of those that were.

crate::step!(
    "
ALTER TABLE deal ADD COLUMN deleted_by_id bigint REFERENCES users (id);
CREATE INDEX deal_deleted ON deal (deleted_at) WHERE deleted_at IS NOT NULL
"
);
