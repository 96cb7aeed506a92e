//! The dialog that closes a deal as lost or stale: a reason and a note (W2).

use crate::{
    client::Gesture,
    error::Problem,
    initial_data::use_query,
    ui::{
        dialog::{Dialog, DialogForm},
        field::Field,
        loaded,
    },
    words::t,
};
use command::{deal::CloseDeal, settings::ReadReasons};
use domain::{
    deal::Status,
    id::{DealId, ReasonId},
    reason::Reasons,
    refusal::Field as Name,
};
use leptos::prelude::*;

#[component]
pub(crate) fn CloseAs(
    deal: DealId,
    name: String,
    outcome: Status,
    on_close: Callback<()>,
    on_done: Callback<()>,
) -> impl IntoView {
    let words = t();
    let title = if outcome == Status::Lost { words.lose_title(&name) } else { words.stale_title(&name) };
    let reasons = use_query(|| Ok(ReadReasons {}));
    let form = loaded::part(reasons, move |reasons| {
        view! { <Form deal name=name.clone() outcome reasons on_close on_done/> }.into_any()
    });
    view! { <Dialog title on_close>{form}</Dialog> }
}

#[component]
fn Form(
    deal: DealId,
    name: String,
    outcome: Status,
    reasons: Reasons,
    on_close: Callback<()>,
    on_done: Callback<()>,
) -> impl IntoView {
    let words = t();
    let (reason, note) = (RwSignal::new(None::<ReasonId>), RwSignal::new(String::new()));
    let gesture = Gesture::new();
    let close = Action::new(move |_: &()| {
        let (reason, note) = (reason.get_untracked(), note.get_untracked());
        let said = words.closed_said(&name, words.status_name(outcome));
        async move { gesture.send_saying(said, &CloseDeal { deal, outcome, reason, note }).await }
    });
    let problem = Signal::derive(move || close.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(close.value().get(), Some(Ok(()))) {
            on_close.run(());
            on_done.run(());
        }
    });
    let on_submit = Callback::new(move |()| drop(close.dispatch(())));
    view! {
        <DialogForm submit=words.close_deal() on_submit on_close problem pending=close.pending()>
            <CloseFields reasons reason note problem/>
        </DialogForm>
    }
}

/// Why a deal is closed, or many: a reason, and what else there is to say.
#[component]
pub(crate) fn CloseFields(
    reasons: Reasons,
    reason: RwSignal<Option<ReasonId>>,
    note: RwSignal<String>,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    view! {
        <ReasonField reasons reason problem/>
        <Field name=Name::Note label=t().note() problem>
            <textarea name="note" rows="3" bind:value=note></textarea>
        </Field>
    }
}

/// The choice of a reason, which an account may require.
#[component]
pub(super) fn ReasonField(
    reasons: Reasons,
    reason: RwSignal<Option<ReasonId>>,
    #[prop(into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = t();
    let choose = move |event| reason.set(event_target_value(&event).parse().ok());
    let offered = reasons.list.into_iter().filter(|reason| reason.active);
    view! {
        <Field name=Name::Reason label=words.reason() problem>
            <select name="reason" required=reasons.required on:change=choose>
                <option value="">{words.no_reason()}</option>
                {offered.map(|reason| view! {
                    <option value=reason.id.to_string()>{reason.name.to_string()}</option>
                }).collect_view()}
            </select>
        </Field>
    }
}
