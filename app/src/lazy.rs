//! Screens and dialogs that are not in the first download: each lives in a chunk, a file of its own, which is fetched when
//! it is asked for.

use crate::words::{fetch_later_texts, t};
use futures_util::FutureExt;
use js_sys::Promise;
use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};
use send_wrapper::SendWrapper;
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// A file that could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfetched;

impl From<SplitLoaderError> for Unfetched {
    fn from(_: SplitLoaderError) -> Self {
        Unfetched
    }
}

/// Declares a view that lives in a chunk, and what fetches the chunk.
macro_rules! lazy_view {
    ($(#[$doc:meta])* $chunk:ident fetched by $fetch:ident, $name:ident($($argument:ident: $type:ty),*) => $view:expr) => {
        $(#[$doc])*
        #[leptos::wasm_split::wasm_split(
            $chunk, wasm_split_path = leptos::wasm_split, fallible, preload(#[doc = "Fetches the program of the chunk."] $fetch)
        )]
        pub(crate) fn $name($($argument: $type),*) -> Result<leptos::prelude::AnyView, $crate::lazy::Unfetched> {
            Ok(leptos::prelude::IntoAny::into_any($view))
        }
    };
}
pub(crate) use lazy_view;

/// Shows a view of a chunk: at once where the chunk is here, as on the server, else when it has come with its sheet of
/// styles and the texts that chunks speak. When it cannot be had, nothing is shown and the page says so.
pub(crate) fn lazy<Fetched, Drawn>(
    chunk: &'static str,
    fetch: fn() -> Fetched,
    draw: impl Fn() -> Drawn + Send + 'static,
) -> AnyView
where
    Fetched: Future<Output = Result<(), SplitLoaderError>> + 'static,
    Drawn: Future<Output = Result<AnyView, Unfetched>>,
{
    let draw = move || draw().now_or_never().and_then(Result::ok);
    let styled = cfg!(feature = "ssr") || document().get_element_by_id(&sheet_id(chunk)).is_some();
    if styled
        && t().is_whole()
        && let Some(view) = draw()
    {
        return view;
    }
    let there = RwSignal::new(false);
    spawn_local(async move {
        let beside = async { (fetch_styles(chunk).await, fetch_later_texts().await) };
        match futures_util::join!(fetch(), SendWrapper::new(beside)) {
            (Ok(()), (Ok(()), true)) => drop(there.try_set(true)),
            _ => say_unfetched(),
        }
    });
    (move || there.get().then(&draw).flatten()).into_any()
}

/// The element of the page that holds the styles of a chunk.
pub(crate) fn sheet_id(chunk: &str) -> String {
    format!("styles-{chunk}")
}

/// Puts the styles of a chunk into the page, unless they are there; they stand beside those of the board.
async fn fetch_styles(chunk: &str) -> Result<(), JsValue> {
    let document = document();
    let (Some(head), Some(of_board)) = (document.head(), document.query_selector(SHEET)?) else {
        return Ok(());
    };
    if document.get_element_by_id(&sheet_id(chunk)).is_some() {
        return Ok(());
    }
    let link: HtmlElement = document.create_element("link")?.unchecked_into();
    let address = of_board.get_attribute("href").unwrap_or_default().replace("tablica", chunk);
    for (name, value) in [("rel", "stylesheet"), ("id", &sheet_id(chunk)), ("href", &address)] {
        link.set_attribute(name, value)?;
    }
    head.append_child(&link)?;
    let come = Promise::new(&mut |resolve, reject| {
        link.set_onload(Some(&resolve));
        link.set_onerror(Some(&reject));
    });
    JsFuture::from(come).await.map(drop).inspect_err(|_| link.remove())
}

/// The sheet of the board, which every page has.
const SHEET: &str = "link[href$='/tablica.css']";

/// What is shown while there is something to show.
pub(crate) fn shown(of: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    let of: Box<dyn Fn() -> Option<AnyView> + Send> = Box::new(of);
    of.into_any()
}

/// Says above the page that a part of it could not be fetched, and offers to load it again.
pub(crate) fn say_unfetched() {
    if let Ok(event) = web_sys::Event::new("unfetched") {
        let _ = window().dispatch_event(&event);
    }
}

/// The element of the page that names the files of the other chunks, to be fetched in a quiet moment.
pub const CHUNKS: &str = "chunks";

/// The pages that are fetched when they are asked for, by what draws them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LazyPage {
    Deal,
    Deals,
    Tasks,
    Notices,
    Finance,
    Review,
    Contacts,
    Settings,
    Import,
    Door,
}

impl LazyPage {
    /// The page of an address; nothing for the board, which is in the first download.
    pub fn of(path: &str) -> Option<Self> {
        let mut parts = path.split('/').skip(1).filter(|part| !part.is_empty());
        Some(match parts.next()? {
            "deals" if parts.next().is_none() => Self::Deals,
            "deals" => Self::Deal,
            "tasks" => Self::Tasks,
            "notices" => Self::Notices,
            "finance" => Self::Finance,
            "review" => Self::Review,
            "contacts" | "companies" | "persons" => Self::Contacts,
            "settings" | "deleted" => Self::Settings,
            "import" => Self::Import,
            "sign-in" | "setup" | "join" | "forgot" => Self::Door,
            _ => return None,
        })
    }

    /// The chunk it lives in.
    pub fn chunk(self) -> &'static str {
        match self {
            Self::Deal | Self::Tasks | Self::Notices => "deal",
            Self::Deals | Self::Finance | Self::Review | Self::Contacts => "finance",
            Self::Settings | Self::Import => "settings",
            Self::Door => "door",
        }
    }
}
