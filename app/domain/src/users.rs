//! The users of the account as administrators see them (V5), and the links by which they choose a password (A2).

use crate::{
    day::as_date,
    id::UserId,
    people::Role,
    refusal::{Field, Refusal},
    text::{Email, Name},
    together,
};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A user in the list of users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub standing: Standing,
    /// The day when they were last here, as far as a session of theirs tells.
    pub seen: Option<Day>,
    /// How many open deals they own.
    pub open_deals: usize,
    /// How many open tasks are theirs to do.
    pub open_tasks: usize,
}

/// Who goes on with the open deals and tasks of somebody who leaves; those of which nobody is named stay theirs (V5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HandOver {
    pub deals: Option<UserId>,
    pub tasks: Option<UserId>,
}

/// Everybody, as they are today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// Whether links are sent by mail, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mails: bool,
    pub today: Day,
    /// By name.
    pub members: Vec<Member>,
}

/// A day of the calendar, on the viewer's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day(#[serde(with = "as_date")] pub NaiveDate);

/// Whether a user can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Active,
    /// They have not chosen a password yet.
    Invited,
    /// Their deals stay (V5).
    Deactivated,
}

/// Somebody who is to be invited, as the form sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserForm {
    pub name: String,
    pub email: String,
    pub role: Role,
}

impl UserForm {
    /// Reads the form.
    pub fn parse(&self) -> Result<(Name, Email), Refusal> {
        together!(name: Name::parse(Field::Name, &self.name), email: Email::parse(&self.email))
    }
}

/// What a link to choose a password ends in: 64 hexadecimal digits. Whoever makes the link draws it, so that it stands in
/// no answer and no row; the database knows its hash.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secret(String);

impl Secret {
    /// How long a link leads anywhere, unless it is used before.
    pub const LASTS: Duration = Duration::days(7);

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Secret {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match text.len() == 64 && text.bytes().all(digit) {
            true => Ok(Secret(text)),
            false => Err("a link ends in 64 hexadecimal digits"),
        }
    }
}

impl From<Secret> for String {
    fn from(secret: Secret) -> String {
        secret.0
    }
}

/// Never written where somebody may read it.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_in_a_secret_that_nobody_guesses() {
        for (text, is_one) in [
            ("0123456789abcdef".repeat(4), true),
            ("0123456789ABCDEF".repeat(4), false),
            ("0123456789abcdef".repeat(3), false),
            ("0123456789abcdeg".repeat(4), false),
            (String::new(), false),
        ] {
            assert_eq!(Secret::try_from(text.clone()).is_ok(), is_one, "{text}");
        }
        let secret = Secret::try_from("a".repeat(64)).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
    }

    #[test]
    fn whoever_is_invited_has_a_name_and_an_address() {
        let form = |name: &str, email: &str| {
            UserForm { name: name.into(), email: email.into(), role: Role::Manager }.parse()
        };
        assert!(form("Ewa Lis", "ewa@firma.test").is_ok());
        assert_eq!(form("", "ewa").unwrap_err().each().len(), 2);
    }
}
