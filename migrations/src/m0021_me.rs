//! What one sees and keeps of oneself (A2): from which device a session is; the secret of a second factor, the step of the
//! last code that was used, and the codes that help without it, known by their hashes.

crate::step!(
    "
ALTER TABLE session ADD COLUMN device text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN second_factor text;
ALTER TABLE users ADD COLUMN second_factor_step bigint NOT NULL DEFAULT 0;

CREATE TABLE recovery_code (
    user_id bigint NOT NULL REFERENCES users (id),
    code text NOT NULL,
    used_at {instant},
    PRIMARY KEY (user_id, code)
)
"
);
