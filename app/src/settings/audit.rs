//! Settings → Audit: who signed in, who was given or lost access, what was taken out (V8).

use super::Settings;
use crate::{
    client::ask,
    error::{Answer, Sentence},
    initial_data::use_query,
    parameters::{self, use_parameters},
    ui::{loaded, toast::toasts},
    words::t,
};
use chrono::{Datelike, NaiveDate};
use command::users::ReadAudit;
use domain::{
    audit::{Asked, Audit, Entry, Noted},
    id::UserId,
    people::Role,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use words::format;

#[component]
pub fn AuditPage() -> impl IntoView {
    let words = t();
    let (parameters, navigate) = (use_parameters(), use_navigate());
    let asked = Memo::new(move |_| parameters.with(|parameters| query_of(parameters)));
    let answer = use_query(move || asked.get().map(|asked| ReadAudit { asked }));
    // Each choice is a step: Back takes the last one away.
    let choose = Callback::new(move |asked: Asked| {
        let options = NavigateOptions { scroll: false, ..Default::default() };
        navigate(&format!("/settings/account/audit{}", parameters::write(asked.write())), options);
    });
    let asked_now = move || asked.get().unwrap_or_default();
    let people = Memo::new(move |_| {
        let people = |audit: &Audit| audit.people.iter().map(|p| (p.id, p.name.clone())).collect::<Vec<_>>();
        answer
            .with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).map(people))
            .unwrap_or_default()
    });
    let person = move |event| {
        let person = event_target_value(&event).parse::<UserId>().ok();
        choose.run(Asked { person, ..untrack(asked_now) });
    };
    let day = move |event| {
        let typed = event_target_value(&event);
        let day = typed.parse::<NaiveDate>().ok();
        // A year of which only the first digits are typed is none.
        if typed.is_empty() || day.is_some_and(|day| day.year() >= 2000) {
            choose.run(Asked { day, ..untrack(asked_now) });
        }
    };
    let page = loaded::page(answer, move |audit| view! { <List audit answer asked/> }.into_any());
    view! {
        <Settings title=words.audit()>
            <p class="lead">{words.audit_lead()}</p>
            <div class="audit-bar">
                <select class="chip" aria-label=words.person() on:change=person>
                    <option value="" prop:selected=move || asked_now().person.is_none()>{words.everybody()}</option>
                    {move || people.get().into_iter().map(|(id, name)| {
                        let chosen = move || asked_now().person == Some(id);
                        view! { <option value=id.to_string() selected=untrack(chosen) prop:selected=chosen>{name}</option> }
                    }).collect_view()}
                </select>
                <input type="date" aria-label=words.date() on:change=day
                    prop:value=move || asked_now().day.map(|day| day.to_string()).unwrap_or_default()/>
            </div>
            {page}
        </Settings>
    }
}

/// What an address asks for.
pub fn query_of(parameters: &[(String, String)]) -> Answer<Asked> {
    Ok(Asked::read(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?)
}

#[component]
fn List(audit: Audit, answer: RwSignal<Option<Answer<Audit>>>, asked: Memo<Answer<Asked>>) -> impl IntoView {
    let (words, toaster, today) = (t(), toasts(), audit.now.date());
    let (more, none) = (audit.more, audit.entries.is_empty());
    let before = audit.entries.last().map(|entry| entry.id);
    let further = move |_| {
        let Ok(wanted) = asked.get_untracked() else { return };
        spawn_local(async move {
            match ask(&ReadAudit { asked: Asked { before, ..wanted.clone() } }).await {
                Ok(page) if asked.try_get_untracked() == Some(Ok(wanted)) => {
                    answer.try_update(|answer| {
                        if let Some(Ok(audit)) = answer {
                            audit.entries.extend(page.entries);
                            audit.more = page.more;
                        }
                    });
                }
                Ok(_) => {}
                Err(problem) => toaster.show(problem.sentence()),
            }
        });
    };
    let row = move |entry: Entry| {
        let said = sentence(&entry);
        let unknown = if entry.detail == "terminal" { words.terminal() } else { words.somebody() };
        let deal = entry.deal.map(|(id, name)| view! { <a href=format!("/deals/{id}")>{name}</a> });
        view! {
            <tr>
                <td class="when">{format::moment(words, entry.at.0, today)}</td>
                <th scope="row">{entry.by.unwrap_or_else(|| unknown.to_owned())}</th>
                <td>{said}</td>
                <td>{deal}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <section class="panel audit">
            <div class="scrolled" tabindex="0"><table class="amounts">
                <thead><tr>
                    <th scope="col">{words.date()}</th>
                    <th scope="col">{words.who_did()}</th>
                    <th scope="col">{words.what_done()}</th>
                    <th scope="col">{words.deal()}</th>
                </tr></thead>
                <tbody>{audit.entries.into_iter().map(row).collect_view()}</tbody>
            </table></div>
            {none.then(|| view! { <p class="lead">{words.nothing_noted()}</p> })}
            {more.then(|| view! { <button type="button" class="button" on:click=further>{words.show_more()}</button> })}
        </section>
    }
}

/// What happened, as it goes on after who did it.
fn sentence(entry: &Entry) -> String {
    let (words, detail) = (t(), entry.detail.as_str());
    let whom = entry.whom.clone().unwrap_or_else(|| words.somebody().to_owned());
    match entry.noted {
        Noted::SignedIn => words.noted_signed_in(detail),
        Noted::SignInFailed => words.noted_sign_in_failed(&whom, detail),
        Noted::PasswordChanged => words.noted_password_changed().into(),
        Noted::SecondFactorOn => words.noted_second_factor_on().into(),
        Noted::SecondFactorOff => words.noted_second_factor_off().into(),
        Noted::Invited => words.noted_invited(&whom),
        Noted::Uninvited => words.noted_uninvited(detail),
        Noted::LinkRenewed => words.noted_link_renewed(&whom),
        Noted::RoleChanged => {
            let role = detail.parse::<Role>().map_or(detail, |role| words.role_name(role));
            words.noted_role_changed(&whom, role)
        }
        Noted::Deactivated => words.noted_deactivated(&whom),
        Noted::Activated => words.noted_activated(&whom),
        Noted::AccessGiven => words.noted_access_given(&whom),
        Noted::AccessTaken => words.noted_access_taken(&whom),
        Noted::MadePublic => words.noted_made_public().into(),
        Noted::MadePrivate => words.noted_made_private().into(),
        Noted::Exported => words.noted_exported(detail),
        Noted::ShownAs => words.noted_shown_as(&whom),
        Noted::SettingsChanged => words.noted_settings_changed().into(),
        Noted::Purged => words.noted_purged(entry.detail.parse().unwrap_or(0)),
    }
}
