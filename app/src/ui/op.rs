//! The name of a gesture: made where it was made, so that sending it again does nothing more.

use domain::id::Op;
use leptos::prelude::window;

/// A fresh operation id: a random UUID. Not by `randomUUID`, which browsers have over encrypted connections only.
/// Gestures are made in browsers only.
pub fn new_op() -> Op {
    let mut bytes = [0u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    Op::random(bytes)
}
