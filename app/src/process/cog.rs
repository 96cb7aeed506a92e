//! The settings of an action, behind its cog (P4). They change the sheet at once; the sheet is saved as a whole.

use super::sheet::{ActionDraft, Sheet};
use crate::{ui::dialog::Dialog, words::t};
use domain::{
    id::UserId,
    people::Colleague,
    people::Who,
    process::{Assignee, NoteRule, Trigger},
    task::Kind,
    text::Name,
};
use leptos::prelude::*;

#[component]
pub(super) fn Cog(
    sheet: Sheet,
    action: ActionDraft,
    people: Vec<Colleague>,
    on_close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = t();
    let rules = action.rules;
    let delete = move |_| {
        on_close();
        sheet.delete_action(action.key);
    };
    view! {
        <Dialog title=words.action_settings() on_close>
            <div class="dialog-form">
                <label class="field">
                    <span class="field-label">{words.hint_label()}</span>
                    <input autocomplete="off" bind:value=action.hint/>
                </label>
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
                    <button type="button" class="button" on:click=delete>{words.delete_action()}</button>
                    <button type="button" class="button filled" on:click=move |_| on_close()>{words.done_button()}</button>
                </footer>
            </div>
        </Dialog>
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
                {choices.map(|(value, name)| view! { <option value=value selected=code() == value>{name}</option> }).collect_view()}
            </select>
        </label>
        <Show when=move || code() == "people">
            <People people=people.clone() chosen toggle=move |id| rules.update(|rules| if let Who::People(people) = &mut rules.who { flip(people, id) })/>
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
            <People people chosen toggle=move |id| rules.update(|rules| flip(&mut rules.notify.people, id))/>
        </fieldset>
    }
}

#[component]
fn TriggerFields(action: ActionDraft, people: Vec<Colleague>) -> impl IntoView {
    let (words, rules) = (t(), action.rules);
    let on = move || rules.with(|rules| rules.trigger.is_some());
    let switch = move |event| {
        let fresh = Trigger { title: Name::known(""), kind: Kind::Other, days: 3, assignee: Assignee::Owner };
        rules.update(|rules| rules.trigger = event_target_checked(&event).then_some(fresh));
    };
    let edit =
        move |edit: &dyn Fn(&mut Trigger)| rules.update(|rules| rules.trigger.iter_mut().for_each(edit));
    let title = move || {
        rules
            .with(|rules| rules.trigger.as_ref().map(|trigger| trigger.title.to_string()).unwrap_or_default())
    };
    let days =
        move || rules.with(|rules| rules.trigger.as_ref().map_or(0, |trigger| trigger.days)).to_string();
    let assign = move |event| {
        let assignee = match event_target_value(&event).as_str() {
            "doer" => Assignee::Doer,
            "owner" => Assignee::Owner,
            id => id.parse().map_or(Assignee::Owner, |id| Assignee::Person(UserId(id))),
        };
        edit(&|trigger| trigger.assignee = assignee);
    };
    let assignee =
        move || rules.with_untracked(|rules| rules.trigger.as_ref().map(|trigger| trigger.assignee));
    let people = StoredValue::new(people);
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=on on:change=switch/>
            {words.trigger()}
        </label>
        <Show when=on>
            <label class="field">
                <span class="field-label">{words.task_title()}</span>
                <input autocomplete="off" prop:value=title on:input=move |event| { let title = event_target_value(&event); edit(&|trigger| trigger.title = Name::known(title.clone())) }/>
            </label>
            <div class="field-row">
                <label class="field">
                    <span class="field-label">{words.task_days()}</span>
                    <input type="number" min="0" max=Trigger::MAX_DAYS.to_string() prop:value=days
                        on:change=move |event| { let days = event_target_value(&event).parse().unwrap_or(0); edit(&|trigger| trigger.days = days) }/>
                </label>
                <label class="field">
                    <span class="field-label">{words.assignee()}</span>
                    <select on:change=assign>
                        <option value="owner" selected=assignee() == Some(Assignee::Owner)>{words.assignee_owner()}</option>
                        <option value="doer" selected=assignee() == Some(Assignee::Doer)>{words.assignee_doer()}</option>
                        {people.get_value().into_iter().filter(|person| person.active).map(|person| view! {
                            <option value=person.id.to_string() selected=assignee() == Some(Assignee::Person(person.id))>{person.name}</option>
                        }).collect_view()}
                    </select>
                </label>
            </div>
        </Show>
    }
}

/// People to choose from.
#[component]
fn People(
    people: Vec<Colleague>,
    chosen: Signal<Vec<UserId>>,
    toggle: impl Fn(UserId) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let active = people.into_iter().filter(|person| person.active);
    view! {
        <span class="checks">
            {active.map(|person| {
                let id = person.id;
                view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=move || chosen.get().contains(&id) on:change=move |_| toggle(id)/>
                        {person.name}
                    </label>
                }
            }).collect_view()}
        </span>
    }
}

fn flip(people: &mut Vec<UserId>, id: UserId) {
    match people.iter().position(|chosen| *chosen == id) {
        Some(index) => drop(people.remove(index)),
        None => people.push(id),
    }
}
