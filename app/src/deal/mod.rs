//! A deal: its page, the dialog that adds one, its tasks.

pub mod api;
mod fields;
mod new;
mod page;
mod tasks;

pub use new::{Added, NewDeal};
pub use page::DealPage;
