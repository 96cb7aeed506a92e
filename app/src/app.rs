//! The document, the routes, and who looks at them.

use crate::{
    board::BoardPage,
    client::provide_client,
    deal::{DealPage, NewDeal},
    finance::FinancePage,
    frame::TopBar,
    initial_data::provide_initial_data,
    parameters::KnownParameters,
    session::{SetUp, SignIn},
    settings::{CostsPage, ProcessPage, ProcessesPage, ProductsPage, ReasonsPage},
    ui::{
        error_page::NotFound,
        toast::{Toasts, provide_toasts},
        unsaved_guard::provide_unsaved_guard,
    },
    visitor::{Visitor, provide_account},
    words::{ELEMENT, t},
};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, Meta, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

/// The document around the app, drawn by the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let (words, texts, theme) = crate::session::request::document();
    #[cfg(not(feature = "ssr"))]
    let (words, texts, theme) = (crate::words::t(), String::new(), None::<String>);
    view! {
        <!DOCTYPE html>
        <html lang=words.language.code().to_owned() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="preload" id=ELEMENT href=texts r#as="fetch" crossorigin="anonymous" data-missing=words.unreachable()/>
                <HashedStylesheet options=options.clone() id="style"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
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
    #[cfg(feature = "ssr")]
    provide_context(crate::session::request::words());
    let visitor = SharedValue::new(whoever).into_inner();
    provide_account(&visitor);
    provide_context(visitor);
    let (adding, set_adding) = signal(false);
    provide_context(set_adding);
    Effect::new(|_| mark_hydrated());
    view! {
        <Title formatter=titled/>
        <Meta name="description" content="Tablica"/>
        <Router>
            <Routes fallback=|| view! { <NotFound/> }.into_any()>
                <ParentRoute path=path!("") view=move || view! { <Frame adding set_adding/> }.into_any() ssr=SsrMode::Async>
                    <Route path=path!("") view=|| view! { <BoardPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("board/:process") view=|| view! { <BoardPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings") view=|| view! { <ProcessesPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings/deals/processes") view=|| view! { <ProcessesPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings/deals/processes/:process") view=|| view! { <ProcessPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings/deals/reasons") view=|| view! { <ReasonsPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings/deals/products") view=|| view! { <ProductsPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("settings/deals/costs") view=|| view! { <CostsPage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("finance") view=|| view! { <FinancePage/> }.into_any() ssr=SsrMode::Async/>
                    <Route path=path!("deals/:id") view=|| view! { <DealPage/> }.into_any() ssr=SsrMode::Async/>
                </ParentRoute>
                <Route path=path!("sign-in") view=|| view! { <KnownParameters alone=true><SignIn/></KnownParameters> }.into_any() ssr=SsrMode::Async/>
                <Route path=path!("setup") view=|| view! { <KnownParameters alone=true><SetUp/></KnownParameters> }.into_any() ssr=SsrMode::Async/>
            </Routes>
        </Router>
        <Toasts/>
    }
}

/// What stands around every page of somebody who is signed in.
#[component]
fn Frame(adding: ReadSignal<bool>, set_adding: WriteSignal<bool>) -> impl IntoView {
    view! {
        <a class="skip" href="#content" rel="external">{t().skip_to_content()}</a>
        <TopBar/>
        <main id="content">
            <KnownParameters><Outlet/></KnownParameters>
        </main>
        <Show when=move || adding.get()>
            <NewDeal on_close=Callback::new(move |()| set_adding.set(false))/>
        </Show>
    }
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

fn whoever() -> Visitor {
    #[cfg(feature = "ssr")]
    return crate::session::request::visitor();
    #[cfg(not(feature = "ssr"))]
    Visitor::default()
}

/// Tells tests, and styles, that the page answers to the hand.
fn mark_hydrated() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-hydrated", "");
    }
}
