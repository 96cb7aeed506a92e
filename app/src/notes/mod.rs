//! Notes with files (T2).

mod list;
mod upload;

pub(crate) use list::{NoteFields, Notes};
pub(crate) use upload::Uploads;
