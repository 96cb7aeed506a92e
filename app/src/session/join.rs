//! The page where somebody chooses a password by a link that they were given (A2).

use super::{api, sign_in::hydrated};
use crate::{
    ui::{
        field::{Field, FormRefusal},
        icon::Mark,
    },
    visitor::leave_for,
    words::t,
};
use domain::refusal::Field as Name;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;

#[component]
pub fn Join() -> impl IntoView {
    let words = t();
    let password = RwSignal::new(String::new());
    // What the link ends in stands behind the mark: browsers send that to nobody.
    let link = move || {
        window().location().hash().map(|hash| hash.trim_start_matches('#').to_owned()).unwrap_or_default()
    };
    let join = Action::new(move |_: &()| api::join(link(), password.get_untracked()));
    let problem = Signal::derive(move || join.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(join.value().get(), Some(Ok(()))) {
            leave_for("/");
        }
    });
    let ready = hydrated();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        join.dispatch(());
    };
    view! {
        <Title text=words.join_title()/>
        <div class="door">
            <form class="panel door-panel" method="post" novalidate on:submit=submit>
                <h1><Mark/>{words.join_title()}</h1>
                <p class="lead">{words.join_lead()}</p>
                <Field name=Name::Password label=words.password() problem hint=words.password_hint()>
                    <input type="password" name="password" autocomplete="new-password" required autofocus bind:value=password/>
                </Field>
                <FormRefusal problem/>
                <button class="button filled" disabled=move || !ready.get() || join.pending().get()>{words.join()}</button>
                <a href="/sign-in">{words.back_to_sign_in()}</a>
            </form>
        </div>
    }
}
