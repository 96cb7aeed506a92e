//! Processes with their stages, and the sources that deals come from.

crate::step!(
    "
CREATE TABLE process (
    id {id},
    name text NOT NULL,
    position bigint NOT NULL,
    active boolean NOT NULL,
    is_default boolean NOT NULL
);

CREATE UNIQUE INDEX process_default ON process (is_default) WHERE is_default;

CREATE TABLE stage (
    id {id},
    process_id bigint NOT NULL REFERENCES process (id),
    name text NOT NULL,
    position bigint NOT NULL,
    UNIQUE (id, process_id)
);

CREATE INDEX stage_process ON stage (process_id, position);

CREATE TABLE source (
    id {id},
    name text NOT NULL UNIQUE,
    position bigint NOT NULL
);
"
);
