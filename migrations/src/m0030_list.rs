//! Open deals in the order in which the list begins with them: those that should close soonest first (L1).

crate::step!(
    "CREATE INDEX deal_close ON deal (expected_close, id DESC) WHERE status = 'open' AND deleted_at IS NULL"
);
