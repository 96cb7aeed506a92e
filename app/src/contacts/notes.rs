//! Notes about a contact: added on top, changed by their authors (K1).

use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    ui::{
        draft::keep_draft,
        field::{Field, FormRefusal},
        icon::Icon,
        tell,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    visitor::visitor,
    words::t,
};
use chrono::NaiveDate;
use command::contact::{AddContactNote, DeleteContactNote, EditContactNote};
use domain::{
    contact::{Contact, ContactNote},
    people::{initials, tint},
    refusal::Field as Name,
    text::Prose,
};
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
    task::spawn_local,
};
use words::format;

#[component]
pub(super) fn Notes(
    of: Contact,
    notes: Vec<ContactNote>,
    today: NaiveDate,
    reload: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (gesture, typed) = (Gesture::new(), RwSignal::new(String::new()));
    // It outlives the page: who was called away goes on where they were.
    keep_draft(of.path(), typed);
    let on_text = Callback::new(move |text: String| AddContactNote { of, text });
    let add = Action::new(move |text: &String| {
        let note = on_text.run(text.clone());
        async move { gesture.send_saying(words.note_added_said(), &note).await.map(drop) }
    });
    let entry = move |note: ContactNote| view! { <Entry note today reload/> }.into_any();
    view! {
        <section class="panel contact-notes">
            <h2>{words.contact_notes()}</h2>
            <Editor text=typed kept=true submit=words.add_note() save=add reload/>
            <ul class="stream">{notes.into_iter().map(entry).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Entry(note: ContactNote, today: NaiveDate, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let ContactNote { id, author: (author, name), text, at, edited } = note;
    let mine = visitor().user.is_some_and(|user| user.id == author);
    let (editing, gesture) = (RwSignal::new(false), Gesture::new());
    let delete = move |_| {
        spawn_local(async move {
            match gesture.send_saying(words.note_deleted_said(), &DeleteContactNote { note: id }).await {
                Ok(()) => tell(reload),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let save = Action::new(move |text: &String| {
        let edited = EditContactNote { note: id, text: text.clone() };
        async move { gesture.send_saying(words.note_changed_said(), &edited).await }
    });
    let text = StoredValue::new(text.as_str().to_owned());
    let typed = RwSignal::new(text.get_value());
    let edit = move |_| {
        typed.set(text.get_value());
        editing.set(true);
    };
    view! {
        <li class="note">
            <abbr class="avatar" data-tint=tint(author) title=name.clone()>{initials(&name)}</abbr>
            <div>
                <p><strong>{name.clone()}</strong>{edited.then(|| view! { " "<small>{words.edited()}</small> })}</p>
                <Show when=move || editing.get() fallback=move || view! { <p class="note-text">{text.get_value()}</p> }>
                    <Editor text=typed before=text.get_value() submit=words.save() save reload on_cancel=Callback::new(move |()| editing.set(false))/>
                </Show>
            </div>
            <time datetime=at.to_string()>{format::moment(words, at, today)}</time>
            {mine.then(|| view! {
                <span class="note-verbs">
                    <button type="button" class="button small" on:click=edit>{words.edit()}</button>
                    <button type="button" class="icon-button" aria-label=words.delete_named(words.note()) on:click=delete><Icon name="trash"/></button>
                </span>
            })}
        </li>
    }
}

/// A text that is written: Ctrl and Enter saves it.
#[component]
fn Editor(
    text: RwSignal<String>,
    /// What it is about to be in place of.
    #[prop(optional)]
    before: String,
    /// Whether it is kept while nobody saves it.
    #[prop(optional)]
    kept: bool,
    submit: &'static str,
    save: Action<String, Answer<()>>,
    reload: Callback<()>,
    #[prop(optional)] on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let words = t();
    let changed = Memo::new(move |_| text.with(|text| *text != before));
    unsaved_guard(Memo::new(move |_| changed.get() && !kept));
    let problem = Signal::derive(move || save.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        if let Some(Ok(())) = save.value().get() {
            text.set(String::new());
            tell(reload);
        }
    });
    let send = move || {
        if !save.pending().get_untracked() {
            save.dispatch(text.get_untracked());
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send();
        }
    };
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <form class="note-edit" on:submit=submitted>
            <Field name=Name::Note label=words.note() problem>
                <textarea rows="2" maxlength=Prose::MAX.to_string() bind:value=text on:keydown=key></textarea>
            </Field>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                {on_cancel.map(|cancel| view! {
                    <button type="button" class="button" on:click=move |_| cancel.run(())>{words.cancel()}</button>
                })}
                <button class="button" disabled=move || save.pending().get() || !changed.get()>{submit}</button>
            </footer>
        </form>
    }
}
