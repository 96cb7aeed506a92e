//! Finance: every amount, their sums, and what each month brings (M6).

mod asked;
mod bar;
mod chart;
mod list;
mod page;
mod state;
mod sums;

pub use list::kind_name;
pub use page::query_of;

use crate::lazy::lazy_view;
use leptos::prelude::*;
use page::FinancePage;

lazy_view! {
    /// The page of finance.
    finance fetched by fetch_page, page() => view! { <FinancePage/> }
}
