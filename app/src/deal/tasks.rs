//! The tasks of a deal: what is to be done next, checked off with one click (T1).

use super::fields::PersonSelect;
use crate::{
    client::Gesture,
    error::{Answer, Problem, Sentence},
    ui::{
        field::{Field, FormRefusal},
        icon::Icon,
        toast::toasts,
    },
    visitor::visitor,
    words::t,
};
use command::task::{AddTask, CheckTask, DeleteTask};
use domain::{
    id::{DealId, TaskId, UserId},
    people::Colleague,
    profile::Profile,
    refusal::Field as Name,
    task::{Dot, Kind, Task, TaskForm, standing},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn Tasks(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (deal, people) = shown.with_untracked(|profile| (profile.id, profile.people.clone()));
    let rows =
        move || shown.with(|profile| profile.tasks.iter().map(|task| row(profile, task)).collect::<Vec<_>>());
    let open =
        Memo::new(move |_| shown.with(|profile| profile.tasks.iter().filter(|task| !task.done).count()));
    view! {
        <section class="panel" aria-labelledby="tasks-title">
            <h2 id="tasks-title">{words.tasks()}" "<small>{open}</small></h2>
            <Show when=move || open.get() == 0>
                <p class="lead">{words.no_tasks_yet()}</p>
            </Show>
            <ul class="tasks">
                <For each=rows key=|row| (row.id, row.clone()) let:row>
                    <TaskRow row reload/>
                </For>
            </ul>
            <NewTask deal people reload/>
        </section>
    }
}

/// A task with what its row shows beside it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    id: TaskId,
    title: String,
    done: bool,
    dot: Dot,
    beside: String,
}

fn row(profile: &Profile, task: &Task) -> Row {
    let words = t();
    let assignee =
        profile.people.iter().find(|person| person.id == task.assignee).map(|person| person.name.clone());
    let due = task.due.map(|due| format::due(words, due, profile.now.date()));
    let beside = [Some(format::kind_of_task(words, task.kind).to_owned()), due, assignee];
    Row {
        id: task.id,
        title: task.title.to_string(),
        done: task.done,
        dot: standing(&[task.due], profile.now).dot,
        beside: beside.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

#[component]
fn TaskRow(row: Row, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let Row { id, title, done, dot, beside } = row;
    let toaster = toasts();
    let after = move |answer: Answer<()>| match answer {
        Ok(()) => reload.run(()),
        Err(problem) => {
            toaster.show(problem.sentence());
            // The box shows what was clicked, not what is.
            reload.run(());
        }
    };
    let gesture = Gesture::new();
    let check = move |_| {
        spawn_local(async move { after(gesture.send(&CheckTask { task: id, done: !done }).await) });
    };
    let delete = move |_| spawn_local(async move { after(gesture.send(&DeleteTask { task: id }).await) });
    view! {
        <li class="task" data-task-id=id.to_string() data-done=done.then_some("")>
            <label class="check">
                <input type="checkbox" prop:checked=done checked=done on:change=check/>
                <span class="task-title">{title.clone()}</span>
            </label>
            <small data-dot=(!done && dot != Dot::Grey).then_some(dot.code())>{beside}</small>
            <button type="button" class="icon-button" aria-label=words.delete_task(&title) on:click=delete>
                <Icon name="trash"/>
            </button>
        </li>
    }
}

#[component]
fn NewTask(deal: DealId, people: Vec<Colleague>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let [title, date, time] = [(); 3].map(|()| RwSignal::new(String::new()));
    let kind = RwSignal::new(Kind::default());
    let me = visitor().user.map_or(UserId(0), |user| user.id);
    let assignee = RwSignal::new(me);
    let gesture = Gesture::new();
    let add = Action::new(move |_: &()| {
        let form = TaskForm {
            title: title.get_untracked(),
            kind: kind.get_untracked(),
            date: date.get_untracked(),
            time: time.get_untracked(),
            assignee: Some(assignee.get_untracked()),
        };
        async move { gesture.send(&AddTask { deal, form }).await }
    });
    let problem: Signal<Option<Problem>> = Signal::derive(move || add.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(add.value().get(), Some(Ok(_))) {
            [title, date, time].into_iter().for_each(|field| field.set(String::new()));
            reload.run(());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add.dispatch(());
    };
    view! {
        <form class="new-task" on:submit=submit>
            <Field name=Name::Title label=words.task_title() problem>
                <input name="title" autocomplete="off" bind:value=title/>
            </Field>
            <div class="field-row">
                <Field name=Name::DueDate label=words.due_date() problem>
                    <input type="date" name="date" bind:value=date/>
                </Field>
                <Field name=Name::DueTime label=words.due_time() problem>
                    <input type="time" name="time" bind:value=time/>
                </Field>
                <Field name=Name::Name label=words.task_kind() problem>
                    <select name="kind" on:change=move |event| kind.set(event_target_value(&event).parse().unwrap_or_default())>
                        {Kind::ALL.map(|kind| view! {
                            <option value=kind.code()>{format::kind_of_task(words, kind)}</option>
                        }).collect_view()}
                    </select>
                </Field>
                <Field name=Name::Assignee label=words.assignee() problem>
                    <PersonSelect chosen=assignee people/>
                </Field>
                <button class="button" disabled=move || add.pending().get()>{words.add_task()}</button>
            </div>
            <FormRefusal problem/>
        </form>
    }
}
