//! The head of a deal's page: its name, its facts, and what can be done with the whole of it.

use super::{change_process::ChangeProcess, close_as::CloseAs};
use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    ui::{dot::DotMark, toast::toasts},
    words::t,
};
use chrono::NaiveDateTime;
use command::deal::{DuplicateDeal, ReopenDeal, WinDeal};
use domain::{deal::Status, profile::Profile};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use words::format;

#[component]
pub(super) fn Head(
    shown: RwSignal<Profile>,
    now: RwSignal<NaiveDateTime>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let state = Memo::new(move |_| shown.with(|profile| profile.standing(now.get())));
    let process = move || shown.with(|profile| profile.process.name.to_string());
    let board = move || shown.with(|profile| format!("/board/{}", profile.process.id));
    view! {
        <header class="deal-head">
            <p class="crumbs"><a href=board>{process}</a></p>
            <div class="deal-title">
                <h1>
                    <DotMark dot=Signal::derive(move || state.get().dot)/>
                    <span>{move || shown.with(|profile| profile.name.to_string())}</span>
                </h1>
                {view! { <Verbs shown reload/> }.into_any()}
            </div>
            <Closed shown/>
            <Facts shown now/>
            <p class="deal-standing" data-dot=move || state.get().dot.code()>
                {move || format::standing_in_full(words, state.get(), now.get())}
            </p>
        </header>
    }
}

/// Won, lost, stale and the rest; on a closed deal, to open it again.
#[component]
fn Verbs(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster, navigate) = (t(), toasts(), StoredValue::new(use_navigate()));
    let id = shown.with_untracked(|profile| profile.id);
    let open = Memo::new(move |_| shown.with(|profile| profile.status == Status::Open));
    let (giving_up, changing) = (RwSignal::new(None::<Status>), RwSignal::new(false));
    let after = move |answer: Answer<()>| match answer {
        Ok(()) => reload.run(()),
        Err(problem) => toaster.show(problem.sentence()),
    };
    let gesture = Gesture::new();
    let win = move |_| spawn_local(async move { after(gesture.send(&WinDeal { deal: id }).await) });
    let reopen = move |_| spawn_local(async move { after(gesture.send(&ReopenDeal { deal: id }).await) });
    let duplicate = move |_| {
        spawn_local(async move {
            match gesture.send(&DuplicateDeal { deal: id }).await {
                Ok(copy) => navigate.with_value(|go| go(&format!("/deals/{copy}"), Default::default())),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    view! {
        <div class="verbs">
            <details class="menu" name="menu">
                <summary class="button">{words.more_verbs()}</summary>
                <div class="menu-body">
                    <button type="button" class="button" on:click=duplicate>{words.duplicate()}</button>
                    <Show when=move || open.get()>
                        <button type="button" class="button" on:click=move |_| changing.set(true)>{words.other_process()}</button>
                        <button type="button" class="button" on:click=move |_| giving_up.set(Some(Status::Stale))>{words.go_stale()}</button>
                    </Show>
                </div>
            </details>
            <Show
                when=move || open.get()
                fallback=move || view! { <button type="button" class="button" on:click=reopen>{words.reopen()}</button> }
            >
                <button type="button" class="button" on:click=move |_| giving_up.set(Some(Status::Lost))>{words.lose()}</button>
                <button type="button" class="button won" on:click=win>{words.win()}</button>
            </Show>
        </div>
        {move || giving_up.get().map(|outcome| view! {
            <CloseAs deal=id outcome on_close=Callback::new(move |()| giving_up.set(None)) on_done=reload/>
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

#[component]
fn Facts(shown: RwSignal<Profile>, now: RwSignal<NaiveDateTime>) -> impl IntoView {
    let words = t();
    let facts = move || {
        shown.with(|profile| {
            let owner = profile.people.iter().find(|person| person.id == profile.owner);
            let source = profile.sources.iter().find(|(id, _)| Some(*id) == profile.source);
            let today = now.get().date();
            let days = (today - profile.since).num_days().max(0);
            [
                (words.value(), Some(format::money(words, profile.value))),
                (words.company(), profile.client.company_name().map(str::to_owned)),
                (words.person(), profile.client.person_name().map(str::to_owned)),
                (words.owner(), owner.map(|owner| owner.name.clone())),
                (words.expected_close(), profile.expected_close.map(|day| format::day(words, day, today))),
                (words.source(), source.map(|(_, name)| name.clone())),
                (words.days_in_stage(), Some(words.days(days))),
            ]
        })
    };
    let fact = |(label, text): (&'static str, Option<String>)| {
        text.map(|text| view! { <div><dt>{label}</dt><dd>{text}</dd></div> })
    };
    view! { <dl class="facts">{move || facts().map(fact).collect_view()}</dl> }
}
