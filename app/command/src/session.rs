//! Who is there: signing in and out, and the first administrator. Not among the commands: whoever asks for these is
//! nobody yet, or no longer.

#[cfg(feature = "ssr")]
mod attempts;
#[cfg(feature = "ssr")]
mod choices;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub(crate) mod second_factor;
#[cfg(feature = "ssr")]
mod sessions;

#[cfg(feature = "ssr")]
pub use sessions::{Asking, Beginning, Session, Sessions};
#[cfg(feature = "ssr")]
pub(crate) use sessions::{draw_token, hash};

use crate::wire;
use domain::{
    look::{Look, Theme},
    people::Language,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

/// What changes who is there, or how they see the product: answered with nothing, and perhaps with a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionCall {
    SignIn(SignIn),
    SignOut(SignOut),
    SetUp(SetUp),
    Join(Join),
    ChooseLanguage(ChooseLanguage),
    ChooseLook(ChooseLook),
    ChooseTheme(ChooseTheme),
    ReportCrash(ReportCrash),
    ChangePassword(ChangePassword),
    SignOutElsewhere(SignOutElsewhere),
    DisableSecondFactor(DisableSecondFactor),
    ForgotPassword(ForgotPassword),
}

/// Sends a link to choose another password to whoever has this e-mail. What comes of it is told by mail alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    pub email: String,
}

/// Signs in. Refused alike for a wrong password and an unknown e-mail, and after too many failures.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub email: String,
    pub password: String,
    /// Of the second factor, from who has one (A2): of the app, or a recovery code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

/// Signs out, also when nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOut {}

/// Creates the first administrator and signs them in (A1). Refused without the code that the server printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    pub form: SetUpForm,
}

/// Chooses a password by a link, and signs in (A2). Refused when the link leads nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// What the link ends in.
    pub link: String,
    pub password: String,
}

/// Never written where somebody may read it.
macro_rules! kept_secret {
    ($($name:ident)*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

kept_secret! { SignIn Join ChangePassword DisableSecondFactor }

/// Chooses another password; every other session ends. Refused without the one before.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub old: String,
    pub new: String,
}

/// Ends every session of whoever asks, but the one that asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOutElsewhere {}

/// Wants no code at signing in any more. Refused without the password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisableSecondFactor {
    pub password: String,
}

/// Remembers the language of whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseLanguage {
    pub language: Language,
}

/// Remembers how whoever asks likes to see the board (B14). Refused when more columns are folded than are remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseLook {
    pub look: Look,
}

/// Remembers whether whoever asks works in light or dark (A2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseTheme {
    pub theme: Theme,
}

/// A page of ours that crashed says where, so that somebody can look into it; never what was typed into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportCrash {
    /// The place in the program: `app/src/board/state.rs:120:9`.
    pub at: String,
    /// The number that the page has told its reader: eight hexadecimal digits.
    pub ticket: String,
}

impl ReportCrash {
    /// The longest place that is believed, in characters.
    pub const LONGEST: usize = 200;

    /// The report, if place and ticket can be what they are said to be.
    pub fn checked(self) -> Result<ReportCrash, Refusal> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-:".contains(letter);
        let place = self.at.len() <= Self::LONGEST && self.at.chars().all(plain);
        let ticket = self.ticket.len() == 8 && self.ticket.chars().all(|digit| digit.is_ascii_hexdigit());
        if place && ticket { Ok(self) } else { Err(Refusal::MalformedRequest) }
    }
}

impl SessionCall {
    /// Every name, in the order of the list.
    pub const NAMES: &'static [&'static str] = &[
        "sign_in",
        "sign_out",
        "set_up",
        "join",
        "choose_language",
        "choose_look",
        "choose_theme",
        "report_crash",
        "change_password",
        "sign_out_elsewhere",
        "disable_second_factor",
        "forgot_password",
    ];

    /// Reads the one of this name; nothing when none is called so.
    pub fn read(name: &str, body: &[u8]) -> Option<Result<SessionCall, Refusal>> {
        Some(match name {
            "sign_in" => wire::body(body).map(SessionCall::SignIn),
            "sign_out" => wire::body(body).map(SessionCall::SignOut),
            "set_up" => wire::body(body).map(SessionCall::SetUp),
            "join" => wire::body(body).map(SessionCall::Join),
            "choose_language" => wire::body(body).map(SessionCall::ChooseLanguage),
            "choose_look" => wire::body(body).map(SessionCall::ChooseLook),
            "choose_theme" => wire::body(body).map(SessionCall::ChooseTheme),
            "report_crash" => wire::body(body).map(SessionCall::ReportCrash),
            "change_password" => wire::body(body).map(SessionCall::ChangePassword),
            "sign_out_elsewhere" => wire::body(body).map(SessionCall::SignOutElsewhere),
            "disable_second_factor" => wire::body(body).map(SessionCall::DisableSecondFactor),
            "forgot_password" => wire::body(body).map(SessionCall::ForgotPassword),
            _ => return None,
        })
    }
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
    /// Whether the account begins with deals to try things on.
    #[serde(default)]
    pub examples: bool,
}
