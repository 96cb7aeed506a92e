//! The people of the account: users, their roles, their language.

use crate::{
    id::UserId,
    look::{Look, Theme},
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a user may do (V5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages users, settings and processes; sees every deal.
    Administrator,
    /// Sees every deal.
    Manager,
    /// Sees their own deals: created, owned or taken part in (V1).
    Salesperson,
}

impl Role {
    pub fn code(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Manager => "manager",
            Role::Salesperson => "salesperson",
        }
    }
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Role::Administrator, Role::Manager, Role::Salesperson]
            .into_iter()
            .find(|role| role.code() == text)
            .ok_or("a role is administrator, manager or salesperson")
    }
}

/// The code of a language, such as `en` or `pt-br` (A3). Which languages are spoken is said by their files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; Language::LONGEST]);

impl Language {
    /// The longest code, in letters.
    pub const LONGEST: usize = 8;

    /// A code that was written by ourselves; what is too long of it is left out.
    pub fn known(code: &str) -> Language {
        let mut letters = [0; Language::LONGEST];
        letters.iter_mut().zip(code.bytes()).for_each(|(letter, byte)| *letter = byte);
        Language(letters)
    }

    /// The code, in small letters.
    pub fn code(&self) -> &str {
        let length = self.0.iter().position(|letter| *letter == 0).unwrap_or(Language::LONGEST);
        self.0.get(..length).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }
}

/// English: what is spoken to whoever has said nothing of theirs.
impl Default for Language {
    fn default() -> Self {
        Language::known("en")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = NoLanguage;

    fn from_str(text: &str) -> Result<Self, NoLanguage> {
        let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let base = text.split('-').next().unwrap_or_default();
        let parts = text.split('-').all(|part| part.len() >= 2 && part.bytes().all(letter));
        match (2..=3).contains(&base.len()) && parts && text.len() <= Language::LONGEST {
            true => Ok(Language::known(text)),
            false => Err(NoLanguage),
        }
    }
}

impl TryFrom<String> for Language {
    type Error = NoLanguage;

    fn try_from(text: String) -> Result<Self, NoLanguage> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.code().to_owned()
    }
}

/// The text is no code of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLanguage;

impl fmt::Display for NoLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the code of a language")
    }
}

/// Somebody who is signed in, or could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    /// How they like to see the board (B14).
    pub look: Look,
    #[serde(default)]
    pub theme: Theme,
}

/// A user as others see them: a name to choose or to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub role: Role,
    /// A deactivated user owns what they owned, but can be given nothing new (V5).
    pub active: bool,
}

/// Who may check an action, and take the check back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    #[default]
    Everyone,
    /// Managers, and administrators too.
    Managers,
    Administrators,
    /// These people and nobody else.
    People(Vec<UserId>),
}

impl Who {
    /// Whether this user is among them.
    pub fn includes(&self, user: &User) -> bool {
        match self {
            Who::Everyone => true,
            Who::Managers => user.role != Role::Salesperson,
            Who::Administrators => user.role == Role::Administrator,
            Who::People(people) => people.contains(&user.id),
        }
    }
}

/// Which of the five tints of avatars is this person's, to be told apart at a glance.
pub fn tint(user: UserId) -> u8 {
    (user.0.rem_euclid(5)) as u8
}

/// Up to two letters that stand for a name: "Zofia Kowalska" becomes "ZK". Shown in capitals, whatever they are.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        for (name, want) in [("Zofia Kowalska", "ZK"), ("anna maria łąck", "ał"), ("Cher", "C"), ("", "")]
        {
            assert_eq!(initials(name), want);
        }
    }

    #[test]
    fn a_language_is_known_by_its_code() {
        for code in ["en", "pl", "pt-br", "hsb", "zh-hant", "es-419"] {
            let language: Language = code.parse().unwrap();
            assert_eq!((language.code(), String::from(language)), (code, code.to_owned()));
        }
        for code in ["", "e", "EN", "pl_PL", "english", "pt-", "-pt", "zh-hant-tw", "łł", "e\0"] {
            assert_eq!(code.parse::<Language>(), Err(NoLanguage), "{code}");
        }
    }
}
