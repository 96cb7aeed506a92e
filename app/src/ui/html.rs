//! Parts of the screen that are written as HTML in one go: a few bytes where elements with listeners and signals of their
//! own take kilobytes of the first download; and attributes of one type, since each closure would be a type of its own.
//! Whoever is around them listens for all of them, by their keys.

use html_escape::{encode_double_quoted_attribute, encode_text};
use leptos::prelude::*;
use std::borrow::Cow;
use wasm_bindgen::JsCast;
#[cfg(not(feature = "ssr"))]
use web_sys::HtmlElement;
use web_sys::{Element, EventTarget};

/// What names an element: `figure:weighted`.
const KEY: &str = "data-key";

/// Text as HTML.
pub fn text(text: &str) -> Cow<'_, str> {
    encode_text(text)
}

/// Text as the value of an attribute in double quotes.
pub fn attribute(text: &str) -> Cow<'_, str> {
    encode_double_quoted_attribute(text)
}

/// HTML that is written anew whenever it changes. What has the focus in it has it again, by its key.
pub fn html(of: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || {
        #[cfg(not(feature = "ssr"))]
        if let Some(key) = document().active_element().and_then(|element| element.get_attribute(KEY)) {
            queue_microtask(move || give_focus(&key));
        }
        of()
    })
}

/// An attribute that is there or not.
pub fn flag(of: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<String>> {
    Signal::derive(move || of().then(String::new))
}

/// An attribute whose text changes.
pub fn label(of: impl Fn() -> String + Send + Sync + 'static) -> Signal<Option<String>> {
    Signal::derive(move || Some(of()))
}

/// Gives the focus to the element of this key, unless something has it already.
#[cfg(not(feature = "ssr"))]
fn give_focus(key: &str) {
    let lost = document().active_element().is_none_or(|element| !element.has_attribute(KEY));
    let again = document().query_selector(&format!("[{KEY}=\"{key}\"]")).ok().flatten().filter(|_| lost);
    if let Some(element) = again.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What the key of the element around an event's target says: its kind, and which one of it.
pub fn key_of(target: Option<EventTarget>) -> Option<(String, String)> {
    let element: Element = target?.dyn_into().ok()?;
    let key = element.closest(&format!("[{KEY}]")).ok().flatten()?.get_attribute(KEY)?;
    let (kind, which) = key.split_once(':')?;
    Some((kind.to_owned(), which.to_owned()))
}

/// An icon, as [`super::icon::Icon`] draws it.
pub fn icon(name: &str) -> String {
    let path = super::icon::path(name);
    format!(
        "<svg class=\"icon\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    )
}
