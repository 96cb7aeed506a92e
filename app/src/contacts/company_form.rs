//! What is known of a company, as a form (K1).

use crate::{
    client::{Gesture, ask},
    error::Answer,
    ui::{dialog::FormDialog, field::Field, theirs::Theirs},
    words::t,
};
use command::contact::{ReadCompany, SaveCompany};
use domain::{
    contact::{CompanyForm, TaxNumber},
    id::CompanyId,
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;

/// The fields of a company.
#[derive(Clone, Copy)]
pub(super) struct CompanyDraft {
    name: RwSignal<String>,
    tax_number: RwSignal<String>,
    doubtful: RwSignal<bool>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    website: RwSignal<String>,
    address: RwSignal<String>,
    postal_code: RwSignal<String>,
    city: RwSignal<String>,
}

impl CompanyDraft {
    fn new(form: CompanyForm) -> Self {
        CompanyDraft {
            name: RwSignal::new(form.name),
            tax_number: RwSignal::new(form.tax_number),
            doubtful: RwSignal::new(form.doubtful),
            phone: RwSignal::new(form.phone),
            email: RwSignal::new(form.email),
            website: RwSignal::new(form.website),
            address: RwSignal::new(form.address),
            postal_code: RwSignal::new(form.postal_code),
            city: RwSignal::new(form.city),
        }
    }

    fn fill(self, form: CompanyForm) {
        self.name.set(form.name);
        self.tax_number.set(form.tax_number);
        self.doubtful.set(form.doubtful);
        self.phone.set(form.phone);
        self.email.set(form.email);
        self.website.set(form.website);
        self.address.set(form.address);
        self.postal_code.set(form.postal_code);
        self.city.set(form.city);
    }

    fn form(self) -> CompanyForm {
        CompanyForm {
            name: self.name.get_untracked(),
            tax_number: self.tax_number.get_untracked(),
            doubtful: self.doubtful.get_untracked(),
            phone: self.phone.get_untracked(),
            email: self.email.get_untracked(),
            website: self.website.get_untracked(),
            address: self.address.get_untracked(),
            postal_code: self.postal_code.get_untracked(),
            city: self.city.get_untracked(),
        }
    }
}

/// The dialog that adds a company, or edits the one that was seen in this version. A new one is shown when it is there.
#[component]
pub(super) fn CompanyDialog(
    known: Option<(CompanyId, i64)>,
    form: CompanyForm,
    on_close: Callback<()>,
    #[prop(optional)] on_saved: Option<Callback<()>>,
) -> impl IntoView {
    let (words, navigate, gesture) = (t(), StoredValue::new_local(use_navigate()), Gesture::new());
    let draft = CompanyDraft::new(form);
    let (company, version) = known.unzip();
    let version = RwSignal::new(version.unwrap_or(0));
    let save = Action::new(move |_: &()| {
        let (name, form) = (draft.name.get_untracked(), draft.form());
        let saved = SaveCompany { company, version: version.get_untracked(), form };
        async move { gesture.send_saying(words.saved_named(name.trim()), &saved).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        let Some(Ok(id)) = save.value().get() else { return };
        on_close.run(());
        match (on_saved, company) {
            (Some(on_saved), _) => on_saved.run(()),
            (None, None) => navigate.with_value(|go| go(&format!("/companies/{id}"), Default::default())),
            (None, Some(_)) => {}
        }
    });
    let is_doubtful = Memo::new(move |_| {
        let number = draft.tax_number.with(|typed| TaxNumber::parse(typed)).ok().flatten();
        number.as_ref().and_then(TaxNumber::fits) == Some(false)
    });
    let take = Callback::new(move |()| {
        let Some(company) = company else { return };
        spawn_local(async move {
            if let Ok(page) = ask(&ReadCompany { company }).await {
                draft.fill(CompanyForm::of(&page.details));
                version.set(page.version);
                save.value().set(None);
            }
        });
    });
    let title = if known.is_some() { words.edit_company() } else { words.new_company() };
    let field = move |name: Name, label: &'static str, value: RwSignal<String>, kind: &'static str| {
        view! { <Field name label problem><input type=kind autocomplete="off" bind:value=value/></Field> }
            .into_any()
    };
    view! {
        <FormDialog
            title submit=if known.is_some() { words.save() } else { words.add() } on_submit=Callback::new(move |()| { save.dispatch(()); })
            on_close problem pending=save.pending()
        >
            {field(Name::Name, words.name(), draft.name, "text")}
            <div class="field-row">
                {field(Name::TaxNumber, words.tax_number(), draft.tax_number, "text")}
                {field(Name::City, words.city(), draft.city, "text")}
            </div>
            <Show when=move || is_doubtful.get()>
                <label class="check"><input type="checkbox" bind:checked=draft.doubtful/>" "{words.number_is_right()}</label>
            </Show>
            <div class="field-row">
                {field(Name::Phone, words.phone(), draft.phone, "tel")}
                {field(Name::Email, words.email(), draft.email, "email")}
            </div>
            {field(Name::Website, words.website(), draft.website, "text")}
            <div class="field-row">
                {field(Name::Address, words.address(), draft.address, "text")}
                {field(Name::PostalCode, words.postal_code(), draft.postal_code, "text")}
            </div>
            <Theirs problem take/>
        </FormDialog>
    }
}
