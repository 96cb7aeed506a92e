//! Closing deals: won, lost, stale, and open again (W1 to W4).

mod give_up;
mod reasons;

pub(crate) use give_up::GiveUp;
pub use reasons::ReasonsPage;
