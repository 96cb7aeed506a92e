//! What the business says: rules as plain functions, the same in the server and in the browser.
//!
//! Nothing here knows the time, draws a random number or reads anything: whatever a rule needs is an argument.

pub mod access;
mod action;
pub mod board;
pub mod contact;
mod currency;
pub mod day;
pub mod deal;
pub mod decimal;
pub mod effect;
pub mod event;
pub mod filter;
pub mod finance;
pub mod id;
pub mod ledger;
pub mod line;
pub mod money;
pub mod notation;
pub mod note;
pub mod people;
pub mod place;
pub mod process;
pub mod product;
pub mod profile;
pub mod reason;
pub mod refusal;
mod status;
pub mod task;
pub mod text;
