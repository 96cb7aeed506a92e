//! The people of the account: users, their roles, their language.

use crate::id::UserId;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

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

/// A language of the interface (A3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    Pl,
}

impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Pl => "pl",
        }
    }

    /// The first language of a browser's `Accept-Language` that we speak.
    pub fn preferred(accepted: &str) -> Language {
        accepted
            .split(',')
            .filter_map(|entry| entry.trim().get(..2)?.to_ascii_lowercase().parse().ok())
            .next()
            .unwrap_or_default()
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, UnknownLanguage> {
        match text {
            "en" => Ok(Language::En),
            "pl" => Ok(Language::Pl),
            _ => Err(UnknownLanguage),
        }
    }
}

/// The text is the code of no language that we speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLanguage;

/// Somebody who is signed in, or could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
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

/// Up to two letters that stand for a name: "Zofia Kowalska" becomes "ZK".
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        for (name, want) in [("Zofia Kowalska", "ZK"), ("anna maria łąck", "AŁ"), ("Cher", "C"), ("", "")]
        {
            assert_eq!(initials(name), want);
        }
    }

    #[test]
    fn the_first_language_we_speak_wins() {
        for (accepted, want) in [
            ("pl-PL,pl;q=0.9,en;q=0.8", Language::Pl),
            ("de-DE, en;q=0.5, pl;q=0.1", Language::En),
            ("de", Language::En),
            ("", Language::En),
            ("ł", Language::En),
        ] {
            assert_eq!(Language::preferred(accepted), want, "{accepted}");
        }
    }
}
