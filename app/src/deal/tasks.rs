//! The tasks of a deal: rows to check off, and the fields of one (T1).

use super::fields::PersonSelect;
use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    ui::{
        date_field::{DateField, TimeField},
        field::{Field, FormRefusal},
        icon::Icon,
        tell,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use chrono::NaiveDate;
use command::{
    deal::ReadDeal,
    task::{CheckTask, DeleteTask, EditTask},
};
use domain::{
    id::UserId,
    people::Colleague,
    profile::Profile,
    refusal::{Field as Name, Refusal},
    task::{Dot, Kind, Task, TaskForm, standing},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
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
        spawn_local(
            async move { after(gesture.send_saying(said, &CheckTask { task: id, done: !done }).await) },
        );
    };
    let gone = words.task_deleted_said(&title);
    let delete = move |_| {
        let said = gone.clone();
        spawn_local(async move { after(gesture.send_saying(said, &DeleteTask { task: id }).await) });
    };
    let editing = RwSignal::new(false);
    let edited = StoredValue::new(task);
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
                <TaskEdit shown task=edited.get_value() on_close=Callback::new(move |()| editing.set(false)) reload/>
            </Show>
        </li>
    }
}

/// What is typed of a task; each field its own signal.
#[derive(Clone, Copy)]
pub(super) struct TaskDraft {
    pub title: RwSignal<String>,
    kind: RwSignal<Kind>,
    date: RwSignal<String>,
    time: RwSignal<String>,
    assignee: RwSignal<UserId>,
}

impl TaskDraft {
    pub fn new(form: TaskForm, me: UserId) -> Self {
        TaskDraft {
            title: RwSignal::new(form.title),
            kind: RwSignal::new(form.kind),
            date: RwSignal::new(form.date),
            time: RwSignal::new(form.time),
            assignee: RwSignal::new(form.assignee.unwrap_or(me)),
        }
    }

    pub fn form(self) -> TaskForm {
        TaskForm {
            title: self.title.get_untracked(),
            kind: self.kind.get_untracked(),
            date: self.date.get_untracked(),
            time: self.time.get_untracked(),
            assignee: Some(self.assignee.get_untracked()),
        }
    }

    /// What was not touched becomes what it is by now.
    fn follow(self, was: &TaskForm, now: &TaskForm) {
        let mine = self.form();
        if mine.title == was.title {
            self.title.try_set(now.title.clone());
        }
        if mine.kind == was.kind {
            self.kind.try_set(now.kind);
        }
        // A day and its hour belong together.
        if (&mine.date, &mine.time) == (&was.date, &was.time) {
            self.date.try_set(now.date.clone());
            self.time.try_set(now.time.clone());
        }
        if mine.assignee == was.assignee
            && let Some(assignee) = now.assignee
        {
            self.assignee.try_set(assignee);
        }
    }

    /// Empty again, for the next one.
    pub fn clear(self) {
        [self.title, self.date, self.time].into_iter().for_each(|field| field.set(String::new()));
    }
}

/// The fields of a task.
#[component]
pub(super) fn TaskFields(
    draft: TaskDraft,
    people: Vec<Colleague>,
    today: NaiveDate,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let chosen = draft.kind.get_untracked();
    let choose = move |event| draft.kind.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <Field name=Name::Title label=words.task_title() problem>
            <input name="title" autocomplete="off" bind:value=draft.title/>
        </Field>
        <div class="field-row">
            <Field name=Name::DueDate label=words.due_date() problem>
                <DateField name="date" label=words.due_date() value=draft.date today/>
            </Field>
            <Field name=Name::DueTime label=words.due_time() problem>
                <TimeField name="time" value=draft.time/>
            </Field>
            <Field name=Name::Name label=words.task_kind() problem>
                <select name="kind" on:change=choose>
                    {Kind::ALL.map(|kind| view! {
                        <option value=kind.code() selected=kind == chosen>{format::kind_of_task(words, kind)}</option>
                    }).collect_view()}
                </select>
            </Field>
            <Field name=Name::Assignee label=words.assignee() problem>
                <PersonSelect chosen=draft.assignee people/>
            </Field>
        </div>
        <FormRefusal problem/>
    }
}

/// A task as a form.
#[component]
pub(super) fn TaskEdit(
    shown: RwSignal<Profile>,
    task: Task,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (id, draft) = (task.id, TaskDraft::new(TaskForm::of(&task), task.assignee));
    // Told that somebody else was faster, one sees what they did, and saves what is one's own over it.
    let seen = StoredValue::new(TaskForm::of(&task));
    let deal = shown.with_untracked(|profile| profile.id);
    let typed = RwSignal::new(false);
    unsaved_guard(Memo::new(move |_| typed.get()));
    let (people, today) = shown.with_untracked(|profile| (profile.people.clone(), profile.now.date()));
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let edited = EditTask { task: id, form: draft.form(), seen: Some(seen.get_value()) };
        async move {
            let answer = gesture.send_saying(words.saved(), &edited).await;
            if matches!(answer, Err(Problem::Refused(Refusal::SavedMeanwhile { .. })))
                && let Ok(profile) = ask(&ReadDeal { deal }).await
                && let Some(now) = profile.tasks.iter().find(|task| task.id == id).map(TaskForm::of)
                && let Some(was) = seen.try_get_value()
            {
                draft.follow(&was, &now);
                seen.try_set_value(now);
            }
            answer
        }
    });
    let problem: Signal<Option<Problem>> = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            typed.set(false);
            on_close.run(());
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form
            class="task-form" on:submit=submit
            on:input=move |_| typed.set(true) on:change=move |_| typed.set(true)
        >
            <TaskFields draft people today problem/>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=move |_| on_close.run(())>{words.cancel()}</button>
                <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
    }
}
