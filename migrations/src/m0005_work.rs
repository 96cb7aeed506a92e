//! The work on deals: actions and who did them, notes with files, notices, reasons for closing.

crate::step!(
    "
ALTER TABLE process ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE process ADD COLUMN guarded boolean NOT NULL DEFAULT false;
ALTER TABLE stage ADD COLUMN hint text NOT NULL DEFAULT '';
ALTER TABLE stage ADD COLUMN deleted_at {instant};

CREATE TABLE action (
    id {id},
    stage_id bigint NOT NULL REFERENCES stage (id),
    name text NOT NULL,
    hint text NOT NULL,
    weight bigint NOT NULL CHECK (weight >= 0),
    rules text NOT NULL,
    position bigint NOT NULL,
    deleted_at {instant}
);

CREATE INDEX action_stage ON action (stage_id, position);

CREATE TABLE completion (
    deal_id bigint NOT NULL REFERENCES deal (id),
    action_id bigint NOT NULL REFERENCES action (id),
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL,
    PRIMARY KEY (deal_id, action_id)
);

CREATE INDEX completion_action ON completion (action_id);

ALTER TABLE deal ADD COLUMN probability bigint NOT NULL DEFAULT 0;
DROP INDEX deal_totals;
CREATE INDEX deal_totals ON deal (process_id, stage_id, currency, value_minor, probability, owner_id, creator_id)
    WHERE status = 'open' AND deleted_at IS NULL;

CREATE TABLE note (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    author_id bigint NOT NULL REFERENCES users (id),
    text text NOT NULL,
    action_id bigint REFERENCES action (id),
    at {instant} NOT NULL,
    edited_at {instant},
    deleted_at {instant}
);

CREATE INDEX note_deal ON note (deal_id);

CREATE TABLE file (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    note_id bigint REFERENCES note (id),
    by_id bigint NOT NULL REFERENCES users (id),
    name text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL,
    stored text NOT NULL UNIQUE,
    at {instant} NOT NULL
);

CREATE INDEX file_note ON file (note_id);

CREATE TABLE notice (
    id {id},
    user_id bigint NOT NULL REFERENCES users (id),
    deal_id bigint NOT NULL REFERENCES deal (id),
    by_id bigint NOT NULL REFERENCES users (id),
    action text NOT NULL,
    at {instant} NOT NULL,
    read_at {instant}
);

CREATE INDEX notice_user ON notice (user_id, read_at);

CREATE TABLE reason (
    id {id},
    name text NOT NULL UNIQUE,
    position bigint NOT NULL,
    active boolean NOT NULL
);

ALTER TABLE account ADD COLUMN reason_required boolean NOT NULL DEFAULT false;
ALTER TABLE closure ADD COLUMN reason_id bigint REFERENCES reason (id);
ALTER TABLE closure ADD COLUMN note text NOT NULL DEFAULT '';
ALTER TABLE closure ADD COLUMN reopened_at {instant};
"
);
