//! The task that checking an action adds (P4): title, kind, due date, assignee.

use super::{draft::ActionDraft, people::name_of};
use crate::words::t;
use domain::{
    id::UserId,
    people::Colleague,
    process::{Assignee, Rules, Trigger},
    task::Kind,
    text::Name,
};
use leptos::prelude::*;
use words::format;

#[component]
pub(super) fn TriggerFields(action: ActionDraft, people: Vec<Colleague>) -> impl IntoView {
    let (words, rules) = (t(), action.rules);
    let on = move || rules.with(|rules| rules.trigger.is_some());
    let switch = move |event| {
        let fresh = Trigger { title: Name::known(""), kind: Kind::Other, days: 3, assignee: Assignee::Owner };
        rules.update(|rules| rules.trigger = event_target_checked(&event).then_some(fresh));
    };
    let people = StoredValue::new(people);
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=on on:change=switch/>
            {words.trigger()}
        </label>
        <Show when=on>
            <TaskFields rules people=people.get_value()/>
        </Show>
    }
}

/// The task that checking the action adds: title, kind, due date, assignee.
#[component]
fn TaskFields(rules: RwSignal<Rules>, people: Vec<Colleague>) -> impl IntoView {
    let words = t();
    let trigger = move || rules.with_untracked(|rules| rules.trigger.clone());
    let edit =
        move |edit: &dyn Fn(&mut Trigger)| rules.update(|rules| rules.trigger.iter_mut().for_each(edit));
    let title = move || {
        rules
            .with(|rules| rules.trigger.as_ref().map(|trigger| trigger.title.to_string()).unwrap_or_default())
    };
    let days =
        move || rules.with(|rules| rules.trigger.as_ref().map_or(0, |trigger| trigger.days)).to_string();
    let name = move |event| {
        let title = Name::known(event_target_value(&event));
        edit(&|trigger| trigger.title = title.clone());
    };
    let choose = move |event| {
        let kind = event_target_value(&event).parse().unwrap_or(Kind::Other);
        edit(&|trigger| trigger.kind = kind);
    };
    let kind = trigger().map(|trigger| trigger.kind);
    view! {
        <label class="field">
            <span class="field-label">{words.task_title()}</span>
            <input autocomplete="off" prop:value=title on:input=name/>
        </label>
        <div class="field-row">
            <label class="field">
                <span class="field-label">{words.task_kind()}</span>
                <select on:change=choose>
                    {Kind::ALL.map(|each| view! { <option value=each.code() selected=kind == Some(each)>{format::kind_of_task(words, each)}</option> }).collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field-label">{words.task_days()}</span>
                <input type="number" min="0" max=Trigger::MAX_DAYS.to_string() prop:value=days
                    on:change=move |event| { let days = event_target_value(&event).parse().unwrap_or(0); edit(&|trigger| trigger.days = days) }/>
            </label>
        </div>
        <AssigneeField rules people/>
    }
}

/// Whose task it will be. Somebody who was deactivated is shown, so that they can be replaced.
#[component]
fn AssigneeField(rules: RwSignal<Rules>, people: Vec<Colleague>) -> impl IntoView {
    let words = t();
    let chosen = rules.with_untracked(|rules| rules.trigger.as_ref().map(|trigger| trigger.assignee));
    let assign = move |event| {
        let assignee = match event_target_value(&event).as_str() {
            "doer" => Assignee::Doer,
            "owner" => Assignee::Owner,
            id => id.parse().map_or(Assignee::Owner, |id| Assignee::Person(UserId(id))),
        };
        rules.update(|rules| rules.trigger.iter_mut().for_each(|trigger| trigger.assignee = assignee));
    };
    let is_chosen = move |id: UserId| chosen == Some(Assignee::Person(id));
    let person = |person: Colleague| {
        view! { <option value=person.id.to_string() selected=is_chosen(person.id)>{name_of(&person)}</option> }
    };
    let people = people.into_iter().filter(|person| person.active || is_chosen(person.id));
    view! {
        <label class="field">
            <span class="field-label">{words.assignee()}</span>
            <select on:change=assign>
                <option value="owner" selected=chosen == Some(Assignee::Owner)>{words.assignee_owner()}</option>
                <option value="doer" selected=chosen == Some(Assignee::Doer)>{words.assignee_doer()}</option>
                {people.map(person).collect_view()}
            </select>
        </label>
    }
}
