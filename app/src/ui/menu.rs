//! Menus are the browser's own `details`; what those do not do by themselves is done here, for all of them: they close on a
//! choice, on a press elsewhere, and on Escape, which gives the focus back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The menu that is open; those of one name never are two at once.
fn open_menu() -> Option<Element> {
    document().query_selector("details.menu[open]").ok().flatten()
}

/// Makes menus close; called once, by the app.
pub fn provide_menus() {
    Effect::new(move |_| {
        let pressed = window_event_listener(leptos::ev::pointerdown, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(menu) = open_menu().filter(|menu| !menu.contains(target.as_deref())) {
                let _ = menu.remove_attribute("open");
            }
        });
        let escaped = window_event_listener(leptos::ev::keydown, move |event| {
            let Some(menu) = open_menu().filter(|_| event.key() == "Escape") else { return };
            let _ = menu.remove_attribute("open");
            let button = menu.first_element_child().and_then(|first| first.dyn_into::<HtmlElement>().ok());
            button.into_iter().for_each(|button| drop(button.focus()));
        });
        let chosen = window_event_listener(leptos::ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let choice = target.and_then(|target| {
                target.closest(".links a, .links button, .notices a, .menu-link").ok().flatten()
            });
            if let Some(menu) = choice.and_then(|_| open_menu()) {
                let _ = menu.remove_attribute("open");
            }
        });
        on_cleanup(move || [pressed, escaped, chosen].into_iter().for_each(|listener| listener.remove()));
    });
}
