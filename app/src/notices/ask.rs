//! What stands where a deal is not there, or not for this user: one and the same, with a way to ask (V2).

use crate::{
    client::Gesture,
    error::{Answer, Problem},
    ui::{
        error_page::error_page,
        field::{Field, FormRefusal},
    },
    words::t,
};
use command::notice::AskAccess;
use domain::{id::DealId, refusal::Field as Name};
use leptos::{ev::SubmitEvent, prelude::*};

#[component]
pub(crate) fn AskForAccess(deal: DealId, problem: Problem) -> impl IntoView {
    let (words, gesture, text) = (t(), Gesture::new(), RwSignal::new(String::new()));
    let ask = Action::new(move |_: &()| async move {
        gesture.send(&AskAccess { deal, text: text.get_untracked() }).await
    });
    let problem_of = Signal::derive(move || ask.value().get().and_then(|answer: Answer<()>| answer.err()));
    let asked = Memo::new(move |_| matches!(ask.value().get(), Some(Ok(()))));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        ask.dispatch(());
    };
    view! {
        <div class="deal-absent">
        {error_page(&problem)}
        <form class="ask-access" on:submit=submit>
            <Show
                when=move || !asked.get()
                fallback=move || view! { <p role="status">{words.access_was_asked()}</p> }
            >
                <Field name=Name::Note label=words.why_access() problem=problem_of>
                    <textarea name="text" rows="2" maxlength="1000" bind:value=text></textarea>
                </Field>
                <button class="button" disabled=move || ask.pending().get()>{words.ask_for_access()}</button>
            </Show>
            <FormRefusal problem=problem_of/>
        </form>
        </div>
    }
}
