//! Leaving a form with unsaved changes asks first (P1), be it a page or a dialog, and whatever the way: a link, Back,
//! another page that opens by itself, closing the tab.

use crate::words::t;
use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Location};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

/// A form: whether it has unsaved changes, and the address of its page.
#[derive(Clone, Copy, PartialEq)]
struct Guarded {
    changed: Memo<bool>,
    address: Memo<String>,
}

impl Guarded {
    fn is_unsaved(self) -> bool {
        self.changed.try_get_untracked() == Some(true)
    }
}

/// The forms that are guarded: of a page, and of the dialogs over it. One for the whole app.
#[derive(Clone, Copy)]
struct UnsavedGuard(RwSignal<Vec<Guarded>>);

impl UnsavedGuard {
    /// A form with unsaved changes, if there is one.
    fn unsaved(self) -> Option<Guarded> {
        self.0.try_get_untracked()?.into_iter().find(|form| form.is_unsaved())
    }

    /// Asks whether what is unsaved is given up; a yes is not asked for again.
    fn may_leave(self, question: &str) -> bool {
        let leave = self.unsaved().is_none() || window().confirm_with_message(question).unwrap_or(true);
        if leave {
            self.0.set(vec![]);
        }
        leave
    }
}

/// Makes guards possible below here. Stands outside of the router: of Back, window and router hear in the order in which
/// they began to listen.
pub fn provide_unsaved_guard() {
    let guard = UnsavedGuard(RwSignal::new(vec![]));
    provide_context(guard);
    #[cfg(not(feature = "ssr"))]
    ask_on_back(guard);
}

/// Whether the page may be left: nothing is unsaved, or the user says so.
pub fn may_leave() -> bool {
    use_context::<UnsavedGuard>().is_none_or(|guard| guard.may_leave(t().unsaved()))
}

/// Asks before anything leads away from this form, as long as it has unsaved changes.
pub fn unsaved_guard(changed: Memo<bool>) {
    let (guard, question): (UnsavedGuard, _) = (expect_context(), t().unsaved());
    let Location { pathname, search, .. } = use_location();
    let address = Memo::new(move |_| {
        let search = search.get();
        if search.is_empty() { pathname.get() } else { format!("{}?{search}", pathname.get()) }
    });
    let page = Guarded { changed, address };
    guard.0.update(|forms| forms.push(page));
    on_cleanup(move || {
        guard.0.try_update(|forms| forms.retain(|form| *form != page));
    });
    Effect::new(move |_| {
        let closing = window_event_listener(leptos::ev::beforeunload, move |event| {
            if guard.unsaved().is_some() {
                event.prevent_default();
            }
        });
        // Before the router hears of it.
        let click = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            if leads_away(&event) && !guard.may_leave(question) {
                event.prevent_default();
                // Nor does the guard of a form below ask again.
                event.stop_immediate_propagation();
            }
        });
        let listen: &js_sys::Function = click.as_ref().unchecked_ref();
        let _ = window().add_event_listener_with_callback_and_bool("click", listen, true);
        let click = SendWrapper::new(click);
        on_cleanup(move || {
            closing.remove();
            let listen: &js_sys::Function = click.as_ref().unchecked_ref();
            let _ = window().remove_event_listener_with_callback_and_bool("click", listen, true);
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

/// The browser has turned its history already: back to here first. It takes away what is asked while it still turns, so
/// the question comes after that; and with a yes the way goes on.
#[cfg(not(feature = "ssr"))]
fn ask_on_back(guard: UnsavedGuard) {
    let _ = window_event_listener(leptos::ev::popstate, move |event| {
        let (Some(page), Ok(history)) = (guard.unsaved(), window().history()) else { return };
        event.stop_immediate_propagation();
        let here = page.address.get_untracked();
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&here));
        let go_on = move || {
            if guard.may_leave(t().unsaved()) {
                let _ = history.back();
            }
        };
        set_timeout(go_on, std::time::Duration::ZERO);
    });
}
