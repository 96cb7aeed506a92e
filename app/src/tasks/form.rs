//! The fields of a task, and the form that changes one (T1).

use crate::{
    client::{Gesture, ask},
    error::Problem,
    ui::{
        date_field::{DateField, TimeField},
        field::{Field, FormRefusal},
        person_select::PersonSelect,
        tell,
        unsaved_guard::unsaved_guard,
    },
    words::t,
};
use chrono::NaiveDate;
use command::task::{EditTask, ReadTask};
use domain::{
    id::UserId,
    people::Colleague,
    refusal::{Field as Name, Refusal},
    task::{Kind, Task, TaskForm},
};
use leptos::{ev::SubmitEvent, prelude::*};
use words::format;

/// What is typed of a task; each field its own signal.
#[derive(Clone, Copy)]
pub(crate) struct TaskDraft {
    pub title: RwSignal<String>,
    pub kind: RwSignal<Kind>,
    pub date: RwSignal<String>,
    pub time: RwSignal<String>,
    pub assignee: RwSignal<UserId>,
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
    pub(super) fn follow(self, was: &TaskForm, now: &TaskForm) {
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
}

/// The fields of a task.
#[component]
pub(crate) fn TaskFields(
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
                <select name="kind" prop:value=move || draft.kind.get().code() on:change=choose>
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
pub(crate) fn TaskEdit(
    task: Task,
    people: Vec<Colleague>,
    today: NaiveDate,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (id, draft) = (task.id, TaskDraft::new(TaskForm::of(&task), task.assignee));
    // Told that somebody else was faster, one sees what they did, and saves what is one's own over it.
    let seen = StoredValue::new(TaskForm::of(&task));
    let typed = RwSignal::new(false);
    unsaved_guard(Memo::new(move |_| typed.get()));
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let edited = EditTask { task: id, form: draft.form(), seen: Some(seen.get_value()) };
        async move {
            let answer = gesture.send_saying(words.saved(), &edited).await;
            if matches!(answer, Err(Problem::Refused(Refusal::SavedMeanwhile { .. })))
                && let Ok(now) = ask(&ReadTask { task: id }).await
                && let Some(was) = seen.try_get_value()
            {
                let now = TaskForm::of(&now);
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
