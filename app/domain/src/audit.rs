//! The audit (V8): who signed in, who was given or lost access, what was taken out.

use crate::{
    day::as_moment,
    id::{DealId, UserId},
    people::Colleague,
    refusal::Refusal,
    tasks::Moment,
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Declares what is written down, by the code that it has in the database.
macro_rules! noted {
    ($($(#[$doc:meta])* $code:literal $variant:ident,)+) => {
        /// What was written down.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Noted {
            $($(#[$doc])* $variant,)+
        }

        impl Noted {
            pub const ALL: &'static [Noted] = &[$(Noted::$variant),+];

            pub fn code(self) -> &'static str {
                match self {
                    $(Noted::$variant => $code,)+
                }
            }
        }
    };
}

noted! {
    "signed_in" SignedIn,
    /// With a wrong password or code; `whom` is whose e-mail it was, if it is anybody's.
    "sign_in_failed" SignInFailed,
    "password_changed" PasswordChanged,
    "second_factor_on" SecondFactorOn,
    "second_factor_off" SecondFactorOff,
    "invited" Invited,
    /// The import that invited somebody was taken back; `detail` is their name (I3).
    "uninvited" Uninvited,
    /// A link to choose another password.
    "link_renewed" LinkRenewed,
    "role_changed" RoleChanged,
    "deactivated" Deactivated,
    "activated" Activated,
    "access_given" AccessGiven,
    "access_taken" AccessTaken,
    "made_public" MadePublic,
    "made_private" MadePrivate,
    "exported" Exported,
    /// The board as `whom` sees it (V7).
    "shown_as" ShownAs,
    "settings_changed" SettingsChanged,
    /// Deleted deals were taken away for good; so many of them (L4).
    "purged" Purged,
}

impl std::str::FromStr for Noted {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Noted::ALL.iter().copied().find(|noted| noted.code() == text).ok_or("nothing that is written down")
    }
}

/// What is asked of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    /// Who did it, or whom it was about.
    pub person: Option<UserId>,
    /// On the viewer's calendar.
    pub day: Option<NaiveDate>,
    /// The last entry of the page before.
    pub before: Option<i64>,
}

impl Asked {
    /// Reads the parameters of an address, already decoded. An unknown or malformed one is an error that names it (L2).
    pub fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Asked, Refusal> {
        let mut asked = Asked::default();
        for (name, value) in parameters {
            let malformed = || Refusal::MalformedParameter { name: name.to_owned() };
            match (name, value.trim()) {
                ("person" | "day", "") => {}
                ("person", value) => asked.person = Some(value.parse().map_err(|_| malformed())?),
                ("day", value) => asked.day = Some(value.parse().map_err(|_| malformed())?),
                _ => return Err(Refusal::UnknownParameter { name: name.to_owned() }),
            }
        }
        Ok(asked)
    }

    /// The parameters of an address, not yet encoded: what [`Asked::read`] reads.
    pub fn write(&self) -> Vec<(&'static str, String)> {
        let person = self.person.map(|person| ("person", person.to_string()));
        person.into_iter().chain(self.day.map(|day| ("day", day.to_string()))).collect()
    }
}

/// A page of the audit, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    pub entries: Vec<Entry>,
    /// Whether there is more before these.
    pub more: bool,
    /// Whom one may ask about.
    pub people: Vec<Colleague>,
    /// The viewer's wall clock when this was read.
    #[serde(with = "as_moment")]
    pub now: NaiveDateTime,
}

impl Audit {
    /// How many entries stand on a page.
    pub const PAGE: usize = 100;
}

/// Something that was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: i64,
    pub at: Moment,
    pub noted: Noted,
    /// Who did it; nobody for who was not signed in.
    pub by: Option<String>,
    pub whom: Option<String>,
    pub deal: Option<(DealId, String)>,
    /// What else there is to say: the device, the role, the file.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_stands_in_the_address() {
        let asked = Asked { person: Some(UserId(3)), day: "2026-11-30".parse().ok(), before: None };
        let written = asked.write();
        assert_eq!(Asked::read(written.iter().map(|(name, value)| (*name, value.as_str()))), Ok(asked));
        assert_eq!(Asked::read([("person", ""), ("day", " ")]), Ok(Asked::default()));
        for (name, value) in [("person", "x"), ("day", "30.11.2026"), ("day", "2026-02-30")] {
            assert_eq!(Asked::read([(name, value)]), Err(Refusal::MalformedParameter { name: name.into() }));
        }
        for name in ["before", "colour"] {
            assert_eq!(Asked::read([(name, "1")]), Err(Refusal::UnknownParameter { name: name.into() }));
        }
    }
}
