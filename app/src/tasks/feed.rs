//! The address of one's calendar feed (T4): made, renewed, taken away.

use super::state::TasksState;
use crate::{
    client::{Gesture, draw_secret},
    error::{Answer, Problem},
    ui::{copy::CopyField, dialog::Dialog, field::FormRefusal, tell, toast::toasts},
    words::t,
};
use command::task::RenewCalendar;
use domain::users::Secret;
use leptos::prelude::*;

#[component]
pub(super) fn FeedDialog(state: TasksState, on_close: Callback<()>) -> impl IntoView {
    let (words, toaster, gesture) = (t(), toasts(), Gesture::new());
    let there = Memo::new(move |_| state.tasks.with(|tasks| tasks.calendar));
    let address = RwSignal::new(None::<String>);
    let save = Action::new(move |secret: &Option<Secret>| {
        let secret = secret.clone();
        async move {
            gesture.send(&RenewCalendar { secret: secret.clone() }).await?;
            Ok(secret)
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(secret)) = save.value().get() {
            if secret.is_none() {
                toaster.show(words.calendar_gone());
            }
            address.set(secret.map(|secret| address_of(&secret)));
            tell(state.reload);
        }
    });
    let undrawn = RwSignal::new(None::<Problem>);
    let problem = Signal::derive(move || {
        undrawn.get().or_else(|| save.value().get().and_then(|answer: Answer<Option<Secret>>| answer.err()))
    });
    let make = move |_| match draw_secret() {
        Ok(secret) => drop(save.dispatch(Some(secret))),
        Err(problem) => undrawn.set(Some(problem)),
    };
    view! {
        <Dialog title=words.calendar_feed() on_close lasting=true>
            <div class="dialog-form">
                <p>{words.calendar_lead()}</p>
                {move || match address.get() {
                    Some(address) => view! {
                        <p>{words.calendar_made()}</p>
                        <CopyField text=address label=words.calendar_feed()/>
                    }.into_any(),
                    None => there.get().then(|| view! { <p>{words.calendar_there()}</p> }).into_any(),
                }}
                <FormRefusal problem/>
                <footer class="dialog-foot">
                    <Show when=move || there.get()>
                        <button type="button" class="button" disabled=move || save.pending().get()
                            on:click=move |_| drop(save.dispatch(None))>{words.calendar_remove()}</button>
                    </Show>
                    <button type="button" class="button filled" disabled=move || save.pending().get() on:click=make>
                        {move || if there.get() { words.calendar_renew() } else { words.calendar_make() }}
                    </button>
                </footer>
            </div>
        </Dialog>
    }
}

fn address_of(secret: &Secret) -> String {
    format!("{}/calendar/{}.ics", window().location().origin().unwrap_or_default(), secret.as_str())
}
