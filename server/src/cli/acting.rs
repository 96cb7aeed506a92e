//! On whose behalf the command line writes.

use super::Failure;
use domain::{
    id::{Op, UserId},
    people::Role,
    text::{Email, Name},
};
use store::{NewUser, Store};

/// The first active administrator, or else the first active user; in an account without people somebody is made who
/// cannot sign in.
pub(super) async fn acting(store: &Store) -> Result<UserId, Failure> {
    if let Some(user) = store.first_user().await? {
        return Ok(user);
    }
    let email = Email::parse("tablica@localhost.test").map_err(store::Error::Refused)?;
    let language = store.account().await?.language;
    let name = Name::known("Tablica");
    let user = NewUser { name, email, role: Role::Salesperson, language, password: None };
    Ok(store.add_user(user).await?)
}

/// The active user of this e-mail.
pub(super) async fn user_of(store: &Store, email: &str) -> Result<UserId, Failure> {
    let parsed = Email::parse(email).map_err(store::Error::Refused)?;
    let found = store.credentials(&parsed).await?;
    found
        .map(|found| found.user)
        .ok_or_else(|| Failure::Said(format!("nobody active has the e-mail {email}")))
}

/// The name of one run.
pub(super) fn new_op() -> Result<Op, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Said(error.to_string()))?;
    Ok(Op::random(bytes))
}
