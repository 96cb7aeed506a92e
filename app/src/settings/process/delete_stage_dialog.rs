//! The dialog that asks where the deals of a deleted stage go (P5).

use super::draft::{Key, ProcessDraft, StageDraft};
use crate::{ui::dialog::FormDialog, words::t};
use domain::id::StageId;
use leptos::prelude::*;

/// A stage whose deals must go somewhere else.
#[derive(Clone, PartialEq)]
pub(super) struct Leaving {
    pub id: StageId,
    pub name: String,
    pub deals: usize,
    /// The stage, unless it is deleted already: then deals came to it meanwhile.
    pub stage: Option<StageDraft>,
}

#[component]
pub(super) fn DeleteStageDialog(
    draft: ProcessDraft,
    leaving: Leaving,
    on_close: Callback<()>,
) -> impl IntoView {
    let words = t();
    let Leaving { id, name, deals, stage } = leaving;
    let others =
        draft.stages.get_untracked().into_iter().filter(|other| Some(other.key) != stage.map(|s| s.key));
    let others: Vec<(Key, String)> = others.map(|other| (other.key, draft.name_of(other.key))).collect();
    let goal = RwSignal::new(others.first().map(|(key, _)| *key));
    let on_submit = Callback::new(move |()| {
        on_close.run(());
        match (stage, goal.get_untracked()) {
            (Some(stage), goal) => draft.delete_stage(stage, goal),
            (None, Some(goal)) => draft.relocate(id, goal),
            (None, None) => {}
        }
    });
    let holds = words.stage_holds(&words.deals(deals));
    view! {
        <FormDialog title=words.delete_stage_named(&name) submit=words.delete_stage() on_submit on_close danger=true>
            <p class="lead">{holds.clone()}</p>
            <label class="field">
                <span class="field-label">{words.where_to()}</span>
                <select on:change=move |event| goal.set(event_target_value(&event).parse().ok())>
                    {others.iter().map(|(key, name)| view! { <option value=key.to_string()>{name.clone()}</option> }).collect_view()}
                </select>
            </label>
        </FormDialog>
    }
}
