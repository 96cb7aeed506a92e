//! What is seen, and what may be asked: the screens of Tablica and the server functions behind them.

pub mod app;
pub mod board;
pub mod closing;
pub mod contacts;
pub mod deal;
pub mod error;
pub mod finance;
pub mod first;
pub mod money;
pub mod notes;
pub mod process;
pub mod session;
pub mod settings;
pub mod tasks;
pub mod ui;
pub mod words;
