//! Settings → Deals → Costs: whether they are counted, and their categories (M4).

use super::Settings;
use crate::{
    client::{Gesture, ask},
    error::Answer,
    first::asked,
    ui::{
        error_page::ErrorPage,
        field::{Field, at_line, outside},
        icon::Icon,
        toast::toasts,
    },
    words::t,
};
use command::settings::{ReadCostSettings, SaveCostSettings};
use domain::{
    id::CategoryId,
    product::{Category, CategoryForm, CostSettings},
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub fn CostsPage() -> impl IntoView {
    let settings = asked(ReadCostSettings {});
    let page = move || {
        settings.with(|answer| match answer {
            None => ().into_any(),
            Some(Ok(now)) => view! { <Form now=now.clone() settings/> }.into_any(),
            Some(Err(problem)) => view! { <ErrorPage problem=problem.clone()/> }.into_any(),
        })
    };
    view! { <Settings title=t().costs()>{page}</Settings> }
}

/// A line of the list while it is edited.
#[derive(Clone, Copy)]
struct Line {
    number: usize,
    id: Option<CategoryId>,
    name: RwSignal<String>,
}

#[component]
fn Form(now: CostSettings, settings: RwSignal<Option<Answer<CostSettings>>>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let counted = RwSignal::new(now.costs);
    let begun = StoredValue::new(now.categories.iter().map(|category| category.id).collect::<Vec<_>>());
    let line = |(number, category): (usize, Category)| Line {
        number,
        id: Some(category.id),
        name: RwSignal::new(category.name.to_string()),
    };
    let lines = RwSignal::new(now.categories.into_iter().enumerate().map(line).collect::<Vec<_>>());
    let add = move |_| {
        lines.update(|lines| {
            let number = lines.iter().map(|line| line.number + 1).max().unwrap_or(0);
            lines.push(Line { number, id: None, name: RwSignal::new(String::new()) });
        });
    };
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let form = |line: &Line| CategoryForm { id: line.id, name: line.name.get_untracked() };
        let forms: Vec<_> = lines.with_untracked(|lines| lines.iter().map(form).collect());
        let gone = |id: &CategoryId| !forms.iter().any(|form| form.id == Some(*id));
        let deleted = begun.with_value(|begun| begun.iter().copied().filter(gone).collect());
        async move {
            let costs = counted.get_untracked();
            gesture.send(&SaveCostSettings { categories: forms, deleted, costs }).await?;
            ask(&ReadCostSettings {}).await
        }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if let Some(Ok(saved)) = save.value().get() {
            toaster.show(words.saved());
            // New categories have their numbers now.
            settings.set(Some(Ok(saved)));
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let row = move |line: Line| {
        let index = Signal::derive(move || {
            lines.with(|lines| lines.iter().position(|other| other.number == line.number).unwrap_or(0))
        });
        let remove = move |_| lines.update(|lines| lines.retain(|other| other.number != line.number));
        let delete = move || words.delete_category(&line.name.get());
        view! {
            <li>
                <Field name=Name::Category label=words.category() problem=at_line(problem, index)>
                    <input autocomplete="off" aria-label=words.category() bind:value=line.name/>
                </Field>
                <button type="button" class="icon-button" aria-label=delete on:click=remove><Icon name="close"/></button>
            </li>
        }
    };
    view! {
        <form class="panel reasons" on:submit=submit>
            <p class="lead">{words.costs_lead()}</p>
            <label class="check"><input type="checkbox" role="switch" bind:checked=counted/>{words.count_costs()}</label>
            <ul class="categories">
                <For each=move || lines.get() key=|line| line.number let:line>{row(line)}</For>
            </ul>
            <button type="button" class="button" on:click=add><Icon name="plus"/>{words.add_category()}</button>
            <p class="form-refusal" role="alert">{outside(problem)}</p>
            <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
        </form>
    }
}
