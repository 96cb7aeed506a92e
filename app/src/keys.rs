//! Keys that work on every page, unless somebody types or a dialog is open: `n` adds a deal, `/` looks for one, `?` shows
//! which keys there are.

mod sheet;

use crate::{
    deal::adding::{Beginning, adding},
    lazy::{lazy, lazy_view, shown},
    ui::single_key::single_key,
    visitor::visitor,
};
use leptos::prelude::*;
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
    provide_context(Keys(sheet));
    // Who is not signed in has nothing to add and nothing to look for.
    if visitor().user.is_none() {
        return;
    }
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            match single_key(&event).as_deref() {
                Some("n") => adding.set(Some(Beginning::default())),
                Some("/") if focus_search() => {}
                Some("?") => sheet.set(true),
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

/// Gives the field that looks for deals the focus, if this page has one.
fn focus_search() -> bool {
    let field = document().query_selector("main .search input").ok().flatten();
    let field = field.and_then(|field| field.dyn_into::<HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}
