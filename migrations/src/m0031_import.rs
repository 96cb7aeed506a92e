//! Files that are brought in: each with its rows, as they are judged and written (I1–I3), and what the files knew things
//! by (I2).

crate::step!(
    "
CREATE TABLE import (
    id {id},
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    file text NOT NULL,
    bytes bigint NOT NULL,
    content {blob} NOT NULL,
    columns text NOT NULL,
    fit text NOT NULL,
    good_only boolean NOT NULL DEFAULT false,
    counts text,
    undone text
);

CREATE INDEX import_state ON import (state);

CREATE TABLE import_row (
    import_id bigint NOT NULL REFERENCES import (id),
    line bigint NOT NULL,
    cells text NOT NULL,
    fate text NOT NULL DEFAULT '',
    same text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT '',
    written boolean NOT NULL DEFAULT false,
    PRIMARY KEY (import_id, line)
);

CREATE INDEX import_row_fate ON import_row (import_id, fate, written, line);
CREATE INDEX import_row_same ON import_row (import_id, same, line);

CREATE TABLE external_id (
    kind text NOT NULL,
    external text {bytes} NOT NULL,
    thing_id bigint NOT NULL,
    import_id bigint NOT NULL REFERENCES import (id),
    PRIMARY KEY (kind, external)
);

CREATE INDEX external_id_import ON external_id (import_id);
CREATE INDEX external_id_thing ON external_id (kind, thing_id)
"
);
