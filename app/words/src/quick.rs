//! A task typed in one line: "call Borealis tomorrow 10:00" (T1). What is understood as a day or a time leaves the title.

use crate::{
    Words,
    when::{self, later_by},
};
use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use domain::task::Kind;
use std::ops::Range;

/// What is understood of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quick {
    pub kind: Option<Kind>,
    pub date: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
    /// Each word, and what it was read as.
    words: Vec<(String, Said)>,
}

/// What a word of the line was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Title,
    Date,
    Time,
}

impl Quick {
    /// Reads a line.
    pub fn read(words: &Words, line: &str, today: NaiveDate) -> Quick {
        let typed: Vec<&str> = line.split_whitespace().collect();
        let mut said = vec![Said::Title; typed.len()];
        let date = find(&typed, 3, |part, _| day(words, part, today));
        if let Some((range, _)) = &date {
            mark(words, &typed, &mut said, range, Said::Date);
        }
        let after_date = date.as_ref().map(|(range, _)| range.end);
        let free = |range: &Range<usize>| said[range.clone()].iter().all(|said| *said == Said::Title);
        let hour = find(&typed, 2, |part, range| {
            free(&range).then(|| time(words, &typed, part, range, after_date)).flatten()
        });
        if let Some((range, _)) = &hour {
            mark(words, &typed, &mut said, range, Said::Time);
        }
        // An hour without a day is one of today.
        let day = date.map(|(_, date)| date).or(hour.as_ref().map(|_| today));
        Quick {
            kind: typed.iter().find_map(|word| kind(words, word)),
            date: day,
            time: hour.map(|(_, time)| time),
            words: typed.into_iter().map(str::to_owned).zip(said).collect(),
        }
    }

    /// What is to be done. A day or a time that was not meant stays part of it.
    pub fn title(&self, date: Option<NaiveDate>, time: Option<NaiveTime>) -> String {
        let leaves = |said: &Said| match said {
            Said::Title => false,
            Said::Date => date == self.date,
            Said::Time => time == self.time,
        };
        let left = self.words.iter().filter(|(_, said)| !leaves(said)).map(|(word, _)| word.as_str());
        left.collect::<Vec<_>>().join(" ").trim_end_matches([',', '-', '–', ' ']).to_owned()
    }

    /// The longest run of words with capitals that does not begin the line: most likely the name of a client or a deal.
    pub fn named(&self) -> Option<String> {
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let mut runs: Vec<Vec<&str>> = vec![vec![]];
        for (index, (word, said)) in self.words.iter().enumerate() {
            match (runs.last_mut(), index > 0 && *said == Said::Title && capital(word)) {
                (Some(run), true) => run.push(bare(word)),
                _ => runs.push(vec![]),
            }
        }
        let longest = runs.into_iter().max_by_key(Vec::len)?.join(" ");
        (longest.chars().count() >= 2).then_some(longest)
    }
}

/// The first run of words, at most so many, that means something; of two that begin together, the longer one.
fn find<T>(
    typed: &[&str],
    most: usize,
    means: impl Fn(&[&str], Range<usize>) -> Option<T>,
) -> Option<(Range<usize>, T)> {
    let ranges = (0..typed.len()).flat_map(|from| (1..=most).rev().map(move |count| from..from + count));
    let mut there = ranges.filter(|range| range.end <= typed.len());
    there.find_map(|range| Some((range.clone(), means(&typed[range.clone()], range)?)))
}

/// Marks what was understood, with the preposition before it.
fn mark(words: &Words, typed: &[&str], said: &mut [Said], range: &Range<usize>, what: Said) {
    let before = range.start.checked_sub(1).filter(|at| is_one_of(words.quick_before(), typed[*at]));
    let free = before.filter(|at| said[*at] == Said::Title);
    said[free.unwrap_or(range.start)..range.end].fill(what);
}

/// Unlike in a field for a day, most words here mean no day: "so" is no Saturday, and a number alone is none either.
fn day(words: &Words, part: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let joined = part.iter().map(|word| bare(word)).collect::<Vec<_>>().join(" ");
    let later = |days: u64| today.checked_add_days(Days::new(days));
    match part {
        [word] => {
            let word = bare(word);
            let digits = word.chars().all(|letter| letter.is_ascii_digit() || ".-/".contains(letter));
            let parts = word.split(['.', '-', '/']).filter(|part| !part.is_empty()).count();
            match word {
                _ if is_one_of(words.quick_today(), word) => Some(today),
                _ if is_called(words.tomorrow(), word) => later(1),
                _ if is_one_of(words.quick_after_tomorrow(), word) => later(2),
                _ if digits && parts >= 2 => when::date(words, word, today),
                _ => word
                    .strip_prefix('+')
                    .map_or_else(|| weekday(words, word, today), |count| later_by(words, count, today)),
            }
        }
        [preposition, rest @ ..] if is_one_of(words.quick_later(), preposition) => {
            let rest: Vec<&str> = rest.iter().map(|word| bare(word)).collect();
            let first = |text: &str| text.chars().next();
            let is_unit = |unit: &str| {
                let days = words.days(2).chars().find(|letter| letter.is_alphabetic());
                first(unit).is_some() && (first(unit) == days || first(unit) == first(words.week()))
            };
            match rest.as_slice() {
                [week] if is_called(words.week(), week) => later(7),
                [count, unit] if is_unit(unit) => later_by(words, &format!("{count} {unit}"), today),
                _ => None,
            }
        }
        _ => {
            // A day and a month by its name, with a year or without.
            let numbers = part.iter().filter(|word| bare(word).parse::<u32>().is_ok()).count();
            (numbers + 1 == part.len()).then(|| when::date(words, &joined.to_lowercase(), today)).flatten()
        }
    }
}

/// The next weekday of this name, short or in full, with whatever ending.
fn weekday(words: &Words, word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let letters = word.chars().count();
    let other = words.weekdays_other().position(|name| is_called(name, word));
    let short =
        words.weekdays().find(|name| is_called(name, word)).or(words.weekdays().nth(other.unwrap_or(7)));
    let in_full = words.weekdays_long().find(|name| {
        let stem: String = word.chars().take(STEM).collect();
        letters >= STEM
            && letters <= name.chars().count() + 1
            && is_called(&name.chars().take(STEM).collect::<String>(), &stem)
    });
    when::day(words, short.or(in_full)?, today)
}

/// How many letters of a weekday stay the same in all of its forms.
const STEM: usize = 4;

/// A time is known by its colon or its half of the day; a bare hour only behind a day or the word for it.
fn time(
    words: &Words,
    typed: &[&str],
    part: &[&str],
    range: Range<usize>,
    after_date: Option<usize>,
) -> Option<NaiveTime> {
    let joined = part.iter().map(|word| bare(word)).collect::<Vec<_>>().concat();
    let digits = joined.starts_with(|letter: char| letter.is_ascii_digit());
    let sure = digits
        && (joined.contains(':') || ["am", "pm"].iter().any(|half| joined.to_lowercase().ends_with(half)));
    let told = range.start.checked_sub(1).is_some_and(|at| is_one_of(words.quick_at(), typed[at]));
    let expected = part.len() == 1 && digits && (told || after_date == Some(range.start));
    // Who is to be asked about "2 terminals" is not to be asked at night.
    let by_day = |time: &NaiveTime| sure || (6..=22).contains(&time.hour());
    (sure || expected).then(|| when::time(&joined)).flatten().filter(by_day)
}

fn kind(words: &Words, word: &str) -> Option<Kind> {
    [
        (words.quick_call(), Kind::Call),
        (words.quick_meeting(), Kind::Meeting),
        (words.quick_email(), Kind::Email),
    ]
    .into_iter()
    .find_map(|(list, kind)| is_one_of(list, bare(word)).then_some(kind))
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|name| is_called(name, word))
}

/// Whether a name is what was typed, whatever the case; its accents may be left out. In a field for a day any letter may
/// stand for one with an accent; among all the words of a line that would make "dr" a Wednesday ("śr").
fn is_called(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.to_lowercase(), typed.to_lowercase());
    let same = |(a, b): (char, char)| a == b || plain(a) == b;
    name.chars().count() == typed.chars().count() && name.chars().zip(typed.chars()).all(same)
}

/// A small letter without its accent.
fn plain(letter: char) -> char {
    const PLAIN: [(&str, char); 12] = [
        ("àáâãäåāăą", 'a'),
        ("çćč", 'c'),
        ("ďđ", 'd'),
        ("èéêëēęě", 'e'),
        ("ìíîïīį", 'i'),
        ("łĺľ", 'l'),
        ("ñńň", 'n'),
        ("òóôõöøő", 'o'),
        ("řŕ", 'r'),
        ("śšş", 's'),
        ("ùúûüūůű", 'u'),
        ("źżž", 'z'),
    ];
    PLAIN.iter().find(|(accented, _)| accented.contains(letter)).map_or(letter, |(_, plain)| *plain)
}

/// A word without the marks behind it.
fn bare(word: &str) -> &str {
    word.trim_end_matches([',', '.', ';', '!', '?', ':'])
}
