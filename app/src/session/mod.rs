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

use domain::{
    money::Currency,
    people::{Language, User},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who looks at the page, known before it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Nobody, on the way to sign in.
    pub user: Option<User>,
    /// What the account is; nothing on the way to sign in.
    pub account: Option<AccountFacts>,
    /// Every language that can be chosen, with its name in itself.
    pub languages: Vec<(Language, String)>,
}

/// What screens know of the account without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// What new deals and products are counted in; leads where there are several.
    pub currency: Currency,
    /// Whether costs are counted, and profit with them (M4).
    pub costs: bool,
}

/// What the account is: as it came with the page, until its settings are saved here.
#[derive(Clone, Copy)]
struct Account(RwSignal<AccountFacts>);

/// Lets everything below here know the account of this visitor.
pub(crate) fn provide_account(visitor: &Visitor) {
    let nobody = AccountFacts { currency: Currency::EUR, costs: false };
    provide_context(Account(RwSignal::new(visitor.account.unwrap_or(nobody))));
}

/// What the account is.
pub fn account() -> RwSignal<AccountFacts> {
    expect_context::<Account>().0
}

/// The visitor of this page.
pub fn visitor() -> Visitor {
    use_context().unwrap_or_default()
}

/// Goes to another address with a fresh page: who is signed in has changed.
pub(crate) fn leave_for(address: &str) {
    let _ = window().location().assign(address);
}
