//! The page where somebody asks for a link to choose another password (A2).

use super::{api, sign_in::hydrated};
use crate::{
    ui::{
        field::{Field, FormRefusal},
        icon::Mark,
    },
    words::t,
};
use domain::refusal::Field as Name;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;

#[component]
pub fn Forgot() -> impl IntoView {
    let words = t();
    let email = RwSignal::new(String::new());
    let forgot = Action::new(move |_: &()| api::forgot_password(email.get_untracked()));
    let problem = Signal::derive(move || forgot.value().get().and_then(Result::err));
    let asked = move || matches!(forgot.value().get(), Some(Ok(())));
    let ready = hydrated();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        forgot.dispatch(());
    };
    view! {
        <Title text=words.forgot_password()/>
        <div class="door">
            <form class="panel door-panel" method="post" novalidate on:submit=submit>
                <h1><Mark/>{words.forgot_password()}</h1>
                <p class="lead">{words.forgot_lead()}</p>
                <Field name=Name::Email label=words.email() problem>
                    <input type="email" name="email" autocomplete="username" required autofocus bind:value=email/>
                </Field>
                <FormRefusal problem/>
                <p role="status">{move || asked().then(|| words.link_on_its_way())}</p>
                <button class="button filled" disabled=move || !ready.get() || forgot.pending().get()>{words.send_link()}</button>
                <a href="/sign-in">{words.back_to_sign_in()}</a>
            </form>
        </div>
    }
}
