//! The fields of a deal's form, the same in the dialog that adds one and on its page.

use crate::{
    client::{suggest_companies, suggest_persons},
    error::Problem,
    ui::{
        field::Field,
        suggest::{Suggest, Suggestion},
    },
    words::t,
};
use domain::{
    deal::DealForm,
    id::{CompanyId, PersonId, SourceId, UserId},
    refusal::Field as Name,
};
use leptos::prelude::*;

/// What the form holds while it is typed; each field its own signal, so that one keystroke touches one field.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub company: RwSignal<String>,
    pub company_id: RwSignal<Option<i64>>,
    pub person: RwSignal<String>,
    person_id: RwSignal<Option<i64>>,
    pub name: RwSignal<String>,
    pub source: RwSignal<Option<SourceId>>,
    pub expected_close: RwSignal<String>,
    pub value: RwSignal<String>,
    pub currency: RwSignal<String>,
    pub owner: RwSignal<UserId>,
    pub description: RwSignal<String>,
}

impl Draft {
    pub fn new(form: DealForm) -> Self {
        Draft {
            company: RwSignal::new(form.company),
            company_id: RwSignal::new(form.company_id.map(|id| id.0)),
            person: RwSignal::new(form.person),
            person_id: RwSignal::new(form.person_id.map(|id| id.0)),
            name: RwSignal::new(form.name),
            source: RwSignal::new(form.source),
            expected_close: RwSignal::new(form.expected_close),
            value: RwSignal::new(form.value),
            currency: RwSignal::new(form.currency),
            owner: RwSignal::new(form.owner),
            description: RwSignal::new(form.description),
        }
    }

    /// The form as it stands.
    pub fn form(self) -> DealForm {
        DealForm {
            company: self.company.get_untracked(),
            company_id: self.company_id.get_untracked().map(CompanyId),
            person: self.person.get_untracked(),
            person_id: self.person_id.get_untracked().map(PersonId),
            name: self.name.get_untracked(),
            source: self.source.get_untracked(),
            expected_close: self.expected_close.get_untracked(),
            value: self.value.get_untracked(),
            currency: self.currency.get_untracked(),
            owner: self.owner.get_untracked(),
            description: self.description.get_untracked(),
            language: Some(t().language),
        }
    }
}

/// A company, suggested from the second letter on. `ids` is what the ids of this form begin with: the form of a new deal
/// may stand over the page of another.
#[component]
pub(super) fn CompanyField(
    draft: Draft,
    #[prop(optional)] ids: &'static str,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    view! {
        <Field name=Name::Company label=t().company() problem>
            <Suggest id=format!("{ids}company") value=draft.company picked=draft.company_id ask=suggest_companies/>
        </Field>
    }
}

/// A person, suggested from the second letter on, who brings their company along.
#[component]
pub(super) fn PersonField(
    draft: Draft,
    #[prop(optional)] ids: &'static str,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let with_company = move |picked: Suggestion| {
        if let Some((id, name)) =
            picked.of.zip(picked.beside).filter(|_| draft.company.with_untracked(String::is_empty))
        {
            draft.company.set(name);
            draft.company_id.set(Some(id));
        }
    };
    view! {
        <Field name=Name::Person label=t().person() problem>
            <Suggest id=format!("{ids}person") value=draft.person picked=draft.person_id ask=suggest_persons on_pick=Callback::new(with_company)/>
        </Field>
    }
}

/// The currencies that are offered first; any other can be typed.
const CURRENCIES: [&str; 6] = ["PLN", "EUR", "USD", "GBP", "CHF", "CZK"];

/// The currency of the value.
#[component]
pub(super) fn CurrencyField(draft: Draft, #[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let chosen = draft.currency.get_untracked();
    let known = CURRENCIES.contains(&chosen.as_str());
    let options: Vec<String> =
        (!known).then(|| chosen.clone()).into_iter().chain(CURRENCIES.map(str::to_owned)).collect();
    view! {
        <Field name=Name::Currency label=t().currency() problem>
            <select name="currency" class="currency" on:change=move |event| draft.currency.set(event_target_value(&event))>
                {options.into_iter().map(|code| view! {
                    <option value=code.clone() selected=code == chosen>{code.clone()}</option>
                }).collect_view()}
            </select>
        </Field>
    }
}

/// Value and currency. The value of product lines is not typed.
#[component]
pub(super) fn ValueFields(
    draft: Draft,
    #[prop(into)] itemised: Signal<bool>,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let hint = move || itemised.get().then_some(words.sum_of_products());
    view! {
        <div class="field-row">
            <Field name=Name::Value label=words.value() problem>
                <input class="number" name="value" inputmode="decimal" autocomplete="off" readonly=itemised placeholder=hint title=hint bind:value=draft.value/>
            </Field>
            <CurrencyField draft problem/>
        </div>
    }
}

/// The choice of a source.
#[component]
pub(super) fn SourceSelect(draft: Draft, sources: Vec<(SourceId, String)>) -> impl IntoView {
    let words = t();
    view! {
        <select name="source" on:change=move |event| draft.source.set(event_target_value(&event).parse().ok())>
            <option value="">{words.no_source()}</option>
            {sources.into_iter().map(|(id, name)| {
                let chosen = draft.source.get_untracked() == Some(id);
                view! { <option value=id.to_string() selected=chosen>{name}</option> }
            }).collect_view()}
        </select>
    }
}
