//! The request that is being answered: who asks, from where, in which language.

use crate::{
    error::{Answer, Problem},
    visitor::{AccountFacts, Visitor},
};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use axum_extra::extract::CookieJar;
pub use command::session::{Session, Sessions};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::{Arc, Once},
};
use words::{Languages, Words};

/// What the server gives to each request.
#[derive(Clone)]
pub struct AppState {
    pub sessions: Sessions,
    pub languages: Languages,
    /// Whether cookies are only for encrypted connections (and loopback). Off by an explicit flag only.
    pub secure: bool,
    /// Whose word is taken on where a request came from.
    pub proxies: Arc<[IpAddr]>,
    /// The folder where files of notes lie.
    pub files: Arc<Path>,
}

impl AppState {
    fn cookie(&self) -> &'static str {
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

    fn set_cookie(&self, value: &str, seconds: u32) {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.cookie();
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
        if let (Ok(value), Some(response)) = (HeaderValue::from_str(&text), use_context::<ResponseOptions>())
        {
            response.append_header(header::SET_COOKIE, value);
        }
    }
}

/// The state of the server that answers this request.
pub(crate) fn state() -> AppState {
    expect_context::<AppState>()
}

/// The session of this request, or the refusal that there is none.
pub(crate) fn session() -> Answer<Session> {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Session>().cloned());
    session.ok_or(Problem::Refused(Refusal::SignedOut))
}

/// The address that the request came from.
pub(crate) fn address() -> String {
    let Some(parts) = use_context::<Parts>() else { return String::new() };
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    peer.map_or_else(String::new, |peer| came_from(peer, &parts.headers, &state().proxies).to_string())
}

/// The nearest address that is no proxy of ours: each proxy adds whom it heard at the end of the list, and what stands
/// before the first stranger, or before something that is no address, is somebody's claim.
fn came_from(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let heard: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("unreadable").split(','))
        .collect();
    let mut nearest = peer.to_canonical();
    if !heard.is_empty() && !proxies.contains(&nearest) {
        warn_of_unknown_proxy(nearest);
    }
    for claim in heard.into_iter().rev() {
        let Ok(claimed) = claim.trim().parse::<IpAddr>() else { break };
        if !proxies.contains(&nearest) {
            break;
        }
        nearest = claimed.to_canonical();
    }
    nearest
}

/// Said once: behind a proxy that was not named, a stranger's failures count against everybody.
fn warn_of_unknown_proxy(peer: IpAddr) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        tracing::warn!(
            %peer,
            "requests come through a proxy that --trusted-proxy does not name: all who sign in count as one address"
        );
    });
}

/// Gives the browser the token of a session.
pub(crate) fn start_session(token: &str) {
    const NINETY_DAYS: u32 = 90 * 24 * 60 * 60;
    state().set_cookie(token, NINETY_DAYS);
}

/// Takes the token away.
pub(crate) fn end_session() {
    state().set_cookie("", 0);
}

/// Who looks at the page that is being drawn.
pub(crate) fn visitor() -> Visitor {
    // Routes are listed before there is a request.
    let languages = use_context::<AppState>().map(|state| state.languages);
    let names = languages.iter().flat_map(Languages::iter);
    let session = session().ok();
    let facts =
        |session: &Session| AccountFacts { currency: session.account.currency, costs: session.account.costs };
    Visitor {
        account: session.as_ref().map(facts),
        user: session.map(|session| session.user),
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

/// What the document around a page needs: its texts, where the browser finds them, the appearance.
pub(crate) fn document() -> (&'static Words, String, Option<String>) {
    let (words, state) = (words(), use_context::<AppState>());
    let file = state.as_ref().and_then(|state| state.languages.get(words.language));
    (words, file.map(|file| file.path.clone()).unwrap_or_default(), theme())
}

/// The texts of the language that these headers prefer.
pub fn preferred(languages: &Languages, headers: &HeaderMap) -> &'static Words {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    languages.preferred(accepted.unwrap_or_default())
}

/// The appearance that was chosen in this browser: `light`, `dark`, or nothing.
fn theme() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let jar = CookieJar::from_headers(&parts.headers);
    jar.get("theme")
        .map(|cookie| cookie.value().to_owned())
        .filter(|theme| theme == "light" || theme == "dark")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_proxies_of_ours_are_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        for (peer, forwarded, want) in [
            ("203.0.113.5", "198.51.100.7", "203.0.113.5"),
            ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("10.0.0.1", "1.2.3.4, 198.51.100.7:4711", "10.0.0.1"),
            ("10.0.0.1", "1.2.3.4, unknown, 10.0.0.2", "10.0.0.2"),
            ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
            ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(forwarded).unwrap());
            assert_eq!(came_from(ip(peer), &headers, &proxies), ip(want), "{peer} {forwarded}");
        }
    }
}
