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
    let (words, toaster) = (t(), toasts());
    let (copying, field) = (text.clone(), NodeRef::<Input>::new());
    // Wherever it was asked for, it is seen, and is there to be copied.
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        request_animation_frame(move || {
            let _ = field.focus();
            field.select();
        });
    });
    let copy = move |_| {
        field.get_untracked().into_iter().for_each(|field| field.select());
        let Some(copying) = copied(&copying) else { return };
        spawn_local(async move {
            if JsFuture::from(copying).await.is_ok() {
                toaster.show(words.copied());
            }
        });
    };
    view! {
        <div class="field-row">
            <input class="link-address" node_ref=field readonly aria-label=label value=text/>
            <button type="button" class="button" on:click=copy>{words.copy()}</button>
        </div>
    }
}

/// Copies a text, where browsers let a page do so: over encrypted connections. Elsewhere it is selected, to be copied by hand.
fn copied(text: &str) -> Option<Promise> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let clipboard = get(&get(&window(), "navigator")?, "clipboard").filter(|found| !found.is_undefined())?;
    let write = get(&clipboard, "writeText")?.dyn_into::<Function>().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}
