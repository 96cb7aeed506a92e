//! Whether a user works in light or dark; nothing where the browser decides (A2).

crate::step!("ALTER TABLE users ADD COLUMN theme text NOT NULL DEFAULT ''");
