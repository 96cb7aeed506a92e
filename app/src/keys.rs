//! Keys that work on every page, unless somebody types or a dialog is open: `n` adds a deal, `/` looks for something, `f`
//! goes to the page's own filter, `?` shows which keys there are. Ctrl+K looks for something while one types, too.

mod sheet;

use crate::{
    deal::adding::{Beginning, adding},
    lazy::{lazy, lazy_view, shown},
    search::Searching,
    ui::single_key::single_key,
    visitor::visitor,
};
use leptos::{ev::KeyboardEvent, prelude::*};
use sheet::KeySheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whether the sheet of keys is open. One for the whole app.
#[derive(Clone, Copy)]
pub struct Keys(pub RwSignal<bool>);

lazy_view! {
    /// The sheet. It lives with the dialogs.
    deal fetched by fetch_key_sheet, key_sheet(on_close: Callback<()>) => leptos::view! { <KeySheet on_close/> }
}

/// Hears the keys from here on.
pub fn provide_keys() {
    let (sheet, adding) = (RwSignal::new(false), adding().open);
    let Searching { open: searching, letters } = expect_context();
    provide_context(Keys(sheet));
    // Who is not signed in has nothing to add and nothing to look for.
    if visitor().user.is_none() {
        return;
    }
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            match single_key(&event).as_deref() {
                Some("n") => adding.set(Some(Beginning::default())),
                Some("/") => searching.set(true),
                Some("f") if focus_filter() => {}
                Some("?") => sheet.set(true),
                None if asks_for_search(&event) => searching.set(true),
                // The dialog is on its way: what is typed meanwhile is for it.
                None if searching.get_untracked() && is_nothing_open() => match event.key().as_str() {
                    "Escape" => searching.set(false),
                    "Backspace" => drop(letters.try_update(String::pop)),
                    letter if is_letter(&event) => letters.update(|letters| letters.push_str(letter)),
                    _ => return,
                },
                _ => return,
            }
            event.prevent_default();
        });
        on_cleanup(move || listener.remove());
    });
}

/// The sheet, while it is open.
#[component]
pub fn OpenKeySheet() -> impl IntoView {
    let Keys(open) = expect_context();
    let close = Callback::new(move |()| open.set(false));
    shown(move || open.get().then(|| lazy("deal", fetch_key_sheet, move || key_sheet(close))))
}

/// Whether it is Ctrl+K or \u{2318}+K, and nothing is open over the page.
fn asks_for_search(event: &KeyboardEvent) -> bool {
    let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
    held && event.key() == "k" && is_nothing_open()
}

/// Whether it writes a letter: with Alt some keyboards do, too.
fn is_letter(event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key();
    !held && event.key().chars().count() == 1
}

fn is_nothing_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(None))
}

/// Gives the field that filters this page the focus, if it has one.
fn focus_filter() -> bool {
    let field = document().query_selector("main .search input").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}
