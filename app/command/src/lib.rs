//! What may be done and asked: commands and queries as data, each in one closed list. On the server, [`perform`] and
//! [`ask`] are the only ways in.

pub mod board;
pub mod bulk;
pub mod contact;
pub mod deal;
pub mod deals;
pub mod deleted;
pub mod finance;
pub mod import;
pub mod json;
mod list;
pub mod me;
pub mod money;
pub mod note;
pub mod notice;
#[cfg(feature = "ssr")]
mod perform;
mod problem;
pub mod process;
pub mod review;
pub mod saved;
pub mod search;
pub mod session;
pub mod settings;
pub mod task;
pub mod undo;
pub mod users;
mod wire;

pub use list::{Command, Query, Question, Verb};
#[cfg(feature = "ssr")]
pub use perform::{Answers, Done, Perform, ask, perform};
pub use problem::{Answer, Fault, Problem};
#[cfg(feature = "ssr")]
pub use problem::{broken, log_under};
pub use wire::Request;
