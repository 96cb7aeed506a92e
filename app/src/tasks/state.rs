//! The state of the page of tasks: what is shown, and what is done with a task.

use super::days::Day;
use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    ui::{
        drag::{DropTarget, Measured, Press, Surface, Thing, find_all},
        tell,
        toast::toasts,
    },
    words::t,
};
use chrono::NaiveDateTime;
use command::task::EditTask;
use domain::{
    id::TaskId,
    task::{Due, Task, TaskForm},
    tasks::{Listed, Tasks},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use words::format;

#[derive(Clone, Copy)]
pub(super) struct TasksState {
    pub tasks: RwSignal<Tasks>,
    /// The viewer's wall clock.
    pub now: RwSignal<NaiveDateTime>,
    /// The task whose strip of days is open.
    pub dating: RwSignal<Option<TaskId>>,
    /// How many tasks are being edited: what is read anew would take what is typed away.
    pub editors: StoredValue<usize>,
    pub reload: Callback<()>,
    /// What the focus goes to when the tasks have come again, as selectors: the first that is there.
    pub focus: StoredValue<Vec<String>>,
    gesture: StoredValue<Gesture>,
}

impl TasksState {
    pub fn new(tasks: Tasks, reload: Callback<()>) -> Self {
        let now = RwSignal::new(tasks.now);
        TasksState {
            tasks: RwSignal::new(tasks),
            now,
            dating: RwSignal::new(None),
            editors: StoredValue::new(0),
            reload,
            focus: StoredValue::new(vec![]),
            gesture: StoredValue::new(Gesture::new()),
        }
    }

    /// A task that is shown.
    pub fn find(self, id: TaskId) -> Option<Listed> {
        self.tasks.with_untracked(|tasks| {
            tasks.parts.iter().flat_map(|part| &part.tasks).find(|listed| listed.task.id == id).cloned()
        })
    }

    /// The tasks come again; refused, it says why.
    pub fn after(self, answer: Answer<()>) {
        if let Err(problem) = answer {
            toasts().show(problem.sentence());
        }
        tell(self.reload);
    }

    /// Gives a task this day, and says so.
    pub fn put_off(self, task: &Task, to: Day) {
        let (words, toaster) = (t(), toasts());
        let today = self.now.get_untracked().date();
        let seen = TaskForm::of(task);
        let date = to.date(today, task.due);
        let form = match date {
            Some(date) => TaskForm { date: date.to_string(), ..seen.clone() },
            None => TaskForm { date: String::new(), time: String::new(), ..seen.clone() },
        };
        let due = date.map(|date| Due { date, time: task.due.and_then(|due| due.time) });
        let said = match due {
            Some(due) => words.task_moved_said(task.title.as_str(), &format::due(words, due, today)),
            None => words.task_undated_said(task.title.as_str()),
        };
        let (id, gesture, state) = (task.id, self.gesture.get_value(), self);
        self.dating.set(None);
        self.focus.set_value(vec![format!("[data-task-id=\"{id}\"] .task-due")]);
        spawn_local(async move {
            let edited = EditTask { task: id, form, seen: Some(seen) };
            if let Err(problem) = gesture.send_saying(said, &edited).await {
                toaster.show(problem.sentence());
            }
            tell(state.reload);
        });
    }

    /// Brings the focus back to where it was, or to what stands there now.
    pub fn bring_focus(self) {
        let wanted = self.focus.try_update_value(std::mem::take).unwrap_or_default();
        request_animation_frame(move || {
            let found = wanted.iter().find_map(|wanted| document().query_selector(wanted).ok().flatten());
            if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                let _ = found.focus();
            }
        });
    }
}

/// Tasks are dragged to days, which stand ready at the edge of the window meanwhile.
impl Surface for TasksState {
    fn pressed(&self, target: &Element) -> Option<Press> {
        // The title opens the task when it is pressed, and goes with it when it is dragged.
        let control = target
            .closest("button:not(.task-title), input, select, a, .task-form, .day-strip")
            .ok()
            .flatten();
        let row =
            target.closest("[data-task-id]:not([data-done])").ok().flatten().filter(|_| control.is_none())?;
        Some(Press { thing: row.get_attribute("data-task-id")?.parse().ok()?, grip: false })
    }

    fn element(&self, root: &HtmlElement, thing: Thing) -> Option<HtmlElement> {
        root.query_selector(&format!("[data-task-id=\"{thing}\"]")).ok().flatten()?.dyn_into().ok()
    }

    fn measure(&self, root: &HtmlElement, _: Thing) -> Measured {
        Measured { zones: find_all(root, "[data-zone]"), ..Measured::default() }
    }

    fn count(&self, _: usize) -> Option<usize> {
        None
    }

    fn target_of(&self, thing: Thing) -> Option<DropTarget> {
        self.find(TaskId(thing)).map(|_| DropTarget { column: 0, slot: 0 })
    }

    fn last_slots(&self, _: Thing) -> Vec<usize> {
        vec![0]
    }

    fn place(&self, _: Thing, _: DropTarget) {}

    fn drop_on_zone(&self, thing: Thing, zone: usize) {
        if let Some((listed, day)) = self.find(TaskId(thing)).zip(Day::ALL.get(zone)) {
            self.put_off(&listed.task, *day);
        }
    }

    fn reveal(&self, _: Thing, _: DropTarget) {}

    fn say_lifted(&self, _: Thing, _: DropTarget) {}

    fn say_cancelled(&self, _: Thing) {}
}
