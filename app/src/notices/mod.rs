//! What one is told (T3): the bell with the count, the list below it and on a page, and asking for access to a deal (V2).

mod ask;
mod list;

use crate::{
    client::{Latest, ask as ask_server, client},
    lazy::{lazy, lazy_view},
    ui::{
        html::{html, icon, label},
        menu::{Summary, lazy_menu},
    },
    visitor::Visitor,
    words::t,
};
pub(crate) use ask::AskForAccess;
use command::notice::ReadUnread;
use domain::notices::Notices;
use leptos::{prelude::*, task::spawn_local};
use list::List;

/// How many notices are not read: as it came with the page, and by what is read here.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub RwSignal<usize>);

/// Lets everything below here know how many notices are not read.
pub(crate) fn provide_unread(visitor: &Visitor) {
    provide_context(Unread(RwSignal::new(visitor.unread)));
}

lazy_view! {
    /// The list: on its page, or below the bell. It lives with the deals that it leads to.
    deal fetched by fetch_list, list(on_page: bool) => leptos::view! { <List on_page/> }
}

pub(crate) fn page() -> AnyView {
    lazy("deal", fetch_list, || list(true))
}

/// The bell.
#[component]
pub(crate) fn Bell() -> impl IntoView {
    let (words, Unread(unread), client, latest) = (t(), expect_context(), client(), Latest::default());
    // Whenever what is shown turns out to be old.
    Effect::watch(
        move || client.outdated(),
        move |_, _, _| {
            let number = latest.next();
            spawn_local(async move {
                if let (Ok(count), true) = (ask_server(&ReadUnread {}).await, latest.is(number)) {
                    unread.try_set(count);
                }
            });
        },
        false,
    );
    let count = move || match unread.get() {
        0 => String::new(),
        Notices::MOST.. => words.more_than(&words.number(Notices::MOST - 1)),
        count => words.number(count),
    };
    let summary = Summary {
        class: "icon-button",
        tint: None,
        name: label(move || format!("{} {}", words.notices(), count())),
        html: html(move || format!("{}<b data-unread=\"{}\">{}</b>", icon("bell"), unread.get(), count())),
    };
    lazy_menu("menu bell", summary, || lazy("deal", fetch_list, || list(false)))
}
