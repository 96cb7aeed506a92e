//! What stands over the stages of a process: its name and settings, and what it comes to.

use super::draft::ProcessDraft;
use crate::{ui::icon::Icon, words::t};
use domain::{
    process::{Process, ProcessForm, StageForm},
    refusal::Field,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub(super) fn Heading(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    form: Memo<ProcessForm>,
    changed: Memo<bool>,
) -> impl IntoView {
    let words = t();
    let title = move || base.with(|base| format!("{} · {}", base.name, words.processes()));
    let counted = move || {
        form.with(|form| {
            let actions = form.stages.iter().map(|stage| stage.actions.len()).sum::<usize>();
            format!("{} · {}", words.stages_count(form.stages.len()), words.actions_count(actions))
        })
    };
    let before = move || base.with(|base| base.actions().map(|(_, action)| action.weight).sum());
    let now = move || form.with(|form| form.stages.iter().map(weight_of).sum());
    view! {
        <Title text=title/>
        <div class="process-head">
            <h1 class="crumbs">
                <a href="/settings/deals/processes">{words.processes()}</a>
                <Icon name="right"/>
                <input
                    class="plain title" aria-label=words.name() autocomplete="off"
                    aria-invalid=draft.is_refused(None, Field::Name) bind:value=draft.name
                />
                <Icon name="pencil"/>
            </h1>
            <p class="unsaved">{move || changed.get().then(|| words.not_yet_saved())}</p>
            <div class="checks">
                <label class="check" title=words.active_hint()>
                    <input type="checkbox" bind:checked=draft.active/>{words.active_label()}
                </label>
                <label class="check" title=words.default_hint()>
                    <input type="checkbox" bind:checked=draft.default/>{words.default_label()}
                </label>
                <label class="check">
                    <input type="checkbox" bind:checked=draft.guarded/>{words.guarded_label()}
                    <small>{words.guarded_hint()}</small>
                </label>
            </div>
            <p class="summary">{counted}" · "<Weight label=words.sum_of_weights() before=move || Some(before()) now/></p>
        </div>
    }
}

/// A weight, and what it was when it is another now.
#[component]
pub(super) fn Weight(
    label: &'static str,
    #[prop(into)] before: Signal<Option<u32>>,
    #[prop(into)] now: Signal<u32>,
) -> impl IntoView {
    let other = move || before.get().filter(|before| *before != now.get());
    view! {
        <span class="weight-sum">
            <span>{label}" "</span>{move || other().map(|before| view! { <s>{before}</s>" " })}<b>{now}</b>
        </span>
    }
}

/// What the actions of a stage weigh together, as far as it can be read while it is typed.
pub(super) fn weight_of(stage: &StageForm) -> u32 {
    stage.actions.iter().filter_map(|action| action.weight.trim().parse::<u32>().ok()).sum()
}
