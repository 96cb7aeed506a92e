//! Settings: their pages, and what stands around each of them (A4).

mod costs;
mod list;
mod process;
mod products;
mod reasons;

pub use costs::CostsPage;
pub use process::{ProcessPage, ProcessesPage};
pub use products::ProductsPage;
pub use reasons::ReasonsPage;

use crate::words::t;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// A page of the settings: where one is at the left, the page at the right.
#[component]
pub(crate) fn Settings(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let words = t();
    let path = use_location().pathname;
    let place = move |address: &'static str, name: &'static str| {
        let here = move || path.with(|path| path.starts_with(address)).then_some("page");
        view! { <a href=address aria-current=here>{name}</a> }
    };
    view! {
        <Title text=title.clone()/>
        <div class="settings">
            <nav class="settings-nav" aria-label=words.settings()>
                <h2>{words.settings_deals()}</h2>
                {place("/settings/deals/processes", words.processes())}
                {place("/settings/deals/products", words.products())}
                {place("/settings/deals/costs", words.costs())}
                {place("/settings/deals/reasons", words.reasons())}
            </nav>
            <div class="settings-main">
                <h1>{title}</h1>
                {children()}
            </div>
        </div>
    }
}
