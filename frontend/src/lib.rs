//! Wakes the page that the server drew.
#![cfg(target_arch = "wasm32")]
// The type of the whole page is one deep nest of the types of its parts.
#![recursion_limit = "256"]

/// Called by the page once the program has arrived.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        app::start::say_crashed(panic.location());
    }));
    app::start::start();
}
