//! What is said next on a deal: a note with its files, or a task.

use super::{
    notes::NoteFields,
    upload::{Chosen, Taking},
};
use crate::{
    client::Gesture,
    error::{Answer, Problem},
    tasks::{
        form::{TaskDraft, TaskFields},
        line::{after_sent, begin_next, title_of, understood},
    },
    ui::{draft::Draft, field::FormRefusal, single_key::single_key, tell},
    visitor::visitor,
    words::t,
};
use command::{note::AddNote, task::AddTask};
use domain::{
    id::{NoteId, TaskId, UserId},
    note::Note,
    profile::Profile,
    task::TaskForm,
};
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html::Section,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What is being written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Note,
    Task,
}

#[component]
pub(super) fn Composer(
    shown: RwSignal<Profile>,
    kind: RwSignal<Kind>,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let root = NodeRef::<Section>::new();
    // What is being written is there again when the other kind was looked at meanwhile.
    let (text, files) = (RwSignal::new(String::new()), Chosen::new());
    let task = TaskDraft::new(TaskForm::default(), visitor().user.map_or(UserId(0), |user| user.id));
    // Whoever chooses a kind, here or elsewhere on the page, goes on typing at once.
    Effect::watch(
        move || kind.get(),
        move |_, _, _| {
            request_animation_frame(move || {
                let field = root
                    .get_untracked()
                    .and_then(|root| root.query_selector("textarea, input").ok().flatten());
                if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                    let _ = field.focus();
                }
            });
        },
        false,
    );
    // `t` begins a task.
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, move |event| {
            if single_key(&event).as_deref() == Some("t") {
                event.prevent_default();
                kind.set(Kind::Task);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let tab = move |this: Kind, name: &'static str| {
        view! {
            <button type="button" class="tab" aria-pressed=move || (kind.get() == this).to_string() on:click=move |_| kind.set(this)>{name}</button>
        }
    };
    view! {
        <section class="panel composer" node_ref=root aria-label=words.composer()>
            <div class="tabs">
                {tab(Kind::Note, words.note())}
                {tab(Kind::Task, words.task())}
            </div>
            {move || match kind.get() {
                Kind::Note => view! { <WriteNote shown text files reload/> }.into_any(),
                Kind::Task => view! { <WriteTask shown draft=task reload/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn WriteNote(
    shown: RwSignal<Profile>,
    text: RwSignal<String>,
    files: Chosen,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let deal = shown.with_untracked(|profile| profile.id);
    let gesture = Gesture::new();
    let sent = StoredValue::new(String::new());
    let kept = Draft::of(&format!("note:{deal}"), text);
    let add = Action::new_local(move |_: &()| {
        let kept = kept.clone();
        async move {
            // The composer may be left while files are on their way.
            let typed = text.get_untracked();
            // Without a line, too, and before files are sent for it.
            Note::parse(&typed)?;
            sent.set_value(typed.clone());
            let note = AddNote { deal, files: files.send(deal).await?, text: typed };
            let answer = gesture.send_or_wait(words.note_added_said(), &note).await;
            answer.inspect(|_| kept.was_sent(&note.text))
        }
    });
    let problem =
        Signal::derive(move || add.value().get().and_then(|answer: Answer<Option<NoteId>>| answer.err()));
    Effect::new(move |_| {
        if matches!(add.value().get(), Some(Ok(_))) {
            // What was typed meanwhile is the beginning of the next one.
            text.update(|text| *text = sent.with_value(|sent| after_sent(text, sent)));
            files.clear();
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add.dispatch(());
    };
    let key = move |event: KeyboardEvent| {
        let sends = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if sends && !add.pending().get_untracked() {
            add.dispatch(());
        }
    };
    let taking = Taking::into(files);
    view! {
        <form
            class="new-note" on:submit=submit on:keydown=key on:dragover=|event| event.prevent_default()
            on:drop=move |event| taking.dropped(event) on:paste=move |event| taking.pasted(event)
        >
            <NoteFields text files draft=format!("note:{deal}") problem/>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <small class="lead">{words.draft_is_kept()}</small>
                <button class="button" disabled=move || add.pending().get()>{words.add_note()}</button>
            </footer>
        </form>
    }
}

#[component]
fn WriteTask(shown: RwSignal<Profile>, draft: TaskDraft, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (deal, people, today) =
        shown.with_untracked(|profile| (profile.id, profile.people.clone(), profile.now.date()));
    crate::ui::draft::keep_draft(format!("task:{deal}"), draft.title);
    // The page may be open since yesterday.
    let day = Memo::new(move |_| shown.with(|profile| profile.now.date()));
    let quick = understood(draft.title, draft, day);
    let gesture = Gesture::new();
    let sent = StoredValue::new((String::new(), TaskForm::default()));
    let kept = Draft::of(&format!("task:{deal}"), draft.title);
    let add = Action::new(move |_: &()| {
        let (typed, kept) = (draft.title.get_untracked(), kept.clone());
        sent.set_value((typed.clone(), draft.form()));
        let form = TaskForm { title: title_of(quick, draft), ..draft.form() };
        let said = words.task_added_said(&form.title);
        async move {
            form.parse(Some(deal), UserId(0))?;
            let answer = gesture.send_or_wait(said, &AddTask { deal: Some(deal), form }).await;
            answer.inspect(|_| kept.was_sent(&typed))
        }
    });
    let problem: Signal<Option<Problem>> =
        Signal::derive(move || add.value().get().and_then(|answer: Answer<Option<TaskId>>| answer.err()));
    Effect::new(move |_| {
        if matches!(add.value().get(), Some(Ok(_))) {
            sent.with_value(|sent| begin_next(draft.title, quick, draft, sent));
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add.dispatch(());
    };
    view! {
        <form class="new-task" on:submit=submit>
            <TaskFields draft people today problem/>
            <footer class="dialog-foot">
                <button class="button" disabled=move || add.pending().get()>{words.add_task()}</button>
            </footer>
        </form>
    }
}
