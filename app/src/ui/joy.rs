//! A small moment of joy: a deal is won.

use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// As long as the sparks fly, by the styles.
const SPARKS: Duration = Duration::from_millis(1200);

/// Sparks over the message that says so; with reduced motion none, by the styles.
pub fn celebrate() {
    let Ok(sparks) = document().create_element("div") else { return };
    sparks.set_class_name("joy");
    let _ = sparks.set_attribute("aria-hidden", "true");
    let shown = document().body().map(|body| body.append_child(&sparks));
    if let Some(Ok(_)) = shown {
        spawn_local(async move {
            sleep(SPARKS).await;
            sparks.remove();
        });
    }
}
