//! The settings of an action, behind its cog (P4). They change the draft at once; the draft is saved as a whole.

use super::draft::{ActionDraft, ProcessDraft};
use crate::{
    ui::{dialog::Dialog, drag::DropTarget},
    words::{format, t},
};
use domain::{
    id::UserId,
    people::Colleague,
    people::Who,
    process::{Assignee, NoteRule, Rules, Trigger},
    task::Kind,
    text::Name,
};
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
        <Dialog title=(words.work.action_settings_named)(&draft.name_of(action.key)) on_close>
            <div class="dialog-form">
                <label class="field">
                    <span class="field-label">{words.work.hint_label}</span>
                    <input autocomplete="off" autofocus bind:value=action.hint/>
                </label>
                <StageField draft action/>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.mandatory)
                        on:change=move |event| rules.update(|rules| rules.mandatory = event_target_checked(&event))/>
                    {words.work.mandatory_to_win}
                </label>
                {view! { <WhoFields action people=people.clone()/> }.into_any()}
                {view! { <NoteField action/> }.into_any()}
                {view! { <NotifyFields action people=people.clone()/> }.into_any()}
                {view! { <TriggerFields action people/> }.into_any()}
                <footer class="dialog-foot">
                    <button type="button" class="button danger" on:click=delete>{words.work.delete_action}</button>
                    <button type="button" class="button filled" on:click=move |_| on_close.run(())>{words.work.done_button}</button>
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
            <span class="field-label">{t().stage}</span>
            <select on:change=choose>{names.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}

#[component]
fn WhoFields(action: ActionDraft, people: Vec<Colleague>) -> impl IntoView {
    let (words, rules) = (t().work, action.rules);
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
        ("everyone", words.everyone_may),
        ("managers", words.managers_may),
        ("administrators", words.administrators_may),
        ("people", words.people_may),
    ];
    view! {
        <label class="field">
            <span class="field-label">{words.who_may}</span>
            <select prop:value=code on:change=choose>
                {choices.map(|(value, name)| view! { <option value=value selected=code() == value>{name}</option> }).collect_view()}
            </select>
        </label>
        <Show when=move || code() == "people">
            <People people=people.clone() chosen toggle=toggle/>
        </Show>
    }
}

#[component]
fn NoteField(action: ActionDraft) -> impl IntoView {
    let (words, rules) = (t().work, action.rules);
    let choices = [
        (NoteRule::No, "no", words.note_no),
        (NoteRule::Note, "note", words.note_yes),
        (NoteRule::File, "file", words.note_file),
    ];
    let choose = move |event| {
        let value = event_target_value(&event);
        let rule =
            choices.into_iter().find(|(_, code, _)| *code == value).map_or(NoteRule::No, |(rule, ..)| rule);
        rules.update(|rules| rules.note = rule);
    };
    view! {
        <label class="field">
            <span class="field-label">{words.note_rule}</span>
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
    let (words, rules) = (t().work, action.rules);
    let chosen = Signal::derive(move || rules.with(|rules| rules.notify.people.clone()));
    view! {
        <fieldset class="field">
            <legend class="field-label">{words.notify}</legend>
            <span class="checks">
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.administrators)
                        on:change=move |event| rules.update(|rules| rules.notify.administrators = event_target_checked(&event))/>
                    {words.notify_administrators}
                </label>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.managers)
                        on:change=move |event| rules.update(|rules| rules.notify.managers = event_target_checked(&event))/>
                    {words.notify_managers}
                </label>
                <label class="check">
                    <input type="checkbox" prop:checked=move || rules.with(|rules| rules.notify.participants)
                        on:change=move |event| rules.update(|rules| rules.notify.participants = event_target_checked(&event))/>
                    {words.notify_participants}
                </label>
            </span>
            <People people chosen toggle=Callback::new(move |id| rules.update(|rules| flip(&mut rules.notify.people, id)))/>
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
    let people = StoredValue::new(people);
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=on on:change=switch/>
            {words.work.trigger}
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
            <span class="field-label">{words.task_title}</span>
            <input autocomplete="off" prop:value=title on:input=name/>
        </label>
        <div class="field-row">
            <label class="field">
                <span class="field-label">{words.task_kind}</span>
                <select on:change=choose>
                    {Kind::ALL.map(|each| view! { <option value=each.code() selected=kind == Some(each)>{format::kind_of_task(words, each)}</option> }).collect_view()}
                </select>
            </label>
            <label class="field">
                <span class="field-label">{words.work.task_days}</span>
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
            <span class="field-label">{words.assignee}</span>
            <select on:change=assign>
                <option value="owner" selected=chosen == Some(Assignee::Owner)>{words.work.assignee_owner}</option>
                <option value="doer" selected=chosen == Some(Assignee::Doer)>{words.work.assignee_doer}</option>
                {people.map(person).collect_view()}
            </select>
        </label>
    }
}

/// A name, and whether it is of somebody who was deactivated.
fn name_of(person: &Colleague) -> String {
    if person.active { person.name.clone() } else { format!("{} ({})", person.name, t().work.deactivated) }
}

/// People to choose from; somebody who was deactivated only while they are chosen still.
#[component]
fn People(people: Vec<Colleague>, chosen: Signal<Vec<UserId>>, toggle: Callback<UserId>) -> impl IntoView {
    let begun = chosen.get_untracked();
    let offered = people.into_iter().filter(|person| person.active || begun.contains(&person.id));
    let row = |person: Colleague| {
        let id = person.id;
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen.get().contains(&id) on:change=move |_| toggle.run(id)/>
                {name_of(&person)}
            </label>
        }
    };
    view! { <span class="checks">{offered.map(row).collect_view()}</span> }
}

fn flip(people: &mut Vec<UserId>, id: UserId) {
    match people.iter().position(|chosen| *chosen == id) {
        Some(index) => drop(people.remove(index)),
        None => people.push(id),
    }
}
