//! A user has a time zone of their own; empty: the account's.

crate::step!("ALTER TABLE users ADD COLUMN zone text");
