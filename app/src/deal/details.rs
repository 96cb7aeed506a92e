//! The fields of a deal, to be edited.

use super::fields::{ClientFields, Draft, PeopleFields, ValueFields};
use crate::{
    client::Gesture,
    error::Answer,
    ui::{
        field::{Field, FormRefusal},
        toast::toasts,
    },
    words::t,
};
use command::deal::SaveDeal;
use domain::{deal::DealForm, profile::Profile, refusal::Field as Name};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

#[component]
pub(super) fn Details(
    shown: RwSignal<Profile>,
    seen: StoredValue<i64>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let profile = shown.get_untracked();
    let draft = Draft::new(form_of(&profile));
    let id = profile.id;
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let saved = SaveDeal { deal: id, version: seen.get_value(), form: draft.form() };
        async move { gesture.send(&saved).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(|answer: Answer<()>| answer.err()));
    let toaster = toasts();
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            seen.update_value(|version| *version += 1);
            toaster.show(words.saved());
            reload.run(());
        }
    });
    let itemised = Signal::derive(move || shown.with(|profile| profile.ledger.is_itemised()));
    // The value follows the product lines, which are edited elsewhere on the page.
    let value = Memo::new(move |_| shown.with(|profile| (profile.value, profile.ledger.is_itemised())));
    Effect::watch(
        move || value.get(),
        move |(value, itemised), before, _| {
            // A value that is typed stays as it is being typed.
            if *itemised || before.is_some_and(|(_, itemised)| *itemised) {
                draft.value.set(value.typed(&words.notation));
            }
        },
        false,
    );
    Effect::new(|_| focus_what_the_address_names());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <details class="panel" id="details">
            <summary><h2>{words.edit_details()}</h2></summary>
            <form on:submit=submit>
            <Field name=Name::Name label=words.name() problem>
                <input name="name" autocomplete="off" bind:value=draft.name/>
            </Field>
            <ClientFields draft problem/>
            <ValueFields draft itemised problem/>
            <PeopleFields draft people=profile.people sources=profile.sources problem/>
            <Field name=Name::Description label=words.description() problem>
                <textarea name="description" rows="3" bind:value=draft.description></textarea>
            </Field>
            <FormRefusal problem/>
            <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </form>
        </details>
    }
}

/// A card without a contact person leads to `#person`.
fn focus_what_the_address_names() {
    let name = window().location().hash().unwrap_or_default();
    let field = document().get_element_by_id(name.trim_start_matches('#'));
    if field.is_some()
        && let Some(details) = document().get_element_by_id("details")
    {
        let _ = details.set_attribute("open", "");
    }
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

fn form_of(profile: &Profile) -> DealForm {
    DealForm {
        company: profile.client.company_name().unwrap_or_default().to_owned(),
        company_id: profile.client.company.as_ref().map(|company| company.id),
        person: profile.client.person_name().unwrap_or_default().to_owned(),
        person_id: profile.client.person.as_ref().map(|person| person.id),
        name: profile.name.to_string(),
        source: profile.source,
        expected_close: profile.expected_close.map(|day| day.to_string()).unwrap_or_default(),
        value: profile.value.typed(&t().notation),
        currency: profile.value.currency.code().into(),
        owner: profile.owner,
        description: profile.description.as_str().into(),
        language: None,
    }
}
