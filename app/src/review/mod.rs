//! The review of a process for the meeting of the week: what moved, slipped, was won and lost since a day, on one screen
//! that prints.

mod months;
mod page;
mod report;

use crate::lazy::lazy_view;
use page::ReviewPage;
#[cfg(feature = "ssr")]
pub(crate) use page::query_of;

lazy_view! {
    /// The page. It lives with finance, which the same people read.
    finance fetched by fetch_page, page() => leptos::view! { <ReviewPage/> }
}
