//! Which rows of the history tell of costs, in a column of their own: until now that was read from how their text begins.

crate::step!(
    r#"
ALTER TABLE history ADD COLUMN of_costs boolean NOT NULL DEFAULT false;
UPDATE history SET of_costs = true WHERE event LIKE '{"event":"cost_%';
"#
);
