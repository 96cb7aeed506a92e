//! Who is there: the pages to sign in and to set up, and on the server who asks for the page that is drawn.

mod account_menu;
pub mod api;
mod forgot;
mod join;
#[cfg(feature = "ssr")]
pub mod request;
mod set_up;
mod sign_in;

use crate::lazy::lazy_view;
use account_menu::AccountMenu;
pub(crate) use account_menu::{LanguageChoice, ThemeChoice};
use forgot::Forgot;
use join::Join;
use leptos::prelude::*;
use set_up::SetUp;
use sign_in::SignIn;

/// The pages of whoever is not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    SignIn,
    SetUp,
    Join,
    Forgot,
}

lazy_view! {
    /// A page of whoever is not signed in.
    door fetched by fetch_page, page(which: Door) => match which {
        Door::SignIn => view! { <SignIn/> }.into_any(),
        Door::SetUp => view! { <SetUp/> }.into_any(),
        Door::Join => view! { <Join/> }.into_any(),
        Door::Forgot => view! { <Forgot/> }.into_any(),
    }
}

lazy_view! {
    /// What the menu of the account holds. It is seldom asked for, so it lives with the door.
    door fetched by fetch_account_menu, account_menu() => view! { <AccountMenu/> }
}
