//! What the business says: rules as plain functions, the same in the server and in the browser.
//!
//! Nothing here knows the time, draws a random number or reads anything: whatever a rule needs is an argument.
//!
//! The files stand on floors, the lowest first. A file imports from floors below it, or from its own without a circle.

// Ground: what everything is made of, and the "no".
mod currency;
pub mod day;
pub mod decimal;
pub mod id;
pub mod look;
pub mod money;
pub mod notation;
pub mod people;
pub mod refusal;
mod status;
pub mod text;

// Things: what a deal has and a process says, each by itself.
pub mod access;
mod action;
pub mod contact;
pub mod ledger;
pub mod line;
pub mod log;
pub mod note;
pub mod period;
pub mod place;
pub mod product;
pub mod reason;
pub mod source;
pub mod task;

// Record: what happened, and what follows from it.
pub mod effect;
pub mod event;

// Rules: what may be done.
pub mod deal;
pub mod process;

// Asking: which deals are meant.
pub mod criteria;
pub mod filter;
pub mod search;

// Views: what a screen shows.
pub mod account;
pub mod audit;
pub mod board;
pub mod bulk;
pub mod deals;
pub mod deleted;
pub mod example;
pub mod finance;
pub mod found;
pub mod import;
pub mod mail;
pub mod me;
pub mod notices;
pub mod profile;
pub mod review;
pub mod saved;
pub mod tasks;
pub mod users;
