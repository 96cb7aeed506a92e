//! Settings → Deals → Processes → Edit: the sheet, what saving it would change, and Save and finish (P1, P5, P6).

use super::{
    cog::Cog,
    parting::Parting,
    sheet::{Key, Sheet, StageDraft},
    sort::Sorting,
    stage_draft::StageColumn,
};
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    first::answered,
    settings::Settings,
    ui::{icon::Icon, sorry::Sorry, toast::toasts},
    words::t,
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
use words::{Words, format};

#[component]
pub fn ProcessPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("process").and_then(|id| id.parse::<ProcessId>().ok()));
    let editing = answered(id, |_| None, |id| Box::pin(read(id)));
    let page = move || {
        editing.with(|editing| match editing {
            None => ().into_any(),
            Some(Ok(editing)) => view! { <Editor editing=editing.clone()/> }.into_any(),
            Some(Err(problem)) => view! { <Sorry problem=problem.clone()/> }.into_any(),
        })
    };
    view! { <Settings title=t().processes()>{page}</Settings> }
}

async fn read(id: Option<ProcessId>) -> Answer<Editing> {
    ask(&ReadProcess { process: id.ok_or(Refusal::NotFound)? }).await
}

#[component]
fn Editor(editing: Editing) -> impl IntoView {
    let words = t();
    let Editing { process, held, people } = editing;
    let (id, held): (_, HashMap<StageId, usize>) = (process.id, held.into_iter().collect());
    let sheet = Sheet::new(&process);
    // What the sheet was filled with: what a save is compared with.
    let base = RwSignal::new(process);
    let root = NodeRef::<Div>::new();
    let sorting = Sorting::new(sheet, root);
    let (open, parting) = (RwSignal::new(None::<Key>), RwSignal::new(None::<StageDraft>));
    let form = Memo::new(move |_| sheet.form());
    let changed = Memo::new(move |_| base.with(|base| ProcessForm::of(base) != form.get()));
    super::leaving::ask_before_leaving(changed);
    let on_delete = Callback::new(move |stage: StageDraft| match stage.id {
        Some(id) if held.get(&id).copied().unwrap_or(0) > 0 => parting.set(Some(stage)),
        _ => sheet.delete_stage(stage.key),
    });
    let opened = move || {
        let key = open.get()?;
        let find = |stage: &StageDraft| {
            stage.actions.with(|all| all.iter().find(|action| action.key == key).copied())
        };
        sheet.stages.with(|stages| stages.iter().find_map(find))
    };
    let people = StoredValue::new(people);
    view! {
        {view! { <Heading sheet form/> }.into_any()}
        <div class="sheet" node_ref=root>
            <For each=move || sheet.stages.get() key=|stage| stage.key let:stage>
                {view! { <StageColumn sheet stage sorting open on_delete/> }.into_any()}
            </For>
            <button type="button" class="add-stage" aria-label=words.add_stage() on:click=move |_| sheet.add_stage()>
                <Icon name="plus"/>
            </button>
        </div>
        {view! { <SaveBar id sheet base form changed/> }.into_any()}
        {move || opened().map(|action| view! {
            <Cog sheet action people=people.get_value() on_close=move || open.set(None)/>
        })}
        {move || parting.get().map(|stage| view! { <Parting sheet stage on_close=move || parting.set(None)/> })}
    }
}

/// Name and settings of the process, and what it comes to.
#[component]
fn Heading(sheet: Sheet, form: Memo<ProcessForm>) -> impl IntoView {
    let words = t();
    let summary = move || {
        form.with(|form| {
            let actions = || form.stages.iter().flat_map(|stage| &stage.actions);
            let weight: u32 = actions().filter_map(|action| action.weight.trim().parse::<u32>().ok()).sum();
            words.summary(
                &words.stages_count(form.stages.len()),
                &words.actions_count(actions().count()),
                weight,
            )
        })
    };
    view! {
        <div class="sheet-head">
            <input class="plain title" aria-label=words.name() autocomplete="off" bind:value=sheet.name/>
            <p class="lead">{summary}</p>
            <div class="checks">
                <label class="check"><input type="checkbox" bind:checked=sheet.active/>{words.active_label()}</label>
                <label class="check"><input type="checkbox" bind:checked=sheet.default/>{words.default_label()}</label>
                <label class="check"><input type="checkbox" bind:checked=sheet.guarded/>{words.guarded_label()}</label>
            </div>
        </div>
    }
}

/// What saving would change for the open deals, and the button that does it.
#[component]
fn SaveBar(
    id: ProcessId,
    sheet: Sheet,
    base: RwSignal<domain::process::Process>,
    form: Memo<ProcessForm>,
    changed: Memo<bool>,
) -> impl IntoView {
    let (words, corner, navigate) = (t(), toasts(), use_navigate());
    let preview = RwSignal::new(None::<Preview>);
    let mut look = debounce(Duration::from_millis(300), move |form: ProcessForm| {
        spawn_local(async move {
            // While names are being typed the sheet cannot be read; the last preview stands.
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
            corner.say(words.saved());
            navigate("/settings/deals/processes", Default::default());
        }
        Some(Err(Problem::Refused(Refusal::ProcessChanged))) => spawn_local(async move {
            if let Ok(fresh) = ask(&ReadProcess { process: id }).await {
                theirs.set(Some(fresh.process));
            }
        }),
        _ => {}
    });
    let discard = move |_| base.with_untracked(|base| sheet.fill(&ProcessForm::of(base)));
    let take_theirs = move |_| {
        if let Some(fresh) = theirs.get_untracked() {
            sheet.fill(&ProcessForm::of(&fresh));
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
            <p role="alert">{words.changed_meanwhile()}": "{list}"."
                <button type="button" class="button" on:click=take_theirs>{words.load_theirs()}</button>
            </p>
        })
    };
    view! {
        <div class="save-bar panel">
            {move || preview.get().map(|preview| view! { <Figures preview/> })}
            <p class="form-refusal" role="alert">{move || problem.get().map(|problem| problem.sentence())}</p>
            {meanwhile}
            <span class="save-verbs">
                <button type="button" class="button" disabled=move || !changed.get() on:click=discard>{words.discard()}</button>
                <button type="button" class="button filled" disabled=move || save.pending().get() on:click=move |_| drop(save.dispatch(()))>
                    {words.save_and_finish()}
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
            <span>{words.preview_open()}" "<strong>{words.number(preview.open)}</strong></span>
            <span>{words.preview_moved()}" "<strong>{words.number(preview.moved)}</strong></span>
            <span>{words.preview_changed()}" "<strong>{words.number(preview.changed)}</strong></span>
            <span>{words.preview_weighted()}" "<strong>{weighted}</strong></span>
        </p>
    }
}

fn in_words(words: &Words, difference: &Difference) -> String {
    match difference {
        Difference::Settings => words.difference_settings().to_owned(),
        Difference::Order => words.difference_order().to_owned(),
        Difference::StageAdded(name) => words.stage_added(name),
        Difference::StageRemoved(name) => words.stage_removed(name),
        Difference::StageChanged(name) => words.stage_changed(name),
        Difference::ActionAdded(name) => words.action_added(name),
        Difference::ActionRemoved(name) => words.action_removed(name),
        Difference::ActionChanged(name) => words.action_changed(name),
    }
}
