//! Finance: every amount, their sums, and what each month brings (M6).

mod bar;
mod chart;
mod list;
mod page;
mod state;
mod sums;

pub use list::kind_name;
pub use page::{FinancePage, query_of};
