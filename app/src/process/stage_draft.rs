//! A stage on the sheet, with its actions: names, weights, grips, and buttons for whoever does not drag.

use super::{
    sheet::{ActionDraft, Key, Sheet, StageDraft},
    sort::{Sorting, Thing, grip_name},
};
use crate::{ui::icon::Icon, words::t};
use domain::{
    people::Who,
    process::{NoteRule, Rules},
};
use leptos::prelude::*;
use words::Words;

#[component]
pub(super) fn StageColumn(
    sheet: Sheet,
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
                <input class="plain strong" aria-label=words.stage_name() placeholder=words.stage_name() autocomplete="off" bind:value=stage.name/>
                <button type="button" class="icon-button step" aria-label=words.move_left() on:click=move |_| sorting.step(thing, "ArrowLeft")>"‹"</button>
                <button type="button" class="icon-button step" aria-label=words.move_right() on:click=move |_| sorting.step(thing, "ArrowRight")>"›"</button>
                <button type="button" class="icon-button" aria-label=words.delete_stage() on:click=move |_| on_delete.run(stage)>
                    <Icon name="close"/>
                </button>
            </header>
            <input class="plain small" aria-label=words.hint_label() placeholder=words.hint_label() autocomplete="off" bind:value=stage.hint/>
            <ul>
                <For each=move || stage.actions.get() key=|action| action.key let:action>
                    {view! { <ActionCard action sorting open/> }.into_any()}
                </For>
            </ul>
            <button type="button" class="add" on:click=move |_| sheet.add_action(stage)>{words.add_action()}</button>
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
            <input class="plain" aria-label=words.action_name() placeholder=words.action_name() autocomplete="off" bind:value=action.name/>
            <button type="button" class="icon-button step" aria-label=words.move_up() on:click=move |_| sorting.step(thing, "ArrowUp")>"↑"</button>
            <button type="button" class="icon-button step" aria-label=words.move_down() on:click=move |_| sorting.step(thing, "ArrowDown")>"↓"</button>
            <input class="weight" aria-label=words.weight() inputmode="numeric" autocomplete="off" bind:value=action.weight/>
            <button type="button" class="icon-button" aria-label=words.action_settings() on:click=move |_| open.set(Some(action.key))>
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
            type="button" class="grip" aria-label=t().grab() data-grip=grip_name(thing)
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
        .then(|| format!("{} {}", words.notifies(), super::progress::told(words, rules)));
    let task = rules.trigger.as_ref().map(|trigger| words.task_in(&words.in_days(trigger.days)));
    let plain = [who.map(str::to_owned), note.map(str::to_owned), notify, task];
    let mandatory = rules.mandatory.then(|| (words.mandatory().to_owned(), true));
    mandatory.into_iter().chain(plain.into_iter().flatten().map(|text| (text, false))).collect()
}
