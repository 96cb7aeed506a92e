//! What a finger asks of the screen: not to scroll under what it holds, and to show how far it swipes a thing.

use super::{
    machine::{Drag, SWIPE},
    view::{DragView, Listener},
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// While a finger holds or swipes a thing the page must not scroll. The listener is on what was touched, since touches are
/// told to nothing else, even when it leaves the page.
pub(super) fn guard_scroll(view: StoredValue<DragView>, target: &Element) {
    let stop = Listener::new(move |event: web_sys::Event| {
        let held =
            view.try_with_value(|view| matches!(view.drag, Drag::Dragging { .. } | Drag::Swiping { .. }));
        if held == Some(true) && event.cancelable() {
            event.prevent_default();
        }
    });
    let options = web_sys::AddEventListenerOptions::new();
    options.set_passive(false);
    let listen = stop.as_ref().unchecked_ref();
    let _ =
        target.add_event_listener_with_callback_and_add_event_listener_options("touchmove", listen, &options);
    view.update_value(|view| {
        if let Some((target, old)) =
            view.guard.replace((SendWrapper::new(target.clone()), SendWrapper::new(stop)))
        {
            let _ = target.remove_event_listener_with_callback("touchmove", old.as_ref().unchecked_ref());
        }
    });
}

/// Marks how far a thing is swiped, and what for; by nothing, that it is not. Styles draw it.
pub(super) fn show_swipe(thing: &HtmlElement, by: f64, what_for: &str) {
    let _ = match by {
        0.0 => thing.remove_attribute("data-swipe"),
        _ => thing.set_attribute("data-swipe", what_for),
    };
    for (name, holds) in [("data-leftwards", by < 0.0), ("data-swiped", by.abs() >= SWIPE)] {
        let _ = thing.toggle_attribute_with_force(name, holds);
    }
    let _ = thing.style().set_property("--swipe", &format!("{}px", by.abs() as i32));
}
