//! Who sees a deal and why, and giving others access (V2, V4).

use crate::{
    client::Gesture,
    error::{Answer, Sentence},
    ui::{icon::Icon, tell, toast::toasts},
    visitor::visitor,
    words::t,
};
use command::deal::{AddParticipant, MakePublic, RemoveParticipant};
use domain::{
    access::require_keeper,
    id::UserId,
    people::{User, initials, tint},
    profile::{AccessReason, Profile},
};
use leptos::{ev::Event, prelude::*, task::spawn_local};
use words::Words;

#[component]
pub(super) fn Viewers(shown: RwSignal<Profile>, reload: Callback<()>) -> impl IntoView {
    let (words, toaster) = (t(), toasts());
    let deal = shown.with_untracked(|profile| profile.id);
    let after = move |answer: Answer<()>| match answer {
        Ok(()) => tell(reload),
        Err(problem) => toaster.show(problem.sentence()),
    };
    let gesture = Gesture::new();
    let remove_participant = move |user| {
        spawn_local(async move {
            after(gesture.send_saying(words.saved(), &RemoveParticipant { deal, user }).await)
        });
    };
    let add_participant = move |event| {
        if let Ok(user) = event_target_value(&event).parse::<UserId>() {
            spawn_local(async move {
                after(gesture.send_saying(words.saved(), &AddParticipant { deal, user }).await)
            });
        }
    };
    // Anyone can leave; taking others away is for the deal's keepers (V2).
    let me = StoredValue::new(visitor().user);
    let keeps = move |me: &User| shown.with(|deal| require_keeper(me, deal.creator, deal.owner).is_ok());
    let removes =
        move |id: UserId| me.with_value(|me| me.as_ref().is_some_and(|me| me.id == id || keeps(me)));
    let viewer = move |(id, name, because): (UserId, String, AccessReason)| {
        let remove = (matches!(because, AccessReason::Participant) && removes(id)).then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words.remove_named(&name) on:click=move |_| remove_participant(id)>
                    <Icon name="close"/>
                </button>
            }
        });
        view! {
            <li>
                <abbr class="avatar" data-tint=tint(id) title=name.clone()>{initials(&name)}</abbr>
                <span>{name}<small>{why(words, because)}</small></span>
                {remove}
            </li>
        }
    };
    let viewers = move || {
        shown.with(|profile| {
            let viewers = profile.viewers().into_iter();
            viewers.map(|(person, because)| (person.id, person.name.clone(), because)).collect::<Vec<_>>()
        })
    };
    // Whom a public deal is shown to is not counted.
    let count = move || match shown.with(|profile| profile.public) {
        Some(true) => String::new(),
        _ => viewers().len().to_string(),
    };
    let others = move || {
        shown.with(|profile| {
            let out = |id: UserId| {
                id != profile.owner && id != profile.creator && !profile.participants.contains(&id)
            };
            let others = profile.people.iter().filter(|person| person.active && out(person.id));
            others.map(|person| (person.id, person.name.clone())).collect::<Vec<_>>()
        })
    };
    // A second click comes before the answer to the first, and means the same.
    let sharing = RwSignal::new(false);
    let public = move |event: Event| {
        let (public, name) =
            (event_target_checked(&event), shown.with_untracked(|profile| profile.name.to_string()));
        let said = if public { words.made_public_said(&name) } else { words.made_private_said(&name) };
        sharing.set(true);
        spawn_local(async move {
            let answer = gesture.send_saying(said, &MakePublic { deal, public }).await;
            sharing.try_set(false);
            after(answer);
        });
    };
    let may_share = move || me.with_value(|me| me.as_ref().is_some_and(keeps));
    let publicity = move || {
        let public_now = shown.with(|profile| profile.public)?;
        let said = match (may_share(), public_now) {
            (true, _) => view! {
                <label class="check"><input type="checkbox" role="switch" prop:checked=public_now disabled=move || sharing.get() on:change=public/>{words.everybody_sees()}</label>
            }.into_any(),
            (false, true) => view! { <p class="lead">{words.everybody_sees()}</p> }.into_any(),
            (false, false) => return None,
        };
        Some(said)
    };
    view! {
        <section class="panel" aria-labelledby="viewers-title">
            <h2 id="viewers-title">{words.viewers()}" "<small>{count}</small></h2>
            <ul class="viewers">{move || viewers().into_iter().map(viewer).collect_view()}</ul>
            {publicity}
            <select class="chip" aria-label=words.add_participant() on:change=add_participant>
                <option value="">{words.add_participant()}"…"</option>
                {move || others().into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
            </select>
        </section>
    }
}

fn why(words: &Words, because: AccessReason) -> &'static str {
    match because {
        AccessReason::Owner => words.because_owner(),
        AccessReason::Creator => words.because_creator(),
        AccessReason::Participant => words.because_participant(),
        AccessReason::Role(role) => words.role_name(role),
    }
}
