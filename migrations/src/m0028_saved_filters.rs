//! Filters that somebody keeps under a name (L3), and how they like to see the list (L1).

crate::step!(
    "
CREATE TABLE saved_filter (
    id {id},
    user_id bigint NOT NULL REFERENCES users (id),
    name text NOT NULL,
    query text NOT NULL,
    shared boolean NOT NULL DEFAULT false,
    UNIQUE (user_id, name)
);

ALTER TABLE users ADD COLUMN list_address text NOT NULL DEFAULT '';

ALTER TABLE users ADD COLUMN hidden_columns text NOT NULL DEFAULT ''
"
);
