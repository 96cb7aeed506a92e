//! What the browser knows of time zones and currencies, to choose from while one types.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What the browser knows of a kind, to choose from.
#[component]
pub fn Known(id: &'static str, of: &'static str) -> impl IntoView {
    let known = RwSignal::new(vec![]);
    Effect::new(move |_| known.set(supported(of)));
    view! {
        <datalist id=id>{move || known.get().into_iter().map(|value| view! { <option value=value></option> }).collect_view()}</datalist>
    }
}

/// `Intl.supportedValuesOf`, which older browsers do not have.
fn supported(of: &str) -> Vec<String> {
    let call = || {
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let ask = js_sys::Reflect::get(&intl, &"supportedValuesOf".into()).ok()?;
        let values = ask.dyn_into::<js_sys::Function>().ok()?.call1(&intl, &of.into()).ok()?;
        Some(js_sys::Array::from(&values).iter().filter_map(|value| value.as_string()).collect())
    };
    call().unwrap_or_default()
}
