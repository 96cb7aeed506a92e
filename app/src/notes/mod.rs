//! Notes with files (T2).

pub mod api;
mod list;
mod upload;

pub(crate) use list::{NoteFields, Notes};
pub(crate) use upload::upload_all;
