//! What is to be done next on a deal, with one click to check it off or to put it off.

use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    tasks::form::TaskEdit,
    ui::{icon::Icon, tell, toast::toasts},
    words::t,
};
use chrono::{Days, NaiveDateTime};
use command::task::{CheckTask, EditTask};
use domain::{
    deal::Status,
    profile::Profile,
    task::{Task, TaskForm, standing},
};
use leptos::{prelude::*, task::spawn_local};
use words::format;

#[component]
pub(super) fn NextTask(
    shown: RwSignal<Profile>,
    now: RwSignal<NaiveDateTime>,
    /// Asks for what comes after the last task.
    prompt: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let toaster = toasts();
    // The most urgent one stands on top.
    let next = Memo::new(move |_| {
        shown.with(|profile| {
            let open = profile.tasks.iter().filter(|task| !task.done).collect::<Vec<_>>();
            open.first().map(|task| ((*task).clone(), open.len() - 1))
        })
    });
    let gesture = Gesture::new();
    let after = move |answer: Answer<()>| {
        if let Err(problem) = answer {
            toaster.show(problem.sentence());
        }
        tell(reload);
    };
    let editing = RwSignal::new(false);
    // A second click, before the first is shown, would be about a task that is not there any more.
    let busy = RwSignal::new(false);
    Effect::watch(move || shown.track(), move |(), _, _| busy.set(false), false);
    let panel = move |(task, others): (Task, usize)| {
        let (id, title) = (task.id, task.title.to_string());
        let checked = words.task_done_said(&title);
        let check = move |_| {
            let said = checked.clone();
            spawn_local(async move {
                let answer = gesture.send_or_wait(said, &CheckTask { task: id, done: true }).await;
                let last = answer.is_ok() && others == 0;
                after(answer.map(drop));
                if last {
                    tell(prompt);
                }
            });
        };
        let (seen, due_on) = (TaskForm::of(&task), task.due.map(|due| due.date));
        let put_off = StoredValue::new(move |days: u64| {
            // A week later than it is, or than today, when its day has passed.
            let today = now.get_untracked().date();
            let from = if days < 7 { today } else { due_on.map_or(today, |due| due.max(today)) };
            let to = from.checked_add_days(Days::new(days)).unwrap_or_default();
            let form = TaskForm { date: to.to_string(), ..seen.clone() };
            let seen = Some(seen.clone());
            let said =
                words.put_off_said(form.title.as_str(), &format::day(words, to, now.get_untracked().date()));
            busy.set(true);
            spawn_local(async move {
                let answer = gesture.send_saying(said, &EditTask { task: id, form, seen }).await;
                if answer.is_err() {
                    busy.try_set(false);
                }
                after(answer);
            });
        });
        let later = move |days: u64, name: String| {
            view! { <button type="button" class="button small" disabled=move || busy.get() on:click=move |_| put_off.with_value(|to| to(days))>{name}</button> }
        };
        let dot = standing(&[task.due], now.get_untracked()).dot.code();
        let assignee = shown.with_untracked(|profile| {
            profile.people.iter().find(|person| person.id == task.assignee).map(|person| person.name.clone())
        });
        let due = task.due.map(|due| format::due(words, due, now.get_untracked().date()));
        let kind = format::kind_of_task(words, task.kind).to_owned();
        let editor = StoredValue::new(task);
        let people = StoredValue::new(shown.with_untracked(|profile| profile.people.clone()));
        view! {
            <div class="next-task-line">
                <label class="check">
                    <input type="checkbox" prop:checked=false on:change=check aria-label=words.check_off(&title)/>
                    <span class="lead">{words.next_up()}</span>
                    <span class="dot" data-dot=dot></span>
                    <strong>{title}</strong>
                </label>
                <small data-dot=dot>{due}</small>
                <small>{[Some(kind), assignee].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</small>
                <span class="put-off">
                    <span class="lead">{words.put_off()}</span>
                    {later(0, words.today().to_owned())}
                    {later(1, words.tomorrow().to_owned())}
                    {later(7, words.one_week().to_owned())}
                    <button type="button" class="icon-button bordered" aria-label=words.edit() on:click=move |_| editing.set(true)><Icon name="calendar"/></button>
                </span>
                <small class="lead">{(others > 0).then(|| words.and_more_tasks(others))}</small>
            </div>
            <Show when=move || editing.get()>
                <TaskEdit
                    task=editor.get_value() people=people.get_value() today=now.get_untracked().date()
                    on_close=Callback::new(move |()| editing.set(false)) reload
                />
            </Show>
        }
    };
    let nothing = move || {
        view! {
            <p class="lead">
                {words.no_tasks_yet()}
                <button type="button" class="button small" on:click=move |_| tell(prompt)>{words.add_task()}</button>
            </p>
        }
    };
    // Nobody is asked what comes next on a deal that is closed.
    let wanted = Memo::new(move |_| {
        shown.with(|profile| profile.status == Status::Open) || next.with(|next| next.is_some())
    });
    view! {
        <Show when=move || wanted.get()>
            <section class="panel next-task" aria-label=words.next_up()>
                {move || {
                    editing.set(false);
                    match next.get() {
                        Some(next) => panel(next).into_any(),
                        None => nothing().into_any(),
                    }
                }}
            </section>
        </Show>
    }
}
