//! The settings of an action, behind its cog (P4). They change the draft at once; the draft is saved as a whole.

use super::{
    draft::{ActionDraft, ProcessDraft},
    people::People,
    task_settings::TriggerFields,
};
use crate::{
    ui::{dialog::Dialog, drag::DropTarget},
    words::t,
};
use domain::{id::UserId, people::Colleague, people::Who, process::NoteRule};
use leptos::prelude::*;

#[component]
pub(super) fn ActionSettings(
    draft: ProcessDraft,
    action: ActionDraft,
    people: Vec<Colleague>,
    on_close: Callback<()>,
) -> impl IntoView {
    let words = t();
    let rules = action.rules;
    let delete = move |_| {
        on_close.run(());
        draft.delete_action(action.key);
    };
    view! {
        <Dialog title=words.action_settings_named(&draft.name_of(action.key)) on_close lasting=true>
            <div class="dialog-form">
                <label class="field">
                    <span class="field-label">{words.hint_label()}</span>
                    <input autocomplete="off" autofocus bind:value=action.hint/>
                </label>
                <StageField draft action/>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.mandatory)
                        on:change=move |event| rules.update(|rules| rules.mandatory = event_target_checked(&event))/>
                    {words.mandatory_to_win()}
                </label>
                {view! { <WhoFields action people=people.clone()/> }.into_any()}
                {view! { <NoteField action/> }.into_any()}
                {view! { <NotifyFields action people=people.clone()/> }.into_any()}
                {view! { <TriggerFields action people/> }.into_any()}
                <footer class="dialog-foot">
                    <button type="button" class="button danger" on:click=delete>{words.delete_action()}</button>
                    <button type="button" class="button filled" on:click=move |_| on_close.run(())>{words.done_button()}</button>
                </footer>
            </div>
        </Dialog>
    }
}

/// The stage of the action: another one by a choice, for whoever does not drag.
#[component]
fn StageField(draft: ProcessDraft, action: ActionDraft) -> impl IntoView {
    let own = draft.find(action.key).map(|target| target.column);
    let names: Vec<String> =
        draft.stages.get_untracked().into_iter().map(|stage| draft.name_of(stage.key)).collect();
    let choose = move |event| {
        if let Ok(column) = event_target_value(&event).parse() {
            draft.put(action.key, DropTarget { column, slot: usize::MAX });
        }
    };
    let option = |(column, name): (usize, String)| {
        view! { <option value=column.to_string() selected=own == Some(column)>{name}</option> }
    };
    view! {
        <label class="field">
            <span class="field-label">{t().stage()}</span>
            <select on:change=choose>{names.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}

#[component]
fn WhoFields(action: ActionDraft, people: Vec<Colleague>) -> impl IntoView {
    let (words, rules) = (t(), action.rules);
    let code = move || {
        rules.with(|rules| match rules.who {
            Who::Everyone => "everyone",
            Who::Managers => "managers",
            Who::Administrators => "administrators",
            Who::People(_) => "people",
        })
    };
    let choose = move |event| {
        let who = match event_target_value(&event).as_str() {
            "managers" => Who::Managers,
            "administrators" => Who::Administrators,
            "people" => Who::People(vec![]),
            _ => Who::Everyone,
        };
        rules.update(|rules| rules.who = who);
    };
    let chosen = Signal::derive(move || {
        rules.with(|rules| match &rules.who {
            Who::People(people) => people.clone(),
            _ => vec![],
        })
    });
    let toggle = Callback::new(move |id| {
        rules.update(|rules| {
            if let Who::People(people) = &mut rules.who {
                flip(people, id);
            }
        });
    });
    let choices = [
        ("everyone", words.everyone_may()),
        ("managers", words.managers_may()),
        ("administrators", words.administrators_may()),
        ("people", words.people_may()),
    ];
    view! {
        <label class="field">
            <span class="field-label">{words.who_may()}</span>
            <select prop:value=code on:change=choose>
                {choices.map(|(value, name)| view! { <option value=value selected=untrack(code) == value>{name}</option> }).collect_view()}
            </select>
        </label>
        <Show when=move || code() == "people">
            <People people=people.clone() chosen toggle=toggle/>
        </Show>
    }
}

#[component]
fn NoteField(action: ActionDraft) -> impl IntoView {
    let (words, rules) = (t(), action.rules);
    let choices = [
        (NoteRule::No, "no", words.note_no()),
        (NoteRule::Note, "note", words.note_yes()),
        (NoteRule::File, "file", words.note_file()),
    ];
    let choose = move |event| {
        let value = event_target_value(&event);
        let rule =
            choices.into_iter().find(|(_, code, _)| *code == value).map_or(NoteRule::No, |(rule, ..)| rule);
        rules.update(|rules| rules.note = rule);
    };
    view! {
        <label class="field">
            <span class="field-label">{words.note_rule()}</span>
            <select on:change=choose>
                {choices.map(|(rule, code, name)| view! {
                    <option value=code selected=rules.with_untracked(|rules| rules.note == rule)>{name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn NotifyFields(action: ActionDraft, people: Vec<Colleague>) -> impl IntoView {
    let (words, rules) = (t(), action.rules);
    let chosen = Signal::derive(move || rules.with(|rules| rules.notify.people.clone()));
    view! {
        <fieldset class="field">
            <legend class="field-label">{words.notify()}</legend>
            <span class="checks">
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.administrators)
                        on:change=move |event| rules.update(|rules| rules.notify.administrators = event_target_checked(&event))/>
                    {words.notify_administrators()}
                </label>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.managers)
                        on:change=move |event| rules.update(|rules| rules.notify.managers = event_target_checked(&event))/>
                    {words.notify_managers()}
                </label>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.participants)
                        on:change=move |event| rules.update(|rules| rules.notify.participants = event_target_checked(&event))/>
                    {words.notify_participants()}
                </label>
            </span>
            <People people chosen toggle=Callback::new(move |id| rules.update(|rules| flip(&mut rules.notify.people, id)))/>
        </fieldset>
    }
}

fn flip(people: &mut Vec<UserId>, id: UserId) {
    match people.iter().position(|chosen| *chosen == id) {
        Some(index) => drop(people.remove(index)),
        None => people.push(id),
    }
}
