//! Tasks: the page that lists them, and the fields of one (T1).

mod days;
mod feed;
pub(crate) mod form;
pub(crate) mod line;
mod page;
mod quick;
mod row;
mod state;

use crate::lazy::lazy_view;
use page::TasksPage;
#[cfg(feature = "ssr")]
pub use page::query_of;

lazy_view! {
    /// The page. It lives with the page of a deal: the same people open both, and they share their fields.
    deal fetched by fetch_page, page() => leptos::view! { <TasksPage/> }
}
