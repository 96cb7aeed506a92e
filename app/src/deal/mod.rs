//! A deal: its page, the dialog that adds one.

mod details;
mod fields;
mod head;
mod history;
mod new;
mod page;
mod people;

pub(crate) use fields::PersonSelect;
pub use new::{Added, NewDeal};
pub use page::DealPage;
