//! Mail that waits to be sent, and which notices somebody wants by mail (T3, A2).

crate::step!(
    "
CREATE TABLE mail (
    id {id},
    user_id bigint NOT NULL REFERENCES users (id),
    kind text NOT NULL,
    secret text NOT NULL,
    by_id bigint REFERENCES users (id),
    notice_id bigint,
    at {instant} NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    next_at {instant},
    error text NOT NULL DEFAULT ''
);

CREATE INDEX mail_next ON mail (next_at) WHERE next_at IS NOT NULL;

ALTER TABLE users ADD COLUMN by_mail text NOT NULL DEFAULT ''
"
);
