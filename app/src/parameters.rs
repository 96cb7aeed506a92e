//! Which parameters the address of a page may hold: what means nothing there is refused by its name (L2).

use crate::{ui::error_page::ErrorPage, visitor::NEXT};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// Refuses the first parameter that means nothing to a page. Board and finance read their own, and refuse in the same
/// way.
pub fn require_known<'a>(path: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let path = path.trim_end_matches('/');
    let unknown = match path {
        "" | "/finance" => None,
        _ if path.starts_with("/board/") => None,
        "/sign-in" => names.find(|name| *name != NEXT),
        _ => names.next(),
    };
    match unknown {
        Some(name) => Err(Refusal::UnknownParameter { name: name.to_owned() }),
        None => Ok(()),
    }
}

/// What stands at this address, unless the address holds a parameter that means nothing there.
#[component]
pub fn KnownParameters(
    /// Whether no frame stands around it.
    #[prop(optional)]
    alone: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let (path, parameters) = (use_location().pathname, use_query_map());
    let refused = Memo::new(move |_| {
        parameters.with(|parameters| {
            let names: Vec<String> = parameters.into_iter().map(|(name, _)| name.to_string()).collect();
            path.with(|path| require_known(path, names.iter().map(String::as_str))).err()
        })
    });
    move || match refused.get() {
        Some(refusal) if alone => {
            view! { <main id="content"><ErrorPage problem=refusal.into()/></main> }.into_any()
        }
        Some(refusal) => view! { <ErrorPage problem=refusal.into()/> }.into_any(),
        None => children().into_any(),
    }
}
