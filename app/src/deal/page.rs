//! The page of a deal (D4): what it is worth and what to do at the left, its process at the right.

use super::{
    details::Details, head::Head, history::History, money::MoneyPanel, notes::Notes, people::Viewers,
    progress::Progress, tasks::Tasks,
};
use crate::{
    client::{ask, client},
    error::Sentence,
    initial_data::use_query,
    ui::{clock, loaded, toast::toasts},
};
use command::deal::ReadDeal;
use domain::{id::DealId, profile::Profile, refusal::Refusal};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn DealPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<DealId>().ok()));
    let deal = use_query(move || Ok(ReadDeal { deal: id().ok_or(Refusal::NotFound)? }));
    loaded::page(deal, |profile| view! { <Deal profile/> }.into_any())
}

/// The page. What is read anew changes what is shown; what is being typed stays.
#[component]
fn Deal(profile: Profile) -> impl IntoView {
    let id = profile.id;
    let shown = RwSignal::new(profile.clone());
    // The version that was seen when the forms were filled: not that of a later reading, which nobody looked at.
    let seen = StoredValue::new(profile.version);
    let toaster = toasts();
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            match ask(&ReadDeal { deal: id }).await {
                Ok(profile) => drop(shown.try_set(profile)),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    });
    let client = client();
    Effect::watch(move || client.outdated(), move |_, _, _| reload.run(()), false);
    // What was done on the board just before and is answered only now is part of what is shown.
    let awaited = Memo::new(move |_| client.awaits(id));
    Effect::watch(
        move || awaited.get(),
        move |awaited, _, _| {
            if !awaited {
                reload.run(())
            }
        },
        false,
    );
    let now = RwSignal::new(profile.now);
    clock::keep_going(now);
    Effect::watch(move || shown.with(|profile| profile.now), move |read, _, _| now.set(*read), false);
    // Another process has other stages and actions: its panel is drawn anew.
    let process = Memo::new(move |_| shown.with(|profile| (profile.process.id, profile.process.version)));
    view! {
        <Title text=move || shown.with(|profile| profile.name.to_string())/>
        <div class="deal" data-deal=id.to_string()>
            {view! { <Head shown now reload/> }.into_any()}
            <div class="deal-main">
                {view! { <MoneyPanel shown seen reload/> }.into_any()}
                {view! { <Tasks shown reload/> }.into_any()}
                {view! { <Notes shown reload/> }.into_any()}
                {view! { <Details shown seen reload/> }.into_any()}
                {view! { <History shown/> }.into_any()}
            </div>
            <aside class="deal-side">
                {move || { process.track(); view! { <Progress shown reload/> }.into_any() }}
                {view! { <Viewers shown reload/> }.into_any()}
            </aside>
        </div>
    }
}
