//! A deal: its page, the dialog that adds one.

pub mod api;
mod fields;
mod new;
mod page;

pub(crate) use fields::PersonSelect;
pub use new::{Added, NewDeal};
pub use page::DealPage;
