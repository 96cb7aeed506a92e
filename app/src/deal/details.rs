//! The fields of a deal, to be edited.

use super::{
    api,
    fields::{ClientFields, Draft, PeopleFields, ValueFields},
};
use crate::{
    error::Answer,
    ui::{
        field::{Field, FormRefusal},
        toast::toasts,
    },
    words::t,
};
use domain::{deal::DealForm, people::Language, profile::Profile, refusal::Field as Name};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen::JsCast;

#[component]
pub(super) fn Details(profile: Profile, reload: Callback<()>) -> impl IntoView {
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
        <details class="panel" id="details">
            <summary><h2>{words.work.edit_details}</h2></summary>
            <form on:submit=submit>
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
