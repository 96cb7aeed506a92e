//! Who is there: signing in and out, and the first administrator. Not among the commands: whoever asks for these is
//! nobody yet, or no longer.

#[cfg(feature = "ssr")]
mod attempts;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
mod sessions;

#[cfg(feature = "ssr")]
pub use sessions::{Beginning, Session, Sessions};

use serde::{Deserialize, Serialize};

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
