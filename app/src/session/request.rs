//! The request that is being answered: who asks, from where, in which language.

use crate::{
    error::{Answer, Problem},
    lazy::LazyPage,
    visitor::{AccountFacts, Visitor},
};
use axum::http::{HeaderMap, header, request::Parts};
use axum_extra::extract::CookieJar;
pub use command::session::{Session, Sessions};
use domain::refusal::Refusal;
use leptos::prelude::*;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    path::Path,
    sync::Arc,
};
use words::{Languages, Words};

/// What the server gives to each request.
#[derive(Clone)]
pub struct AppState {
    pub sessions: Sessions,
    pub languages: Languages,
    /// Whether cookies are only for encrypted connections (and loopback). Off by an explicit flag only.
    pub secure: bool,
    /// Whether browsers may keep what they need without a line (B13).
    pub keeps: bool,
    /// Whose word is taken on where a request came from.
    pub proxies: Arc<[IpAddr]>,
    /// The folder where files of notes lie.
    pub files: Arc<Path>,
    pub assets: Assets,
}

/// Where the browser finds its part of the program: in a folder of its own for each build, since the files name each
/// other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assets {
    /// The address of the folder.
    pub folder: String,
    /// The script that stands in the page and wakes it (`app/src/boot.js`).
    pub boot: String,
    /// The files of each chunk.
    pub chunks: BTreeMap<String, Vec<String>>,
}

impl Assets {
    /// The address of a file.
    pub fn address(&self, file: &str) -> String {
        format!("{}/{file}", self.folder)
    }

    /// The chunks that the page of an address needs, and all others.
    fn chunks_for(&self, path: &str) -> (Vec<String>, Vec<String>) {
        let own =
            LazyPage::of(path).and_then(|page| self.chunks.get(page.chunk())).cloned().unwrap_or_default();
        let all: BTreeSet<&String> = self.chunks.values().flatten().collect();
        let others =
            all.into_iter().filter(|file| !own.contains(file)).map(|file| self.address(file)).collect();
        (own.iter().map(|file| self.address(file)).collect(), others)
    }
}

impl AppState {
    /// The name of the cookie that holds the token of a session.
    pub fn cookie(&self) -> &'static str {
        if self.secure { "__Host-tablica" } else { "tablica" }
    }

    /// The token that the request brings, if any.
    pub fn token(&self, headers: &HeaderMap) -> Option<String> {
        CookieJar::from_headers(headers).get(self.cookie()).map(|cookie| cookie.value().to_owned())
    }

    /// The texts for whoever asks: in the language of their session, or in the one that their browser prefers.
    pub fn words(&self, session: Option<&Session>, headers: &HeaderMap) -> &'static Words {
        match session {
            Some(session) => self.languages.words(session.user.language),
            None => preferred(&self.languages, headers),
        }
    }
}

/// What is known of whoever asks for a page before it is read.
#[derive(Clone)]
pub struct Before {
    /// How many notices they have not read.
    pub unread: usize,
    /// Where they are in the course of things: nothing that the page shows is older (B11).
    pub mark: String,
}

/// The session of this request, or the refusal that there is none.
pub(crate) fn session() -> Answer<Session> {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Session>().cloned());
    session.ok_or(Problem::Refused(Refusal::SignedOut))
}

/// Who looks at the page that is being drawn.
pub(crate) fn visitor() -> Visitor {
    // Routes are listed before there is a request.
    let languages = use_context::<AppState>().map(|state| state.languages);
    let names = languages.iter().flat_map(Languages::iter);
    let session = session().ok();
    let facts =
        |session: &Session| AccountFacts { currency: session.account.currency, costs: session.account.costs };
    let before = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Before>().cloned());
    let (unread, live) = before.map(|before| (before.unread, before.mark)).unwrap_or_default();
    Visitor {
        account: session.as_ref().map(facts),
        user: session.map(|session| session.user),
        unread,
        live,
        languages: names.map(|each| (each.words.language, each.words.language_name().to_owned())).collect(),
    }
}

/// The texts of the page that is being drawn.
pub(crate) fn words() -> &'static Words {
    let (Some(state), Some(parts)) = (use_context::<AppState>(), use_context::<Parts>()) else {
        return words::english();
    };
    state.words(parts.extensions.get::<Session>(), &parts.headers)
}

/// The page that the service worker keeps for whenever there is no line (B13).
const SHELL: &str = "/shell";

/// What the document around a page needs.
pub(crate) struct Document {
    pub words: &'static Words,
    /// The file of its texts.
    pub texts: String,
    /// Light or dark, if that was chosen.
    pub theme: &'static str,
    /// How much room the cards of the board have.
    pub density: &'static str,
    pub assets: Assets,
    /// The chunk of this page; empty for the board.
    pub chunk: &'static str,
    /// Whether it is begun without a line: it says nothing of anybody, and any page is drawn in it (B13).
    pub shell: bool,
    /// Whether browsers may keep something.
    pub keeps: bool,
    /// The files that this page needs besides the first download, and those that other pages need.
    pub chunks: (Vec<String>, Vec<String>),
}

/// What the document around the page that is being drawn needs.
pub(crate) fn document() -> Document {
    let (words, state) = (words(), use_context::<AppState>());
    let file = state.as_ref().and_then(|state| state.languages.get(words.language));
    let (texts, later) =
        file.map(|spoken| (spoken.first.path.clone(), spoken.later.path.clone())).unwrap_or_default();
    let keeps = state.as_ref().is_some_and(|state| state.keeps);
    let assets = state.map(|state| state.assets).unwrap_or_default();
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let mut chunks = assets.chunks_for(&path);
    let chosen = session().map(|session| (session.user.theme, session.user.look.density));
    let (theme, density) = chosen.unwrap_or_default();
    let (theme, density) = (theme.code(), density.code());
    let chunk = LazyPage::of(&path).map(LazyPage::chunk).unwrap_or_default();
    let with_texts = if chunk.is_empty() { &mut chunks.1 } else { &mut chunks.0 };
    with_texts.push(later);
    Document { words, texts, theme, density, assets, chunk, chunks, shell: path == SHELL, keeps }
}

/// The texts of the language that these headers prefer.
pub fn preferred(languages: &Languages, headers: &HeaderMap) -> &'static Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    languages.preferred(accepted.unwrap_or_default())
}
