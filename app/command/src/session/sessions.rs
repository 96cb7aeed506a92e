//! Sessions: a browser has a token, the database its hash.

use super::{SetUpForm, attempts::Attempts, password};
use crate::problem::{Answer, Problem, broken};
use domain::{
    id::UserId,
    look::Look,
    people::{Language, Role, User},
    refusal::{Field, Refusal},
    text::{Email, Name},
    together,
};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Instant};
pub use store::Beginning;
use store::{Account, NewAccount, NewUser, Result, Store, Tx};

/// Who was recognised.
#[derive(Clone)]
pub struct Session {
    pub user: User,
    pub account: Account,
    /// What the database knows the session by.
    hash: String,
}

/// The sessions of an account, and the way to open one.
#[derive(Clone)]
pub struct Sessions {
    pub store: Store,
    attempts: Arc<Attempts>,
    /// What the first administrator must know: printed where the server was started.
    setup_code: Arc<str>,
}

impl Sessions {
    pub fn new(store: Store, setup_code: &str) -> Self {
        Sessions { store, attempts: Arc::default(), setup_code: setup_code.into() }
    }

    /// The session of this token, if there is one.
    pub async fn recognise(&self, token: &str) -> Result<Option<Session>> {
        let hash = hash(token);
        let found = self.store.session(&hash).await?;
        Ok(found.map(|(user, account)| Session { user, account, hash }))
    }

    /// Begins to read on behalf of the active user whose calendar feed has an address that ends in this (T4).
    pub async fn subscriber(&self, secret: &str) -> Result<Option<Tx>> {
        match self.store.subscriber(&hash(secret)).await? {
            Some((user, account)) => Ok(Some(self.store.read(user, account).await?)),
            None => Ok(None),
        }
    }

    /// Begins to read on behalf of whoever was recognised.
    pub async fn read(&self, session: Session) -> Result<Tx> {
        self.store.read(session.user, session.account).await
    }

    /// Begins to write on behalf of whoever was recognised.
    pub async fn write(&self, session: &Session) -> Result<Tx> {
        self.store.write(session.user.id).await
    }

    /// Signs in from this address; gives the new token. Refused alike for a wrong password and an unknown e-mail, and
    /// after too many failures.
    pub async fn sign_in(&self, email: &str, password: String, address: &str) -> Answer<String> {
        let email = Email::parse(email).map_err(|_| Refusal::WrongCredentials)?;
        self.attempts.count(email.as_str(), address, Instant::now())?;
        let found = self.store.credentials(&email).await?;
        let (user, stored) = found.map(|found| (found.user, found.password)).unzip();
        match (user, password::matches(password, stored.flatten()).await?) {
            (Some(user), true) => {
                self.attempts.forgive(email.as_str(), address);
                self.open(user).await
            }
            _ => Err(Problem::Refused(Refusal::WrongCredentials)),
        }
    }

    /// Signs out: the session is gone.
    pub async fn sign_out(&self, session: &Session) -> Answer<()> {
        Ok(self.store.close_session(&session.hash).await?)
    }

    /// Creates the first administrator and signs them in; gives the token. Refused without the code that the server
    /// printed, and for a language in which there is no `beginning`.
    pub async fn set_up(
        &self,
        form: SetUpForm,
        address: &str,
        beginning: impl FnOnce(Language) -> Option<Beginning>,
    ) -> Answer<String> {
        self.attempts.count("setup", address, Instant::now())?;
        let right = form.code.trim() == &*self.setup_code;
        if right {
            self.attempts.forgive("setup", address);
        }
        let code = right.then_some(()).ok_or(Refusal::WrongCode);
        let ((), new) = together!(code: code, new: new_account(&form, beginning))?;
        let password = Some(password::hash(form.password).await?);
        let administrator = NewUser { password, ..new.administrator };
        let user = self.store.set_up(NewAccount { administrator, ..new }).await?;
        self.open(user).await
    }

    /// Sets the password of whoever was given this link, and signs them in; gives the token. Refused when the link leads
    /// nowhere, and after too many that did.
    pub async fn join(&self, link: &str, password: String, address: &str) -> Answer<String> {
        let link = hash(link);
        self.attempts.count(&link, address, Instant::now())?;
        // Before the password is worked on, which takes a while.
        if !self.store.is_link(&link).await? {
            return Err(Refusal::LinkOver.into());
        }
        self.attempts.forgive(&link, address);
        password::require_good(&password)?;
        let token = draw_token()?;
        self.store.join(&link, password::hash(password).await?, hash(&token)).await?;
        Ok(token)
    }

    /// Remembers the language of whoever asks.
    pub async fn choose_language(&self, session: &Session, language: Language) -> Answer<()> {
        let tx = self.write(session).await?;
        tx.choose_language(language).await?;
        Ok(tx.commit().await?)
    }

    /// Remembers how whoever asks likes to see the board.
    pub async fn choose_look(&self, session: &Session, look: &Look) -> Answer<()> {
        if look.folded.len() > Look::MOST_FOLDED {
            return Err(Refusal::MalformedRequest.into());
        }
        let tx = self.write(session).await?;
        tx.choose_look(look).await?;
        Ok(tx.commit().await?)
    }

    async fn open(&self, user: UserId) -> Answer<String> {
        let token = draw_token()?;
        self.store.open_session(user, hash(&token)).await?;
        Ok(token)
    }
}

/// The account of a form, and its administrator, still without a password.
fn new_account(
    form: &SetUpForm,
    beginning: impl FnOnce(Language) -> Option<Beginning>,
) -> std::result::Result<NewAccount, Refusal> {
    let begin = |language| {
        let beginning = beginning(language).ok_or(Refusal::Unknown { field: Field::Language })?;
        Ok((language, beginning))
    };
    let ((), name, email, (language, beginning), currency, zone) = together!(
        password: password::require_good(&form.password),
        name: Name::parse(Field::Name, &form.name),
        email: Email::parse(&form.email),
        begin: form.language.parse().map_err(Refusal::from).and_then(begin),
        currency: form.currency.parse().map_err(Refusal::from),
        zone: form.zone.trim().parse().map_err(|_| Refusal::Malformed { field: Field::Zone }),
    )?;
    let account = Account { language, currency, zone, reason_required: false, costs: false };
    let administrator = NewUser { name, email, role: Role::Administrator, language, password: None };
    Ok(NewAccount { account, administrator, beginning })
}

/// A token that nobody guesses.
fn draw_token() -> Answer<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| broken(&error))?;
    Ok(hex::encode(bytes))
}

/// What the database knows a token by.
pub(crate) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
