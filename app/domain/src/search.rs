//! Looking for something everywhere (L6): what was typed as words, which texts hold them, and where.

use crate::{
    refusal::{Field, Refusal},
    text::fold,
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A run of letters that a text must hold. Texts are folded and begin with a space, so that a pattern with a space or another
/// sign before it is the beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Stands for any one letter.
    pub const ANY: char = '\0';

    /// The letters, [`Pattern::ANY`] among them.
    pub fn letters(&self) -> &str {
        &self.0
    }

    /// Where it begins in this text, if it is there, in characters.
    fn find(&self, text: &[char]) -> Option<usize> {
        let letters: Vec<char> = self.0.chars().collect();
        let fits = |window: &[char]| {
            window.iter().zip(&letters).all(|(is, want)| is == want || (*want == Self::ANY && *is != ' '))
        };
        text.windows(letters.len()).position(fits)
    }
}

/// What is looked for: a text must hold one pattern of each word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: Vec<Vec<Pattern>>,
    /// What was typed, folded.
    letters: String,
}

impl Sought {
    /// The longest question, in characters.
    pub const MAX: usize = 100;
    /// From how many letters on something is looked for.
    pub const LETTERS: usize = 2;
    /// With how many letters a word may have one letter wrong.
    const FORGIVEN: RangeInclusive<usize> = 4..=20;

    /// Reads what was typed; nothing when that is too little to look for. Refuses more than [`Sought::MAX`] characters.
    pub fn parse(typed: &str) -> Result<Option<Sought>, Refusal> {
        if typed.chars().count() > Self::MAX {
            return Err(Refusal::TooLong { field: Field::Title, max: Self::MAX });
        }
        let folded = fold(typed);
        let words = words_of(&folded);
        let enough = words.iter().any(|word| word.chars().count() >= Self::LETTERS);
        let words: Vec<_> = words.iter().map(|word| as_typed(word)).collect();
        Ok(enough.then_some(Sought { words, letters: folded }))
    }

    /// Reads the letters of a filter, however few; nothing when there are none. Signs alone are looked for as they stand.
    pub fn of_filter(typed: &str) -> Option<Sought> {
        let letters = fold(typed);
        let words: Vec<_> = words_of(&letters).iter().map(|word| as_typed(word)).collect();
        let signs = || vec![vec![Pattern(letters.clone())]];
        let words = if words.is_empty() { signs() } else { words };
        (!letters.is_empty()).then_some(Sought { words, letters })
    }

    /// The same with one letter of each longer word wrong, missing, too many, or two in each other's place; nothing when no
    /// word is long enough for that.
    pub fn near(&self) -> Option<Sought> {
        let words = words_of(&self.letters);
        let forgiven = |word: &String| {
            Self::FORGIVEN.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())
        };
        words.iter().any(forgiven).then(|| Sought {
            words: words
                .iter()
                .map(|word| if forgiven(word) { nearly(word) } else { as_typed(word) })
                .collect(),
            letters: self.letters.clone(),
        })
    }

    /// For each word, the patterns of which a text must hold one.
    pub fn words(&self) -> &[Vec<Pattern>] {
        &self.words
    }

    /// Whether a text holds a pattern of each word.
    pub fn is_in(&self, text: &str) -> bool {
        let text: Vec<char> = format!(" {}", fold(text)).chars().collect();
        self.words.iter().all(|patterns| patterns.iter().any(|pattern| pattern.find(&text).is_some()))
    }

    /// How far a folded name is from what was typed: 0 begins with it, 1 has a word that does, 2 neither.
    pub fn distance(&self, folded: &str) -> u8 {
        if folded.starts_with(&self.letters) {
            0
        } else if folded.contains(&format!(" {}", self.letters)) {
            1
        } else {
            2
        }
    }

    /// A text with what was looked for marked in it.
    pub fn mark(&self, text: &str) -> Marked {
        let letters: Vec<char> = text.chars().collect();
        let mut marked = vec![false; letters.len()];
        for (from, to) in self.places(&letters) {
            marked[from..to].fill(true);
        }
        let mut pieces = vec![String::new()];
        for (letter, marked) in letters.into_iter().zip(marked) {
            // Every second piece is marked.
            if marked == (pieces.len() % 2 == 1) {
                pieces.push(String::new());
            }
            pieces.last_mut().into_iter().for_each(|piece| piece.push(letter));
        }
        Marked(pieces)
    }

    /// The part of a longer text around the first place that was looked for, in one line.
    pub fn excerpt(&self, text: &str) -> Marked {
        const BEFORE: usize = 40;
        const LENGTH: usize = 120;
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters: Vec<char> = line.chars().collect();
        let first = self.places(&letters).into_iter().map(|(from, _)| from).min().unwrap_or(0);
        let mut from = first.saturating_sub(BEFORE);
        // From the beginning of a word on.
        while from > 0 && from < first && letters[from - 1] != ' ' {
            from += 1;
        }
        let to = Ord::min(from + LENGTH, letters.len());
        let cut: String = letters[from..to].iter().collect();
        let (before, after) = (if from > 0 { "…" } else { "" }, if to < letters.len() { "…" } else { "" });
        self.mark(&format!("{before}{}{after}", cut.trim_end()))
    }

    /// The first place of each word, from and to, in characters.
    fn places(&self, text: &[char]) -> Vec<(usize, usize)> {
        // Each folded letter with the number of the one that it comes from; a letter may become several, or none.
        let mut folded = vec![(' ', 0)];
        for (index, letter) in text.iter().enumerate() {
            match letter.is_whitespace() {
                true => folded.push((' ', index)),
                false => folded.extend(fold(&letter.to_string()).chars().map(|letter| (letter, index))),
            }
        }
        let bare: Vec<char> = folded.iter().map(|(letter, _)| *letter).collect();
        let place = |pattern: &Pattern| {
            let at = pattern.find(&bare)?;
            let sign = usize::from(pattern.0.starts_with(BEFORE));
            let last = at + pattern.0.chars().count() - 1;
            Some((folded.get(at + sign)?.1, folded.get(last)?.1 + 1))
        };
        self.words.iter().filter_map(|patterns| patterns.iter().find_map(place)).collect()
    }
}

/// A text in pieces, of which every second one is what was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marked(pub Vec<String>);

impl Marked {
    /// Without marks.
    pub fn plain(text: impl Into<String>) -> Marked {
        Marked(vec![text.into()])
    }

    /// Several with this between them.
    pub fn joined(all: impl IntoIterator<Item = Marked>, between: &str) -> Marked {
        let mut pieces = vec![String::new()];
        for (index, Marked(next)) in all.into_iter().enumerate() {
            if pieces.len() % 2 == 0 {
                pieces.push(String::new());
            }
            let mut next = next.into_iter();
            if let Some(last) = pieces.last_mut() {
                last.push_str(if index > 0 { between } else { "" });
                last.extend(next.next());
            }
            pieces.extend(next);
        }
        Marked(pieces)
    }

    pub fn is_marked(&self) -> bool {
        self.0.len() > 1
    }
}

/// The words of a folded text. What stands around them means nothing; numbers in a row are one, whose parts may be written
/// together: "725-18-03 504".
fn words_of(folded: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_number = |word: &str| word.chars().all(|c| !c.is_alphabetic());
    let mut words: Vec<String> = vec![];
    for word in folded.split(' ').map(bare).filter(|word| !word.is_empty()) {
        match words.last_mut().filter(|last| is_number(last) && is_number(&word)) {
            Some(number) => number.extend([" ", &word]),
            None => words.push(word),
        }
    }
    words
}

/// What may stand before a word: `PHU "XY"`, `Zakłady (QX)`, `A/WY-Zet`.
const BEFORE: [char; 10] = [' ', '"', '\'', '(', '/', '-', ',', '.', '&', '+'];

/// The letters of a word anywhere; of one or two, the beginning of a word. A number may be written without what stands
/// between its digits, and without its country.
fn as_typed(word: &str) -> Vec<Pattern> {
    if word.chars().count() <= 2 {
        return BEFORE.iter().map(|sign| Pattern(format!("{sign}{word}"))).collect();
    }
    let mut patterns = vec![Pattern(word.to_owned())];
    if word.chars().any(|c| c.is_ascii_digit()) {
        let bare: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        let digits = |rest: &&str| rest.chars().all(|c| c.is_ascii_digit());
        let bare = bare.strip_prefix("pl").filter(digits).unwrap_or(&bare);
        if bare.len() > 2 && bare != word {
            patterns.push(Pattern(bare.to_owned()));
        }
    }
    patterns
}

/// The word, and whatever differs from it in one letter; of the shortest, only what begins a word.
fn nearly(word: &str) -> Vec<Pattern> {
    let count = word.len();
    let start = if count == *Sought::FORGIVEN.start() { " " } else { "" };
    let (any, mut near) = (Pattern::ANY.to_string(), vec![]);
    for at in 0..count {
        let (before, letter, after) = (&word[..at], &word[at..=at], &word[at + 1..]);
        near.push(format!("{start}{before}{any}{after}"));
        near.push(format!("{start}{before}{after}"));
        near.push(format!("{start}{before}{any}{letter}{after}"));
        if let Some(next) = after.get(..1).filter(|next| *next != letter) {
            near.push(format!("{start}{before}{next}{letter}{}", &after[1..]));
        }
    }
    let mut patterns = as_typed(word);
    patterns.extend(near.into_iter().flat_map(found_by_index).map(Pattern));
    patterns
}

/// Indexes know runs of three letters. A pattern that has none is written out with each letter in place of the one that may
/// be any.
fn found_by_index(pattern: String) -> Vec<String> {
    let has_run = pattern.split(Pattern::ANY).any(|run| run.chars().count() > 2);
    match has_run {
        true => vec![pattern],
        false => {
            ('a'..='z').map(|letter| pattern.replace(Pattern::ANY, letter.encode_utf8(&mut [0; 4]))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sought(typed: &str) -> Sought {
        Sought::parse(typed).unwrap().unwrap()
    }

    #[test]
    fn words_are_found_in_any_order_without_case_and_accents() {
        let text =
            "A/WY-Zet \"ŻW\" (QX) WMS dla magazynu Stryków Łódź Logistyka Anna Nowak 7251803504 +48426301124";
        for (typed, found) in [
            ("lodz", true),
            ("ŁÓDŹ", true),
            ("nowak anna", true),
            ("gistyk", true),
            ("an", true),
            ("na", false),
            ("wms a", true),
            ("wms v", false),
            ("725-18-03-504", true),
            ("725 18 03 504", true),
            ("PL7251803504", true),
            ("42 630 11 24", true),
            ("42 630 12", false),
            ("(Łódź)", true),
            ("lodz kowalska", false),
            ("qx", true),
            ("zw wy", true),
            ("kowalec", false),
        ] {
            assert_eq!(sought(typed).is_in(text), found, "{typed}");
        }
    }

    #[test]
    fn too_little_is_not_looked_for_and_too_much_refused() {
        for typed in ["", " ", "a", "–", "… ·", "a b"] {
            assert_eq!(Sought::parse(typed), Ok(None), "{typed}");
        }
        assert!(Sought::parse(&"a".repeat(100)).is_ok());
        assert!(Sought::parse(&"a".repeat(101)).is_err());
    }

    #[test]
    fn a_filter_takes_letters_however_few() {
        let is_in = |typed: &str, text: &str| Sought::of_filter(typed).unwrap().is_in(text);
        assert_eq!(Sought::of_filter(" "), None);
        assert!(is_in("a", "Jan Anioł") && !is_in("n", "Jan Anioł"));
        assert!(is_in("%", "Rabat 5%") && !is_in("%", "Rabat 5"));
        assert!(is_in("logistyka wms", "WMS dla Łódź Logistyka"));
    }

    #[test]
    fn what_was_looked_for_is_marked() {
        for (typed, text, want) in [
            ("lodz", "Łódź Logistyka", vec!["", "Łódź", " Logistyka"]),
            ("lodz", "Wi-Fi dla biura w Łodzi", vec!["Wi-Fi dla biura w ", "Łodz", "i"]),
            ("anna nowak", "Nowak, Anna", vec!["", "Nowak", ", ", "Anna"]),
            ("strasse", "Hohe Straße 1", vec!["Hohe ", "Straße", " 1"]),
            ("an", "Jan Anioł", vec!["Jan ", "An", "ioł"]),
            ("lodz", "Orzeł", vec!["Orzeł"]),
            ("725 18", "725-18-03-504", vec!["725-18-03-504"]),
        ] {
            assert_eq!(sought(typed).mark(text).0, want, "{typed}");
        }
        let joined = ["Łódź", "Anna", "+48", "w Łodzi"].map(|text| sought("lodz anna").mark(text));
        assert_eq!(Marked::joined(joined, " · ").0, ["", "Łódź", " · ", "Anna", " · +48 · w ", "Łodz", "i"]);
        assert_eq!(sought("logistka").near().unwrap().mark("Łódź Logistyka").0, ["Łódź ", "Logistyka"]);
    }

    #[test]
    fn of_a_longer_text_the_part_around_is_shown() {
        let text = format!("{}dostawa\ndo Łodzi po 15 stycznia{}", "raz dwa ".repeat(20), " trzy".repeat(40));
        let marked = sought("lodz").excerpt(&text);
        assert_eq!(marked.0.len(), 3);
        assert!(marked.0[0].starts_with("…dwa") || marked.0[0].starts_with("…raz"), "{marked:?}");
        assert!(marked.0[0].ends_with("dostawa do "), "{marked:?}");
        assert_eq!(marked.0[1], "Łodz");
        assert!(marked.0[2].ends_with('…'), "{marked:?}");
        assert_eq!(sought("lodz").excerpt("Łódź").0, ["", "Łódź"]);
    }

    #[test]
    fn short_words_and_numbers_are_not_forgiven() {
        assert_eq!(sought("abc").near(), None);
        assert_eq!(sought("12345").near(), None);
        assert!(!sought("abcd 2027").near().unwrap().is_in("abcd 2026"));
        assert_eq!(sought(&"z".repeat(21)).near(), None);
        assert!(sought("kowalec").near().unwrap().is_in("PHU \"Kowalex\" Jan"));
    }

    #[test]
    fn every_pattern_has_letters_that_an_index_finds() {
        for word in ["abcd", "abcde", "abcdef", "abcdefghijkl"] {
            for pattern in sought(word).near().unwrap().words().concat() {
                assert!(pattern.letters().split(Pattern::ANY).any(|run| run.len() > 2), "{pattern:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_word_with_one_letter_wrong_is_found(
            word in "[a-z]{5,12}", at in any::<prop::sample::Index>(), letter in "[a-z]", kind in 0..4,
        ) {
            let at = at.index(word.len() - 1);
            let (before, after) = word.split_at(at);
            let typed = match kind {
                0 => format!("{before}{letter}{}", &after[1..]),
                1 => format!("{before}{}", &after[1..]),
                2 => format!("{before}{letter}{after}"),
                _ => format!("{before}{}{}{}", &after[1..2], &after[..1], &after[2..]),
            };
            let near = sought(&typed).near().unwrap();
            prop_assert!(near.is_in(&format!("Anna {word} Nowak")), "{} for {}", typed, word);
        }

        #[test]
        fn pieces_are_the_text(typed in "\\PC{2,20}", text in "\\PC{0,60}") {
            if let Some(sought) = Sought::parse(&typed).unwrap() {
                prop_assert_eq!(sought.mark(&text).0.concat(), text);
            }
        }
    }
}
