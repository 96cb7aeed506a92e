//! Who is there: signing in and out, setting up, choosing a language and a look. These set cookies, and count failures by address.

use app::{
    error::{Answer, Problem},
    session::request::{AppState, Session},
};
use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use command::session::{Asking, Beginning, SessionCall};
use domain::{
    me::device_of,
    refusal::{Field, Refusal},
};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};
use words::Words;

/// Does what is asked; gives the cookie to set, if any.
pub async fn answer(state: &AppState, head: &Parts, call: SessionCall) -> Answer<Option<HeaderValue>> {
    let session = head.extensions.get::<Session>();
    Ok(match call {
        SessionCall::ReportCrash(of) => {
            session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            let of = of.checked()?;
            command::log_under(&of.ticket, &format!("a page crashed at {}", of.at));
            None
        }
        SessionCall::SignIn(form) => {
            let token = state.sessions.sign_in(form, &asking(state, head)).await?;
            end_former(state, session).await?;
            start_session(state, &token)
        }
        SessionCall::SignOut(_) => {
            if let Some(session) = session {
                state.sessions.sign_out(session).await?;
            }
            end_session(state)
        }
        SessionCall::SetUp(of) => {
            let examples = of.form.examples;
            let begin = |language| Some(beginning(state.languages.get(language)?.words, examples));
            start_session(state, &state.sessions.set_up(of.form, &asking(state, head), begin).await?)
        }
        SessionCall::Join(of) => {
            let token = state.sessions.join(&of.link, of.password, &asking(state, head)).await?;
            end_former(state, session).await?;
            token.and_then(|token| start_session(state, &token))
        }
        SessionCall::ChooseLanguage(of) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.languages.get(of.language).ok_or(Refusal::Unknown { field: Field::Language })?;
            state.sessions.choose_language(session, of.language).await?;
            None
        }
        SessionCall::ChooseLook(of) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.sessions.choose_look(session, &of.look).await?;
            None
        }
        SessionCall::ChooseTheme(of) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.sessions.choose_theme(session, of.theme).await?;
            None
        }
        SessionCall::ChangePassword(of) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.sessions.change_password(session, of.old, of.new, &asking(state, head)).await?;
            None
        }
        SessionCall::SignOutElsewhere(_) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.sessions.sign_out_elsewhere(session).await?;
            None
        }
        SessionCall::DisableSecondFactor(of) => {
            let session = session.ok_or(Problem::Refused(Refusal::SignedOut))?;
            state.sessions.disable_second_factor(session, of.password, &asking(state, head)).await?;
            None
        }
        SessionCall::ForgotPassword(of) => {
            state.sessions.forgot_password(&of.email, &asking(state, head)).await?;
            None
        }
    })
}

/// The process, the sources and the reasons that an account of this language begins with, and the examples if it wants
/// some.
pub fn beginning(words: &Words, examples: bool) -> Beginning {
    let texts = |texts: words::Items| texts.map(str::to_owned).collect();
    Beginning {
        process: words.template(),
        sources: texts(words.template_sources()),
        reasons: texts(words.template_reasons()),
        examples: if examples { words.examples() } else { vec![] },
    }
}

/// Gives the browser the token of a session.
fn start_session(state: &AppState, token: &str) -> Option<HeaderValue> {
    const NINETY_DAYS: u32 = 90 * 24 * 60 * 60;
    cookie(state, token, NINETY_DAYS)
}

/// Ends the session that this browser had until now: its other pages show what whoever signs in may not see.
async fn end_former(state: &AppState, session: Option<&Session>) -> Answer<()> {
    match session {
        Some(session) => Ok(state.sessions.sign_out(session).await?),
        None => Ok(()),
    }
}

/// Takes the token away.
fn end_session(state: &AppState) -> Option<HeaderValue> {
    cookie(state, "", 0)
}

fn cookie(state: &AppState, value: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let name = state.cookie();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).ok()
}

/// From where a request comes.
fn asking(state: &AppState, head: &Parts) -> Asking {
    let agent = head.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Asking { address: address(state, head), device: device_of(agent.unwrap_or_default()) }
}

/// The address that the request came from.
fn address(state: &AppState, head: &Parts) -> String {
    let peer = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    peer.map_or_else(String::new, |peer| came_from(peer, &head.headers, &state.proxies).to_string())
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
