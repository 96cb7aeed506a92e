//! The texts of whoever looks at the page: on the server those of the request, in the browser those that the page names.

use words::Words;

/// The element of the page that names the file of its texts.
pub const ELEMENT: &str = "texts";

/// The texts of the visitor's language.
#[cfg(feature = "ssr")]
pub fn t() -> &'static Words {
    leptos::prelude::use_context().unwrap_or_else(words::english)
}

/// The texts of the visitor's language.
#[cfg(not(feature = "ssr"))]
pub fn t() -> &'static Words {
    browser::TEXTS.get().copied().unwrap_or(Words::none())
}

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::fetch_texts;

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::ELEMENT;
    use leptos::prelude::{document, window};
    use std::sync::OnceLock;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use words::Words;

    /// Set once, before the page is woken.
    pub static TEXTS: OnceLock<&'static Words> = OnceLock::new();

    /// Fetches the texts that the page names; false when they cannot be had.
    pub async fn fetch_texts() -> bool {
        let fetched = fetched().await;
        fetched.is_some_and(|words| TEXTS.set(words).is_ok())
    }

    async fn fetched() -> Option<&'static Words> {
        let address = document().get_element_by_id(ELEMENT)?.get_attribute("href")?;
        let answer = JsFuture::from(window().fetch_with_str(&address)).await.ok()?;
        let answer: web_sys::Response = answer.dyn_into().ok().filter(web_sys::Response::ok)?;
        let text = JsFuture::from(answer.text().ok()?).await.ok().as_ref().and_then(JsValue::as_string)?;
        let mut lines: Vec<String> = command::json::read(&text)?;
        let language = (!lines.is_empty()).then(|| lines.remove(0))?;
        Words::made(language.parse().ok()?, lines).ok()
    }
}
