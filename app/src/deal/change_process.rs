//! The dialog that moves a deal to another process, with a preview of what stays done (D5).

use crate::{
    client::Gesture,
    initial_data::use_query,
    ui::{
        dialog::{Dialog, DialogForm},
        loaded, tell,
    },
    words::t,
};
use command::deal::ReadOptions;
use domain::{
    id::{ProcessId, StageId},
    process::Process,
    profile::Profile,
};
use leptos::prelude::*;

#[component]
pub(super) fn ChangeProcess(
    shown: RwSignal<Profile>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let offer = use_query(|| Ok(ReadOptions {}));
    let own = shown.with_untracked(|profile| profile.process.id);
    let form = loaded::part(offer, move |offer| {
        let processes = offer.processes.into_iter().filter(|process| process.id != own).collect();
        view! { <Form shown processes on_close reload/> }.into_any()
    });
    view! { <Dialog title=t().other_process_title() on_close>{form}</Dialog> }
}

#[component]
fn Form(
    shown: RwSignal<Profile>,
    processes: Vec<Process>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let deal = shown.with_untracked(|profile| profile.id);
    let chosen = RwSignal::new(processes.first().map_or(ProcessId(0), |process| process.id));
    let names: Vec<_> = processes.iter().map(|process| (process.id, process.name.to_string())).collect();
    let processes = StoredValue::new(processes);
    let to =
        move || processes.with_value(|all| all.iter().find(|process| process.id == chosen.get()).cloned());
    let transfer_target = move || {
        let to = to()?;
        let (stage, done) = shown
            .with(|profile| to.transfer_target(&profile.process, profile.stage, &profile.done()))
            .ok()?;
        Some((to, stage, done))
    };
    let stage = RwSignal::new(StageId(0));
    Effect::new(move |_| stage.set(transfer_target().map_or(StageId(0), |(_, stage, _)| stage)));
    let gesture = Gesture::new();
    let change = Action::new(move |_: &()| {
        let (process, stage) = (chosen.get_untracked(), stage.get_untracked());
        async move {
            gesture.send_saying(words.saved(), &command::deal::ChangeProcess { deal, process, stage }).await
        }
    });
    let problem = Signal::derive(move || change.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(change.value().get(), Some(Ok(()))) {
            on_close.run(());
            tell(reload);
        }
    });
    let on_submit = Callback::new(move |()| drop(change.dispatch(())));
    let choose = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            chosen.set(id);
        }
    };
    let stages = move || {
        let (to, _, _) = transfer_target()?;
        let option = |each: &domain::process::Stage| {
            let id = each.id;
            view! { <option value=id.to_string() selected=move || stage.get() == id>{each.name.to_string()}</option> }
        };
        Some(to.stages.iter().map(option).collect_view())
    };
    let kept = move || {
        let (to, _, done) = transfer_target()?;
        let names = to.actions().filter(|(_, action)| done.contains(&action.id));
        let names: Vec<String> = names.map(|(_, action)| action.name.to_string()).collect();
        let text = if names.is_empty() { words.no_kept_actions().to_owned() } else { names.join(", ") };
        let probability = to.probability(&done);
        Some(view! {
            <p>{words.kept_actions()}": "<strong>{text}</strong></p>
            <p>{words.probability()}": "<strong>{words.percent(&probability.to_string())}</strong></p>
        })
    };
    view! {
        <DialogForm submit=words.move_here() on_submit on_close problem pending=change.pending()>
            <label class="field">
                <span class="field-label">{words.process()}</span>
                <select on:change=choose>
                    {names.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field-label">{words.stage()}</span>
                <select on:change=move |event| stage.set(event_target_value(&event).parse().unwrap_or(StageId(0)))>{stages}</select>
            </label>
            {kept}
        </DialogForm>
    }
}
