//! The texts of whoever looks at the page: on the server those of the request, in the browser those that the page names.

use words::Words;

/// The element of the page that names the file of its texts, and says in words when it cannot be had.
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
pub use browser::with_texts;

#[cfg(not(feature = "ssr"))]
mod browser {
    use super::ELEMENT;
    use leptos::prelude::{document, window};
    use std::sync::OnceLock;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use words::Words;

    /// Set once, before the page is woken.
    pub static TEXTS: OnceLock<&'static Words> = OnceLock::new();

    /// Fetches the texts that the page names, then starts it. Without texts it says so, and stays as it was drawn.
    pub fn with_texts(start: fn()) {
        spawn_local(async move {
            match fetched().await {
                Some(words) => {
                    let _ = TEXTS.set(words);
                    start();
                }
                None => apologise(),
            }
        });
    }

    async fn fetched() -> Option<&'static Words> {
        let address = document().get_element_by_id(ELEMENT)?.get_attribute("href")?;
        let answer = JsFuture::from(window().fetch_with_str(&address)).await.ok()?;
        let answer: web_sys::Response = answer.dyn_into().ok().filter(web_sys::Response::ok)?;
        let text = JsFuture::from(answer.text().ok()?).await.ok().as_ref().and_then(JsValue::as_string)?;
        let mut lines: Vec<String> = serde_json::from_str(&text).ok()?;
        let language = (!lines.is_empty()).then(|| lines.remove(0))?;
        Words::made(language.parse().ok()?, lines).ok()
    }

    /// Says above the page that the server cannot be reached, in the words that came with the page.
    fn apologise() {
        let said = document().get_element_by_id(ELEMENT).and_then(|link| link.get_attribute("data-missing"));
        let (Some(said), Some(body)) = (said, document().body()) else { return };
        if let Ok(place) = document().create_element("p") {
            let _ = place.set_attribute("role", "alert");
            place.set_class_name("texts-missing");
            place.set_text_content(Some(&said));
            let _ = body.prepend_with_node_1(&place);
        }
    }
}
