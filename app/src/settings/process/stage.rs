//! A stage on the draft, with its actions: names, weights, grips, and buttons for whoever does not drag.

use super::{
    draft::{ActionDraft, Key, ProcessDraft, StageDraft},
    sort::{Sorting, Thing, grip_name},
};
use crate::{
    ui::icon::Icon,
    words::{Words, t},
};
use domain::{
    people::Who,
    process::{NoteRule, Rules},
};
use leptos::prelude::*;

#[component]
pub(super) fn StageColumn(
    draft: ProcessDraft,
    stage: StageDraft,
    sorting: Sorting,
    open: RwSignal<Option<Key>>,
    on_delete: Callback<StageDraft>,
) -> impl IntoView {
    let words = t();
    let thing = Thing::Stage(stage.key);
    view! {
        <section class="stage-draft" data-held=move || sorting.holds(thing).then_some("")>
            <header>
                {view! { <Grip thing sorting/> }.into_any()}
                <input class="plain strong" aria-label=words.work.stage_name placeholder=words.work.stage_name autocomplete="off" bind:value=stage.name/>
                <button type="button" class="icon-button step" aria-label=words.work.move_left on:click=move |_| sorting.step(thing, "ArrowLeft")>"‹"</button>
                <button type="button" class="icon-button step" aria-label=words.work.move_right on:click=move |_| sorting.step(thing, "ArrowRight")>"›"</button>
                <button type="button" class="icon-button" aria-label=words.work.delete_stage on:click=move |_| on_delete.run(stage)>
                    <Icon name="close"/>
                </button>
            </header>
            <input class="plain small" aria-label=words.work.hint_label placeholder=words.work.hint_label autocomplete="off" bind:value=stage.hint/>
            <ul>
                <For each=move || stage.actions.get() key=|action| action.key let:action>
                    {view! { <ActionCard action sorting open/> }.into_any()}
                </For>
            </ul>
            <button type="button" class="add" on:click=move |_| draft.add_action(stage)>{words.work.add_action}</button>
        </section>
    }
}

#[component]
fn ActionCard(action: ActionDraft, sorting: Sorting, open: RwSignal<Option<Key>>) -> impl IntoView {
    let words = t();
    let thing = Thing::Action(action.key);
    let chips = move || {
        let chips = action.rules.with(|rules| chips(words, rules)).into_iter();
        chips
            .map(|(text, strong)| view! { <span class="tag" data-strong=strong.then_some("")>{text}</span> })
            .collect_view()
    };
    view! {
        <li class="action-draft" data-held=move || sorting.holds(thing).then_some("")>
            {view! { <Grip thing sorting/> }.into_any()}
            <input class="plain" aria-label=words.work.action_name placeholder=words.work.action_name autocomplete="off" bind:value=action.name/>
            <button type="button" class="icon-button step" aria-label=words.work.move_up on:click=move |_| sorting.step(thing, "ArrowUp")>"↑"</button>
            <button type="button" class="icon-button step" aria-label=words.work.move_down on:click=move |_| sorting.step(thing, "ArrowDown")>"↓"</button>
            <input class="weight" aria-label=words.work.weight inputmode="numeric" autocomplete="off" bind:value=action.weight/>
            <button type="button" class="icon-button" aria-label=words.work.action_settings on:click=move |_| open.set(Some(action.key))>
                <Icon name="cog"/>
            </button>
            <p class="tags">{chips}</p>
        </li>
    }
}

/// What is taken to reorder: by mouse and finger at once, by keyboard with Space.
#[component]
fn Grip(thing: Thing, sorting: Sorting) -> impl IntoView {
    view! {
        <button
            type="button" class="grip" aria-label=t().work.grab data-grip=grip_name(thing)
            aria-pressed=move || sorting.holds(thing).to_string()
            on:pointerdown=move |event| sorting.pressed(&event, thing)
            on:pointermove=move |event| sorting.moved(&event)
            on:pointerup=move |_| sorting.released()
            on:pointercancel=move |_| sorting.let_go()
            on:keydown=move |event| sorting.key(&event, thing)
        >"⋮⋮"</button>
    }
}

/// The settings of an action, each in a word or two.
fn chips(words: &Words, rules: &Rules) -> Vec<(String, bool)> {
    let work = words.work;
    let who = match rules.who {
        Who::Everyone => None,
        Who::Managers => Some(work.managers_may),
        Who::Administrators => Some(work.administrators_may),
        Who::People(_) => Some(work.people_may),
    };
    let note = match rules.note {
        NoteRule::No => None,
        NoteRule::Note => Some(work.needs_note),
        NoteRule::File => Some(work.needs_file),
    };
    let notify =
        (!rules.notify.is_empty()).then(|| format!("{} {}", work.notifies, crate::deal::told(words, rules)));
    let task = rules.trigger.as_ref().map(|trigger| (work.task_in)(trigger.days));
    let plain = [who.map(str::to_owned), note.map(str::to_owned), notify, task];
    let mandatory = rules.mandatory.then(|| (work.mandatory.to_owned(), true));
    mandatory.into_iter().chain(plain.into_iter().flatten().map(|text| (text, false))).collect()
}
