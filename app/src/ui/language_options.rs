//! The languages as the options of a choice.

use crate::{visitor::visitor, words::t};
use domain::people::Language;
use leptos::prelude::*;

/// The languages to choose among, each by its own name.
#[component]
pub(crate) fn LanguageOptions() -> impl IntoView {
    let chosen = t().language;
    let option = |(language, name): (Language, String)| {
        let code = language.code().to_owned();
        view! { <option value=code.clone() selected=language == chosen lang=code>{name}</option> }
    };
    visitor().languages.into_iter().map(option).collect_view()
}
