//! The notes of a deal and their files, as they stand in the stream of what happened.

use super::upload::{Chosen, FileField};
use crate::{
    client::Gesture,
    error::{Problem, Sentence},
    ui::{
        draft::keep_draft,
        field::{Field, FormRefusal},
        icon::Icon,
        tell,
        toast::toasts,
    },
    visitor::visitor,
    words::t,
};
use command::note::{DeleteNote, EditNote};
use domain::{
    note::{File, Note},
    people::{initials, tint},
    profile::Profile,
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use words::{Words, format};

/// A note: what was said, its files, and its author's verbs.
#[component]
pub(super) fn NoteEntry(shown: RwSignal<Profile>, note: Note, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let editing = RwSignal::new(false);
    let (author, action, today) = shown.with_untracked(|profile| {
        let author = profile.people.iter().find(|person| person.id == note.author);
        let action = note.action.and_then(|id| profile.process.action(id).ok());
        let action = action.map(|(_, action)| words.for_action(action.name.as_str()));
        (author.map_or_else(String::new, |author| author.name.clone()), action, profile.now.date())
    });
    let mine = visitor().user.is_some_and(|user| user.id == note.author);
    let (id, kept) = (note.id, note.action.is_some());
    let gesture = Gesture::new();
    let delete = move |_| {
        spawn_local(async move {
            match gesture.send_saying(words.note_deleted_said(), &DeleteNote { note: id }).await {
                Ok(()) => tell(reload),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let edited = note.edited.then(|| words.edited().to_owned());
    let beside = [action, edited].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let whole = StoredValue::new(note.clone());
    view! {
        <li class="note" data-note-id=id.to_string()>
            <abbr class="avatar" data-tint=tint(note.author) title=author.clone()>{initials(&author)}</abbr>
            <div>
                <p><strong>{author.clone()}</strong>" "<small>{beside}</small></p>
                <Show
                    when=move || editing.get()
                    fallback=move || view! { <p class="note-text">{whole.with_value(|note| note.text.as_str().to_owned())}</p> }
                >
                    <NoteEdit note=whole.get_value() on_close=Callback::new(move |()| editing.set(false)) reload/>
                </Show>
                <p class="note-files">{note.files.iter().map(|file| file_link(words, file)).collect_view()}</p>
            </div>
            <time datetime=note.at.to_string()>{format::moment(words, note.at, today)}</time>
            {mine.then(|| view! {
                <span class="note-verbs">
                    <button type="button" class="button small" on:click=move |_| editing.set(true)>{words.edit()}</button>
                    {(!kept).then(|| view! {
                        <button type="button" class="icon-button" aria-label=words.delete_named(words.note()) on:click=delete><Icon name="trash"/></button>
                    })}
                </span>
            })}
        </li>
    }
}

/// A file to open; pictures are seen here.
fn file_link(words: &Words, file: &File) -> impl IntoView + use<> {
    let address = format!("/files/{}", file.id);
    let picture = file.is_picture().then(|| {
        view! { <img src=address.clone() alt=file.name.clone() loading="lazy"/> }
    });
    view! {
        <a class="file" href=address.clone() rel="external" target="_blank">
            {picture}
            <span>{file.name.clone()}" "<small>{format::bytes(words, file.bytes)}</small></span>
        </a>
    }
}

#[component]
fn NoteEdit(note: Note, on_close: Callback<()>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (id, text) = (note.id, RwSignal::new(note.text.as_str().to_owned()));
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let edited = EditNote { note: id, text: text.get_untracked() };
        async move { gesture.send_saying(words.note_changed_said(), &edited).await }
    });
    let problem: Signal<Option<Problem>> = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            on_close.run(());
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <form class="note-edit" on:submit=submit>
            <Field name=Name::Note label=words.note() problem>
                <textarea rows="3" bind:value=text></textarea>
            </Field>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=move |_| on_close.run(())>{words.cancel()}</button>
                <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </footer>
        </form>
    }
}

/// The text of a note and its files. What is typed under a name is kept until it is sent.
#[component]
pub(super) fn NoteFields(
    text: RwSignal<String>,
    files: Chosen,
    #[prop(optional, into)] draft: Option<String>,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    if let Some(name) = draft {
        keep_draft(name, text);
    }
    view! {
        <Field name=Name::Note label=words.note() problem>
            <textarea name="note" rows="2" placeholder=words.note_hint() bind:value=text></textarea>
        </Field>
        <FileField files problem/>
    }
}
