//! Deals that everybody sees (V3), where the account lets them; and the account's settings and sources as
//! administrators keep them (A4).

crate::step!(
    "
ALTER TABLE deal ADD COLUMN public boolean NOT NULL DEFAULT false;
CREATE INDEX deal_public ON deal (id) WHERE public;
ALTER TABLE account ADD COLUMN public_deals text NOT NULL DEFAULT 'off';
ALTER TABLE account ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE account ADD COLUMN sources_version bigint NOT NULL DEFAULT 1;
ALTER TABLE source ADD COLUMN active boolean NOT NULL DEFAULT true
"
);
