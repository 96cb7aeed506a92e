//! What people type into fields for days and times, and what is understood of it.
#![cfg(feature = "files")]

use chrono::NaiveDate;
use proptest::prelude::*;
use std::sync::LazyLock;
use words::{Languages, Words, english, when};

fn polish() -> &'static Words {
    static POLISH: LazyLock<&Words> =
        LazyLock::new(|| Languages::built_in().unwrap().words("pl".parse().unwrap()));
    *POLISH
}

fn of(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[test]
fn days_are_read_as_they_are_typed() {
    // A Saturday.
    let today = of("2026-11-28").unwrap();
    for (words, typed, want) in [
        (polish(), "18.12.2026", "2026-12-18"),
        (polish(), "18.12.26", "2026-12-18"),
        (polish(), "18.12", "2026-12-18"),
        (polish(), "5.1", "2027-01-05"),
        (polish(), "1.11", "2026-11-01"),
        (polish(), "18 gru", "2026-12-18"),
        (polish(), "3 wrzesnia 2027", "2027-09-03"),
        (polish(), "2026-12-18", "2026-12-18"),
        (polish(), "dziś", "2026-11-28"),
        (polish(), "DZIS", "2026-11-28"),
        (polish(), "jutro", "2026-11-29"),
        (polish(), "pt", "2026-12-04"),
        (polish(), "piątek", "2026-12-04"),
        (polish(), "sob", "2026-12-05"),
        (polish(), "nd", "2026-11-29"),
        (polish(), "+3", "2026-12-01"),
        (polish(), "+2 tyg", "2026-12-12"),
        (polish(), "30", "2026-11-30"),
        (polish(), "15", "2026-12-15"),
        (polish(), "31.11.2026", ""),
        (polish(), "29.02.2027", ""),
        (polish(), "12.18.2026", ""),
        (polish(), "p", ""),
        (polish(), "", ""),
        (polish(), "kiedyś", ""),
        (polish(), "1.1.99999", ""),
        (english(), "18 Dec 2026", "2026-12-18"),
        (english(), "Dec 18", "2026-12-18"),
        (english(), "18/12/2026", "2026-12-18"),
        (english(), "tomorrow", "2026-11-29"),
        (english(), "fri", "2026-12-04"),
        (english(), "+1 week", "2026-12-05"),
    ] {
        assert_eq!(when::day(words, typed, today), of(want), "{typed}");
    }
}

#[test]
fn times_are_read_as_they_are_typed() {
    for (typed, want) in [
        ("10", "10:00"),
        ("10:30", "10:30"),
        ("10.30", "10:30"),
        ("1030", "10:30"),
        ("930", "09:30"),
        ("10am", "10:00"),
        ("3 pm", "15:00"),
        ("12am", "00:00"),
        ("24:00", ""),
        ("13pm", ""),
        ("10:3", ""),
        ("", ""),
        ("x", ""),
    ] {
        assert_eq!(when::time(typed), format!("{want}:00").parse().ok(), "{typed}");
    }
}

proptest! {
    #[test]
    fn what_a_field_shows_is_read_again(days in 0i32..100_000, ahead in -400i32..400) {
        let shown = NaiveDate::from_num_days_from_ce_opt(694_000 + days).unwrap();
        let today = shown + chrono::Duration::days(ahead.into());
        for words in [polish(), english()] {
            prop_assert_eq!(when::day(words, &when::typed(words, shown), today), Some(shown));
        }
    }

    #[test]
    fn nothing_that_is_typed_panics(text in "\\PC{0,20}") {
        when::day(polish(), &text, of("2026-01-31").unwrap());
        when::time(&text);
    }
}
