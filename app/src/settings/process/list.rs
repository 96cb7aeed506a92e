//! Settings → Deals → Processes: those there are, and new ones (P2, P7).

use super::super::Settings;
use crate::{
    client::Gesture,
    initial_data::use_query,
    ui::{
        field::{Field, FormRefusal},
        loaded,
    },
    words::t,
};
use command::process::{AddProcess, ReadProcesses};
use domain::{
    id::ProcessId,
    process::{Process, ProcessForm},
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;

#[component]
pub fn ProcessesPage() -> impl IntoView {
    let processes = use_query(|| Ok(ReadProcesses {}));
    let page = loaded::page(processes, |processes| view! { <List processes/> }.into_any());
    view! { <Settings title=t().processes()>{page}</Settings> }
}

#[component]
fn List(processes: Vec<Process>) -> impl IntoView {
    let words = t();
    let row = |process: &Process| {
        let weight: u32 = process.actions().map(|(_, action)| action.weight).sum();
        let summary = words.summary(
            &words.stages_count(process.stages.len()),
            &words.actions_count(process.actions().count()),
            weight,
        );
        let marks = [
            process.default.then_some(words.default_process()),
            (!process.active).then_some(words.inactive()),
            process.guarded.then_some(words.guarded()),
        ];
        view! {
            <li>
                <a href=format!("/settings/deals/processes/{}", process.id)>{process.name.to_string()}</a>
                {marks.into_iter().flatten().map(|mark| view! { <span class="tag">{mark}</span> }).collect_view()}
                <small>{summary}</small>
            </li>
        }
    };
    view! {
        <ul class="panel rows">{processes.iter().map(row).collect_view()}</ul>
        <NewProcess processes/>
    }
}

/// A new process: empty, from the template, or as a copy.
#[component]
fn NewProcess(processes: Vec<Process>) -> impl IntoView {
    let (words, navigate) = (t(), use_navigate());
    let (name, from) = (RwSignal::new(String::new()), RwSignal::new(String::from("template")));
    let names: Vec<(ProcessId, String)> =
        processes.iter().map(|process| (process.id, process.name.to_string())).collect();
    let processes = StoredValue::new(processes);
    let begin = move || -> ProcessForm {
        let copied = |id: ProcessId| {
            processes.with_value(|all| {
                all.iter().find(|process| process.id == id).map(|p| ProcessForm::of(p).copied())
            })
        };
        let from = from.get_untracked();
        let copy = from.parse().ok().and_then(copied);
        copy.unwrap_or_else(|| match from.as_str() {
            "empty" => ProcessForm::plain("", &[words.stage()]),
            _ => words.template(),
        })
    };
    let gesture = Gesture::new();
    let create = Action::new(move |_: &()| {
        let form = ProcessForm { name: name.get_untracked(), ..begin() };
        async move { gesture.send(&AddProcess { form }).await }
    });
    let problem = Signal::derive(move || create.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if let Some(Ok(id)) = create.value().get() {
            navigate(&format!("/settings/deals/processes/{id}"), Default::default());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        create.dispatch(());
    };
    view! {
        <form class="panel new-process" on:submit=submit>
            <h2>{words.new_process()}</h2>
            <div class="field-row">
                <Field name=Name::Name label=words.name() problem>
                    <input name="name" autocomplete="off" bind:value=name/>
                </Field>
                <label class="field">
                    <span class="field-label">{words.begin_with()}</span>
                    <select on:change=move |event| from.set(event_target_value(&event))>
                        <option value="template">{words.from_template()}</option>
                        <option value="empty">{words.from_empty()}</option>
                        {names.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{words.copy_of(&name)}</option> }).collect_view()}
                    </select>
                </label>
                <button class="button filled" disabled=move || create.pending().get()>{words.create()}</button>
            </div>
            <FormRefusal problem/>
        </form>
    }
}
