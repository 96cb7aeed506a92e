//! A list as a file (I5).

use crate::words::t;
use leptos::prelude::*;

/// The ways out of the list that has this address, with what is in force there: its parameters as an address has them.
pub fn exports(page: &'static str, parameters: impl Fn() -> String + Copy + Send + 'static) -> impl IntoView {
    let export = move |format: &'static str| {
        let address = move || format!("{page}/export.{format}{}", parameters());
        view! { <a class="button" href=address rel="external" download>{format.to_ascii_uppercase()}</a> }
    };
    view! { <p class="exports"><span>{t().export()}</span>{export("csv")}{export("xlsx")}</p> }
}
