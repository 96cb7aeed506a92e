//! The list of deals, beside the board and with its filter (L1, L2).

mod bulk;
mod cell;
mod chips;
mod columns;
mod edit;
mod filter;
mod foot;
mod page;
mod places;
mod saved;
mod state;
mod table;
mod value_choice;

pub use page::query_of;

use crate::lazy::lazy_view;
use leptos::prelude::*;
use page::DealsPage;

lazy_view! {
    /// The page of the list.
    finance fetched by fetch_page, page() => view! { <DealsPage/> }
}
