//! Finance: every amount, their sums, and what each month brings (M6).

pub mod api;
mod bar;
mod chart;
mod list;
mod page;
mod state;
mod sums;

pub use list::kind_name;
pub use page::{FinancePage, query_of};
