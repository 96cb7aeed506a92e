//! Settings → Deals → Closing reasons: the list that is offered when deals are closed (W2).

use super::Settings;
use crate::{
    client::Gesture,
    error::Sentence,
    first::asked,
    ui::{error_page::ErrorPage, field::FormRefusal, icon::Icon, toast::toasts},
    words::t,
};
use command::settings::{ReadReasons, SaveReasons};
use domain::reason::{ReasonForm, Reasons};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub fn ReasonsPage() -> impl IntoView {
    let reasons = asked(ReadReasons {});
    let page = move || {
        reasons.with(|reasons| match reasons {
            None => ().into_any(),
            Some(Ok(reasons)) => view! { <Form reasons=reasons.clone()/> }.into_any(),
            Some(Err(problem)) => view! { <ErrorPage problem=problem.clone()/> }.into_any(),
        })
    };
    view! { <Settings title=t().reasons()>{page}</Settings> }
}

/// A line of the list while it is edited.
#[derive(Clone, Copy)]
struct Line {
    number: usize,
    id: Option<domain::id::ReasonId>,
    name: RwSignal<String>,
    active: RwSignal<bool>,
}

#[component]
fn Form(reasons: Reasons) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let required = RwSignal::new(reasons.required);
    let line = |(number, form): (usize, ReasonForm)| Line {
        number,
        id: form.id,
        name: RwSignal::new(form.name),
        active: RwSignal::new(form.active),
    };
    let forms = reasons.list.into_iter().map(|r| ReasonForm {
        id: Some(r.id),
        name: r.name.to_string(),
        active: r.active,
    });
    let lines = RwSignal::new(forms.enumerate().map(line).collect::<Vec<_>>());
    let add = move |_| {
        let number =
            lines.with_untracked(|lines| lines.iter().map(|line| line.number + 1).max().unwrap_or(0));
        let form = ReasonForm { id: None, name: String::new(), active: true };
        lines.update(|lines| lines.push(line((number, form))));
    };
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let form = |line: &Line| ReasonForm {
            id: line.id,
            name: line.name.get_untracked(),
            active: line.active.get_untracked(),
        };
        let reasons = lines.with_untracked(|lines| lines.iter().map(form).collect());
        let saved = SaveReasons { reasons, required: required.get_untracked() };
        async move { gesture.send(&saved).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            toaster.show(words.saved());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let said =
        move || problem.get().filter(|problem| problem.field().is_some()).map(|problem| problem.sentence());
    view! {
        <form class="panel reasons" on:submit=submit>
            <p class="lead">{words.reasons_hint()}</p>
            <ul>
                <For each=move || lines.get() key=|line| line.number let:line>
                    <li>
                        <input aria-label=words.reason() bind:value=line.name/>
                        <label class="check"><input type="checkbox" bind:checked=line.active/>{words.offered()}</label>
                    </li>
                </For>
            </ul>
            <button type="button" class="button" on:click=add><Icon name="plus"/>{words.add_reason()}</button>
            <label class="check"><input type="checkbox" bind:checked=required/>{words.reason_required()}</label>
            <p class="form-refusal" role="alert">{said}</p>
            <FormRefusal problem/>
            <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
        </form>
    }
}
