//! The document, the routes, and who looks at them.

use crate::{
    board::{BoardPage, provide_last_place},
    client::provide_client,
    contacts,
    deal::{self, adding::provide_adding, fetch_new_deal, new_deal},
    deals, finance,
    frame::TopBar,
    import,
    initial_data::provide_initial_data,
    keys::{OpenKeySheet, provide_keys},
    lazy::{lazy, shown},
    look::provide_look,
    notices::{self, provide_unread},
    offline::OfflineStrip,
    parameters::KnownParameters,
    review,
    search::{OpenSearch, provide_search},
    session::{self, Door},
    settings::{self, Page},
    tasks,
    ui::{
        error_page::error_page,
        menu::provide_menus,
        paste::provide_paste_guard,
        toast::{Toasts, provide_toasts},
        unsaved_guard::provide_unsaved_guard,
    },
    visitor::{VISITOR, Visitor, provide_account},
    words::t,
};
use domain::refusal::Refusal;
#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The document around the app.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    use crate::{
        initial_data::{self, in_script},
        lazy::{CHUNKS, sheet_id},
        session::request::{Document, document},
        words::ELEMENT,
    };
    let Document { words, texts, theme, density, assets, chunk, chunks: (own, others), shell, keeps } =
        document();
    let (own_styles, own): (Vec<_>, Vec<_>) = own.into_iter().partition(|file| file.ends_with(".css"));
    let visitor = if shell { Visitor::default() } else { whoever() };
    let visitor = serde_json::to_string(&visitor).unwrap_or_default();
    let program = ["tablica.js", "__wasm_split.js"].map(|file| assets.address(file));
    let fetched = own.into_iter().chain([assets.address("tablica_bg.wasm")]);
    view! {
        <!DOCTYPE html>
        <html
            lang=words.language.code().to_owned() data-theme=theme data-density=density data-shell=shell.then_some("")
            data-unkept=(!keeps).then_some("")
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content="Tablica"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/icon-192.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=assets.address("tablica.css")/>
                {own_styles.into_iter().map(|file| view! { <link rel="stylesheet" id=sheet_id(chunk) href=file/> }).collect_view()}
                {program.map(|file| view! { <link rel="modulepreload" href=file/> })}
                {fetched.map(|file| view! { <link rel="preload" href=file r#as="fetch" crossorigin="anonymous"/> }).collect_view()}
                <link rel="preload" id=ELEMENT href=texts r#as="fetch" crossorigin="anonymous"/>
                <meta id=CHUNKS name="chunks" content=others.join(" ")/>
                <script type="application/json" id=VISITOR inner_html=in_script(&visitor)></script>
                {initial_data::element()}
                <script nonce=use_nonce() data-folder=assets.folder inner_html=assets.boot></script>
                <template id="unfetched">
                    <p class="reload-bar" role="alert">{words.unfetched()}" "<a href="" rel="external">{words.reload()}</a></p>
                </template>
                <template id="renewed">
                    <p class="reload-bar" role="status">{words.renewed()}" "<a href="" rel="external">{words.reload()}</a></p>
                </template>
                <template id="crashed">
                    <p class="reload-bar" role="alert">
                        {words.crashed()}" "<output></output>". "<a href="" rel="external">{words.reload()}</a>
                    </p>
                </template>
                <MetaTags/>
            </head>
            <body>
                {(!shell).then(|| view! { <App/> })}
            </body>
        </html>
    }
}

/// The app: one visitor, one router.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_toasts();
    provide_unsaved_guard();
    provide_initial_data();
    provide_client();
    provide_menus();
    provide_paste_guard();
    #[cfg(feature = "ssr")]
    provide_context(crate::session::request::words());
    let visitor = whoever();
    provide_account(&visitor);
    provide_look(&visitor);
    provide_unread(&visitor);
    provide_context(visitor);
    provide_last_place();
    let adding = provide_adding().open;
    provide_search();
    provide_keys();
    view! {
        <Title formatter=titled/>
        <Router>
            <a class="skip" href="#content" rel="external">{t().skip_to_content()}</a>
            <TopBar/>
            <OfflineStrip/>
            <main id="content">
                <KnownParameters><Pages/></KnownParameters>
            </main>
            {shown(move || adding.get().map(|beginning| lazy("deal", fetch_new_deal, move || {
                new_deal(beginning.clone(), Callback::new(move |()| adding.set(None)))
            })))}
            <OpenSearch/>
            <OpenKeySheet/>
        </Router>
        <Toasts/>
    }
}

/// The pages by their addresses.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| error_page(&Refusal::NotFound.into())>
            <Route path=path!("") view=|| view! { <BoardPage/> }.into_any() ssr=SsrMode::Async/>
            <Route path=path!("board/:process") view=|| view! { <BoardPage/> }.into_any() ssr=SsrMode::Async/>
            <Route path=path!("settings") view=|| settings_page(Page::First) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/processes") view=|| settings_page(Page::Processes) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/processes/:process") view=|| settings_page(Page::Process) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/reasons") view=|| settings_page(Page::Reasons) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/products") view=|| settings_page(Page::Products) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/costs") view=|| settings_page(Page::Costs) ssr=SsrMode::Async/>
            <Route path=path!("settings/deals/sources") view=|| settings_page(Page::Sources) ssr=SsrMode::Async/>
            <Route path=path!("settings/account/general") view=|| settings_page(Page::Account) ssr=SsrMode::Async/>
            <Route path=path!("settings/account/users") view=|| settings_page(Page::Users) ssr=SsrMode::Async/>
            <Route path=path!("settings/account/users/:user/board") view=|| settings_page(Page::ShowAs) ssr=SsrMode::Async/>
            <Route path=path!("settings/account/audit") view=|| settings_page(Page::Audit) ssr=SsrMode::Async/>
            <Route path=path!("settings/profile") view=|| settings_page(Page::Me) ssr=SsrMode::Async/>
            <Route path=path!("import") view=|| import_page(import::Page::Begin) ssr=SsrMode::Async/>
            <Route path=path!("import/:import") view=|| import_page(import::Page::Import) ssr=SsrMode::Async/>
            <Route path=path!("deleted") view=|| settings_page(Page::Deleted) ssr=SsrMode::Async/>
            <Route path=path!("finance") view=|| lazy("finance", finance::fetch_page, finance::page) ssr=SsrMode::Async/>
            <Route path=path!("review") view=|| lazy("finance", review::fetch_page, review::page) ssr=SsrMode::Async/>
            <Route path=path!("contacts") view=|| contacts_page(contacts::Page::Book) ssr=SsrMode::Async/>
            <Route path=path!("companies/:company") view=|| contacts_page(contacts::Page::Company) ssr=SsrMode::Async/>
            <Route path=path!("persons/:person") view=|| contacts_page(contacts::Page::Person) ssr=SsrMode::Async/>
            <Route path=path!("notices") view=notices::page ssr=SsrMode::Async/>
            <Route path=path!("tasks") view=|| lazy("deal", tasks::fetch_page, tasks::page) ssr=SsrMode::Async/>
            <Route path=path!("deals") view=|| lazy("finance", deals::fetch_page, deals::page) ssr=SsrMode::Async/>
            <Route path=path!("deals/:id") view=|| lazy("deal", deal::fetch_page, deal::page) ssr=SsrMode::Async/>
            <Route path=path!("shell") view=|| ().into_any() ssr=SsrMode::Async/>
            <Route path=path!("sign-in") view=|| door(Door::SignIn) ssr=SsrMode::Async/>
            <Route path=path!("setup") view=|| door(Door::SetUp) ssr=SsrMode::Async/>
            <Route path=path!("forgot") view=|| door(Door::Forgot) ssr=SsrMode::Async/>
            <Route path=path!("join") view=|| door(Door::Join) ssr=SsrMode::Async/>
        </FlatRoutes>
    }
}

fn settings_page(which: Page) -> AnyView {
    lazy("settings", settings::fetch_page, move || settings::page(which))
}

fn import_page(which: import::Page) -> AnyView {
    lazy("settings", import::fetch_page, move || import::page(which))
}

fn contacts_page(which: contacts::Page) -> AnyView {
    lazy("finance", contacts::fetch_page, move || contacts::page(which))
}

fn door(which: Door) -> AnyView {
    lazy("door", session::fetch_page, move || session::page(which))
}

/// The title of the window. The server's half of leptos writes it into the page as it is, so there it is escaped; the
/// browser's half sets it as text.
fn titled(text: String) -> String {
    let title = if text.is_empty() { "Tablica".to_owned() } else { format!("{text} · Tablica") };
    #[cfg(feature = "ssr")]
    return html_escape::encode_text(&title).into_owned();
    #[cfg(not(feature = "ssr"))]
    title
}

#[cfg(feature = "ssr")]
fn whoever() -> Visitor {
    crate::session::request::visitor()
}

#[cfg(not(feature = "ssr"))]
fn whoever() -> Visitor {
    let text = document().get_element_by_id(VISITOR).and_then(|element| element.text_content());
    text.and_then(|text| command::json::read(&text)).unwrap_or_default()
}
