//! How the browser wakes a page that the server drew: it draws the page itself, from the same data, in its place. Taking up
//! the elements that are there would need a second way of drawing everything.

use crate::{
    app::App,
    client::new_op,
    contacts, deal, deals, finance, import,
    lazy::{CHUNKS, LazyPage, Unfetched, say_unfetched},
    notices, review, session, settings, tasks,
    words::{fetch_later_texts, fetch_texts},
};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, CustomEventInit, Document, Element, Event, Headers, RequestInit};

/// How long a page that is awake has the line for itself before other chunks are fetched.
const SETTLED: Duration = Duration::from_secs(3);

/// Fetches what the page needs, then wakes it. What cannot be had is said, and the page stays as it was drawn.
pub fn start() {
    spawn_local(async {
        let page = LazyPage::of(&window().location().pathname().unwrap_or_default());
        let (texts, chunk) = futures_util::join!(fetch_texts(), fetch(page));
        let (true, Ok(()), Some(body)) = (texts, chunk, document().body()) else {
            return say_unfetched();
        };
        if page.is_some() && !fetch_later_texts().await {
            return say_unfetched();
        }
        tell("waking");
        body.replace_children_with_node_0();
        draw();
        // After the effects of the page, which are waiting in the same queue.
        spawn_local(async {
            mark_hydrated();
            sleep(SETTLED).await;
            request_idle_callback(prefetch_chunks);
        });
    });
}

/// Draws the app. What is done later, when an answer has come or an effect runs, finds the app's contexts too.
fn draw() {
    let owner = Rc::new(RefCell::new(None));
    let drawn = owner.clone();
    leptos::mount::mount_to_body(move || {
        drawn.replace(Owner::current());
        App()
    });
    owner.take().inspect(Owner::set);
}

/// Fetches what draws a page, so that it is drawn at once when it wakes. Chunks come whole, but each way into one has to be
/// asked for.
async fn fetch(page: Option<LazyPage>) -> Result<(), Unfetched> {
    match page {
        None => return Ok(()),
        Some(LazyPage::Deal) => deal::fetch_page().await,
        Some(LazyPage::Deals) => deals::fetch_page().await,
        Some(LazyPage::Tasks) => tasks::fetch_page().await,
        Some(LazyPage::Notices) => notices::fetch_list().await,
        Some(LazyPage::Finance) => finance::fetch_page().await,
        Some(LazyPage::Review) => review::fetch_page().await,
        Some(LazyPage::Contacts) => contacts::fetch_page().await,
        Some(LazyPage::Settings) => settings::fetch_page().await,
        Some(LazyPage::Import) => import::fetch_page().await,
        Some(LazyPage::Door) => session::fetch_page().await,
    }?;
    Ok(())
}

/// Tells tests, and styles, that the page answers to the hand.
fn mark_hydrated() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-hydrated", "");
    }
    tell("awake");
}

/// Says above the page that it has crashed, under a number, and tells the server where: after that nothing of the program
/// can be relied on, so nobody waits for an answer.
pub fn say_crashed(at: Option<&std::panic::Location<'_>>) {
    let ticket = new_op().to_string().chars().take(8).collect::<String>();
    let at = at.map(ToString::to_string).unwrap_or_default();
    let report = format!("{{\"at\":\"{at}\",\"ticket\":\"{ticket}\"}}");
    let (request, headers) = (RequestInit::new(), Headers::new());
    request.set_method("POST");
    request.set_body(&report.into());
    if let Ok(headers) = headers {
        let _ = headers.set("content-type", "application/json");
        request.set_headers(&headers);
    }
    let _ = window().fetch_with_str_and_init("/api/report_crash", &request);
    let event = CustomEventInit::new();
    event.set_detail(&ticket.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("crashed", &event) {
        let _ = window().dispatch_event(&event);
    }
}

/// Tells `boot.js`, which keeps what is done before the page is awake.
fn tell(what: &str) {
    if let Ok(event) = Event::new(what) {
        let _ = window().dispatch_event(&event);
    }
}

/// Lets the browser fetch the other chunks, as the last thing it does.
fn prefetch_chunks() {
    let document = document();
    let named = document.get_element_by_id(CHUNKS).and_then(|element| element.get_attribute("content"));
    for file in named.unwrap_or_default().split_whitespace() {
        if let (Some(head), Some(link)) = (document.head(), prefetch(&document, file)) {
            let _ = head.append_child(&link);
        }
    }
}

fn prefetch(document: &Document, file: &str) -> Option<Element> {
    let link = document.create_element("link").ok()?;
    for (name, value) in [("rel", "prefetch"), ("as", "fetch"), ("crossorigin", "anonymous"), ("href", file)]
    {
        link.set_attribute(name, value).ok()?;
    }
    Some(link)
}
