//! How often the lists that administrators keep were saved: who saves one must have seen its latest version.

crate::step!(
    "
ALTER TABLE account ADD COLUMN reasons_version bigint NOT NULL DEFAULT 1;
ALTER TABLE account ADD COLUMN costs_version bigint NOT NULL DEFAULT 1;
ALTER TABLE product ADD COLUMN version bigint NOT NULL DEFAULT 1;
"
);
