//! Menus are the browser's own `details`; what those do not do by themselves is done here, for all of them: they close on a
//! choice, on a press elsewhere, and on Escape, which gives the focus back.

use crate::lazy::shown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A button of the bar, by its class, its tint if it has one, its name and its HTML.
pub struct Summary {
    pub class: &'static str,
    pub tint: Option<u8>,
    pub name: Signal<Option<String>>,
    pub html: Signal<String>,
}

/// A menu of the bar. What it holds is made anew each time that it is opened, and may come with a chunk.
pub fn lazy_menu(class: &'static str, summary: Summary, body: fn() -> AnyView) -> AnyView {
    let times = RwSignal::new(0);
    let toggled = move |event: web_sys::Event| {
        let menu = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if menu.is_some_and(|menu| menu.has_attribute("open")) {
            times.update(|times| *times += 1);
        }
    };
    view! {
        <details class=class name="menu" on:toggle=toggled>
            <summary class=summary.class data-tint=summary.tint aria-label=summary.name inner_html=summary.html></summary>
            <div class="menu-body">{shown(move || (times.get() > 0).then(body))}</div>
        </details>
    }
    .into_any()
}

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
