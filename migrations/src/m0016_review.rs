//! What happened since a day is found by the day.

crate::step!("CREATE INDEX history_at ON history (at)");
