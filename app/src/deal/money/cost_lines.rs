//! Costs of a deal while they are edited.

use super::lines::focus_when_fresh;
use crate::{
    error::Problem,
    ui::{
        date_field::DateField,
        field::{Field, at_line},
        icon::Icon,
    },
    words::t,
};
use chrono::NaiveDate;
use domain::{
    id::{CategoryId, CostId},
    line::CostForm,
    product::Category,
    refusal::Field as Name,
};
use leptos::{html::Select, prelude::*};

/// The costs of a form, each field its own signal.
#[derive(Clone, Copy)]
pub(super) struct CostsDraft(RwSignal<Vec<CostDraft>>);

#[derive(Clone, Copy)]
struct CostDraft {
    number: usize,
    id: Option<CostId>,
    category: RwSignal<Option<CategoryId>>,
    amount: RwSignal<String>,
    date: RwSignal<String>,
    note: RwSignal<String>,
}

impl CostsDraft {
    pub fn new(forms: Vec<CostForm>) -> Self {
        let draft = CostsDraft(RwSignal::new(vec![]));
        forms.into_iter().for_each(|form| draft.push(form));
        draft
    }

    /// The forms as they stand.
    pub fn forms(self) -> Vec<CostForm> {
        let form = |cost: CostDraft| CostForm {
            id: cost.id,
            category: cost.category.get_untracked(),
            amount: cost.amount.get_untracked(),
            date: cost.date.get_untracked(),
            note: cost.note.get_untracked(),
        };
        self.0.get_untracked().into_iter().map(form).collect()
    }

    fn push(self, form: CostForm) {
        self.0.update(|costs| {
            costs.push(CostDraft {
                number: costs.iter().map(|cost| cost.number + 1).max().unwrap_or(0),
                id: form.id,
                category: RwSignal::new(form.category),
                amount: RwSignal::new(form.amount),
                date: RwSignal::new(form.date),
                note: RwSignal::new(form.note),
            });
        });
    }

    fn index(self, number: usize) -> usize {
        self.0.with(|costs| costs.iter().position(|cost| cost.number == number).unwrap_or(0))
    }
}

#[component]
pub(super) fn CostsEditor(
    draft: CostsDraft,
    categories: Vec<Category>,
    /// What the date of a new cost begins with.
    date: String,
    today: NaiveDate,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let none = categories.is_empty();
    let categories = StoredValue::new(categories);
    let add = move |_| {
        let category = categories.with_value(|all| match all.as_slice() {
            [only] => Some(only.id),
            _ => None,
        });
        draft.push(CostForm {
            id: None,
            category,
            amount: String::new(),
            date: date.clone(),
            note: String::new(),
        });
    };
    view! {
        <div class="lines costs">
            {none.then(|| view! { <p class="lead">{words.no_categories()}</p> })}
            <For each=move || draft.0.get() key=|cost| cost.number let:cost>
                {
                    let problem = at_line(problem, Signal::derive(move || draft.index(cost.number)));
                    view! { <Row draft cost categories today problem/> }.into_any()
                }
            </For>
            <p class="lines-foot">
                <button type="button" class="button" disabled=none on:click=add>
                    <Icon name="plus"/>{words.add_cost()}
                </button>
            </p>
        </div>
    }
}

#[component]
fn Row(
    draft: CostsDraft,
    cost: CostDraft,
    categories: StoredValue<Vec<Category>>,
    today: NaiveDate,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let options = categories.with_value(|all| {
        let option = |category: &Category| {
            let chosen = cost.category.get_untracked() == Some(category.id);
            view! { <option value=category.id.to_string() selected=chosen>{category.name.to_string()}</option> }
        };
        all.iter().map(option).collect_view()
    });
    let choose = move |event| cost.category.set(event_target_value(&event).parse().ok());
    let remove = move |_| draft.0.update(|costs| costs.retain(|other| other.number != cost.number));
    let first = NodeRef::<Select>::new();
    focus_when_fresh(first, cost.number == 0 || cost.id.is_none());
    view! {
        <div class="line" role="group" aria-label=words.cost()>
            <Field name=Name::Category label=words.category() problem>
                <select node_ref=first on:change=choose>
                    <option value="">{words.choose_category()}</option>
                    {options}
                </select>
            </Field>
            <Field name=Name::Note label=words.note() problem>
                <input autocomplete="off" bind:value=cost.note/>
            </Field>
            <Field name=Name::Date label=words.date() problem>
                <DateField name="date" label=words.date() value=cost.date today/>
            </Field>
            <Field name=Name::Amount label=words.amount() problem>
                <input class="number" inputmode="decimal" autocomplete="off" bind:value=cost.amount/>
            </Field>
            <button type="button" class="icon-button" aria-label=words.remove() on:click=remove>
                <Icon name="close"/>
            </button>
        </div>
    }
}
