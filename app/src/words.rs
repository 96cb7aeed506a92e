//! The texts of whoever looks at the page: on the server those of the request, in the browser those that the page names.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use words::Words;

/// The element of the page that names the file of its first texts.
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

/// Fetches the texts that chunks speak, unless they are here; false when they cannot be had.
pub(crate) async fn fetch_later_texts() -> bool {
    if !t().is_whole()
        && let Some(first) = address()
        && let Some(later) = fetched(&first.replace("json", words::LATER)).await
    {
        t().add_later(later);
    }
    t().is_whole()
}

/// Where the first texts of the page are.
fn address() -> Option<String> {
    document().get_element_by_id(ELEMENT)?.get_attribute("href")
}

async fn fetched(address: &str) -> Option<Vec<String>> {
    let answer = JsFuture::from(window().fetch_with_str(address)).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok().filter(web_sys::Response::ok)?;
    let text = JsFuture::from(answer.text().ok()?).await.ok().as_ref().and_then(JsValue::as_string)?;
    command::json::read(&text)
}

#[cfg(not(feature = "ssr"))]
pub(crate) use browser::fetch_texts;

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::{address, fetched};
    use std::sync::OnceLock;
    use words::Words;

    /// Set once, before the page is woken.
    pub static TEXTS: OnceLock<&'static Words> = OnceLock::new();

    /// Fetches the texts that the page names; false when they cannot be had.
    pub async fn fetch_texts() -> bool {
        first().await.is_some_and(|words| TEXTS.set(words).is_ok())
    }

    async fn first() -> Option<&'static Words> {
        let mut lines = fetched(&address()?).await?;
        let language = (!lines.is_empty()).then(|| lines.remove(0))?;
        Words::made(language.parse().ok()?, lines).ok()
    }
}
