//! Deals, who takes part in them, how they were closed, their tasks, their history; and what gestures were answered.

crate::step!(
    "
CREATE TABLE deal (
    id {id},
    process_id bigint NOT NULL,
    stage_id bigint NOT NULL,
    stage_since {instant} NOT NULL,
    place text {bytes} NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'won', 'lost', 'stale')),
    name text NOT NULL,
    folded text NOT NULL,
    company_id bigint REFERENCES company (id),
    person_id bigint REFERENCES person (id),
    source_id bigint REFERENCES source (id),
    expected_close date,
    value_minor bigint NOT NULL,
    currency text NOT NULL,
    description text NOT NULL,
    owner_id bigint NOT NULL REFERENCES users (id),
    creator_id bigint NOT NULL REFERENCES users (id),
    created_at {instant} NOT NULL,
    version bigint NOT NULL,
    external_id text UNIQUE,
    deleted_at {instant},
    FOREIGN KEY (stage_id, process_id) REFERENCES stage (id, process_id)
);

CREATE UNIQUE INDEX deal_place ON deal (stage_id, place) WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX deal_totals ON deal (process_id, stage_id, currency, value_minor, owner_id, creator_id)
    WHERE status = 'open' AND deleted_at IS NULL;
CREATE INDEX deal_owner ON deal (owner_id);
CREATE INDEX deal_creator ON deal (creator_id);
CREATE INDEX deal_company ON deal (company_id);
CREATE INDEX deal_person ON deal (person_id);

CREATE TABLE participant (
    user_id bigint NOT NULL REFERENCES users (id),
    deal_id bigint NOT NULL REFERENCES deal (id),
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL,
    PRIMARY KEY (user_id, deal_id)
);

CREATE INDEX participant_deal ON participant (deal_id);

CREATE TABLE closure (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    outcome text NOT NULL CHECK (outcome IN ('won', 'lost', 'stale')),
    closed_on date NOT NULL,
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL
);

CREATE INDEX closure_deal ON closure (deal_id);

CREATE TABLE task (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    title text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'meeting', 'email', 'other')),
    due_date date,
    due_time time,
    assignee_id bigint NOT NULL REFERENCES users (id),
    creator_id bigint NOT NULL REFERENCES users (id),
    created_at {instant} NOT NULL,
    done_at {instant},
    done_by_id bigint REFERENCES users (id),
    CHECK (due_time IS NULL OR due_date IS NOT NULL)
);

CREATE INDEX task_deal ON task (deal_id);

CREATE TABLE history (
    id {id},
    deal_id bigint NOT NULL REFERENCES deal (id),
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL,
    event text NOT NULL
);

CREATE INDEX history_deal ON history (deal_id);

CREATE TABLE operation (
    op text NOT NULL,
    user_id bigint NOT NULL REFERENCES users (id),
    request text NOT NULL,
    answer text NOT NULL,
    at {instant} NOT NULL,
    PRIMARY KEY (op, user_id)
);
"
);
