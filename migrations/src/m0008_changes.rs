//! The change log: one row for each commit that changed something, and what it touched. Requests are remembered by a
//! digest of their meaning. A deal's version grows with every change from now on; what grew with the saves of its form is
//! its revision.

crate::step!(
    "
CREATE TABLE change (
    seq bigint PRIMARY KEY,
    op text NOT NULL,
    by_id bigint NOT NULL REFERENCES users (id),
    at {instant} NOT NULL,
    command text NOT NULL
);

CREATE TABLE touched (
    seq bigint NOT NULL REFERENCES change (seq),
    kind text NOT NULL,
    id bigint NOT NULL,
    PRIMARY KEY (seq, kind, id)
);

CREATE INDEX touched_thing ON touched (kind, id, seq);

ALTER TABLE operation ADD COLUMN digest text;
ALTER TABLE operation DROP COLUMN request;

ALTER TABLE deal ADD COLUMN revision bigint NOT NULL DEFAULT 1;
UPDATE deal SET revision = version;

CREATE INDEX deal_process ON deal (process_id);
CREATE INDEX deal_stage ON deal (stage_id);
CREATE INDEX line_product ON line (product_id);
DROP INDEX history_deal;
CREATE INDEX history_deal ON history (deal_id, id);
"
);
