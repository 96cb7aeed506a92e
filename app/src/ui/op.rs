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
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = bytes.map(|byte| format!("{byte:02x}")).concat();
    let uuid = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-");
    uuid.try_into().unwrap_or_else(|_| unreachable!("a UUID by its form"))
}
