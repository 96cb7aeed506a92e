//! Which rows are examples that a new account began with, so that they can be taken away together (A1).

crate::step!(
    "
CREATE TABLE example (
    kind text NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (kind, id)
)
"
);
