//! The program around the app: router, headers, commands. Wiring only.
#![recursion_limit = "256"]

pub mod answers;
pub mod api;
pub mod archive;
mod calendar;
pub mod cli;
pub mod connections;
mod everything;
mod export;
mod files;
pub mod folder;
pub mod headers;
pub mod imports;
pub mod listen;
mod live;
mod looking;
pub mod mail;
pub mod offline;
pub mod router;
pub mod session;
pub mod sweep;
mod texts;
pub mod watch;
