//! The board (B1 to B12): columns of cards, dragged by pointer, keyboard or dialog.

mod bar;
mod card;
mod column;
mod desk;
mod gesture;
mod hand;
mod keys;
mod lane;
mod move_dialog;
mod moves;
mod page;
mod spots;
mod verbs;

pub use page::BoardPage;
#[cfg(feature = "ssr")]
pub(crate) use page::query_of;
