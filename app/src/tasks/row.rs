//! A task in the list: its box, what is to be done, on which deal, by when and by whom.

use super::{
    days::{DayStrip, focus_due},
    form::TaskEdit,
    state::TasksState,
};
use crate::{client::Gesture, words::t};
use command::task::{CheckTask, DeleteTask};
use domain::{
    id::{TaskId, UserId},
    people::{initials, tint},
    task::{Kind, standing},
    tasks::{Group, Listed, OfDeal},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use words::format;

#[component]
pub(super) fn Row(state: TasksState, id: TaskId, group: usize) -> impl IntoView {
    let listed = Memo::new(move |_| {
        state.tasks.with(|tasks| {
            let part = tasks.parts.get(group)?;
            part.tasks.iter().find(|listed| listed.task.id == id).cloned()
        })
    });
    let editing = RwSignal::new(false);
    Effect::watch(
        move || editing.get(),
        move |now, _, _| {
            state
                .editors
                .update_value(|count| *count = if *now { *count + 1 } else { count.saturating_sub(1) })
        },
        false,
    );
    on_cleanup(move || {
        if editing.try_get_untracked() == Some(true) {
            state.editors.try_update_value(|count| *count = count.saturating_sub(1));
        }
    });
    let close = Callback::new(move |()| {
        editing.set(false);
        focus_due(id);
    });
    let dated = move || state.dating.get() == Some(id);
    let task = move || listed.get_untracked().map(|listed| listed.task);
    let form = move || {
        let (people, today) = state.tasks.with_untracked(|tasks| (tasks.people.clone(), tasks.now.date()));
        task().map(|task| {
            view! {
                <TaskEdit task people today on_close=close reload=state.reload/>
                <Delete state id title=listed.get_untracked().map(|listed| listed.task.title.to_string()).unwrap_or_default()/>
            }
        })
    };
    let done = group == Group::ALL.len() - 1;
    view! {
        <li class="task-row" data-task-id=id.to_string() data-done=done.then_some("")>
            {move || listed.get().map(|listed| line(state, listed, editing))}
            <Show when=move || editing.get()><div class="task-editor">{form()}</div></Show>
            <Show when=dated>{task().map(|task| view! { <DayStrip state task/> })}</Show>
        </li>
    }
}

fn line(state: TasksState, listed: Listed, editing: RwSignal<bool>) -> AnyView {
    let words = t();
    let Listed { task, deal, done_at } = listed;
    let (id, done, title) = (task.id, task.done, task.title.to_string());
    let now = state.now.get_untracked();
    let (gesture, said) = (
        Gesture::new(),
        match done {
            true => words.task_open_said(&title),
            false => words.task_done_said(&title),
        },
    );
    let check = move |event: web_sys::Event| {
        let ticked: Option<HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
        state.focus.set_value(beside(state, id).map(|id| format!("[data-task-id=\"{id}\"] input")).collect());
        let said = said.clone();
        spawn_local(async move {
            let answer = gesture.send_or_wait(said, &CheckTask { task: id, done: !done }).await.map(drop);
            if let (Err(_), Some(ticked)) = (&answer, ticked) {
                ticked.set_checked(done);
            }
            state.after(answer);
        });
    };
    let due = match done_at {
        Some(at) => {
            view! { <small class="task-due">{format::moment(words, at.0, now.date())}</small> }.into_any()
        }
        None => {
            let dot = standing(&[task.due], now).dot.code();
            let due = task.due.map(|due| format::due(words, due, now.date()));
            let open = move |_| state.dating.update(|dating| *dating = (*dating != Some(id)).then_some(id));
            view! {
                <button
                    type="button" class="button small task-due" data-dot=dot title=words.change_date(&title)
                    aria-expanded=move || (state.dating.get() == Some(id)).to_string() on:click=open
                >
                    {due.unwrap_or_else(|| words.undated_tasks().to_owned())}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <input type="checkbox" checked=done prop:checked=done aria-label=words.check_off(&title) on:change=check/>
        <KindIcon kind=task.kind/>
        <button type="button" class="task-title" aria-expanded=move || editing.get().to_string()
            on:click=move |_| editing.set(true)
        >{title.clone()}</button>
        {of_deal(deal)}
        {due}
        {person(state, task.assignee)}
    }
    .into_any()
}

/// The tasks that may have the focus when this one has left its group: the next ones, then those before.
fn beside(state: TasksState, id: TaskId) -> impl Iterator<Item = TaskId> {
    let ids: Vec<TaskId> = state.tasks.with_untracked(|tasks| {
        let open = tasks.parts.iter().flat_map(|part| &part.tasks);
        open.map(|listed| listed.task.id).collect()
    });
    let at = ids.iter().position(|other| *other == id).unwrap_or(0);
    let after: Vec<TaskId> = ids.iter().skip(at + 1).chain(ids.iter().take(at).rev()).copied().collect();
    after.into_iter()
}

fn of_deal(deal: Option<OfDeal>) -> AnyView {
    let Some(OfDeal { id, name, client, dot, .. }) = deal else {
        return view! { <small class="task-deal">{t().no_deal()}</small> }.into_any();
    };
    let client = client.company_name().or(client.person_name()).unwrap_or_default().to_owned();
    view! {
        <a class="task-deal" href=format!("/deals/{id}")>
            <i class="dot" data-dot=dot.map(|dot| dot.code()) aria-hidden="true"></i>
            <span>{name}<small>{(!client.is_empty()).then(|| format!(" · {client}"))}</small></span>
        </a>
    }
    .into_any()
}

fn person(state: TasksState, id: UserId) -> AnyView {
    let name = state.tasks.with_untracked(|tasks| {
        tasks.people.iter().find(|person| person.id == id).map(|person| person.name.clone())
    });
    let name = name.unwrap_or_default();
    view! { <abbr class="avatar" data-tint=tint(id) title=name.clone()>{initials(&name)}</abbr> }.into_any()
}

#[component]
fn Delete(state: TasksState, id: TaskId, title: String) -> impl IntoView {
    let (words, gesture) = (t(), Gesture::new());
    let gone = words.task_deleted_said(&title);
    let delete = move |_| {
        let said = gone.clone();
        spawn_local(async move { state.after(gesture.send_saying(said, &DeleteTask { task: id }).await) });
    };
    view! { <button type="button" class="button small task-delete" on:click=delete>{words.delete_task(&title)}</button> }
}

/// The kind of a task, drawn; its name for whoever does not see it.
#[component]
fn KindIcon(kind: Kind) -> impl IntoView {
    let strokes = match kind {
        Kind::Call => {
            "M5.4 2.5l1.5 3-1.5 1.2a8 8 0 0 0 3.9 3.9l1.2-1.5 3 1.5v2.2a1 1 0 0 1-1 1A10.3 10.3 0 0 1 2.2 3.5a1 1 0 0 1 1-1z"
        }
        Kind::Meeting => {
            "M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM1.5 13c.4-2.4 2.2-3.6 4.5-3.6s4.1 1.2 4.5 3.6M10.5 3.1a2.2 2.2 0 0 1 0 4.2M12 9.7c1.4.5 2.2 1.6 2.5 3.3"
        }
        Kind::Email => "M2 3.5h12v9H2zM2.3 4l5.7 5 5.7-5",
        Kind::Other => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.6",
    };
    let name = format::kind_of_task(t(), kind);
    view! { <svg class="icon" viewBox="0 0 16 16" width="16" height="16" role="img" aria-label=name><path d=strokes/></svg> }
}
