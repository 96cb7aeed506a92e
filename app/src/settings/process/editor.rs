//! Settings → Deals → Processes → Edit: the draft, what saving it would change, and Save and finish (P1, P5, P6).

use super::{
    action_settings::ActionSettings,
    delete_stage_dialog::DeleteStageDialog,
    draft::{Key, ProcessDraft, StageDraft},
    sort::Sorting,
    stage::StageColumn,
};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    first::answered,
    settings::Settings,
    ui::{error_page::ErrorPage, icon::Icon, toast::toasts, unsaved_guard::unsaved_guard},
    words::{Words, format, t},
};
use command::process::{Editing, PreviewProcess, ReadProcess, SaveProcess};
use domain::{
    id::{ProcessId, StageId},
    process::{Difference, Preview, ProcessForm},
    refusal::Refusal,
};
use leptos::{html::Div, leptos_dom::helpers::debounce, prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_params_map};
use std::{collections::HashMap, time::Duration};

#[component]
pub fn ProcessPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("process").and_then(|id| id.parse::<ProcessId>().ok()));
    let editing = answered(id, |_| None, |id| Box::pin(read(id)));
    let page = move || {
        editing.with(|editing| match editing {
            None => ().into_any(),
            Some(Ok(editing)) => view! { <Editor editing=editing.clone()/> }.into_any(),
            Some(Err(problem)) => view! { <ErrorPage problem=problem.clone()/> }.into_any(),
        })
    };
    view! { <Settings title=t().work.processes>{page}</Settings> }
}

async fn read(id: Option<ProcessId>) -> Answer<Editing> {
    ask(&ReadProcess { process: id.ok_or(Refusal::NotFound)? }).await
}

#[component]
fn Editor(editing: Editing) -> impl IntoView {
    let words = t();
    let Editing { process, held, people } = editing;
    let (id, held): (_, HashMap<StageId, usize>) = (process.id, held.into_iter().collect());
    let draft = ProcessDraft::new(&process);
    // What the draft was filled with: what a save is compared with.
    let base = RwSignal::new(process);
    let root = NodeRef::<Div>::new();
    let sorting = Sorting::new(draft, root);
    let (open, deleting) = (RwSignal::new(None::<Key>), RwSignal::new(None::<StageDraft>));
    let form = Memo::new(move |_| draft.form());
    let changed = Memo::new(move |_| base.with(|base| ProcessForm::of(base) != form.get()));
    unsaved_guard(changed);
    let on_delete = Callback::new(move |stage: StageDraft| match stage.id {
        Some(id) if held.get(&id).copied().unwrap_or(0) > 0 => deleting.set(Some(stage)),
        _ => draft.delete_stage(stage.key),
    });
    let opened = move || {
        let key = open.get()?;
        let find = |stage: &StageDraft| {
            stage.actions.with(|all| all.iter().find(|action| action.key == key).copied())
        };
        draft.stages.with(|stages| stages.iter().find_map(find))
    };
    let people = StoredValue::new(people);
    view! {
        {view! { <Heading draft form/> }.into_any()}
        <div class="process-draft" node_ref=root>
            <For each=move || draft.stages.get() key=|stage| stage.key let:stage>
                {view! { <StageColumn draft stage sorting open on_delete/> }.into_any()}
            </For>
            <button type="button" class="add-stage" aria-label=words.work.add_stage on:click=move |_| draft.add_stage()>
                <Icon name="plus"/>
            </button>
        </div>
        {view! { <SaveBar id draft base form changed/> }.into_any()}
        {move || opened().map(|action| view! {
            <ActionSettings draft action people=people.get_value() on_close=move || open.set(None)/>
        })}
        {move || deleting.get().map(|stage| view! { <DeleteStageDialog draft stage on_close=move || deleting.set(None)/> })}
    }
}

/// Name and settings of the process, and what it comes to.
#[component]
fn Heading(draft: ProcessDraft, form: Memo<ProcessForm>) -> impl IntoView {
    let words = t();
    let summary = move || {
        form.with(|form| {
            let actions = || form.stages.iter().flat_map(|stage| &stage.actions);
            let weight: u32 = actions().filter_map(|action| action.weight.trim().parse::<u32>().ok()).sum();
            (words.work.summary)(form.stages.len(), actions().count(), weight)
        })
    };
    view! {
        <div class="process-head">
            <input class="plain title" aria-label=words.name autocomplete="off" bind:value=draft.name/>
            <p class="lead">{summary}</p>
            <div class="checks">
                <label class="check"><input type="checkbox" bind:checked=draft.active/>{words.work.active_label}</label>
                <label class="check"><input type="checkbox" bind:checked=draft.default/>{words.work.default_label}</label>
                <label class="check"><input type="checkbox" bind:checked=draft.guarded/>{words.work.guarded_label}</label>
            </div>
        </div>
    }
}

/// What saving would change for the open deals, and the button that does it.
#[component]
fn SaveBar(
    id: ProcessId,
    draft: ProcessDraft,
    base: RwSignal<domain::process::Process>,
    form: Memo<ProcessForm>,
    changed: Memo<bool>,
) -> impl IntoView {
    let (words, toaster, navigate) = (t(), toasts(), use_navigate());
    let preview = RwSignal::new(None::<Preview>);
    let mut look = debounce(Duration::from_millis(300), move |form: ProcessForm| {
        spawn_local(async move {
            // While names are being typed the draft cannot be read; the last preview stands.
            if let Ok(found) = ask(&PreviewProcess { process: id, form }).await {
                preview.try_set(Some(found));
            }
        });
    });
    Effect::new(move |_| look(form.get()));
    let theirs = RwSignal::new(None::<domain::process::Process>);
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let (version, form) = (base.with_untracked(|base| base.version), form.get_untracked());
        async move { gesture.send(&SaveProcess { process: id, version, form }).await }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| match save.value().get() {
        Some(Ok(())) => {
            toaster.show(words.saved);
            navigate("/settings/deals/processes", Default::default());
        }
        Some(Err(Problem::Refused(Refusal::ProcessChanged))) => spawn_local(async move {
            if let Ok(fresh) = ask(&ReadProcess { process: id }).await {
                theirs.set(Some(fresh.process));
            }
        }),
        _ => {}
    });
    let discard = move |_| base.with_untracked(|base| draft.fill(&ProcessForm::of(base)));
    let take_theirs = move |_| {
        if let Some(fresh) = theirs.get_untracked() {
            draft.fill(&ProcessForm::of(&fresh));
            base.set(fresh);
            theirs.set(None);
            save.value().set(None);
        }
    };
    let meanwhile = move || {
        let fresh = theirs.get()?;
        let differences = base.with_untracked(|base| base.differences(&fresh));
        let list = differences.iter().map(|each| in_words(words, each)).collect::<Vec<_>>().join(", ");
        Some(view! {
            <p role="alert">{words.work.changed_meanwhile}": "{list}"."
                <button type="button" class="button" on:click=take_theirs>{words.work.load_theirs}</button>
            </p>
        })
    };
    view! {
        <div class="save-bar panel">
            {move || preview.get().map(|preview| view! { <Figures preview/> })}
            <p class="form-refusal" role="alert">{move || problem.get().map(|problem| problem.sentence())}</p>
            {meanwhile}
            <span class="save-verbs">
                <button type="button" class="button" disabled=move || !changed.get() on:click=discard>{words.work.discard}</button>
                <button type="button" class="button filled" disabled=move || save.pending().get() on:click=move |_| drop(save.dispatch(()))>
                    {words.work.save_and_finish}
                </button>
            </span>
        </div>
    }
}

#[component]
fn Figures(preview: Preview) -> impl IntoView {
    let words = t();
    let weighted: Vec<String> = preview.weighted.iter().map(|sum| format::change(words, sum)).collect();
    let weighted = if weighted.is_empty() { "0".to_owned() } else { weighted.join(", ") };
    view! {
        <p class="figures" data-preview="">
            <span>{words.work.preview_open}" "<strong>{format::count(words, preview.open)}</strong></span>
            <span>{words.work.preview_moved}" "<strong>{format::count(words, preview.moved)}</strong></span>
            <span>{words.work.preview_changed}" "<strong>{format::count(words, preview.changed)}</strong></span>
            <span>{words.work.preview_weighted}" "<strong>{weighted}</strong></span>
        </p>
    }
}

fn in_words(words: &Words, difference: &Difference) -> String {
    let work = words.work;
    match difference {
        Difference::Settings => work.difference_settings.to_owned(),
        Difference::Order => work.difference_order.to_owned(),
        Difference::StageAdded(name) => (work.stage_added)(name),
        Difference::StageRemoved(name) => (work.stage_removed)(name),
        Difference::StageChanged(name) => (work.stage_changed)(name),
        Difference::ActionAdded(name) => (work.action_added)(name),
        Difference::ActionRemoved(name) => (work.action_removed)(name),
        Difference::ActionChanged(name) => (work.action_changed)(name),
    }
}
