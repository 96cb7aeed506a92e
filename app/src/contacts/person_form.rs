//! What is known of a person, as a form (K1).

use crate::{
    client::{Gesture, ask, suggest_companies},
    error::Answer,
    ui::{dialog::FormDialog, field::Field, suggest::Suggest, theirs::Theirs},
    words::t,
};
use command::contact::{ReadPerson, SavePerson};
use domain::{
    contact::PersonForm,
    id::{CompanyId, PersonId},
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

/// The dialog that adds a person, or edits the one who was seen in this version. A new one is shown when they are there,
/// unless something else is done then.
#[component]
pub(super) fn PersonDialog(
    known: Option<(PersonId, i64)>,
    form: PersonForm,
    on_close: Callback<()>,
    #[prop(optional)] on_saved: Option<Callback<()>>,
) -> impl IntoView {
    let (words, navigate, gesture) = (t(), StoredValue::new_local(use_navigate()), Gesture::new());
    let (first_name, last_name) = (RwSignal::new(form.first_name), RwSignal::new(form.last_name));
    let (company, company_id) =
        (RwSignal::new(form.company), RwSignal::new(form.company_id.map(|id: CompanyId| id.0)));
    let (phones, emails) = (RwSignal::new(form.phones), RwSignal::new(form.emails));
    let (person, version) = known.unzip();
    let version = RwSignal::new(version.unwrap_or(0));
    let save = Action::new(move |_: &()| {
        let form = PersonForm {
            first_name: first_name.get_untracked(),
            last_name: last_name.get_untracked(),
            company: company.get_untracked(),
            company_id: company_id.get_untracked().map(CompanyId),
            phones: phones.get_untracked(),
            emails: emails.get_untracked(),
        };
        let name = format!("{} {}", form.first_name.trim(), form.last_name.trim());
        let saved = SavePerson { person, version: version.get_untracked(), form };
        async move { gesture.send_saying(words.saved_named(name.trim()), &saved).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        let Some(Ok(id)) = save.value().get() else { return };
        on_close.run(());
        match (on_saved, person) {
            (Some(on_saved), _) => on_saved.run(()),
            (None, None) => navigate.with_value(|go| go(&format!("/persons/{id}"), Default::default())),
            (None, Some(_)) => {}
        }
    });
    let take = Callback::new(move |()| {
        let Some(person) = person else { return };
        spawn_local(async move {
            if let Ok(page) = ask(&ReadPerson { person }).await {
                let form = PersonForm::of(&page.details);
                first_name.set(form.first_name);
                last_name.set(form.last_name);
                company.set(form.company);
                company_id.set(form.company_id.map(|id| id.0));
                phones.set(form.phones);
                emails.set(form.emails);
                version.set(page.version);
                save.value().set(None);
            }
        });
    });
    let title = if known.is_some() { words.edit_person() } else { words.new_person() };
    view! {
        <FormDialog
            title submit=if known.is_some() { words.save() } else { words.add() } on_submit=Callback::new(move |()| { save.dispatch(()); })
            on_close problem pending=save.pending()
        >
            <div class="field-row">
                <Field name=Name::FirstName label=words.first_name() problem>
                    <input autocomplete="off" bind:value=first_name/>
                </Field>
                <Field name=Name::LastName label=words.last_name() problem>
                    <input autocomplete="off" bind:value=last_name/>
                </Field>
            </div>
            <Field name=Name::Company label=words.company() problem>
                <Suggest id="person-company" value=company picked=company_id ask=suggest_companies/>
            </Field>
            <Field name=Name::Phone label=words.phones() hint=words.several_hint() problem>
                <input type="tel" autocomplete="off" bind:value=phones/>
            </Field>
            <Field name=Name::Email label=words.emails() hint=words.several_hint() problem>
                <input autocomplete="off" inputmode="email" bind:value=emails/>
            </Field>
            <Theirs problem take/>
        </FormDialog>
    }
}
