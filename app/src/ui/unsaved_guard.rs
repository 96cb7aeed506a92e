//! Leaving a form with unsaved changes asks first (P1), whatever the way: a link, Back, another page that opens by
//! itself, closing the tab.

use crate::words::t;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

/// Whether the page that is shown has unsaved changes. One for the whole app.
#[derive(Clone, Copy)]
struct Unsaved(RwSignal<Option<Memo<bool>>>);

/// Makes guards possible below here.
pub fn provide_unsaved_guard() {
    provide_context(Unsaved(RwSignal::new(None)));
}

/// Whether the page may be left: nothing is unsaved, or the user says so. What was given up once is not asked about
/// again.
pub fn may_leave() -> bool {
    let Some(Unsaved(page)) = use_context::<Unsaved>() else { return true };
    if !page.get_untracked().is_some_and(|changed| changed.try_get_untracked() == Some(true)) {
        return true;
    }
    let leave = window().confirm_with_message(t().work.unsaved).unwrap_or(true);
    if leave {
        page.set(None);
    }
    leave
}

/// Asks before anything leads away from this page, as long as there are unsaved changes.
pub fn unsaved_guard(changed: Memo<bool>) {
    let Unsaved(page) = expect_context();
    page.set(Some(changed));
    on_cleanup(move || {
        if page.try_get_untracked().flatten() == Some(changed) {
            page.set(None);
        }
    });
    Effect::new(move |_| {
        let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
            let guarded = page.get_untracked() == Some(changed);
            if guarded && changed.try_get_untracked() == Some(true) {
                event.prevent_default();
            }
        });
        // Both before the router hears of them.
        let click = listen_first("click", |event| {
            if leads_away(&event) && !may_leave() {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        let here = window().location().href().unwrap_or_default();
        let back = listen_first("popstate", move |event| {
            if !may_leave() {
                event.stop_immediate_propagation();
                // The browser has turned the page of its history already.
                let _ = window()
                    .history()
                    .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&here)));
            }
        });
        on_cleanup(move || {
            closing.remove();
            click();
            back();
        });
    });
}

/// Whether a click follows a link to another page in this window.
fn leads_away(event: &Event) -> bool {
    let elsewhere = event.dyn_ref::<MouseEvent>().is_some_and(|click| click.ctrl_key() || click.meta_key());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let stays = |link: &Element| {
        link.has_attribute("target") || link.get_attribute("href").is_some_and(|to| to.starts_with('#'))
    };
    !elsewhere && link.is_some_and(|link| !stays(&link))
}

/// Hears an event of the window before everybody else; the answer ends it.
fn listen_first(name: &'static str, hear: impl Fn(Event) + 'static) -> impl FnOnce() + Send + Sync {
    let hear = Closure::<dyn Fn(Event)>::new(hear);
    let _ = window().add_event_listener_with_callback_and_bool(name, hear.as_ref().unchecked_ref(), true);
    let hear = SendWrapper::new(hear);
    move || {
        let listener: &js_sys::Function = hear.as_ref().unchecked_ref();
        let _ = window().remove_event_listener_with_callback_and_bool(name, listener, true);
    }
}
