//! What tells whether the database takes writes: the number of commits, and a row for trying. And of whom is told what,
//! once.

crate::step!(
    "
CREATE TABLE commits (
    id bigint PRIMARY KEY CHECK (id = 1),
    number bigint NOT NULL
);

INSERT INTO commits (id, number) VALUES (1, 0);

CREATE TABLE heartbeat (
    id bigint PRIMARY KEY CHECK (id = 1),
    at {instant}
);

INSERT INTO heartbeat (id) VALUES (1);

DELETE FROM session WHERE user_id IN (SELECT id FROM users WHERE NOT active);

CREATE INDEX file_by ON file (by_id, at);

ALTER TABLE notice ADD COLUMN action_id bigint REFERENCES action (id);
CREATE UNIQUE INDEX notice_once ON notice (user_id, deal_id, action_id);
"
);
