//! A text that is shown once, to be copied.

use super::toast::toasts;
use crate::words::t;
use js_sys::{Function, Promise, Reflect};
use leptos::{html::Input, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The text in a field, selected, beside a button that copies it.
#[component]
pub fn CopyField(text: String, #[prop(into)] label: String) -> impl IntoView {
    let (copying, field) = (text.clone(), NodeRef::<Input>::new());
    // Wherever it was asked for, it is seen, and is there to be copied.
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        request_animation_frame(move || {
            let _ = field.focus();
            field.select();
        });
    });
    view! {
        <div class="field-row">
            <input class="link-address" node_ref=field readonly aria-label=label value=text/>
            <CopyButton text=copying field/>
        </div>
    }
}

/// A button that copies a text; the text in the field beside it, if there is one, is selected.
#[component]
pub fn CopyButton(text: String, #[prop(optional)] field: NodeRef<Input>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let copy = move |_| {
        field.get_untracked().into_iter().for_each(|field| field.select());
        let Some(copying) = copied(&text) else { return };
        spawn_local(async move {
            if JsFuture::from(copying).await.is_ok() {
                toaster.show(words.copied());
            }
        });
    };
    // Where a page may not copy, a field is selected instead, to be copied by hand.
    let helps = RwSignal::new(true);
    Effect::new(move |_| helps.set(clipboard().is_some() || field.get().is_some()));
    view! { <button type="button" class="button" hidden=move || !helps.get() on:click=copy>{words.copy()}</button> }
}

/// What copies, where browsers let a page do so: over encrypted connections.
fn clipboard() -> Option<JsValue> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    get(&get(&window(), "navigator")?, "clipboard").filter(|found| !found.is_undefined())
}

/// Copies a text.
fn copied(text: &str) -> Option<Promise> {
    let clipboard = clipboard()?;
    let write = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into::<Function>().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}
