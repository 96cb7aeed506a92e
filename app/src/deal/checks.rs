//! The dialog of what is done on a deal: its tasks and actions, checked off without leaving the board.

use super::{
    follow::{Followed, follow},
    next_task::NextTask,
    progress::Progress,
};
use crate::{
    client::client,
    error::Answer,
    initial_data::use_query,
    ui::{dialog::Dialog, loaded, tell},
    words::t,
};
use command::deal::ReadDeal;
use domain::{id::DealId, profile::Profile};
use leptos::prelude::*;

#[component]
pub(super) fn Checks(deal: DealId, name: String, on_close: Callback<()>) -> impl IntoView {
    let answer = use_query(move || Ok(ReadDeal::of(deal)));
    let there = move |profile| view! { <Read profile answer/> }.into_any();
    view! { <Dialog title=t().check_title(&name) on_close lasting=true>{loaded::part(answer, there)}</Dialog> }
}

#[component]
fn Read(profile: Profile, answer: RwSignal<Option<Answer<Profile>>>) -> impl IntoView {
    let (client, deal, now) = (client(), profile.id, RwSignal::new(profile.now));
    let Followed { shown, reload } = follow(profile, answer);
    let follow_others = move || {
        if client.is_old(deal) {
            tell(reload)
        }
    };
    Effect::watch(move || client.outdated(), move |_, _, _| follow_others(), false);
    // What comes next is planned where there is room for it.
    let navigate = leptos_router::hooks::use_navigate();
    let plan = Callback::new(move |()| navigate(&format!("/deals/{deal}"), Default::default()));
    view! {
        <div class="checks">
            {view! { <NextTask shown now prompt=plan reload/> }.into_any()}
            {view! { <Progress shown reload/> }.into_any()}
        </div>
    }
}
