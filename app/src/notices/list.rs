//! The list of notices: who does what to which deal, and a request for access with its two answers.

use super::Unread;
use crate::{
    client::{Gesture, ask, client},
    error::Sentence,
    initial_data::use_query,
    ui::{is_focus_nowhere, loaded, toast::toasts},
    words::t,
};
use command::notice::{AnswerAccess, MarkRead, ReadNotices};
use domain::{
    id::{NoticeId, RequestId},
    notices::{News, Notice, Notices, Request},
    people::{initials, tint},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use words::format;

#[component]
pub(super) fn List(on_page: bool) -> impl IntoView {
    let read = use_query(|| Ok(ReadNotices::default()));
    let reload = Callback::new(move |()| {
        spawn_local(async move { drop(read.try_set(Some(ask(&ReadNotices::default()).await))) });
    });
    let client = client();
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            // Whoever walks over the list keeps their place.
            if is_focus_nowhere() {
                crate::ui::tell(reload);
            }
        },
        false,
    );
    let shown = loaded::part(read, move |notices| view! { <Shown notices reload on_page/> }.into_any());
    match on_page {
        true => view! { <Title text=t().notices()/><section class="panel notices page">{shown}</section> }
            .into_any(),
        false => view! { <section class="notices">{shown}</section> }.into_any(),
    }
}

#[component]
fn Shown(notices: Notices, reload: Callback<()>, on_page: bool) -> impl IntoView {
    let (words, toaster, gesture, Unread(unread)) = (t(), toasts(), Gesture::new(), expect_context());
    unread.set(notices.unread);
    let now = notices.now;
    let (list, older) = (RwSignal::new(notices.list), RwSignal::new(notices.older));
    let mark = move |notice: Option<NoticeId>| {
        spawn_local(async move {
            if gesture.send(&MarkRead { notice }).await.is_ok() {
                let seen = |row: &mut Notice| row.read |= notice.is_none_or(|id| id == row.id);
                list.try_update(|list| list.iter_mut().for_each(seen));
                unread.try_update(|count| *count = notice.map_or(0, |_| count.saturating_sub(1)));
            }
        });
    };
    let answer = move |request: RequestId, grant: bool| {
        spawn_local(async move {
            if let Err(problem) = gesture.send(&AnswerAccess { request, grant }).await {
                toaster.show(problem.sentence());
            }
            crate::ui::tell(reload);
        });
    };
    let asking = RwSignal::new(false);
    let further = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        let before = list.with_untracked(|list| list.last().map(|notice| notice.id));
        spawn_local(async move {
            match ask(&ReadNotices { before }).await {
                Ok(more) => {
                    list.try_update(|list| list.extend(more.list));
                    older.try_set(more.older);
                }
                Err(problem) => toaster.show(problem.sentence()),
            }
            asking.try_set(false);
        });
    };
    let row = move |notice: Notice| {
        let (id, was_read) = (notice.id, notice.read);
        let open = move |_| {
            if !was_read {
                mark(Some(id));
            }
        };
        let to = match (&notice.deal, notice.news) {
            (Some(deal), _) => format!("/deals/{}", deal.id),
            (None, News::HandedOver) => "/deals".to_owned(),
            (None, _) => "/tasks".to_owned(),
        };
        view! {
            <li data-unread=(!was_read).then_some("")>
                <abbr class="avatar" data-tint=tint(notice.by) title=notice.name.clone()>{initials(&notice.name)}</abbr>
                <div>
                    <a href=to on:click=open>{words.news(&notice)}</a>
                    <small>{beside(&notice)}</small>
                    {notice.request.map(|request| access(request, answer))}
                </div>
                <small>{format::moment(words, notice.at.0, now.date())}</small>
            </li>
        }
        .into_any()
    };
    let title = match on_page {
        true => view! { <h1>{words.notices()}</h1> }.into_any(),
        false => view! { <h2>{words.notices()}</h2> }.into_any(),
    };
    view! {
        <header class="notices-head">
            {title}
            <button type="button" class="button small" disabled=move || unread.get() == 0 on:click=move |_| mark(None)>
                {words.mark_all_read()}
            </button>
        </header>
        <ul>{move || list.get().into_iter().map(row).collect_view()}</ul>
        <Show when=move || list.with(Vec::is_empty)><p class="lead">{words.no_notices()}</p></Show>
        <footer>
            {(!on_page).then(|| view! { <a href="/notices">{words.all_notices()}</a> })}
            <Show when=move || on_page && older.get()>
                <button type="button" class="button small" on:click=further>{words.older()}</button>
            </Show>
        </footer>
    }
}

/// What the sentence leaves out: the deal of an action or a task, the client, what somebody who asks says.
fn beside(notice: &Notice) -> String {
    let deal = notice.deal.as_ref();
    let name =
        deal.map(|deal| deal.name.clone()).filter(|_| matches!(notice.news, News::Action | News::Task));
    let client = deal.map(|deal| deal.client.line()).filter(|client| !client.is_empty());
    let why = (notice.news == News::AccessAsked && !notice.about.is_empty()).then(|| notice.about.clone());
    [name, client, why].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The two answers to a request, or the one that was given.
fn access(request: Request, answer: impl Fn(RequestId, bool) + Copy + Send + 'static) -> AnyView {
    let words = t();
    let button = move |grant: bool, class: &'static str, name: &'static str| {
        view! { <button type="button" class=class on:click=move |_| answer(request.id, grant)>{name}</button> }
    };
    match request.granted {
        Some(true) => view! { <small class="answered">{words.access_was_given()}</small> }.into_any(),
        Some(false) => view! { <small class="answered">{words.access_was_refused()}</small> }.into_any(),
        None => view! {
            <p class="answers">
                {button(true, "button small filled", words.give_access())}
                {button(false, "button small", words.refuse_access())}
                <small>{words.becomes_participant()}</small>
            </p>
        }
        .into_any(),
    }
}
