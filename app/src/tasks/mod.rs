//! Things to do (T1).

mod list;

pub(crate) use list::Tasks;
