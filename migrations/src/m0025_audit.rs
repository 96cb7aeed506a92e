//! What administrators look up when they ask who could see or do what (V8): signing in, roles, access, exports.

crate::step!(
    "
CREATE TABLE audit (
    id {id},
    at {instant} NOT NULL,
    kind text NOT NULL,
    by_id bigint REFERENCES users (id),
    whom_id bigint REFERENCES users (id),
    deal_id bigint REFERENCES deal (id),
    detail text NOT NULL DEFAULT ''
);

CREATE INDEX audit_by ON audit (by_id);
CREATE INDEX audit_whom ON audit (whom_id);
CREATE INDEX audit_at ON audit (at)
"
);
