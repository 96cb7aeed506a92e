//! The parts that screens are made of.

pub mod clock;
pub mod dialog;
pub mod dot;
pub mod drag;
pub mod field;
pub mod frame;
pub mod icon;
pub mod search;
pub mod sorry;
pub mod suggest;
pub mod toast;
