//! A deal: its page with all the work on it, the dialogs that add and close one.

pub mod adding;
mod change_process;
mod checks;
mod close_as;
mod complete;
mod composer;
mod details;
mod fact;
mod fields;
mod focus;
mod follow;
mod head;
mod looking;
mod money;
mod new;
mod new_client;
mod new_closed;
mod next_task;
mod notes;
mod page;
mod people;
mod progress;
mod stage_bar;
mod tasks;
mod timeline;
mod upload;
mod waiting;

use crate::lazy::lazy_view;
use adding::Beginning;
use checks::Checks;
pub(crate) use close_as::{CloseAs, CloseFields};
use domain::{deal::Status, id::DealId};
use leptos::prelude::*;
use new::NewDeal;
use page::DealPage;

lazy_view! {
    /// The page of a deal.
    deal fetched by fetch_page, page() => view! { <DealPage/> }
}

lazy_view! {
    /// The dialog that adds a deal.
    deal fetched by fetch_new_deal, new_deal(beginning: Beginning, on_close: Callback<()>) => view! { <NewDeal beginning on_close/> }
}

lazy_view! {
    /// The dialog of what is done on a deal.
    deal fetched by fetch_checks, checks(deal: DealId, name: String, on_close: Callback<()>) =>
    view! { <Checks deal name on_close/> }
}

lazy_view! {
    /// The dialog that closes a deal as lost or stale.
    deal fetched by fetch_close_as,
    close_as(deal: DealId, name: String, outcome: Status, on_close: Callback<()>, on_done: Callback<()>) =>
    view! { <CloseAs deal name outcome on_close on_done/> }
}
