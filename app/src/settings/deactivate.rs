//! Deactivating a user: what ends with it, and who goes on with what they have open (V5).

use crate::{
    client::Gesture,
    ui::{dialog::FormDialog, tell},
    words::t,
};
use command::users::SetActive;
use domain::{
    id::UserId,
    users::{HandOver, Member, Standing},
};
use leptos::prelude::*;

#[component]
pub(super) fn DeactivateDialog(
    member: Member,
    /// Everybody; those who can be given something are offered.
    members: Vec<Member>,
    on_close: Callback<()>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, gesture, id) = (t(), Gesture::new(), member.id);
    let (deals, tasks) = (RwSignal::new(None::<UserId>), RwSignal::new(None::<UserId>));
    let send = Action::new(move |_: &()| {
        let hand_over = HandOver { deals: deals.get_untracked(), tasks: tasks.get_untracked() };
        async move { gesture.send(&SetActive { user: id, active: false, hand_over }).await }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(send.value().get(), Some(Ok(()))) {
            on_close.run(());
            tell(reload);
        }
    });
    let others: Vec<(UserId, String)> = members
        .into_iter()
        .filter(|other| other.id != id && other.standing != Standing::Deactivated)
        .map(|other| (other.id, other.name))
        .collect();
    let choice = move |count: usize, label: String, chosen: RwSignal<Option<UserId>>| {
        let others = others.clone();
        (count > 0).then(|| {
            view! {
                <label class="field">
                    <span class="field-label">{label}</span>
                    <select on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                        <option value="">{words.stay_theirs()}</option>
                        {others.into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
                    </select>
                </label>
            }
        })
    };
    view! {
        <FormDialog
            title=words.deactivate_named(&member.name) submit=words.deactivate() danger=true problem pending=send.pending()
            on_submit=Callback::new(move |()| drop(send.dispatch(()))) on_close
        >
            <p>{words.deactivate_lead()}</p>
            {choice(member.open_deals, words.hand_deals_to(member.open_deals), deals)}
            {choice(member.open_tasks, words.hand_tasks_to(member.open_tasks), tasks)}
        </FormDialog>
    }
}
