//! Settings → Deals → Processes → Edit: the draft of a process, by pointer, keyboard and dialog (P1).

use super::{
    super::Settings,
    action_settings::ActionSettings,
    delete_stage_dialog::{DeleteStageDialog, Leaving},
    draft::{Key, ProcessDraft, StageDraft},
    heading::Heading,
    save_bar::SaveBar,
    stage::StageColumn,
};
use crate::{
    error::{Problem, Sentence},
    initial_data::use_query,
    ui::{
        drag::{DragGesture, grip_key},
        icon::Icon,
        loaded,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use command::process::{Editing, ReadProcess};
use domain::{
    id::{ProcessId, StageId},
    process::{Process, ProcessForm},
    refusal::Refusal,
};
use leptos::{html::Div, prelude::*};
use leptos_router::hooks::use_params_map;
use std::{collections::HashMap, sync::Arc};

#[component]
pub fn ProcessPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("process").and_then(|id| id.parse::<ProcessId>().ok()));
    let editing = use_query(move || Ok(ReadProcess { process: id().ok_or(Refusal::NotFound)? }));
    let page = loaded::page(editing, |editing| view! { <Editor editing/> }.into_any());
    view! { <Settings title=t().processes() headed=true>{page}</Settings> }
}

#[component]
fn Editor(editing: Editing) -> impl IntoView {
    let Editing { process, held, people } = editing;
    let draft = ProcessDraft::new(&process);
    // What the draft was filled with: what a save is compared with.
    let base = RwSignal::new(process);
    let (open, leaving) = (RwSignal::new(None::<Key>), RwSignal::new(None::<Leaving>));
    let form = Memo::new(move |_| draft.form());
    let changed = Memo::new(move |_| base.with(|base| ProcessForm::of(base) != form.get()));
    unsaved_guard(changed);
    let on_delete = deleting(draft, leaving, held.into_iter().collect());
    let people = StoredValue::new(people);
    view! {
        {view! { <Heading draft base form changed/> }.into_any()}
        {view! { <Stages draft base open on_delete/> }.into_any()}
        <p class="unseen" role="status" aria-live="polite">{draft.announcement}</p>
        {view! { <SaveBar draft base form changed people leaving/> }.into_any()}
        {move || open.get().and_then(|key| draft.action(key)).map(|action| view! {
            <ActionSettings draft action people=people.get_value() on_close=Callback::new(move |()| open.set(None))/>
        })}
        {move || leaving.get().map(|stage| view! {
            <DeleteStageDialog draft leaving=stage on_close=Callback::new(move |()| leaving.set(None))/>
        })}
    }
}

/// Deletes a stage: at once when it is empty, and when it holds deals, once somebody says where those go (P5). The only
/// stage stays (P2).
fn deleting(
    draft: ProcessDraft,
    leaving: RwSignal<Option<Leaving>>,
    held: HashMap<StageId, usize>,
) -> Callback<StageDraft> {
    let toaster = toasts();
    Callback::new(move |stage: StageDraft| {
        if draft.stages.with_untracked(Vec::len) == 1 {
            return toaster.show(Problem::from(Refusal::NoStages).sentence());
        }
        let holds = stage.id.and_then(|id| Some((id, *held.get(&id)?))).filter(|(_, deals)| *deals > 0);
        match holds {
            Some((id, deals)) => {
                leaving.set(Some(Leaving { id, name: draft.name_of(stage.key), deals, stage: Some(stage) }));
            }
            None => draft.delete_stage(stage, None),
        }
    })
}

/// The stages beside one another, dragged by their grips and by those of their actions.
#[component]
fn Stages(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    open: RwSignal<Option<Key>>,
    on_delete: Callback<StageDraft>,
) -> impl IntoView {
    let words = t();
    let root = NodeRef::<Div>::new();
    let drag = DragGesture::new(Arc::new(draft), root);
    view! {
        <div
            class="process-draft" node_ref=root
            on:pointerdown=move |event| drag.pressed(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.released(&event)
            on:pointercancel=move |_| drag.cancel()
            on:contextmenu=move |event| drag.menu(&event)
            on:keydown=move |event| grip_key(drag, &event)
        >
            <For each=move || draft.stages.get() key=|stage| stage.key let:stage>
                {view! { <StageColumn draft base stage open on_delete/> }.into_any()}
            </For>
            <button type="button" class="add-stage" on:click=move |_| draft.add_stage()>
                <Icon name="plus"/>
                <span>{words.add_stage()}</span>
            </button>
        </div>
    }
}
