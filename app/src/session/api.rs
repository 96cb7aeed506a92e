//! Signing in and out, setting up, choosing a language.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::{
    error::Problem,
    session::{gate, password},
};
use domain::people::Language;
#[cfg(feature = "ssr")]
use domain::{
    people::Role,
    refusal::{Field, Refusal},
    text::{Email, Name},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;
#[cfg(feature = "ssr")]
use std::time::Instant;
#[cfg(feature = "ssr")]
use words::Words;

/// Signs in. Refused alike for a wrong password and an unknown e-mail, and after too many failures.
#[server(endpoint = "sign_in", input = Json, output = Json)]
pub async fn sign_in(email: String, password: String) -> Answer<()> {
    let (gate, address) = (gate::gate(), gate::address());
    let email = Email::parse(&email).map_err(|_| Refusal::WrongCredentials)?;
    gate.attempts.count(email.as_str(), &address, Instant::now())?;
    let found = gate.store.credentials(&email).await?;
    let (user, stored) = found.map(|found| (found.user, found.password)).unzip();
    match (user, password::matches(password, stored.flatten()).await?) {
        (Some(user), true) => {
            gate.attempts.forgive(email.as_str(), &address);
            gate::start_session(user).await
        }
        _ => Err(Problem::Refused(Refusal::WrongCredentials)),
    }
}

/// Signs out, also when nobody was signed in.
#[server(endpoint = "sign_out", input = Json, output = Json)]
pub async fn sign_out() -> Answer<()> {
    gate::end_session().await
}

/// What the setup page asks for (A1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUpForm {
    pub code: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub language: String,
    pub currency: String,
    pub zone: String,
}

/// Creates the first administrator and signs them in. Refused without the code that the server printed.
#[server(endpoint = "set_up", input = Json, output = Json)]
pub async fn set_up(form: SetUpForm) -> Answer<()> {
    let (gate, address) = (gate::gate(), gate::address());
    gate.attempts.count("setup", &address, Instant::now())?;
    if form.code.trim() != &*gate.setup_code {
        return Err(Refusal::WrongCode.into());
    }
    gate.attempts.forgive("setup", &address);
    let user = gate.store.set_up(new_account(form).await?).await?;
    gate::start_session(user).await
}

/// Remembers the language of whoever asks.
#[server(endpoint = "choose_language", input = Json, output = Json)]
pub async fn choose_language(language: Language) -> Answer<()> {
    let tx = gate::writer().await?;
    if gate::gate().languages.get(language).is_none() {
        return Err(Refusal::Unknown { field: Field::Language }.into());
    }
    tx.choose_language(language).await?;
    Ok(tx.commit().await?)
}

/// The process, the sources and the reasons that an account of this language begins with.
#[cfg(feature = "ssr")]
pub fn beginning(words: &Words) -> store::Beginning {
    let texts = |texts: words::Items| texts.map(str::to_owned).collect();
    store::Beginning {
        process: words.template(),
        sources: texts(words.template_sources()),
        reasons: texts(words.template_reasons()),
    }
}

#[cfg(feature = "ssr")]
async fn new_account(form: SetUpForm) -> Answer<store::NewAccount> {
    let language: Language = form.language.parse().map_err(Refusal::from)?;
    let spoken = gate::gate().languages.get(language).map(|spoken| spoken.words);
    let words = spoken.ok_or(Refusal::Unknown { field: Field::Language })?;
    let account = store::Account {
        language,
        currency: form.currency.parse().map_err(Refusal::from)?,
        zone: form.zone.trim().parse().map_err(|_| Refusal::Malformed { field: Field::Zone })?,
        reason_required: false,
        costs: false,
    };
    let (name, email) = (Name::parse(Field::Name, &form.name)?, Email::parse(&form.email)?);
    password::require_good(&form.password)?;
    let password = Some(password::hash(form.password).await?);
    let administrator = store::NewUser { name, email, role: Role::Administrator, language, password };
    Ok(store::NewAccount { account, administrator, beginning: beginning(words) })
}
