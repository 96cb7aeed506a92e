//! The rows as sea-orm knows them: one module a table, nothing but columns and relations.

pub mod account;
pub mod action;
pub mod amount;
pub mod category;
pub mod closure;
pub mod company;
pub mod completion;
pub mod cost;
pub mod deal;
pub mod file;
pub mod history;
pub mod line;
pub mod note;
pub mod notice;
pub mod operation;
pub mod participant;
pub mod person;
pub mod process;
pub mod product;
pub mod reason;
pub mod session;
pub mod source;
pub mod stage;
pub mod task;
pub mod user;
