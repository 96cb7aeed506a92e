//! The address book (K1).

pub mod api;
