//! The page of a deal (D4): where it stands and what comes next on top, then what was said, what is known, and its process.

use super::{
    composer::{Composer, Kind},
    details::Details,
    focus::NearFocus,
    follow::{Followed, follow},
    head::Head,
    money::MoneyPanel,
    people::Viewers,
    progress::Progress,
    timeline::Timeline,
    waiting::WaitingWords,
};
use crate::{
    client::client,
    error::{Answer, Problem},
    initial_data::use_query,
    notices::AskForAccess,
    ui::{clock, error_page::error_page, loaded, tell},
};
use command::deal::ReadDeal;
use domain::{id::DealId, profile::Profile, refusal::Refusal};
use leptos::{html::Div, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn DealPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<DealId>().ok()));
    let deal = use_query(move || Ok(ReadDeal::of(id().ok_or(Refusal::NotFound)?)));
    move || match (deal.get(), id()) {
        (None, _) => loaded::waiting(),
        (Some(Ok(profile)), _) => view! { <Deal profile answer=deal/> }.into_any(),
        (Some(Err(problem @ Problem::Refused(Refusal::NotFound))), Some(deal)) => {
            view! { <AskForAccess deal problem/> }.into_any()
        }
        (Some(Err(problem)), _) => error_page(&problem),
    }
}

/// The page. What is read anew changes what is shown; what is being typed stays.
#[component]
fn Deal(profile: Profile, answer: RwSignal<Option<Answer<Profile>>>) -> impl IntoView {
    let (client, id) = (client(), profile.id);
    let now = RwSignal::new(profile.now);
    let Followed { shown, reload } = follow(profile, answer);
    // What others did while somebody filled in a form here is shown when they are done with it.
    let waits = StoredValue::new(false);
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| match client.is_old(id) {
            true if client.is_old_by_others() && is_writing() => waits.set_value(true),
            true => tell(reload),
            false => {}
        },
        false,
    );
    let catch_up = move || {
        request_animation_frame(move || {
            if waits.try_get_value() == Some(true) && !is_writing() {
                waits.set_value(false);
                tell(reload);
            }
        });
    };
    // What was done on the board just before and is answered only now is part of what is shown.
    let awaited = Memo::new(move |_| client.awaits(id));
    Effect::watch(
        move || awaited.get(),
        move |awaited, _, _| {
            if !awaited {
                tell(reload)
            }
        },
        false,
    );
    clock::keep_going(now);
    Effect::watch(move || shown.with(|profile| profile.now), move |read, _, _| now.set(*read), false);
    // Another process has other stages and actions: its panel is drawn anew.
    let process = Memo::new(move |_| shown.with(|profile| (profile.process.id, profile.process.version)));
    let root = NodeRef::<Div>::new();
    let near = NearFocus::new(shown, root);
    let kind = RwSignal::new(Kind::Note);
    let prompt = Callback::new(move |()| kind.set(Kind::Task));
    view! {
        <Title text=move || shown.with(|profile| profile.name.to_string())/>
        <div
            class="deal" data-deal=id.to_string() data-only-to-see=move || shown.with(|profile| profile.only_to_see).then_some("") node_ref=root
            on:focusin=move |event| { near.came(&event); catch_up() } on:pointerdown=move |event| near.pressed(&event)
        >
            {view! { <Head shown now prompt reload/> }.into_any()}
            <div class="deal-talk">
                {view! { <Composer shown kind reload/> }.into_any()}
                {view! { <WaitingWords shown/> }.into_any()}
                {view! { <Timeline shown reload/> }.into_any()}
            </div>
            <div class="deal-facts">
                {view! { <MoneyPanel shown reload/> }.into_any()}
                {view! { <Details shown reload/> }.into_any()}
            </div>
            <aside class="deal-side">
                {move || { process.track(); view! { <Progress shown reload/> }.into_any() }}
                {view! { <Viewers shown reload/> }.into_any()}
            </aside>
        </div>
    }
}

/// Whether somebody fills in a form here that changes what is there.
fn is_writing() -> bool {
    document().query_selector("dialog[open], .fact-form, .task-form").is_ok_and(|found| found.is_some())
}
