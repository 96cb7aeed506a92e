//! The page of a deal (D4): what it is worth, what to do, where it stands.

use super::{
    api,
    fields::{ClientFields, Draft, PeopleFields, ValueFields},
};
use crate::{
    error::Answer,
    first::{First, answered},
    tasks::Tasks,
    ui::{
        clock,
        dot::DotMark,
        field::{Field, FormRefusal},
        sorry::Sorry,
        toast::toasts,
    },
    words::{format, t},
};
use domain::{
    deal::DealForm,
    id::DealId,
    people::Language,
    profile::Profile,
    refusal::{Field as Name, Refusal},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use wasm_bindgen::JsCast;

#[component]
pub fn DealPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<DealId>().ok()));
    let deal = answered(id, begun, |id| Box::pin(read(id)));
    move || {
        deal.with(|answer| match answer {
            None => ().into_any(),
            Some(Ok(profile)) => view! { <Deal profile=profile.clone()/> }.into_any(),
            Some(Err(problem)) => view! { <Sorry problem=problem.clone()/> }.into_any(),
        })
    }
}

fn begun(first: First) -> Option<Answer<Profile>> {
    match first {
        First::Deal(answer) => Some(*answer),
        _ => None,
    }
}

async fn read(id: Option<DealId>) -> Answer<Profile> {
    api::read_deal(id.ok_or(Refusal::NotFound)?).await
}

/// The page. What is read anew changes what is shown; what is being typed stays.
#[component]
fn Deal(profile: Profile) -> impl IntoView {
    let words = t();
    let id = profile.id;
    let shown = RwSignal::new(profile.clone());
    let corner = toasts();
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            match api::read_deal(id).await {
                Ok(profile) => drop(shown.try_set(profile)),
                Err(problem) => corner.say(problem.sentence()),
            }
        });
    });
    let title = move || shown.with(|profile| profile.name.to_string());
    let now = RwSignal::new(profile.now);
    clock::keep_going(now);
    Effect::watch(move || shown.with(|profile| profile.now), move |read, _, _| now.set(*read), false);
    let state = Memo::new(move |_| shown.with(|profile| profile.standing(now.get())));
    let board = format!("/board/{}", profile.process.id);
    let (process, details) = (profile.process.name.to_string(), profile.clone());
    view! {
        <Title text=title/>
        <div class="deal" data-deal=id.to_string()>
            <header class="deal-head">
                <p class="crumbs"><a href=board>{process}</a></p>
                <h1>
                    <DotMark dot=Signal::derive(move || state.get().dot)/>
                    <span>{title}</span>
                    <span class="deal-value">{move || shown.with(|profile| format::money(words, profile.value))}</span>
                </h1>
                <p class="deal-standing" data-dot=move || state.get().dot.code()>
                    {move || format::standing_in_full(words, state.get(), now.get())}
                </p>
            </header>
            <div class="deal-main">
                {view! { <Tasks shown reload/> }.into_any()}
                {view! { <Details profile=details reload/> }.into_any()}
            </div>
            <Progress profile/>
        </div>
    }
}

/// Where the deal stands in its process, at the right of its page.
#[component]
fn Progress(profile: Profile) -> impl IntoView {
    let words = t();
    let days = (profile.now.date() - profile.since).num_days().max(0);
    let current = profile.stage;
    view! {
        <aside class="panel deal-progress" aria-label=words.stages>
            <h2>{profile.process.name.to_string()}</h2>
            <p class="lead">{words.status}" "<strong>{words.status_name(profile.status)}</strong></p>
            <ol class="stages">
                {profile.process.stages.into_iter().map(|stage| {
                    let here = stage.id == current;
                    view! {
                        <li aria-current=here.then_some("step")>
                            {stage.name.to_string()}
                            {here.then(|| view! { <small>{words.current_stage}" · "{(words.days)(days)}</small> })}
                        </li>
                    }
                }).collect_view()}
            </ol>
        </aside>
    }
}

#[component]
fn Details(profile: Profile, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let draft = Draft::new(form_of(&profile));
    let id = profile.id;
    // The version that was seen when the form was filled: not that of a later reading, which nobody looked at.
    let version = StoredValue::new(profile.version);
    let save = Action::new(move |_: &()| api::save_deal(id, version.get_value(), draft.form()));
    let problem = Signal::derive(move || save.value().get().and_then(|answer: Answer<()>| answer.err()));
    let corner = toasts();
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            version.update_value(|version| *version += 1);
            corner.say(words.saved);
            reload.run(());
        }
    });
    Effect::new(|_| focus_what_the_address_names());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form class="panel" on:submit=submit>
            <h2>{words.details}</h2>
            <Field name=Name::Name label=words.name problem>
                <input name="name" autocomplete="off" bind:value=draft.name/>
            </Field>
            <ClientFields draft problem/>
            <ValueFields draft problem/>
            <PeopleFields draft people=profile.people sources=profile.sources problem/>
            <Field name=Name::Description label=words.description problem>
                <textarea name="description" rows="3" bind:value=draft.description></textarea>
            </Field>
            <FormRefusal problem/>
            <button class="button filled" disabled=move || save.pending().get()>{words.save}</button>
        </form>
    }
}

/// A card without a contact person leads to `#person`.
fn focus_what_the_address_names() {
    let name = window().location().hash().unwrap_or_default();
    let field = document().get_element_by_id(name.trim_start_matches('#'));
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

fn form_of(profile: &Profile) -> DealForm {
    let plain = profile.value.plain();
    DealForm {
        company: profile.client.company.clone().unwrap_or_default(),
        person: profile.client.person.clone().unwrap_or_default(),
        name: profile.name.to_string(),
        source: profile.source,
        expected_close: profile.expected_close.map(|day| day.to_string()).unwrap_or_default(),
        value: if t().language == Language::Pl { plain.replace('.', ",") } else { plain },
        currency: profile.value.currency.code().into(),
        owner: profile.owner,
        description: profile.description.as_str().into(),
    }
}
