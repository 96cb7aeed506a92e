//! The door: recognises who asks by their cookie, and opens a transaction on their behalf.

use super::{AccountFacts, Visitor, attempts::Attempts};
use crate::error::{Answer, Problem};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use axum_extra::extract::CookieJar;
use command::broken;
use domain::{people::User, refusal::Refusal};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::{Arc, Once},
};
use store::{Account, Store, Tx};
use words::{Languages, Words};

/// What the server gives to each request.
#[derive(Clone)]
pub struct AppState {
    pub store: Store,
    pub languages: Languages,
    pub attempts: Arc<Attempts>,
    /// What the first administrator must know: printed where the server was started.
    pub setup_code: Arc<str>,
    /// Whether cookies are only for encrypted connections (and loopback). Off by an explicit flag only.
    pub secure: bool,
    /// Whose word is taken on where a request came from.
    pub proxies: Arc<[IpAddr]>,
    /// The folder where files of notes lie.
    pub files: Arc<Path>,
}

/// Who was recognised.
#[derive(Clone)]
pub struct Session {
    pub user: User,
    pub account: Account,
    /// The hash of the token: what the database knows the session by.
    pub token: String,
}

impl AppState {
    fn cookie(&self) -> &'static str {
        if self.secure { "__Host-tablica" } else { "tablica" }
    }

    /// The session whose token the request brings, if there is one.
    pub async fn recognised(&self, headers: &HeaderMap) -> store::Result<Option<Session>> {
        let jar = CookieJar::from_headers(headers);
        let Some(cookie) = jar.get(self.cookie()) else { return Ok(None) };
        let token = hash(cookie.value());
        let found = self.store.session(&token).await?;
        Ok(found.map(|(user, account)| Session { user, account, token }))
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

/// The gate of this request.
pub(crate) fn gate() -> AppState {
    expect_context::<AppState>()
}

/// The session of this request, or the refusal that there is none.
pub(crate) fn session() -> Answer<Session> {
    let session = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Session>().cloned());
    session.ok_or(Problem::Refused(Refusal::SignedOut))
}

/// A transaction that writes on behalf of whoever asks.
pub(crate) async fn writer() -> Answer<Tx> {
    Ok(gate().store.write(session()?.user.id).await?)
}

/// The address that the request came from.
pub(crate) fn address() -> String {
    let Some(parts) = use_context::<Parts>() else { return String::new() };
    let peer = parts.extensions.get::<axum::extract::ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    peer.map_or_else(String::new, |peer| came_from(peer, &parts.headers, &gate().proxies).to_string())
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

/// Signs a user in: a new token for their browser, its hash for the database.
pub(crate) async fn start_session(user: domain::id::UserId) -> Answer<()> {
    const NINETY_DAYS: u32 = 90 * 24 * 60 * 60;
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| broken(&error))?;
    let token = hex::encode(bytes);
    let gate = gate();
    gate.store.open_session(user, hash(&token)).await?;
    gate.set_cookie(&token, NINETY_DAYS);
    Ok(())
}

/// Signs out: the session is gone, here and in the browser.
pub(crate) async fn end_session() -> Answer<()> {
    let gate = gate();
    if let Ok(session) = session() {
        gate.store.close_session(&session.token).await?;
    }
    gate.set_cookie("", 0);
    Ok(())
}

/// Who looks at the page that is being drawn.
pub(crate) fn visitor() -> Visitor {
    // Routes are listed before there is a request.
    let languages = use_context::<AppState>().map(|gate| gate.languages);
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
    let (Some(gate), Some(parts)) = (use_context::<AppState>(), use_context::<Parts>()) else {
        return words::english();
    };
    gate.words(parts.extensions.get::<Session>(), &parts.headers)
}

/// What the document around a page needs: its texts, where the browser finds them, the appearance.
pub(crate) fn document() -> (&'static Words, String, Option<String>) {
    let (words, gate) = (words(), use_context::<AppState>());
    let file = gate.as_ref().and_then(|gate| gate.languages.get(words.language));
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

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
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
