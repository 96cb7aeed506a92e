//! A stage of the draft, with its actions: names, weights, grips, and buttons for whoever does not drag.

use super::{
    draft::{ActionDraft, Key, ProcessDraft, StageDraft},
    heading::Weight,
};
use crate::{
    ui::{
        drag::{Grip, Steps, Way},
        icon::Icon,
    },
    words::t,
};
use domain::{
    people::Who,
    process::{NoteRule, Process, Rules},
    refusal::Field,
};
use leptos::{
    ev::{Event, KeyboardEvent},
    prelude::*,
};
use words::Words;

#[component]
pub(super) fn StageColumn(
    draft: ProcessDraft,
    base: RwSignal<Process>,
    stage: StageDraft,
    open: RwSignal<Option<Key>>,
    on_delete: Callback<StageDraft>,
) -> impl IntoView {
    let words = t();
    let on_step = Callback::new(move |(key, way)| draft.step(key, way));
    let delete = move || words.delete_stage_named(&stage.name.get());
    let was = move || {
        base.with(|base| {
            let stage = base.stage(stage.id?).ok()?;
            Some(stage.actions.iter().map(|action| action.weight).sum())
        })
    };
    let now = move || {
        stage
            .actions
            .with(|all| all.iter().filter_map(|each| each.weight.get().trim().parse::<u32>().ok()).sum())
    };
    let refused = |field| draft.is_refused(Some(stage.key), field);
    let so_far = move || {
        let usual = base.with(|base| base.stage(stage.id?).ok()?.ageing.usual);
        usual.map(|days| words.ages_so_far(days))
    };
    view! {
        <section class="stage-draft" data-key=stage.key.to_string()>
            <header>
                {view! { <Grip name=stage.name/> }.into_any()}
                {view! { <NameField name=stage.name label=words.stage_name() class="plain strong" refused=refused(Field::Name)/> }.into_any()}
                <Weight label=words.weight_of_stage() before=was now/>
                <button type="button" class="icon-button" aria-label=delete on:click=move |_| on_delete.run(stage)>
                    <Icon name="close"/>
                </button>
                {view! { <Steps key=stage.key ways=[Way::Left, Way::Right] on_step/> }.into_any()}
            </header>
            {view! { <NameField name=stage.hint label=words.hint_label() class="plain small" refused=refused(Field::Hint)/> }.into_any()}
            <label class="ages" title=words.ages_after_label()>
                <Icon name="clock"/>
                <span>{words.ages_after()}</span>
                <input
                    class="plain" inputmode="numeric" autocomplete="off" aria-label=words.ages_after_label()
                    placeholder=so_far aria-invalid=refused(Field::AgesAfter) bind:value=stage.ages_after
                />
                <span>{words.days_unit()}</span>
            </label>
            <ul>
                <For each=move || stage.actions.get() key=|action| action.key let:action>
                    {view! { <ActionCard draft base action open on_step/> }.into_any()}
                </For>
            </ul>
            <button type="button" class="add" on:click=move |_| draft.add_action(stage)>
                <Icon name="plus"/>{words.add_action()}
            </button>
        </section>
    }
}

#[component]
fn ActionCard(
    draft: ProcessDraft,
    base: RwSignal<Process>,
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
    let refused = |field| draft.is_refused(Some(action.key), field);
    let inside = draft.is_refused_inside(action.key);
    let settings = move || words.action_settings_named(&action.name.get());
    let was =
        move || base.with(|base| base.action(action.id?).ok().map(|(_, action)| action.weight.to_string()));
    let changed = move || was().is_some_and(|was| was != action.weight.get().trim()).then_some("");
    view! {
        <li class="action-draft" data-key=action.key.to_string()>
            {view! { <Grip name=action.name/> }.into_any()}
            {view! { <NameField name=action.name label=words.action_name() class="plain" refused=refused(Field::Name)/> }.into_any()}
            <input
                class="weight" data-changed=changed aria-label=words.weight() inputmode="numeric" autocomplete="off"
                aria-invalid=refused(Field::Weight) bind:value=action.weight
            />
            <button
                type="button" class="icon-button" aria-label=settings data-refused=move || inside.get().then_some("")
                on:click=move |_| open.set(Some(action.key))
            >
                <Icon name="cog"/>
            </button>
            {view! { <Steps key=action.key ways=[Way::Up, Way::Down] on_step/> }.into_any()}
            <p class="tags">{chips}</p>
        </li>
    }
}

/// A name that is edited where it stands: one line of text, wrapped where it is longer than its place.
#[component]
fn NameField(
    name: RwSignal<String>,
    label: &'static str,
    class: &'static str,
    refused: Signal<Option<&'static str>>,
) -> impl IntoView {
    let typed = move |event: Event| name.set(event_target_value(&event).replace(['\r', '\n'], " "));
    let one_line = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <textarea
            class=class rows="1" aria-label=label placeholder=label autocomplete="off" spellcheck="false" aria-invalid=refused
            prop:value=move || name.get() on:input=typed on:keydown=one_line
        >
            {name.get_untracked()}
        </textarea>
    }
}

/// The settings of an action, each in a word or two.
fn chips(words: &Words, rules: &Rules) -> Vec<(String, bool)> {
    let who = (rules.who != Who::Everyone).then(|| words.only_who(words.who(&rules.who)));
    let note = match rules.note {
        NoteRule::No => None,
        NoteRule::Note => Some(words.needs_note()),
        NoteRule::File => Some(words.needs_file()),
    };
    let notify = (!rules.notify.is_empty())
        .then(|| format!("{} {}", words.notifies(), words::format::notified(words, &rules.notify)));
    let task = rules.trigger.as_ref().map(|trigger| words.task_in(&words.in_days(trigger.days)));
    let plain = [who, note.map(str::to_owned), notify, task];
    let mandatory = rules.mandatory.then(|| (words.mandatory().to_owned(), true));
    mandatory.into_iter().chain(plain.into_iter().flatten().map(|text| (text, false))).collect()
}
