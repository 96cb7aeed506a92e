//! The program around the app: router, headers, commands. Wiring only.
#![recursion_limit = "256"]

pub mod answers;
pub mod command;
mod export;
mod files;
pub mod headers;
pub mod import;
pub mod router;
