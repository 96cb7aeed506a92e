//! A deal: its page with all the work on it, the dialogs that add and close one.

mod change_process;
mod close_as;
mod complete;
mod details;
mod fields;
mod head;
mod history;
mod money;
mod new;
mod notes;
mod page;
mod people;
mod progress;
mod tasks;
mod upload;

pub(crate) use close_as::CloseAs;
pub use new::NewDeal;
pub use page::DealPage;
