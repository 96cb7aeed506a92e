//! Settings → Users: who is there, what they may do, and the links by which they choose a password (V5, A2).

use super::{Settings, deactivate::DeactivateDialog};
use crate::{
    client::{Gesture, ask, draw_secret},
    error::{Answer, Sentence},
    initial_data::use_query,
    ui::{
        copy::CopyField,
        exports::exports,
        field::{Field, FormRefusal},
        loaded, tell,
        toast::toasts,
        unsaved_guard::unsaved_guard,
    },
    visitor::visitor,
    words::t,
};
use command::users::{ChangeRole, InviteUser, ReadUsers, RenewLink, SetActive};
use domain::{
    id::UserId,
    people::{Role, initials, tint},
    refusal::Field as Name,
    users::{Day, HandOver, Member, Secret, Standing, UserForm, Users},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use words::format;

/// A link that was made, and for whom. It is shown until the page is left: nobody can read it again.
#[derive(Clone)]
struct Made {
    name: String,
    address: String,
}

#[component]
pub fn UsersPage() -> impl IntoView {
    let users = use_query(|| Ok(ReadUsers {}));
    let reload = Callback::new(move |()| {
        spawn_local(async move { drop(users.try_set(Some(ask(&ReadUsers {}).await))) });
    });
    let made = RwSignal::new(None::<Made>);
    let mails = Memo::new(move |_| users.with(|users| matches!(users, Some(Ok(users)) if users.mails)));
    let there = Memo::new(move |_| matches!(users.get(), Some(Ok(_))));
    let page = loaded::page(users, move |users| view! { <List users made reload/> }.into_any());
    view! {
        <Settings title=t().users()>
            <Show when=move || there.get()>{view! { <Invite made mails reload/> }.into_any()}</Show>
            {page}
        </Settings>
    }
}

/// The form that invites somebody, and the link that came of it.
#[component]
fn Invite(made: RwSignal<Option<Made>>, mails: Memo<bool>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (name, email, role) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(Role::Salesperson));
    let gesture = Gesture::new();
    // The same again has the same link: after a lost answer nobody knows whether the first was done.
    let unanswered = StoredValue::new(None::<(UserForm, Secret)>);
    let invite = Action::new(move |_: &()| {
        let form =
            UserForm { name: name.get_untracked(), email: email.get_untracked(), role: role.get_untracked() };
        async move {
            let before = unanswered.try_get_value().flatten().filter(|(sent, _)| *sent == form);
            let link = before.map_or_else(draw_secret, |(_, link)| Ok(link))?;
            unanswered.try_set_value(Some((form.clone(), link.clone())));
            gesture.send(&InviteUser { form: form.clone(), link: link.clone() }).await?;
            unanswered.try_set_value(None);
            Ok((form.name, link))
        }
    });
    unsaved_guard(Memo::new(move |_| [name, email].iter().any(|field| !field.with(String::is_empty))));
    let problem = Signal::derive(move || invite.value().get().and_then(Answer::err));
    Effect::new(move |_| {
        if let Some(Ok((invited, link))) = invite.value().get() {
            made.set(Some(Made { name: invited, address: address_of(&link) }));
            [name, email].into_iter().for_each(|field| field.set(String::new()));
        }
        if invite.value().with(Option::is_some) {
            tell(reload);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        invite.dispatch(());
    };
    view! {
        <form class="panel invite" novalidate on:submit=submit>
            <div class="field-row">
                <Field name=Name::Name label=words.full_name() problem>
                    <input name="name" autocomplete="off" bind:value=name/>
                </Field>
                <Field name=Name::Email label=words.email() problem>
                    <input name="email" type="email" autocomplete="off" bind:value=email/>
                </Field>
                <label class="field">
                    <span class="field-label">{words.role()}</span>
                    <RoleSelect role=role label=words.role() on_chosen=Callback::new(move |chosen| role.set(chosen))/>
                </label>
                <button class="button filled" disabled=move || invite.pending().get()>{words.invite()}</button>
            </div>
            <FormRefusal problem/>
            {move || made.get().map(|made| view! { <Link made mails=mails.get()/> }.into_any())}
        </form>
    }
}

/// A link, to be handed over.
#[component]
fn Link(made: Made, mails: bool) -> impl IntoView {
    let words = t();
    view! {
        <div class="made-link" role="status">
            <p><strong>{words.link_for(&made.name)}</strong>" "{words.link_lead()}{mails.then(|| format!(" {}", words.mail_sent_too()))}</p>
            <CopyField text=made.address label=words.link_for(&made.name)/>
        </div>
    }
}

/// Where the link leads: behind the mark, so that the secret stands in no log on the way.
fn address_of(link: &Secret) -> String {
    format!("{}/join#{}", window().location().origin().unwrap_or_default(), link.as_str())
}

#[component]
fn List(users: Users, made: RwSignal<Option<Made>>, reload: Callback<()>) -> impl IntoView {
    let words = t();
    let (own, Users { today, members, .. }) = (visitor().user.map(|user| user.id), users);
    let leaving = RwSignal::new(None::<UserId>);
    let everybody = StoredValue::new(members.clone());
    let dialog = move || {
        let members = everybody.get_value();
        let member = members.iter().find(|member| Some(member.id) == leaving.get())?.clone();
        let on_close = Callback::new(move |()| leaving.set(None));
        Some(view! { <DeactivateDialog member members on_close reload/> }.into_any())
    };
    let row = move |member: Member| view! { <Row member today own made leaving reload/> }.into_any();
    view! {
        <section class="panel users">
            <div class="scrolled" tabindex="0"><table class="amounts">
                <thead><tr>
                    <th scope="col">{words.users()}</th>
                    <th scope="col">{words.role()}</th>
                    <th scope="col" class="number">{words.open_deals()}</th>
                    <th scope="col">{words.last_here()}</th>
                    <td></td>
                </tr></thead>
                <tbody>{members.into_iter().map(row).collect_view()}</tbody>
            </table></div>
            <p class="lead">{words.users_lead()}</p>
            {exports("/settings/account/users", String::new)}
            {dialog}
        </section>
    }
}

#[component]
fn Row(
    member: Member,
    today: Day,
    own: Option<UserId>,
    made: RwSignal<Option<Made>>,
    leaving: RwSignal<Option<UserId>>,
    reload: Callback<()>,
) -> impl IntoView {
    let (words, toaster, gesture) = (t(), toasts(), Gesture::new());
    let Member { id, name, email, role, standing, seen, open_deals, .. } = member;
    let after = move |answer: Answer<()>| {
        if let Err(problem) = answer {
            toaster.show(problem.sentence());
        }
        tell(reload);
    };
    // Chosen, and only then saved: arrow keys go through all of them.
    let chosen = RwSignal::new(role);
    let save = move |_| {
        let role = chosen.get_untracked();
        spawn_local(async move {
            let answer = gesture.send(&ChangeRole { user: id, role }).await;
            if answer.is_ok() {
                toaster.show(words.saved());
            }
            after(answer);
        });
    };
    let active = standing != Standing::Deactivated;
    let switch = move |_| {
        made.set(None);
        if active {
            return leaving.set(Some(id));
        }
        let hand_over = HandOver::default();
        spawn_local(
            async move { after(gesture.send(&SetActive { user: id, active: true, hand_over }).await) },
        );
    };
    let link_for = name.clone();
    let link = move |_| {
        let name = link_for.clone();
        spawn_local(async move {
            let answer = async {
                let link = draw_secret()?;
                gesture.send(&RenewLink { user: id, link: link.clone() }).await?;
                made.try_set(Some(Made { name, address: address_of(&link) }));
                Ok(())
            };
            after(answer.await);
        });
    };
    view! {
        <tr data-user=id.to_string() data-inactive=(!active).then_some("")>
            <th scope="row">
                <span class="user-name">
                    <abbr class="avatar" data-tint=tint(id) aria-hidden="true">{initials(&name)}</abbr>
                    <span>{name.clone()}{(own == Some(id)).then(|| view! { " "<small>{words.you()}</small> })}<small>{email}</small></span>
                </span>
            </th>
            <td>{match active {
                true => view! {
                    <RoleSelect role=chosen label=words.role_of(&name) on_chosen=Callback::new(move |role| chosen.set(role))/>
                    <Show when=move || chosen.get() != role>
                        " "<button type="button" class="button small" on:click=save>{words.save()}</button>
                    </Show>
                }.into_any(),
                false => words.role_name(role).into_any(),
            }}</td>
            <td class="number">{open_deals}</td>
            <td>{match standing {
                Standing::Active => seen.map(|seen| format::day(words, seen.0, today.0)).unwrap_or_default(),
                Standing::Invited => words.no_password_yet().to_owned(),
                Standing::Deactivated => words.deactivated().to_owned(),
            }}</td>
            <td class="user-verbs">
                {active.then(|| view! {
                    <button type="button" class="button small" aria-label=words.new_link_for(&name) on:click=link>
                        {words.new_link()}
                    </button>
                })}
                {(active && own != Some(id)).then(|| view! {
                    <a class="button small" href=format!("/settings/account/users/{id}/board") title=words.board_as_named(&name)>
                        {words.board_as_short()}
                    </a>
                })}
                <button type="button" class="button small" aria-label=match active {
                    true => words.deactivate_named(&name),
                    false => words.activate_named(&name),
                } on:click=switch>
                    {if active { words.deactivate() } else { words.activate() }}
                </button>
            </td>
        </tr>
    }
}

#[component]
fn RoleSelect(
    #[prop(into)] role: Signal<Role>,
    #[prop(into)] label: String,
    on_chosen: Callback<Role>,
) -> impl IntoView {
    let words = t();
    let chosen =
        move |event| event_target_value(&event).parse().into_iter().for_each(|role| on_chosen.run(role));
    let option = move |each: Role| {
        view! { <option value=each.code() selected=move || role.get() == each>{words.role_name(each)}</option> }
    };
    view! {
        <select class="chip" aria-label=label prop:value=move || role.get().code() on:change=chosen>
            {[Role::Salesperson, Role::Manager, Role::Administrator].map(option).into_iter().collect_view()}
        </select>
    }
}
