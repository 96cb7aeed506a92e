//! Who is there: signing in and out, the first administrator, and the door that every server function goes through.

pub mod api;
#[cfg(feature = "ssr")]
pub mod attempts;
#[cfg(feature = "ssr")]
pub mod gate;
#[cfg(feature = "ssr")]
pub mod password;
mod set_up;
mod sign_in;

pub use set_up::SetUp;
pub use sign_in::SignIn;

use domain::people::{Language, User};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who looks at the page, known before it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Nobody, on the way to sign in.
    pub user: Option<User>,
    /// Every language that can be chosen, with its name in itself.
    pub languages: Vec<(Language, String)>,
}

/// The visitor of this page.
pub fn visitor() -> Visitor {
    use_context().unwrap_or_default()
}

/// Goes to another address with a fresh page: who is signed in has changed.
pub(crate) fn leave_for(address: &str) {
    let _ = window().location().assign(address);
}
