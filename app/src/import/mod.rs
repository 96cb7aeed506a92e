//! Bringing in files (I1–I3): where one is chosen, and where it is looked at before anything is written.

mod begin;
mod cell;
mod fit;
mod foot;
mod page;
mod said;
mod state;
mod table;
mod undo;
mod upload;

use crate::lazy::lazy_view;
use begin::BeginPage;
use leptos::prelude::*;
use page::ImportPage;

/// The pages of importing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Begin,
    Import,
}

lazy_view! {
    /// A page of importing. It lives with the settings, which only administrators change, too.
    settings fetched by fetch_page, page(which: Page) => match which {
        Page::Begin => view! { <BeginPage/> }.into_any(),
        Page::Import => view! { <ImportPage/> }.into_any(),
    }
}
