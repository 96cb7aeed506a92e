//! What a user chose of the board's look (B14): its figure, its density, and the columns that are folded, by commas.

crate::step!(
    "
ALTER TABLE users ADD COLUMN figure text NOT NULL DEFAULT 'forecast';
ALTER TABLE users ADD COLUMN density text NOT NULL DEFAULT 'cozy';
ALTER TABLE users ADD COLUMN folded_stages text NOT NULL DEFAULT ''"
);
