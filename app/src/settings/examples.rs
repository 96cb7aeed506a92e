//! The deals that the account began with to try things on: how many are left, and taking them away (A1).

use crate::{
    client::{Gesture, client},
    error::Answer,
    ui::{dialog::FormDialog, toast::toasts},
    words::t,
};
use command::settings::RemoveExamples;
use leptos::prelude::*;

/// What is left of the examples; nothing is shown when there are none.
#[component]
pub(super) fn Examples(count: usize) -> impl IntoView {
    let (words, left, asked) = (t(), RwSignal::new(count), RwSignal::new(false));
    let (gesture, toaster, client) = (Gesture::new(), toasts(), client());
    let remove = Action::new(move |_: &()| async move { gesture.send(&RemoveExamples {}).await });
    let problem = Signal::derive(move || remove.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        if let Some(Ok(())) = remove.value().get() {
            asked.set(false);
            left.set(0);
            client.outdate();
            toaster.show(words.examples_removed());
        }
    });
    let close = Callback::new(move |()| asked.set(false));
    let submit = Callback::new(move |()| drop(remove.dispatch(())));
    let dialog = move || {
        asked.get().then(|| {
            view! {
                <FormDialog title=words.remove_examples() submit=words.remove_examples() on_submit=submit on_close=close
                    problem pending=remove.pending() danger=true>
                    <p>{words.remove_examples_lead()}</p>
                </FormDialog>
            }
        })
    };
    let section = move || {
        (left.get() > 0).then(|| {
            view! {
                <section class="panel me examples">
                    <h2>{words.examples_heading()}</h2>
                    <p>{words.examples_left(left.get())}</p>
                    <footer class="dialog-foot">
                        <button type="button" class="button" on:click=move |_| asked.set(true)>{words.remove_examples()}"…"</button>
                    </footer>
                    {dialog}
                </section>
            }
        })
    };
    section.into_any()
}
