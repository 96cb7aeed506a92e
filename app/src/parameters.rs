//! The parameters of addresses: how they are read and written, and which a page knows: what means nothing there is refused
//! by its name (L2).

use crate::{error::Answer, ui::error_page::error_page, visitor::NEXT};
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Reads the parameters of an address, the part after its question mark. The router's own map decodes them twice.
pub fn read(search: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(search.trim_start_matches('?').as_bytes()).into_owned().collect()
}

/// Writes parameters as the end of an address; nothing when there are none.
pub fn write(parameters: impl IntoIterator<Item = (impl AsRef<str>, String)>) -> String {
    let written = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    if written.is_empty() { written } else { format!("?{written}") }
}

/// What is asked for as an address has it.
pub fn asked_as<Q: Send + Sync + 'static>(
    asked: Memo<Answer<Q>>,
    asking: fn(&Q) -> Vec<(&'static str, String)>,
) -> impl Fn() -> String + Copy {
    let written = move |query: &Q| write(asking(query));
    move || asked.with(|asked| asked.as_ref().map(written).unwrap_or_default())
}

/// Whether a path is that of a board.
pub fn is_board(path: &str) -> bool {
    path == "/" || path.starts_with("/board/")
}

/// The parameters of this page's address.
pub fn use_parameters() -> Memo<Vec<(String, String)>> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| read(search)))
}

/// The page of the audit.
const AUDIT: &str = "/settings/account/audit";

/// Refuses the first parameter that means nothing to a page. Board, list, tasks, contacts, finance, review and audit read
/// their own, and refuse in the same way.
pub fn require_known<'a>(path: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let path = path.trim_end_matches('/');
    let unknown = match path {
        "" | "/deals" | "/finance" | "/review" | "/tasks" | "/contacts" | AUDIT => None,
        _ if path.starts_with("/board/") => None,
        "/sign-in" => names.find(|name| *name != NEXT),
        _ if [
            "/deals/",
            "/companies/",
            "/persons/",
            "/settings",
            "/setup",
            "/join",
            "/forgot",
            "/notices",
            "/deleted",
            "/import",
        ]
        .iter()
        .any(|page| path.starts_with(page)) =>
        {
            names.next()
        }
        // It leads nowhere, with any parameters.
        _ => None,
    };
    match unknown {
        Some(name) => Err(Refusal::UnknownParameter { name: name.to_owned() }),
        None => Ok(()),
    }
}

/// What stands at this address, unless the address holds a parameter that means nothing there.
#[component]
pub fn KnownParameters(children: ChildrenFn) -> impl IntoView {
    let (path, parameters) = (use_location().pathname, use_parameters());
    let refused = Memo::new(move |_| {
        parameters.with(|parameters| {
            let names = parameters.iter().map(|(name, _)| name.as_str());
            path.with(|path| require_known(path, names)).err()
        })
    });
    move || match refused.get() {
        Some(refusal) => error_page(&refusal.into()),
        None => children().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_as_it_was_typed() {
        for text in ["łódź & co", "100%", "%41", "%250a", "a+b", "=?#/", "\u{202e}"] {
            let written = write([("q", text.to_owned()), ("owner", "1,2".into())]);
            let want = [("q".to_owned(), text.to_owned()), ("owner".into(), "1,2".into())];
            assert_eq!(read(&written), want);
        }
        assert_eq!(write(Vec::<(&str, String)>::new()), "");
        assert_eq!(read(""), []);
    }
}
