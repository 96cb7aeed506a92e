//! Sessions: a browser has a token, the database its hash.

use super::{SetUpForm, SignIn, attempts::Attempts, password, second_factor};
use crate::problem::{Answer, Problem, broken};
use domain::{
    id::UserId,
    people::{Language, Role, User},
    refusal::{Field, Refusal},
    text::{Email, Name},
    together,
};
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Instant};
pub use store::Beginning;
use store::{Account, NewAccount, NewUser, Opening, Result, Store, Tx};

/// Who was recognised.
#[derive(Clone)]
pub struct Session {
    pub user: User,
    pub account: Account,
    /// What the database knows the session by.
    hash: String,
}

/// From where a request comes: the address that failures are counted by, and the device that a session is told by.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    pub address: String,
    pub device: String,
}

impl Asking {
    fn opening(&self, token: &str) -> Opening {
        Opening { token: hash(token), device: self.device.clone() }
    }
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

    /// The same session as it is now: who it belongs to may be somebody else's manager since, or gone.
    pub async fn again(&self, session: &Session) -> Result<Option<Session>> {
        let found = self.store.idle_session(&session.hash).await?;
        Ok(found.map(|(user, account)| Session { user, account, hash: session.hash.clone() }))
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
        Ok(self.store.read(session.user, session.account).await?.within(session.hash))
    }

    /// Begins to write on behalf of whoever was recognised.
    pub async fn write(&self, session: &Session) -> Result<Tx> {
        self.store.write(session.user.id).await
    }

    /// Signs in; gives the new token. Refused alike for a wrong password and an unknown e-mail, without a code from who has
    /// a second factor, and after too many failures of either.
    pub async fn sign_in(&self, form: SignIn, from: &Asking) -> Answer<String> {
        let email = Email::parse(&form.email).map_err(|_| Refusal::WrongCredentials)?;
        self.attempts.count(email.as_str(), &from.address, Instant::now())?;
        let found = self.store.credentials(&email).await?;
        let stored = found.as_ref().and_then(|found| found.password.clone());
        let matches = password::matches(form.password, stored).await?;
        let whom = found.as_ref().map(|found| found.user);
        let Some(found) = found.filter(|_| matches) else {
            self.note_failure(whom, from).await;
            return Err(Refusal::WrongCredentials.into());
        };
        if let Some(secret) = found.second_factor {
            if form.code.trim().is_empty() {
                // Nothing was guessed yet; but nobody is known by the password alone.
                self.attempts.take_back(email.as_str(), &from.address);
                return Err(Refusal::SecondCodeWanted.into());
            }
            let used = self.use_code(found.user, &secret, &form.code).await;
            if matches!(&used, Err(Problem::Refused(Refusal::WrongSecondCode))) {
                self.note_failure(Some(found.user), from).await;
            }
            used?;
        }
        self.attempts.forgive(email.as_str(), &from.address);
        self.open(found.user, from).await
    }

    /// Writes down that somebody could not sign in (V8). Who wants to sign in is told the same, whether it was written or
    /// not; how much is written the limit of attempts limits.
    async fn note_failure(&self, whom: Option<UserId>, from: &Asking) {
        let parts = [from.device.as_str(), from.address.as_str()];
        let detail = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let noted = self.store.note_failure(whom, &detail).await;
        noted.unwrap_or_else(|error| tracing::warn!(%error, "a failure to sign in was not written down"));
    }

    /// Uses a code of the app or a recovery code, which serves once.
    async fn use_code(&self, user: UserId, secret: &str, code: &str) -> Answer<()> {
        let used = match second_factor::step_of(secret, code, store::now()) {
            Some(step) => self.store.use_step(user, step).await?,
            None => self.store.use_recovery_code(user, &second_factor::hash_of(code)).await?,
        };
        if used { Ok(()) } else { Err(Refusal::WrongSecondCode.into()) }
    }

    /// Sends whoever has this e-mail a link to choose another password. It looks alike whether there is anybody, and
    /// however often it is asked for, it is done seldom.
    pub async fn forgot_password(&self, email: &str, from: &Asking) -> Answer<()> {
        let email = Email::parse(email)?;
        if !self.store.mails() {
            return Err(Refusal::NoMail.into());
        }
        self.attempts.count(&format!("forgot {}", email.as_str()), &from.address, Instant::now())?;
        let secret = draw_token()?;
        Ok(self.store.forget_password(&email, hash(&secret), &secret).await?)
    }

    /// Chooses another password; every other session of whoever asks ends. Refused without the one before, and after too
    /// many failures.
    pub async fn change_password(
        &self,
        session: &Session,
        old: String,
        new: String,
        from: &Asking,
    ) -> Answer<()> {
        self.require_password(session, old, from).await?;
        password::require_good(&new)?;
        let new = password::hash(new).await?;
        let tx = self.write(session).await?;
        tx.change_password(new, &session.hash).await?;
        Ok(tx.commit().await?)
    }

    /// Ends every other session of whoever asks.
    pub async fn sign_out_elsewhere(&self, session: &Session) -> Answer<()> {
        let tx = self.write(session).await?;
        tx.end_other_sessions(&session.hash).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the second factor of whoever asks away. Refused without the password, and after too many failures.
    pub async fn disable_second_factor(
        &self,
        session: &Session,
        password: String,
        from: &Asking,
    ) -> Answer<()> {
        self.require_password(session, password, from).await?;
        let tx = self.write(session).await?;
        tx.drop_second_factor().await?;
        Ok(tx.commit().await?)
    }

    /// Refuses another password than that of whoever asks: a session that was left open changes nothing by itself.
    async fn require_password(&self, session: &Session, password: String, from: &Asking) -> Answer<()> {
        let email = Email::parse(&session.user.email).map_err(|_| Refusal::SignedOut)?;
        self.attempts.count(email.as_str(), &from.address, Instant::now())?;
        let found = self.store.credentials(&email).await?.ok_or(Refusal::SignedOut)?;
        if !password::matches(password, found.password).await? {
            return Err(Refusal::WrongPassword.into());
        }
        self.attempts.forgive(email.as_str(), &from.address);
        Ok(())
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
        from: &Asking,
        beginning: impl FnOnce(Language) -> Option<Beginning>,
    ) -> Answer<String> {
        self.attempts.count("setup", &from.address, Instant::now())?;
        let right = form.code.trim() == &*self.setup_code;
        if right {
            self.attempts.forgive("setup", &from.address);
        }
        let code = right.then_some(()).ok_or(Refusal::WrongCode);
        let ((), new) = together!(code: code, new: new_account(&form, beginning))?;
        let password = Some(password::hash(form.password).await?);
        let administrator = NewUser { password, ..new.administrator };
        let user = self.store.set_up(NewAccount { administrator, ..new }).await?;
        self.open(user, from).await
    }

    /// Sets the password of whoever was given this link, and signs them in; gives the token. Who has a second factor signs
    /// in with it afterwards: a link alone is not enough. Refused when the link leads nowhere, and after too many that did.
    pub async fn join(&self, link: &str, password: String, from: &Asking) -> Answer<Option<String>> {
        let link = hash(link);
        self.attempts.count(&link, &from.address, Instant::now())?;
        // Before the password is worked on, which takes a while.
        if !self.store.is_link(&link).await? {
            return Err(Refusal::LinkOver.into());
        }
        self.attempts.forgive(&link, &from.address);
        password::require_good(&password)?;
        let token = draw_token()?;
        let opened = self.store.join(&link, password::hash(password).await?, from.opening(&token)).await?;
        Ok(opened.then_some(token))
    }

    async fn open(&self, user: UserId, from: &Asking) -> Answer<String> {
        let token = draw_token()?;
        self.store.open_session(user, from.opening(&token)).await?;
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
    let account = Account {
        language,
        currency,
        zone,
        reason_required: false,
        costs: false,
        own_contacts: false,
        public_deals: Default::default(),
    };
    let administrator = NewUser { name, email, role: Role::Administrator, language, password: None };
    Ok(NewAccount { account, administrator, beginning })
}

/// A token that nobody guesses.
pub(crate) fn draw_token() -> Answer<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| broken(&error))?;
    Ok(hex::encode(bytes))
}

/// What the database knows a token by.
pub(crate) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}
