//! Signing in and out, setting up, choosing a language: functions of the app, since they set cookies.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::request::{self, session, state};
use command::session::SetUpForm;
use domain::people::Language;
#[cfg(feature = "ssr")]
use domain::refusal::{Field, Refusal};
use leptos::prelude::*;
use server_fn::codec::Json;
#[cfg(feature = "ssr")]
use words::Words;

/// Signs in. Refused alike for a wrong password and an unknown e-mail, and after too many failures.
#[server(endpoint = "sign_in", input = Json, output = Json)]
pub async fn sign_in(email: String, password: String) -> Answer<()> {
    let address = request::address();
    request::start_session(&state().sessions.sign_in(&email, password, &address).await?);
    Ok(())
}

/// Signs out, also when nobody was signed in.
#[server(endpoint = "sign_out", input = Json, output = Json)]
pub async fn sign_out() -> Answer<()> {
    if let Ok(session) = session() {
        state().sessions.sign_out(&session).await?;
    }
    request::end_session();
    Ok(())
}

/// Creates the first administrator and signs them in. Refused without the code that the server printed.
#[server(endpoint = "set_up", input = Json, output = Json)]
pub async fn set_up(form: SetUpForm) -> Answer<()> {
    let (state, address) = (state(), request::address());
    let begin = |language| state.languages.get(language).map(|spoken| beginning(spoken.words));
    request::start_session(&state.sessions.set_up(form, &address, begin).await?);
    Ok(())
}

/// Remembers the language of whoever asks.
#[server(endpoint = "choose_language", input = Json, output = Json)]
pub async fn choose_language(language: Language) -> Answer<()> {
    let (state, session) = (state(), session()?);
    if state.languages.get(language).is_none() {
        return Err(Refusal::Unknown { field: Field::Language }.into());
    }
    state.sessions.choose_language(&session, language).await
}

/// The process, the sources and the reasons that an account of this language begins with.
#[cfg(feature = "ssr")]
pub fn beginning(words: &Words) -> command::session::Beginning {
    let texts = |texts: words::Items| texts.map(str::to_owned).collect();
    command::session::Beginning {
        process: words.template(),
        sources: texts(words.template_sources()),
        reasons: texts(words.template_reasons()),
    }
}
