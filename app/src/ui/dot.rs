//! The dot (B6): a shape for each colour, since colour is never the only sign.

use domain::task::Dot;
use leptos::prelude::*;

/// An open ring, a filled circle, a rounded square or a diamond; the styles give it its colour.
#[component]
pub fn DotMark(#[prop(into)] dot: Signal<Dot>) -> impl IntoView {
    view! { <i class="dot" data-dot=move || dot.get().code() aria-hidden="true"></i> }
}
