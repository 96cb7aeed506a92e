//! The tasks of a deal: rows to check off (T1).

use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    tasks::form::TaskEdit,
    ui::{icon::Icon, tell, toast::toasts},
    words::t,
};
use command::task::{CheckTask, DeleteTask};
use domain::{
    profile::Profile,
    task::{Dot, Task, standing},
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

/// A task with its box, its date to be changed, and its bin.
#[component]
pub(super) fn TaskRow(shown: RwSignal<Profile>, task: Task, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let toaster = toasts();
    let (id, done, title) = (task.id, task.done, task.title.to_string());
    let (dot, due, beside) = shown.with_untracked(|profile| {
        let assignee =
            profile.people.iter().find(|person| person.id == task.assignee).map(|person| person.name.clone());
        let kind = Some(format::kind_of_task(words, task.kind).to_owned());
        let due = task.due.map(|due| format::due(words, due, profile.now.date()));
        let beside = [kind, assignee].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (standing(&[task.due], profile.now).dot, due, beside)
    });
    let gesture = Gesture::new();
    let after = move |answer: Answer<()>| {
        if let Err(problem) = answer {
            toaster.show(problem.sentence());
        }
        // The box shows what was clicked, not what is.
        tell(reload);
    };
    let said = if done { words.task_open_said(&title) } else { words.task_done_said(&title) };
    let check = move |_| {
        let said = said.clone();
        spawn_local(async move {
            after(gesture.send_or_wait(said, &CheckTask { task: id, done: !done }).await.map(drop))
        });
    };
    let gone = words.task_deleted_said(&title);
    let delete = move |_| {
        let said = gone.clone();
        spawn_local(async move { after(gesture.send_saying(said, &DeleteTask { task: id }).await) });
    };
    let editing = RwSignal::new(false);
    let edited = StoredValue::new(task);
    let (people, today) = shown.with_untracked(|profile| (profile.people.clone(), profile.now.date()));
    let people = StoredValue::new(people);
    view! {
        <li class="task" data-task-id=id.to_string() data-done=done.then_some("")>
            <label class="check">
                <input type="checkbox" prop:checked=done checked=done on:change=check/>
                <span class="task-title">{title.clone()}</span>
            </label>
            <small>{beside}</small>
            <button
                type="button" class="button small task-due" data-dot=(!done && dot != Dot::Grey).then_some(dot.code())
                title=words.edit_named(&title) on:click=move |_| editing.update(|editing| *editing = !*editing)
            >
                {due.unwrap_or_else(|| words.undated_tasks().to_owned())}
            </button>
            <button type="button" class="icon-button" aria-label=words.delete_task(&title) on:click=delete>
                <Icon name="trash"/>
            </button>
            <Show when=move || editing.get()>
                <TaskEdit
                    task=edited.get_value() people=people.get_value() today on_close=Callback::new(move |()| editing.set(false)) reload
                />
            </Show>
        </li>
    }
}
