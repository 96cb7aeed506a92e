//! Texts that people type: trimmed, bounded, free of control characters.

use crate::refusal::{Field, Refusal};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A name of a deal, stage, company or task: one line of 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX: usize = 200;

    /// Reads what was typed into `field`. Refuses an empty text, a control character, more than [`Name::MAX`].
    pub fn parse(field: Field, typed: &str) -> Result<Self, Refusal> {
        Self::parse_optional(field, typed)?.ok_or(Refusal::Empty { field })
    }

    /// As [`Name::parse`], but an empty text is no name.
    pub fn parse_optional(field: Field, typed: &str) -> Result<Option<Self>, Refusal> {
        let text = visible(typed);
        bounded(field, text, Self::MAX)?;
        if text.chars().any(char::is_control) {
            return Err(Refusal::ControlCharacter { field });
        }
        Ok((!text.is_empty()).then(|| Name(text.to_owned())))
    }

    /// A name that was read from our own database or written by ourselves.
    pub fn known(text: impl Into<String>) -> Self {
        Name(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address that mail can be sent to, in lower case; also the name to sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address: one `@` with something on both sides, no spaces, at most 200 characters.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let field = Field::Email;
        let text = typed.trim().to_lowercase();
        if text.is_empty() {
            return Err(Refusal::Empty { field });
        }
        bounded(field, &text, Name::MAX)?;
        let whole = text.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.')
        });
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || is_invisible(c));
        if whole && clean { Ok(Email(text)) } else { Err(Refusal::Malformed { field }) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A longer text with line breaks: 0 to 10,000 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Prose {
    /// The longest text, in characters.
    pub const MAX: usize = 10_000;

    /// Reads what was typed into `field`; only line breaks and tabs are allowed of the control characters.
    pub fn parse(field: Field, typed: &str) -> Result<Self, Refusal> {
        let text = visible(typed);
        bounded(field, text, Self::MAX)?;
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(Refusal::ControlCharacter { field });
        }
        Ok(Prose(text.to_owned()))
    }

    /// A text that was read from our own database.
    pub fn known(text: impl Into<String>) -> Self {
        Prose(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a text is compared in searches: lower case, accents folded ("Łódź" becomes "lodz", K1).
pub fn fold(text: &str) -> String {
    let folded = deunicode::deunicode(text).to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without the spaces around it; one that shows nothing is empty.
fn visible(typed: &str) -> &str {
    let shows = |c: char| !c.is_whitespace() && !is_invisible(c);
    if typed.chars().any(shows) { typed.trim() } else { "" }
}

/// Characters that take part in a text without being seen: joiners, marks of direction, fillers, variants, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn bounded(field: Field, text: &str, max: usize) -> Result<(), Refusal> {
    if text.chars().count() > max { Err(Refusal::TooLong { field, max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_bounded_and_one_line() {
        let parse = |text: &str| Name::parse(Field::Name, text);
        assert_eq!(parse("  Acme renewal ").unwrap().as_str(), "Acme renewal");
        assert_eq!(parse(" \t "), Err(Refusal::Empty { field: Field::Name }));
        assert_eq!(parse("a\u{7}b"), Err(Refusal::ControlCharacter { field: Field::Name }));
        assert_eq!(parse("a\nb"), Err(Refusal::ControlCharacter { field: Field::Name }));
        assert!(parse(&"ł".repeat(200)).is_ok());
        assert_eq!(parse(&"ł".repeat(201)), Err(Refusal::TooLong { field: Field::Name, max: 200 }));
        assert_eq!(parse("<b>=1+1</b>").unwrap().as_str(), "<b>=1+1</b>", "text is text");
    }

    #[test]
    fn what_cannot_be_seen_fills_no_field() {
        for nothing in ["\u{200b}", " \u{200d}\u{feff} ", "\u{2060}\u{3164}", "\u{202e}", "\u{ad}\u{2800}"] {
            assert_eq!(
                Name::parse(Field::Name, nothing),
                Err(Refusal::Empty { field: Field::Name }),
                "{nothing:?}"
            );
            assert_eq!(Prose::parse(Field::Note, nothing).unwrap().as_str(), "");
        }
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        assert_eq!(Name::parse(Field::Name, family).unwrap().as_str(), family, "joiners between signs stay");
    }

    #[test]
    fn addresses_are_lower_case_and_whole() {
        for (typed, want) in [("Anna@Demo.Test ", true), ("a@b", true), ("a b@c", false), ("@b", false)] {
            assert_eq!(Email::parse(typed).is_ok(), want, "{typed}");
        }
        for typed in ["a@", "a@b@c", "plain", "a@.b", "a@b\u{0}"] {
            assert_eq!(Email::parse(typed), Err(Refusal::Malformed { field: Field::Email }), "{typed}");
        }
        assert_eq!(Email::parse("Anna@Demo.Test").unwrap().as_str(), "anna@demo.test");
    }

    #[test]
    fn folding_drops_accents_case_and_doubled_spaces() {
        for (text, want) in [("Łódź  Logistyka", "lodz logistyka"), ("ŻÓŁĆ", "zolc"), ("Straße", "strasse")]
        {
            assert_eq!(fold(text), want);
        }
    }
}
