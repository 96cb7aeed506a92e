//! Who looks at the page, and where they go from it with a fresh one.

use domain::{
    access::{Visibility, visibility},
    money::Currency,
    people::{Language, User},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The element of the page that says who looks at it.
pub(crate) const VISITOR: &str = "visitor";

/// Who looks at the page, known before it is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// Nobody, on the way to sign in.
    pub user: Option<User>,
    /// What the account is; nothing on the way to sign in.
    pub account: Option<AccountFacts>,
    /// Every language that can be chosen, with its name in itself.
    pub languages: Vec<(Language, String)>,
    /// How many notices they have not read.
    pub unread: usize,
    /// Where they are in the course of things (B11); empty for nobody.
    pub live: String,
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

/// Whether the visitor sees every deal.
pub fn sees_everything() -> bool {
    visitor().user.is_some_and(|user| visibility(&user) == Visibility::Everything)
}

/// The parameter of the sign-in page that says where its visitor wanted to go.
pub const NEXT: &str = "next";

/// Where somebody goes once they are signed in: to the page of ours that they wanted, else to the board.
pub(crate) fn way_back(next: Option<&str>) -> &str {
    let is_ours = |next: &&str| {
        let mut letters = next.chars();
        letters.next() == Some('/')
            && !matches!(letters.next(), Some('/' | '\\'))
            && !next.contains(char::is_control)
    };
    next.filter(is_ours).unwrap_or("/")
}

/// Goes to sign in, and back here afterwards.
#[cfg(not(feature = "ssr"))]
pub(crate) fn leave_to_sign_in() {
    let location = window().location();
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    leave_for(&format!("/sign-in?{NEXT}={}", String::from(js_sys::encode_uri_component(&here))));
}

/// Goes to another address with a fresh page: who is signed in has changed.
pub(crate) fn leave_for(address: &str) {
    let _ = window().location().assign(address);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_are_gone_back_to() {
        for (next, want) in [
            (None, "/"),
            (Some(""), "/"),
            (Some("/deals/7?x=1"), "/deals/7?x=1"),
            (Some("deals/7"), "/"),
            (Some("//evil.test"), "/"),
            (Some("/\\evil.test"), "/"),
            (Some("/\t/evil.test"), "/"),
            (Some("https://evil.test"), "/"),
            (Some("javascript:alert(1)"), "/"),
        ] {
            assert_eq!(way_back(next), want, "{next:?}");
        }
    }
}
