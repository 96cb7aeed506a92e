//! The address book: its list, and the pages of a company and of a person (K1–K3).

mod book;
mod company;
mod company_form;
mod deals;
mod merge;
mod notes;
mod person;
mod person_form;
mod reading;

use crate::lazy::lazy_view;
use book::BookPage;
#[cfg(feature = "ssr")]
pub use book::query_of;
use company::CompanyScreen;
use leptos::prelude::*;
use person::PersonScreen;

/// The pages of the address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Book,
    Company,
    Person,
}

lazy_view! {
    /// A page of the address book. They live with finance: lists of amounts, too.
    finance fetched by fetch_page, page(which: Page) => match which {
        Page::Book => view! { <BookPage/> }.into_any(),
        Page::Company => view! { <CompanyScreen/> }.into_any(),
        Page::Person => view! { <PersonScreen/> }.into_any(),
    }
}
