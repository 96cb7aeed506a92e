//! Settings: their pages, and what stands around each of them (A4).

mod account;
mod audit;
mod costs;
mod deactivate;
mod deleted;
mod examples;
mod list;
mod me;
mod process;
mod products;
mod reasons;
mod show_as;
mod sources;
mod users;

use crate::{lazy::lazy_view, visitor::visitor, words::t};
use account::AccountPage;
use audit::AuditPage;
#[cfg(feature = "ssr")]
pub(crate) use audit::query_of as audit_of;
use costs::CostsPage;
use deleted::DeletedPage;
use domain::people::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use me::MePage;
use process::{ProcessPage, ProcessesPage};
use products::ProductsPage;
use reasons::ReasonsPage;
use show_as::ShowAsPage;
use sources::SourcesPage;
use users::UsersPage;

/// The pages of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Where the settings begin: for administrators the processes, for everybody else their profile.
    First,
    Processes,
    Process,
    Reasons,
    Products,
    Costs,
    Sources,
    Account,
    Audit,
    ShowAs,
    Users,
    Me,
    Deleted,
}

lazy_view! {
    /// A page of the settings.
    settings fetched by fetch_page, page(which: Page) => match which {
        Page::First if is_administrator() => view! { <ProcessesPage/> }.into_any(),
        Page::First => view! { <MePage/> }.into_any(),
        Page::Processes => view! { <ProcessesPage/> }.into_any(),
        Page::Process => view! { <ProcessPage/> }.into_any(),
        Page::Reasons => view! { <ReasonsPage/> }.into_any(),
        Page::Products => view! { <ProductsPage/> }.into_any(),
        Page::Costs => view! { <CostsPage/> }.into_any(),
        Page::Sources => view! { <SourcesPage/> }.into_any(),
        Page::Account => view! { <AccountPage/> }.into_any(),
        Page::Audit => view! { <AuditPage/> }.into_any(),
        Page::ShowAs => view! { <ShowAsPage/> }.into_any(),
        Page::Users => view! { <UsersPage/> }.into_any(),
        Page::Me => view! { <MePage/> }.into_any(),
        Page::Deleted => view! { <DeletedPage/> }.into_any(),
    }
}

/// Whether whoever looks sets up the account, and not only themselves.
fn is_administrator() -> bool {
    visitor().user.is_some_and(|user| user.role == Role::Administrator)
}

/// A page of the settings: where one is at the left, the page at the right, under its title unless it has a heading of its
/// own.
#[component]
pub(crate) fn Settings(
    #[prop(into)] title: String,
    #[prop(optional)] headed: bool,
    children: Children,
) -> impl IntoView {
    let words = t();
    let path = use_location().pathname;
    let place = move |address: &'static str, name: &'static str| {
        let here = move || path.with(|path| path.starts_with(address)).then_some("page");
        view! { <a href=address aria-current=here>{name}</a> }
    };
    view! {
        <Title text=title.clone()/>
        <div class="settings">
            <nav class="settings-nav" aria-label=words.settings()>
                {place("/settings/profile", words.my_profile())}
                {place("/deleted", words.deleted_deals())}
                {is_administrator().then(|| view! {
                    <h2>{words.settings_account()}</h2>
                    {place("/settings/account/general", words.general())}
                    {place("/settings/account/users", words.users())}
                    {place("/settings/account/audit", words.audit())}
                    {place("/import", words.import())}
                    <h2>{words.settings_deals()}</h2>
                    {place("/settings/deals/processes", words.processes())}
                    {place("/settings/deals/products", words.products())}
                    {place("/settings/deals/costs", words.costs())}
                    {place("/settings/deals/sources", words.sources())}
                    {place("/settings/deals/reasons", words.reasons())}
                })}
            </nav>
            <div class="settings-main">
                {(!headed).then(|| view! { <h1>{title}</h1> })}
                {children()}
            </div>
        </div>
    }
}
