//! The notes of a deal and their files, and the form for a new one.

use super::upload::Uploads;
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
use command::note::{AddNote, DeleteNote, EditNote};
use domain::{
    id::{DealId, NoteId},
    note::{File, Note},
    people::initials,
    profile::Profile,
    refusal::Field as Name,
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use words::{Words, format};

#[component]
pub(super) fn Notes(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let deal = shown.with_untracked(|profile| profile.id);
    let editing = RwSignal::new(None::<NoteId>);
    let notes = move || {
        let edited = editing.get();
        shown.with(|profile| {
            let row = |note: &Note| match edited == Some(note.id) {
                true => view! { <EditNote note=note.clone() editing reload/> }.into_any(),
                false => {
                    view! { <NoteRow profile=profile.clone() note=note.clone() editing reload/> }.into_any()
                }
            };
            profile.notes.iter().map(row).collect_view()
        })
    };
    view! {
        <section class="panel" aria-labelledby="notes-title">
            <h2 id="notes-title">{words.notes()}" "<small>{move || shown.with(|profile| profile.notes.len())}</small></h2>
            <Show when=move || shown.with(|profile| profile.notes.is_empty())>
                <p class="lead">{words.no_notes()}</p>
            </Show>
            <ul class="notes">{notes}</ul>
            <WriteNote deal reload/>
        </section>
    }
}

#[component]
fn NoteRow(
    profile: Profile,
    note: Note,
    editing: RwSignal<Option<NoteId>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let author = profile.people.iter().find(|person| person.id == note.author);
    let author = author.map_or_else(String::new, |author| author.name.clone());
    let action = note.action.and_then(|id| profile.process.action(id).ok());
    let action = action.map(|(_, action)| words.for_action(action.name.as_str()));
    let mine = visitor().user.is_some_and(|user| user.id == note.author);
    let (id, kept) = (note.id, note.action.is_some());
    let gesture = Gesture::new();
    let delete = move |_| {
        spawn_local(async move {
            match gesture.send(&DeleteNote { note: id }).await {
                Ok(()) => reload.run(()),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let edited = note.edited.then(|| words.edited().to_owned());
    let beside = [action, edited].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="note" data-note-id=id.to_string()>
            <abbr class="avatar" title=author.clone()>{initials(&author)}</abbr>
            <div>
                <p class="note-text">{note.text.as_str().to_owned()}</p>
                <p class="note-files">
                    {note.files.iter().map(|file| file_link(words, file)).collect_view()}
                    <small>{beside}</small>
                </p>
            </div>
            <time datetime=note.at.to_string()>{format::day(words, note.at.date(), profile.now.date())}</time>
            {mine.then(|| view! {
                <span class="note-verbs">
                    <button type="button" class="button small" on:click=move |_| editing.set(Some(id))>{words.edit()}</button>
                    {(!kept).then(|| view! {
                        <button type="button" class="icon-button" aria-label=words.delete_named(words.note()) on:click=delete><Icon name="trash"/></button>
                    })}
                </span>
            })}
        </li>
    }
}

fn file_link(words: &Words, file: &File) -> impl IntoView + use<> {
    let address = format!("/files/{}", file.id);
    view! { <a href=address rel="external" target="_blank">{file.name.clone()}</a><small>{format::bytes(words, file.bytes)}</small> }
}

#[component]
fn EditNote(note: Note, editing: RwSignal<Option<NoteId>>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (id, text) = (note.id, RwSignal::new(note.text.as_str().to_owned()));
    let gesture = Gesture::new();
    let save = Action::new(move |_: &()| {
        let edited = EditNote { note: id, text: text.get_untracked() };
        async move { gesture.send(&edited).await }
    });
    let problem: Signal<Option<Problem>> = Signal::derive(move || save.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(save.value().get(), Some(Ok(()))) {
            editing.set(None);
            reload.run(());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    view! {
        <li class="note">
            <form on:submit=submit>
                <Field name=Name::Note label=words.note() problem>
                    <textarea rows="3" bind:value=text></textarea>
                </Field>
                <FormRefusal problem/>
                <button type="button" class="button" on:click=move |_| editing.set(None)>{words.cancel()}</button>
                <button class="button filled" disabled=move || save.pending().get()>{words.save()}</button>
            </form>
        </li>
    }
}

#[component]
fn WriteNote(deal: DealId, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (text, files) = (RwSignal::new(String::new()), NodeRef::<Input>::new());
    let (gesture, uploads) = (Gesture::new(), Uploads::new());
    let add = Action::new_local(move |_: &()| async move {
        let files = uploads.send(deal, files).await?;
        gesture.send(&AddNote { deal, text: text.get_untracked(), files }).await
    });
    let problem = Signal::derive(move || add.value().get().and_then(|answer: Answer<NoteId>| answer.err()));
    Effect::new(move |_| {
        if matches!(add.value().get(), Some(Ok(_))) {
            text.set(String::new());
            uploads.forget();
            files.get_untracked().into_iter().for_each(|field| field.set_value(""));
            reload.run(());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add.dispatch(());
    };
    view! {
        <form class="new-note" on:submit=submit>
            <NoteFields text files problem/>
            <FormRefusal problem/>
            <button class="button" disabled=move || add.pending().get()>{words.add_note()}</button>
        </form>
    }
}

/// The text of a note and its files.
#[component]
pub(super) fn NoteFields(
    text: RwSignal<String>,
    files: NodeRef<Input>,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    view! {
        <Field name=Name::Note label=words.note() problem>
            <textarea name="note" rows="2" bind:value=text></textarea>
        </Field>
        <Field name=Name::File label=words.files() problem hint=words.files_hint()>
            <input type="file" name="files" multiple node_ref=files/>
        </Field>
    }
}
