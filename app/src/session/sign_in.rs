//! The page to sign in.

use super::api;
use crate::{
    error::Problem,
    parameters::use_parameters,
    ui::{
        field::{Field, FormRefusal},
        icon::Mark,
    },
    visitor::{NEXT, leave_for, visitor, way_back},
    words::t,
};
use domain::refusal::{Field as Name, Refusal};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;

#[component]
pub fn SignIn() -> impl IntoView {
    let words = t();
    let [email, password, code] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let enter = Action::new(move |_: &()| {
        api::sign_in(email.get_untracked(), password.get_untracked(), code.get_untracked())
    });
    let problem: Signal<Option<Problem>> = Signal::derive(move || enter.value().get().and_then(Result::err));
    // Asked for once the password is right, and then until one is signed in.
    let wanted = Memo::new(move |before: Option<&bool>| {
        let told = [Refusal::SecondCodeWanted, Refusal::WrongSecondCode];
        let now = problem
            .with(|problem| matches!(problem, Some(Problem::Refused(refusal)) if told.contains(refusal)));
        now || before.copied().unwrap_or_default()
    });
    let next = use_parameters().with_untracked(|parameters| {
        let next = parameters.iter().find(|(name, _)| name == NEXT);
        way_back(next.map(|(_, to)| to.as_str())).to_owned()
    });
    // Somebody who is signed in already has nothing to do here.
    let signed_in = visitor().user.is_some();
    Effect::new(move |_| {
        if signed_in || matches!(enter.value().get(), Some(Ok(()))) {
            leave_for(&next);
        }
    });
    let ready = hydrated();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        enter.dispatch(());
    };
    view! {
        <Title text=words.sign_in()/>
        <div class="door">
            <form class="panel door-panel" method="post" on:submit=submit>
                <h1><Mark/>"Tablica"</h1>
                <Field name=Name::Email label=words.email() problem>
                    <input type="email" name="email" autocomplete="username" required autofocus bind:value=email/>
                </Field>
                <Field name=Name::Password label=words.password() problem>
                    <input type="password" name="password" autocomplete="current-password" required bind:value=password/>
                </Field>
                <Show when=move || wanted.get()>
                    <Field name=Name::Code label=words.second_factor_code() problem>
                        <input name="code" autocomplete="one-time-code" bind:value=code/>
                    </Field>
                </Show>
                <FormRefusal problem/>
                <button class="button filled" disabled=move || !ready.get() || enter.pending().get()>{words.sign_in()}</button>
                <a href="/forgot">{words.forgot_password()}</a>
            </form>
        </div>
    }
}

/// False until the page answers to the hand: a form sent earlier would leave the page with what was typed.
pub(super) fn hydrated() -> ReadSignal<bool> {
    let (ready, set_ready) = signal(false);
    Effect::new(move |_| set_ready.set(true));
    ready
}
