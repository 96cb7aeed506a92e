//! The top bar: the mark, the places, the one filled button, the person.

use crate::{
    client::client,
    deal::adding::{Beginning, adding},
    keys::Keys,
    lazy::lazy,
    notices::Bell,
    parameters::is_board,
    search::Searching,
    session::{account_menu, fetch_account_menu},
    ui::{
        html::{html, label, text},
        icon::{Icon, Mark},
        menu::{Summary, lazy_menu},
    },
    visitor::visitor,
    words::t,
};
use domain::people::{Role, initials, tint};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn TopBar() -> impl IntoView {
    let words = t();
    let adding = adding();
    let line = client().line();
    let off = move || line.with(|line| line.off);
    let path = use_location().pathname;
    let on_board = move || path.with(|path| is_board(path) || path == "/deals").then_some("page");
    let in_tasks = move || path.with(|path| path.starts_with("/tasks")).then_some("page");
    let in_finance = move || path.with(|path| path.starts_with("/finance")).then_some("page");
    let in_review = move || path.with(|path| path.starts_with("/review")).then_some("page");
    let in_contacts = move || {
        let pages = ["/contacts", "/companies/", "/persons/"];
        path.with(|path| pages.iter().any(|page| path.starts_with(page))).then_some("page")
    };
    let in_settings = move || path.with(|path| path.starts_with("/settings")).then_some("page");
    // What stands over a page goes with it.
    let (Keys(sheet), searching) = (expect_context(), expect_context::<Searching>().open);
    Effect::watch(
        move || path.track(),
        move |(), _, _| {
            adding.open.set(None);
            sheet.set(false);
            searching.set(false);
        },
        false,
    );
    visitor().user.map(|user| {
        let letters = initials(&user.name);
        let name = format!("{letters} · {}", words.account_menu());
        let person = Summary {
            class: "avatar large",
            tint: Some(tint(user.id)),
            name: label(move || name.clone()),
            html: html(move || text(&letters).into_owned()),
        };
        view! {
            <header class="top-bar">
                <a class="home" href="/" aria-label="Tablica"><Mark/></a>
                <nav class="places">
                    <a href="/" class="place" aria-current=on_board>{words.board()}</a>
                    <a href="/tasks" class="place" aria-current=in_tasks>{words.tasks()}</a>
                    <a href="/contacts" class="place" aria-current=in_contacts>{words.contacts()}</a>
                    <a href="/finance" class="place" aria-current=in_finance>{words.finance()}</a>
                    <a href="/review" class="place" aria-current=in_review>{words.review()}</a>
                    {(user.role == Role::Administrator).then(|| view! {
                        <a href="/settings" class="place" aria-current=in_settings>{words.settings()}</a>
                    })}
                </nav>
                <button type="button" class="search-button" aria-keyshortcuts="/ Control+K" on:click=move |_| searching.set(true)>
                    <Icon name="search"/>
                    <span>{words.search_everywhere()}</span>
                    <kbd aria-hidden="true">"/"</kbd>
                </button>
                <button type="button" class="button filled" disabled=off on:click=move |_| adding.open.set(Some(Beginning::default()))>
                    <Icon name="plus"/>
                    <span>{words.add_deal()}</span>
                </button>
                <Bell/>
                {lazy_menu("menu", person, || lazy("door", fetch_account_menu, account_menu))}
            </header>
        }
    })
}
