//! The second factor: a picture for an app, codes for when it is lost, and the code that proves that all of it arrived.

use crate::{
    client::{Gesture, ask},
    error::{Answer, Problem, Sentence},
    session::api,
    ui::{copy::CopyButton, dialog::FormDialog, field::Field, tell, toast::toasts},
    words::t,
};
use command::me::{DrawSecondFactor, EnableSecondFactor};
use domain::{
    me::{Me, NewSecondFactor},
    refusal::Field as Name,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn SecondFactor(shown: RwSignal<Option<Me>>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let drawn = RwSignal::new(None::<NewSecondFactor>);
    let ending = RwSignal::new(false);
    let on = Memo::new(move |_| shown.with(|me| me.as_ref().is_some_and(|me| me.second_factor)));
    let left = move || shown.with(|me| me.as_ref().map_or(0, |me| me.recovery_codes));
    let draw = move |_| {
        spawn_local(async move {
            match ask(&DrawSecondFactor {}).await {
                Ok(new) => drop(drawn.try_set(Some(new))),
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    view! {
        <section class="panel me" aria-labelledby="second-factor-title">
            <h2 id="second-factor-title">{words.second_factor()}</h2>
            <p class="lead">{move || if on.get() { words.second_factor_on(left()) } else { words.second_factor_off().to_owned() }}</p>
            <footer class="dialog-foot">
                <Show
                    when=move || on.get()
                    fallback=move || view! { <button type="button" class="button" on:click=draw>{words.second_factor_begin()}</button> }
                >
                    <button type="button" class="button" on:click=move |_| ending.set(true)>{words.second_factor_end()}</button>
                </Show>
            </footer>
        </section>
        {move || drawn.get().map(|new| view! { <Begin new drawn reload/> }.into_any())}
        {move || ending.get().then(|| view! { <End ending reload/> }.into_any())}
    }
}

#[component]
fn Begin(
    new: NewSecondFactor,
    drawn: RwSignal<Option<NewSecondFactor>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, toaster, gesture, code) = (t(), toasts(), Gesture::new(), RwSignal::new(String::new()));
    let NewSecondFactor { secret, picture, recovery_codes } = new;
    let all_codes = recovery_codes.join("\n");
    let of = StoredValue::new((secret.clone(), recovery_codes.clone()));
    let enable = Action::new(move |_: &()| async move {
        let (secret, recovery_codes) = of.get_value();
        gesture.send(&EnableSecondFactor { secret, code: code.get_untracked(), recovery_codes }).await
    });
    let problem = problem_of(enable);
    Effect::new(move |_| {
        if matches!(enable.value().get(), Some(Ok(()))) {
            toaster.show(words.second_factor_is_on());
            drawn.set(None);
            tell(reload);
        }
    });
    view! {
        <FormDialog
            title=words.second_factor() submit=words.second_factor_begin() problem pending=enable.pending()
            on_submit=Callback::new(move |()| drop(enable.dispatch(()))) on_close=Callback::new(move |()| drawn.set(None))
        >
            <p>{words.second_factor_scan()}</p>
            <div class="second-factor">
                <div class="picture" role="img" aria-label=words.second_factor_picture() inner_html=picture></div>
                <p><small>{words.second_factor_typed()}</small><code>{in_fours(&secret)}</code></p>
            </div>
            <p>{words.second_factor_codes()}</p>
            <ol class="recovery-codes">{recovery_codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ol>
            <div><CopyButton text=all_codes/></div>
            <Field name=Name::Code label=words.second_factor_code() problem>
                <input name="code" inputmode="numeric" autocomplete="one-time-code" bind:value=code/>
            </Field>
        </FormDialog>
    }
}

#[component]
fn End(ending: RwSignal<bool>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster, password) = (t(), toasts(), RwSignal::new(String::new()));
    let disable = Action::new(move |_: &()| api::disable_second_factor(password.get_untracked()));
    let problem = problem_of(disable);
    Effect::new(move |_| {
        if matches!(disable.value().get(), Some(Ok(()))) {
            toaster.show(words.second_factor_is_off());
            ending.set(false);
            tell(reload);
        }
    });
    view! {
        <FormDialog
            title=words.second_factor_end() submit=words.second_factor_end() danger=true problem pending=disable.pending()
            on_submit=Callback::new(move |()| drop(disable.dispatch(()))) on_close=Callback::new(move |()| ending.set(false))
        >
            <Field name=Name::OldPassword label=words.old_password() problem>
                <input type="password" name="password" autocomplete="current-password" bind:value=password/>
            </Field>
        </FormDialog>
    }
}

fn problem_of(action: Action<(), Answer<()>>) -> Signal<Option<Problem>> {
    Signal::derive(move || action.value().get().and_then(Answer::err))
}

/// As people read it from a screen.
fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
