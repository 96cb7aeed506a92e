//! Things to do (T1).

pub mod api;
mod list;

pub(crate) use list::Tasks;
