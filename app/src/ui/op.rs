//! The name of a gesture: made where it was made, so that sending it again does nothing more.

use domain::id::Op;
use leptos::prelude::window;

/// A fresh operation id. Gestures are made in browsers only.
pub fn new_op() -> Op {
    let uuid = window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default();
    uuid.try_into().unwrap_or_else(|_| unreachable!("a browser's UUID is one"))
}
