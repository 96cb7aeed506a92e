//! The parts that screens are made of.

pub mod clock;
pub mod date_field;
pub mod dialog;
pub mod dot;
pub mod draft;
pub mod drag;
pub mod error_page;
pub mod field;
pub mod html;
pub mod icon;
pub mod joy;
pub mod language_options;
pub mod list_draft;
pub mod list_editor;
pub mod loaded;
pub mod menu;
pub mod search;
pub mod suggest;
pub mod toast;
pub mod unsaved_guard;

/// Calls whoever wants to hear, unless they have gone: an answer may come when its screen has been left.
pub fn tell(callback: leptos::prelude::Callback<()>) {
    let _ = leptos::callback::Callable::try_run(&callback, ());
}
