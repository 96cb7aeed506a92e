//! A stage of the draft, with its actions: names, weights, grips, and buttons for whoever does not drag.

use super::draft::{ActionDraft, Key, ProcessDraft, StageDraft};
use crate::{
    ui::{
        drag::{Grip, Steps, Way},
        icon::Icon,
    },
    words::t,
};
use domain::{
    people::Who,
    process::{NoteRule, Rules},
};
use leptos::prelude::*;
use words::Words;

#[component]
pub(super) fn StageColumn(
    draft: ProcessDraft,
    stage: StageDraft,
    open: RwSignal<Option<Key>>,
    on_delete: Callback<StageDraft>,
) -> impl IntoView {
    let words = t();
    let on_step = Callback::new(move |(key, way)| draft.step(key, way));
    let delete = move || words.delete_stage_named(&stage.name.get());
    view! {
        <section class="stage-draft" data-key=stage.key.to_string()>
            <header>
                {view! { <Grip name=stage.name/> }.into_any()}
                <input class="plain strong" aria-label=words.stage_name() placeholder=words.stage_name() autocomplete="off" bind:value=stage.name/>
                <button type="button" class="icon-button" aria-label=delete on:click=move |_| on_delete.run(stage)>
                    <Icon name="close"/>
                </button>
                {view! { <Steps key=stage.key ways=[Way::Left, Way::Right] on_step/> }.into_any()}
            </header>
            <input class="plain small" aria-label=words.hint_label() placeholder=words.hint_label() autocomplete="off" bind:value=stage.hint/>
            <ul>
                <For each=move || stage.actions.get() key=|action| action.key let:action>
                    {view! { <ActionCard action open on_step/> }.into_any()}
                </For>
            </ul>
            <button type="button" class="add" on:click=move |_| draft.add_action(stage)>{words.add_action()}</button>
        </section>
    }
}

#[component]
fn ActionCard(
    action: ActionDraft,
    open: RwSignal<Option<Key>>,
    on_step: Callback<(Key, Way)>,
) -> impl IntoView {
    let words = t();
    let chips = move || {
        let chips = action.rules.with(|rules| chips(words, rules)).into_iter();
        chips
            .map(|(text, strong)| view! { <span class="tag" data-strong=strong.then_some("")>{text}</span> })
            .collect_view()
    };
    let settings = move || words.action_settings_named(&action.name.get());
    view! {
        <li class="action-draft" data-key=action.key.to_string()>
            {view! { <Grip name=action.name/> }.into_any()}
            <input class="plain" aria-label=words.action_name() placeholder=words.action_name() autocomplete="off" bind:value=action.name/>
            <input class="weight" aria-label=words.weight() inputmode="numeric" autocomplete="off" bind:value=action.weight/>
            <button type="button" class="icon-button" aria-label=settings on:click=move |_| open.set(Some(action.key))>
                <Icon name="cog"/>
            </button>
            {view! { <Steps key=action.key ways=[Way::Up, Way::Down] on_step/> }.into_any()}
            <p class="tags">{chips}</p>
        </li>
    }
}

/// The settings of an action, each in a word or two.
fn chips(words: &Words, rules: &Rules) -> Vec<(String, bool)> {
    let who = match rules.who {
        Who::Everyone => None,
        Who::Managers => Some(words.managers_may()),
        Who::Administrators => Some(words.administrators_may()),
        Who::People(_) => Some(words.people_may()),
    };
    let note = match rules.note {
        NoteRule::No => None,
        NoteRule::Note => Some(words.needs_note()),
        NoteRule::File => Some(words.needs_file()),
    };
    let notify = (!rules.notify.is_empty())
        .then(|| format!("{} {}", words.notifies(), words::format::notified(words, &rules.notify)));
    let task = rules.trigger.as_ref().map(|trigger| words.task_in(&words.in_days(trigger.days)));
    let plain = [who.map(str::to_owned), note.map(str::to_owned), notify, task];
    let mandatory = rules.mandatory.then(|| (words.mandatory().to_owned(), true));
    mandatory.into_iter().chain(plain.into_iter().flatten().map(|text| (text, false))).collect()
}
