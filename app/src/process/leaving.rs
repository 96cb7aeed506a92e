//! Leaving a sheet with unsaved changes asks first (P1).

use crate::words::t;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};

/// Asks before a link or the browser leads away, as long as there are unsaved changes.
pub(super) fn ask_before_leaving(changed: Memo<bool>) {
    let unsaved = t().unsaved();
    Effect::new(move |_| {
        let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
            if changed.try_get_untracked() == Some(true) {
                event.prevent_default();
            }
        });
        // Before the router hears of the click.
        let ask = Closure::<dyn FnMut(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let leads_away = target.is_some_and(|target| target.closest("a[href]").ok().flatten().is_some());
            let stay = leads_away
                && changed.try_get_untracked() == Some(true)
                && !window().confirm_with_message(unsaved).unwrap_or(true);
            if stay {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        let listen: &js_sys::Function = ask.as_ref().unchecked_ref();
        let _ = document().add_event_listener_with_callback_and_bool("click", listen, true);
        let ask = SendWrapper::new(ask);
        on_cleanup(move || {
            closing.remove();
            let listen: &js_sys::Function = ask.as_ref().unchecked_ref();
            let _ = document().remove_event_listener_with_callback_and_bool("click", listen, true);
        });
    });
}
