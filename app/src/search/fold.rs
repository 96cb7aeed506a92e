//! Letters without case and accents, in the browser: its own tables know them, ours would weigh a hundred kilobytes.

use js_sys::JsString;

/// As `domain::text::fold` for the names of pages and stages.
pub(super) fn fold(text: &str) -> String {
    let plain = String::from(JsString::from(text).to_lower_case().normalize("NFD"));
    plain
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| if c == 'ł' { 'l' } else { c })
        .collect()
}

/// Whether a name has a word that begins with each of these.
pub(super) fn begins_words(name: &str, typed: &str) -> bool {
    let name = fold(name);
    fold(typed).split_whitespace().all(|typed| name.split_whitespace().any(|word| word.starts_with(typed)))
}
