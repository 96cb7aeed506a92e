//! Choosing another password.

use crate::{
    error::Answer,
    session::api,
    ui::{
        field::{Field, FormRefusal},
        tell,
        toast::toasts,
    },
    words::t,
};
use domain::refusal::Field as Name;
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub(super) fn ChangePassword(reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let change = Action::new(move |_: &()| api::change_password(old.get_untracked(), new.get_untracked()));
    let problem = Signal::derive(move || change.value().get().and_then(|answer: Answer<()>| answer.err()));
    Effect::new(move |_| {
        if matches!(change.value().get(), Some(Ok(()))) {
            [old, new].into_iter().for_each(|field| field.set(String::new()));
            toaster.show(words.password_changed());
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        change.dispatch(());
    };
    view! {
        <form class="panel me" novalidate on:submit=submit>
            <h2>{words.change_password()}</h2>
            <div class="field-row">
                <Field name=Name::OldPassword label=words.old_password() problem>
                    <input type="password" name="old" autocomplete="current-password" bind:value=old/>
                </Field>
                <Field name=Name::Password label=words.new_password() problem hint=words.password_hint()>
                    <input type="password" name="new" autocomplete="new-password" bind:value=new/>
                </Field>
            </div>
            <FormRefusal problem/>
            <footer class="dialog-foot">
                <small class="lead">{words.other_sessions_end()}</small>
                <button class="button" disabled=move || change.pending().get() || old.with(String::is_empty)>{words.change_password()}</button>
            </footer>
        </form>
    }
}
