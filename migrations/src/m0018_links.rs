//! Links by which somebody chooses a password (A2): one for each user at most, known by its hash.

crate::step!(
    "
CREATE TABLE link (
    user_id bigint PRIMARY KEY REFERENCES users (id),
    token text NOT NULL UNIQUE,
    made_at {instant} NOT NULL
)
"
);
