//! The account, its users and their sessions.

crate::step!(
    "
CREATE TABLE account (
    id bigint PRIMARY KEY CHECK (id = 1),
    language text NOT NULL,
    currency text NOT NULL,
    zone text NOT NULL
);

INSERT INTO account (id, language, currency, zone) VALUES (1, 'en', 'EUR', 'Europe/Warsaw');

CREATE TABLE users (
    id {id},
    name text NOT NULL,
    folded text NOT NULL,
    email text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('administrator', 'manager', 'salesperson')),
    language text NOT NULL,
    password text,
    active boolean NOT NULL,
    created_at {instant} NOT NULL
);

CREATE TABLE session (
    token text PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id),
    created_at {instant} NOT NULL,
    seen_at {instant} NOT NULL
);

CREATE INDEX session_of ON session (user_id);
"
);
