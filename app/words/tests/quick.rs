//! A task typed in one line, and what is understood of it.
#![cfg(feature = "files")]

use chrono::NaiveDate;
use domain::task::Kind;
use proptest::prelude::*;
use std::sync::LazyLock;
use words::{Languages, Words, english, quick::Quick};

fn polish() -> &'static Words {
    static POLISH: LazyLock<&Words> =
        LazyLock::new(|| Languages::built_in().unwrap().words("pl".parse().unwrap()));
    *POLISH
}

/// A Saturday.
fn today() -> NaiveDate {
    "2026-11-28".parse().unwrap()
}

#[test]
fn a_line_is_understood() {
    let (call, meeting, email) = (Some(Kind::Call), Some(Kind::Meeting), Some(Kind::Email));
    for (words, line, title, kind, date, time, named) in [
        (
            polish(),
            "zadzwonić do Łódź Logistyka jutro 10:00",
            "zadzwonić do Łódź Logistyka",
            call,
            "2026-11-29",
            "10:00",
            "Łódź Logistyka",
        ),
        (polish(), "spotkanie w pt o 9", "spotkanie", meeting, "2026-12-04", "09:00", ""),
        (polish(), "w środę wysłać ofertę", "wysłać ofertę", email, "2026-12-02", "", ""),
        (polish(), "oferta do piątku, 15.30", "oferta", None, "2026-12-04", "15:30", ""),
        (polish(), "nie zapomnieć po decyzji", "nie zapomnieć po decyzji", None, "", "", ""),
        (polish(), "wizytówki 18.12", "wizytówki", None, "2026-12-18", "", ""),
        (polish(), "umowa 3 grudnia 2027 14:15", "umowa", None, "2027-12-03", "14:15", ""),
        (polish(), "pojutrze tel Nowak", "tel Nowak", call, "2026-11-30", "", "Nowak"),
        (polish(), "za 3 dni raport", "raport", None, "2026-12-01", "", ""),
        (polish(), "za tydzień raport", "raport", None, "2026-12-05", "", ""),
        (polish(), "za 2 tygodnie raport", "raport", None, "2026-12-12", "", ""),
        (polish(), "Zapytac dr Nowak w sr o 12", "Zapytac dr Nowak", None, "2026-12-02", "12:00", "Nowak"),
        (polish(), "w pn raport", "raport", None, "2026-11-30", "", ""),
        // An hour without a day is one of today.
        (polish(), "zadzwonić o 15", "zadzwonić", call, "2026-11-28", "15:00", ""),
        (polish(), "za 3 minuty", "za 3 minuty", None, "", "", ""),
        (polish(), "dopytać o 2 terminale", "dopytać o 2 terminale", None, "", "", ""),
        (english(), "call Borealis tomorrow 10am", "call Borealis", call, "2026-11-29", "10:00", "Borealis"),
        (
            english(),
            "Meet Anna Nowak on Friday at 3 pm",
            "Meet Anna Nowak",
            meeting,
            "2026-12-04",
            "15:00",
            "Anna Nowak",
        ),
        (english(), "email the offer by Dec 18", "email the offer", email, "2026-12-18", "", ""),
        (english(), "we go to so many", "we go to so many", None, "", "", ""),
        (english(), "order 40 terminals", "order 40 terminals", None, "", "", ""),
        (english(), "in 2 weeks send contract", "send contract", email, "2026-12-12", "", ""),
        (english(), "tomorrow", "", None, "2026-11-29", "", ""),
    ] {
        let quick = Quick::read(words, line, today());
        assert_eq!(quick.kind, kind, "{line}");
        assert_eq!(quick.date.map(|date| date.to_string()).unwrap_or_default(), date, "{line}");
        assert_eq!(
            quick.time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default(),
            time,
            "{line}"
        );
        assert_eq!(quick.title(quick.date, quick.time), title, "{line}");
        assert_eq!(quick.named().unwrap_or_default(), named, "{line}");
    }
}

#[test]
fn a_day_that_was_not_meant_stays_in_the_title() {
    let quick = Quick::read(english(), "call Sun Microsystems 10:00", today());
    assert_eq!(quick.title(quick.date, quick.time), "call Microsystems");
    assert_eq!(quick.title(None, quick.time), "call Sun Microsystems");
    assert_eq!(quick.title(None, None), "call Sun Microsystems 10:00");
}

proptest! {
    #[test]
    fn every_word_is_in_the_title_or_understood(line in "([a-zA-ZłŚ]{1,8}|[0-9]{1,4}|jutro|pt|10:00|za|\\+|\\PC){0,8}( ([a-zł]{1,8}|[0-9]{1,2}|pt|o|za|dni|10:30|18\\.12)){0,6}") {
        for words in [polish(), english()] {
            let quick = Quick::read(words, &line, today());
            let kept = quick.title(None, None);
            if quick.date.is_none() && quick.time.is_none() {
                let plain = line.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert_eq!(kept, plain.trim_end_matches([',', '-', '–', ' ']));
            } else {
                prop_assert!(kept.split_whitespace().count() >= quick.title(quick.date, quick.time).split_whitespace().count());
            }
        }
    }
}
