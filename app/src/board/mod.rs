//! The board (B1 to B12): columns of cards, dragged by pointer, keyboard or dialog.

mod anchor;
mod around;
mod bar;
mod card;
mod column;
mod column_state;
mod figures;
mod gesture;
mod header;
mod keys;
mod move_dialog;
mod others;
mod page;
mod place;
mod state;
mod targets;
mod verbs;

pub use page::BoardPage;
#[cfg(feature = "ssr")]
pub(crate) use page::query_of;
pub(crate) use place::provide_last_place;
