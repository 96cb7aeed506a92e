//! What is seen: the screens of Tablica, and the browser's road to the server.

pub mod app;
pub mod board;
pub mod client;
pub mod contacts;
pub mod deal;
pub mod deals;
pub mod error;
pub mod finance;
pub mod frame;
mod import;
pub mod initial_data;
pub mod keys;
pub mod lazy;
mod look;
mod notices;
mod offline;
pub mod parameters;
#[cfg(feature = "ssr")]
pub mod preload;
mod review;
mod search;
pub mod session;
pub mod settings;
#[cfg(not(feature = "ssr"))]
pub mod start;
pub mod tasks;
pub mod ui;
pub mod visitor;
pub mod words;
