//! The head of a deal's page: what it is, what can be done with the whole of it, where it stands, and what comes next.

use super::{
    change_process::ChangeProcess, close_as::CloseAs, looking::Looking, next_task::NextTask,
    stage_bar::StageBar,
};
use crate::{
    client::{self, Gesture},
    error::{Answer, Sentence},
    ui::{dot::DotMark, icon::Icon, joy::celebrate, tell, toast::toasts},
    visitor::visitor,
    words::t,
};
use chrono::NaiveDateTime;
use command::{
    deal::{DuplicateDeal, ReopenDeal, WinDeal},
    deleted::DeleteDeal,
};
use domain::{access::require_keeper, deal::Status, profile::Profile};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use words::format;

#[component]
pub(super) fn Head(
    shown: RwSignal<Profile>,
    now: RwSignal<NaiveDateTime>,
    prompt: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let state = Memo::new(move |_| shown.with(|profile| profile.standing(now.get())));
    let open = Memo::new(move |_| shown.with(|profile| profile.status == Status::Open));
    let process = move || shown.with(|profile| profile.process.name.to_string());
    let ways = client::client();
    let board = move || shown.with(|profile| ways.way_to_board(profile.process.id));
    let client = move || {
        let client = shown.with(|profile| profile.client.clone());
        let link = |address: String, name: String| view! { <a href=address>{name}</a> };
        let company = client.company.map(|company| link(format!("/companies/{}", company.id), company.name));
        let person = client.person.map(|person| link(format!("/persons/{}", person.id), person.name));
        let both = company.is_some() && person.is_some();
        view! { {company}{both.then_some(" · ")}{person} }
    };
    view! {
        <header class="deal-head">
            <p class="crumbs"><a href=board>{process}</a></p>
            <div class="deal-title">
                <h1>
                    <Show when=move || open.get()><DotMark dot=Signal::derive(move || state.get().dot)/></Show>
                    <span>{move || shown.with(|profile| profile.name.to_string())}</span>
                </h1>
                {view! { <Looking shown/> }.into_any()}
                <strong class="deal-value">{move || shown.with(|profile| format::money(words, profile.value))}</strong>
                {view! { <Verbs shown reload/> }.into_any()}
            </div>
            <p class="deal-client">
                <span>{client}</span>
                // Nothing of a closed deal is overdue.
                <Show when=move || open.get()>
                    <span class="deal-standing" data-dot=move || state.get().dot.code()>
                        {move || format::standing_in_full(words, state.get(), now.get())}
                    </span>
                </Show>
            </p>
            <Closed shown/>
            <Show when=move || shown.with(|profile| profile.only_to_see)><p class="only-to-see">{words.only_to_see()}</p></Show>
            {view! { <StageBar shown now reload/> }.into_any()}
            {view! { <NextTask shown now prompt reload/> }.into_any()}
        </header>
    }
}

/// Won, lost, stale and the rest; on a closed deal, to open it again.
#[component]
fn Verbs(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster, navigate) = (t(), toasts(), StoredValue::new(use_navigate()));
    let (id, name) =
        (shown.with_untracked(|profile| profile.id), move || shown.with_untracked(|p| p.name.to_string()));
    let open = Memo::new(move |_| shown.with(|profile| profile.status == Status::Open));
    let missing = Memo::new(move |_| shown.with(|profile| profile.process.missing(&profile.done())));
    let (giving_up, changing) = (RwSignal::new(None::<Status>), RwSignal::new(false));
    let after = move |answer: Answer<()>| match answer {
        Ok(()) => tell(reload),
        Err(problem) => toaster.show(problem.sentence()),
    };
    let gesture = Gesture::new();
    let win = move |_| {
        let value = shown.with_untracked(|profile| format::money(words, profile.value));
        let said = words.won_named(&name(), &value);
        spawn_local(async move {
            let answer = gesture.send_saying(said, &WinDeal { deal: id }).await;
            if answer.is_ok() {
                celebrate();
            }
            after(answer);
        });
    };
    let reopen = move |_| {
        let said = words.reopened_named(&name());
        spawn_local(async move { after(gesture.send_saying(said, &ReopenDeal { deal: id }).await) });
    };
    let duplicate = move |_| {
        let said = words.duplicated_named(&name());
        spawn_local(async move {
            match gesture.send_saying(said, &DuplicateDeal { deal: id }).await {
                Ok(copy) => navigate.with_value(|go| go(&format!("/deals/{copy}"), Default::default())),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let delete = move |_| {
        let said = words.deleted_named(&name());
        spawn_local(async move {
            match gesture.send_saying(said, &DeleteDeal { deal: id }).await {
                Ok(()) => navigate.with_value(|go| go("/", Default::default())),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    // Only those who may take others away from it (V2).
    let me = StoredValue::new(visitor().user);
    let keeps = move || {
        let keeps = |deal: &Profile| {
            me.with_value(|me| {
                me.as_ref().is_some_and(|me| require_keeper(me, deal.creator, deal.owner).is_ok())
            })
        };
        shown.with(keeps)
    };
    let lacks =
        move || missing.with(|missing| (!missing.is_empty()).then(|| words.lacks_some(missing.len())));
    let lacks_what = move || missing.with(|missing| missing.join(", "));
    view! {
        <div class="verbs">
            <details class="menu" name="menu">
                <summary class="icon-button" aria-label=words.more_verbs()><Icon name="more"/></summary>
                <div class="menu-body links">
                    <button type="button" on:click=duplicate>{words.duplicate()}</button>
                    <Show when=move || open.get()>
                        <button type="button" on:click=move |_| changing.set(true)>{words.other_process()}</button>
                        // Where they stand beside it on wider screens; on a phone away from a thumb that slips.
                        <button type="button" class="on-phone" on:click=win>{words.win()}</button>
                        <button type="button" class="on-phone" on:click=move |_| giving_up.set(Some(Status::Stale))>{words.go_stale()}</button>
                        <button type="button" class="on-phone" on:click=move |_| giving_up.set(Some(Status::Lost))>{words.lose()}</button>
                    </Show>
                    <Show when=keeps><button type="button" class="danger" on:click=delete>{words.delete_deal()}</button></Show>
                </div>
            </details>
            <Show
                when=move || open.get()
                fallback=move || view! { <button type="button" class="button" on:click=reopen>{words.reopen()}</button> }
            >
                <button type="button" class="button stale" on:click=move |_| giving_up.set(Some(Status::Stale))>{words.go_stale()}</button>
                <button type="button" class="button danger" on:click=move |_| giving_up.set(Some(Status::Lost))>{words.lose()}</button>
                <button type="button" class="button won" data-lacks=move || lacks().map(|_| "") title=lacks_what on:click=win>
                    <Icon name="check"/>
                    {words.win()}
                    <small>{lacks}</small>
                </button>
            </Show>
        </div>
        {move || giving_up.get().map(|outcome| view! {
            <CloseAs deal=id name=name() outcome on_close=Callback::new(move |()| giving_up.set(None)) on_done=reload/>
        })}
        <Show when=move || changing.get()>
            <ChangeProcess shown on_close=Callback::new(move |()| changing.set(false)) reload/>
        </Show>
    }
}

/// How a closed deal was closed.
#[component]
fn Closed(shown: RwSignal<Profile>) -> impl IntoView {
    let words = t();
    let line = move || {
        shown.with(|profile| {
            let closure = profile.closure.as_ref()?;
            let day = format::day(words, closure.on, profile.now.date());
            let mark = closure.afterwards.then(|| words.entered_afterwards().to_owned());
            let note = Some(closure.note.clone()).filter(|note| !note.is_empty());
            let status = Some(words.status_name(profile.status).to_owned());
            let parts = [status, Some(day), closure.reason.clone(), mark, note];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        })
    };
    let status = move || shown.with(|profile| profile.status.code());
    view! { {move || line().map(|line| view! { <p class="closed" data-status=status()>{line}</p> })} }
}
