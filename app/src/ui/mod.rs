//! The parts that screens are made of.

pub mod clock;
pub mod copy;
pub mod date_field;
pub mod days_choice;
pub mod dialog;
pub mod dot;
pub mod draft;
pub mod drag;
pub mod error_page;
pub mod exports;
pub mod field;
pub mod filter_bar;
pub mod html;
pub mod icon;
pub mod joy;
pub mod known;
pub mod language_options;
pub mod list_draft;
pub mod list_editor;
pub mod loaded;
pub mod menu;
pub mod options;
pub mod paste;
pub mod person_select;
pub mod search;
pub mod single_key;
pub mod suggest;
pub mod theirs;
pub mod toast;
pub mod unsaved_guard;

use leptos::{callback::Callable, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Calls whoever wants to hear, unless they have gone: an answer may come when its screen has been left.
pub fn tell(callback: Callback<()>) {
    let _ = callback.try_run(());
}

/// Whether the screen is as narrow as `phone.css` means it.
pub fn is_phone() -> bool {
    window().match_media("(max-width: 640px)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether nobody types, and nothing is open or lifted that keys belong to.
pub fn is_free(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let busy = document().query_selector("dialog[open], [data-lifted], [data-searching]").ok().flatten();
    !target.is_some_and(|target| is_field(&target)) && busy.is_none()
}

/// Whether no part of the page has the focus.
pub fn is_focus_nowhere() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Gives the focus to the first of these elements in a part of the page, once it has been drawn.
pub fn focus_first(part: Option<Element>, selector: &'static str) {
    request_animation_frame(move || {
        let first = part.and_then(|part| part.query_selector(selector).ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
}

/// Scrolls no more than it takes to see an element.
pub fn bring_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether one types or chooses in this element.
pub fn is_field(element: &Element) -> bool {
    element.closest("input:not([type=checkbox]), textarea, select").is_ok_and(|field| field.is_some())
}
