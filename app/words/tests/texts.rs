//! What the languages built in say, and which files of further ones are refused.
#![cfg(feature = "files")]

use chrono::NaiveDate;
use domain::{
    deal::Status,
    id::UserId,
    money::Money,
    people::Language,
    people::Who,
    profile::HistoryEntry,
    refusal::{Field, Refusal},
};
use std::fs;
use words::{Languages, Words, format};

fn words(code: &str) -> &'static Words {
    Languages::built_in().unwrap().words(code.parse().unwrap())
}

/// As people see it: a space that keeps two words on one line is a space.
fn seen(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

#[test]
fn nouns_follow_their_number() {
    let (polish, english) = (words("pl"), words("en"));
    for (number, pl, en) in [
        (0, "0 szans", "0 deals"),
        (1, "1 szansa", "1 deal"),
        (2, "2 szanse", "2 deals"),
        (5, "5 szans", "5 deals"),
        (12, "12 szans", "12 deals"),
        (22, "22 szanse", "22 deals"),
        (112, "112 szans", "112 deals"),
        (1_002, "1 002 szanse", "1,002 deals"),
    ] {
        assert_eq!((seen(&polish.deals(number)), seen(&english.deals(number))), (pl.into(), en.into()));
    }
    for (number, kwoty, etapy, działania, dni) in [
        (1, "1 kwota", "1 etap", "1 działanie", "za 1 dzień"),
        (3, "3 kwoty", "3 etapy", "3 działania", "za 3 dni"),
        (13, "13 kwot", "13 etapów", "13 działań", "za 13 dni"),
    ] {
        let said = [
            polish.amounts(number),
            polish.stages_count(number),
            polish.actions_count(number),
            polish.in_days(number),
        ];
        assert_eq!(said, [kwoty, etapy, działania, dni]);
    }
    for (done, all, pl) in [(1, 1, "1 z 1 działania"), (2, 4, "2 z 4 działań"), (0, 8, "0 z 8 działań")]
    {
        assert_eq!(polish.actions_done(all, done), pl);
    }
    for (skipped, pl) in [(1, "1 pominięte"), (4, "4 pominięte"), (5, "5 pominiętych")] {
        assert_eq!(polish.skipped(skipped), pl);
    }
}

#[test]
fn names_are_listed_as_a_sentence_lists_them() {
    for (names, pl, en) in [
        (&[][..], "", ""),
        (&["Anna"], "Anna", "Anna"),
        (&["Anna", "Jan"], "Anna i Jan", "Anna and Jan"),
        (&["Anna", "Jan", "Zofia"], "Anna, Jan i Zofia", "Anna, Jan and Zofia"),
    ] {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(format::names(words("pl"), &names), pl);
        assert_eq!(format::names(words("en"), &names), en);
    }
}

#[test]
fn money_is_written_as_each_language_writes_it() {
    for (minor, code, pl, en) in [
        (1_800_000, "PLN", "18 000 zł", "PLN 18,000"),
        (123_450, "PLN", "1 234,50 zł", "PLN 1,234.50"),
        (99, "EUR", "0,99 €", "€0.99"),
        (-50_000, "USD", "−500 $", "−$500"),
        (-50_000, "PLN", "−500 zł", "−PLN 500"),
        (1_234_567, "JPY", "1 234 567 JPY", "JPY 1,234,567"),
    ] {
        let money = Money { minor, currency: code.parse().unwrap() };
        assert_eq!(seen(&format::money(words("pl"), money)), pl);
        assert_eq!(seen(&format::money(words("en"), money)), en);
    }
    let money = Money { minor: 1_800_000, currency: "PLN".parse().unwrap() };
    assert_eq!(seen(&format::exact(words("pl"), money)), "18 000,00 zł");
    assert_eq!(seen(&format::change(words("pl"), money)), "+18 000 zł");
}

#[test]
fn days_are_named_by_their_distance() {
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    for (date, pl, en) in [
        ("2026-11-23", "dziś", "today"),
        ("2026-11-24", "jutro", "tomorrow"),
        ("2026-11-27", "pt", "Fri"),
        ("2026-11-29", "nd", "Sun"),
        ("2026-11-30", "30 lis", "30 Nov"),
        ("2026-11-20", "20 lis", "20 Nov"),
        ("2027-01-04", "4 sty 2027", "4 Jan 2027"),
    ] {
        let date = date.parse().unwrap();
        assert_eq!(seen(&format::day(words("pl"), date, today)), pl);
        assert_eq!(seen(&format::day(words("en"), date, today)), en);
    }
}

#[test]
fn sizes_of_files_are_short() {
    for (size, pl) in [(830, "830 B"), (12_400, "12 kB"), (1_250_000, "1,2 MB"), (25_000_000, "25,0 MB")] {
        assert_eq!(seen(&format::bytes(words("pl"), size)), pl);
    }
}

#[test]
fn a_refusal_is_a_sentence_in_gender_and_number() {
    let people = |count: i64| Who::People((1..=count).map(UserId).collect());
    for (refusal, pl, en) in [
        (
            Refusal::NotYours { who: Who::Managers },
            "Może to zrobić tylko manager.",
            "Only a manager may do this.",
        ),
        (
            Refusal::NotYours { who: people(1) },
            "Może to zrobić tylko jedna wybrana osoba.",
            "Only one chosen person may do this.",
        ),
        (
            Refusal::NotYours { who: people(5) },
            "Mogą to zrobić tylko wybrane osoby.",
            "Only chosen people may do this.",
        ),
        (
            Refusal::Malformed { field: Field::DueDate },
            "Nie da się tego odczytać jako datę.",
            "This cannot be read as a date.",
        ),
        (
            Refusal::TooShort { field: Field::Password, min: 8 },
            "Za krótkie: co najmniej 8 znaków.",
            "This is too short: 8 characters at least.",
        ),
        (
            Refusal::Closed { status: Status::Won },
            "Szansa jest wygrana, więc nie można jej już przenieść.",
            "The deal is won; it no longer moves.",
        ),
        (
            Refusal::Within {
                stage_index: 1,
                action_index: Some(0),
                refusal: Box::new(Refusal::Empty { field: Field::Name }),
            },
            "Etap 2, działanie 1: Wypełnij to pole.",
            "Stage 2, action 1: Fill this in.",
        ),
    ] {
        assert_eq!((words("pl").refusal(&refusal), words("en").refusal(&refusal)), (pl.into(), en.into()));
    }
}

#[test]
fn those_who_alone_may_do_it_are_named() {
    let name =
        |UserId(id): UserId| ["Anna", "Jan", "Zofia"].get(id as usize - 1).map(|name| (*name).to_owned());
    let people = |ids: &[i64]| Who::People(ids.iter().map(|id| UserId(*id)).collect());
    for (who, pl, en, on_the_page) in [
        (people(&[1]), "Może to zrobić tylko Anna.", "Only Anna may do this.", "może wykonać tylko Anna"),
        (
            people(&[1, 2]),
            "Mogą to zrobić tylko Anna i Jan.",
            "Only Anna and Jan may do this.",
            "mogą wykonać tylko Anna i Jan",
        ),
        (
            people(&[1, 9]),
            "Mogą to zrobić tylko wybrane osoby.",
            "Only chosen people may do this.",
            "mogą wykonać tylko wybrane osoby",
        ),
        (
            Who::Managers,
            "Może to zrobić tylko manager.",
            "Only a manager may do this.",
            "może wykonać tylko manager",
        ),
    ] {
        assert_eq!(words("pl").is_for(&who, name), on_the_page);
        let refusal = Refusal::NotYours { who };
        assert_eq!(words("pl").refusal_naming(&refusal, name), pl);
        assert_eq!(words("en").refusal_naming(&refusal, name), en);
    }
}

#[test]
fn a_new_account_begins_in_its_language() {
    for (code, stages, first) in [
        ("pl", ["Rozmowa", "Potrzeby", "Oferta", "Negocjacje", "Umowa"], "Pierwszy kontakt"),
        ("en", ["Conversation", "Needs", "Offer", "Negotiation", "Contract"], "First contact"),
    ] {
        let form = words(code).template();
        assert_eq!(form.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(), stages);
        assert_eq!(form.stages[0].actions[0].name, first);
        let actions: Vec<_> = form.stages.iter().flat_map(|stage| &stage.actions).collect();
        let weights: u32 = actions.iter().map(|action| action.weight.parse::<u32>().unwrap()).sum();
        assert_eq!((actions.len(), weights), (words(code).template_actions().count(), 100));
    }
}

#[test]
fn browsers_get_the_first_language_of_theirs_that_is_spoken() {
    let languages = Languages::built_in().unwrap();
    for (accepted, want) in [
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("de-DE, en;q=0.5, pl;q=0.1", "en"),
        ("de", "en"),
        ("", "en"),
        ("ł", "en"),
        ("PL", "pl"),
    ] {
        assert_eq!(languages.preferred(accepted).language.code(), want, "{accepted}");
    }
}

/// The English file with something replaced, as a file `xx.toml` of a folder.
fn changed(from: &str, to: &str) -> Result<Languages, String> {
    let folder = tempfile::tempdir().unwrap();
    let english = include_str!("../texts/en.toml");
    assert!(from.is_empty() || english.contains(from), "{from} is not in the English file");
    fs::write(folder.path().join("xx.toml"), english.replacen(from, to, 1)).unwrap();
    Languages::with_folder(folder.path()).map_err(|error| error.to_string())
}

#[test]
fn a_file_of_the_folder_is_a_language() {
    let languages = changed("name = \"English\"", "name = \"Volapük\"").unwrap();
    let names: Vec<_> = languages.iter().map(|spoken| spoken.words.language_name()).collect();
    assert_eq!(names, ["English", "Polski", "Volapük"]);
    let spoken = languages.get("xx".parse().unwrap()).unwrap();
    assert!(languages.files().any(|file| file.path == spoken.first.path));
    assert_eq!(languages.files().count(), 6);
    let absent = Languages::with_folder(std::path::Path::new("/nowhere/at/all")).unwrap();
    assert_eq!(absent.iter().count(), 2);
}

#[test]
fn a_browser_gets_its_texts_in_two_parts() {
    let languages = Languages::built_in().unwrap();
    let polish = languages.get("pl".parse().unwrap()).unwrap();
    let lines = |json: &str| serde_json::from_str::<Vec<String>>(json).unwrap();
    let (first, later) = (lines(&polish.first.json), lines(&polish.later.json));
    let words = Words::made(first[0].parse().unwrap(), first[1..].to_vec()).unwrap();
    assert_eq!((words.board(), words.save(), words.is_whole()), ("Tablica", "", false));
    words.add_later(first);
    assert!(!words.is_whole(), "these are others");
    words.add_later(later);
    assert_eq!((words.board(), words.save(), words.is_whole()), ("Tablica", "Zapisz", true));
    assert_eq!(words.deals(2), "2 szanse");
}

#[test]
fn a_file_that_is_not_whole_is_refused_with_file_and_key() {
    for (from, to, want) in [
        ("board = \"Board\"\n", "", "lacks the key board"),
        (
            "board = \"Board\"",
            "board = \"Board\"\nbored = \"Bored\"",
            "has the key bored, which the reference does not have",
        ),
        ("board = \"Board\"", "board = \"\"", "board has an empty text"),
        ("board = \"Board\"", "board = 7", "board is no text"),
        (
            "board = \"Board\"",
            "board = [\"Board\"]",
            "board is a text in the reference, and something else here",
        ),
        ("After {name}", "After", "after_card lacks the hole {name}"),
        (
            "After {name}",
            "After {name} {stage}",
            "after_card has the hole {stage}, which the reference does not have",
        ),
        ("After {name}", "After {#name}", "after_card lacks the hole {name}"),
        ("After {name}", "After {name", "after_card has a brace without its other"),
        (
            "After {name}",
            "After {Name}",
            "after_card has the hole {Name}, whose name is not lower-case letters",
        ),
        (
            "plural = \"one-other\"",
            "plural = \"klingon\"",
            "language_plural is klingon, and there is no rule of that name",
        ),
        (
            "plural = \"one-other\"",
            "plural = \"polish\"",
            "has the form other, which its plural rule does not know",
        ),
        ("deals = { one = \"{#count} deal\", ", "deals = { ", "deals lacks the plural form one"),
        ("\"Sat\", \"Sun\"]", "\"Sat\"]", "weekdays has 6 items, and the reference 7"),
        ("[form]", "[form", "is no TOML"),
        ("decimal = \".\"", "decimal = \"point\"", "form_decimal is no single mark"),
        ("group = \",\"", "group = \"1\"", "form_group is no single mark"),
        ("signs = \"EUR €, USD $\"", "signs = \"Euro €\"", "form_signs names no currency in Euro €"),
        ("currency = \"EUR\"\n", "currency = \"Euro\"\n", "form_currency is no currency"),
    ] {
        let said = changed(from, to).err().unwrap_or_default();
        assert!(said.contains("xx.toml") && said.contains(want), "{want}: {said}");
    }
}

#[test]
fn a_file_is_named_by_the_code_of_its_language() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Klingon!.toml"), include_str!("../texts/en.toml")).unwrap();
    let said = Languages::with_folder(folder.path()).err().unwrap().to_string();
    assert!(said.contains("Klingon! is no code of a language"), "{said}");
}

#[test]
fn a_form_may_say_its_number_in_words() {
    let languages = changed("one = \"{#count} deal\"", "one = \"a single deal\"").unwrap();
    let words = languages.words(Language::known("xx"));
    assert_eq!((words.deals(1), words.deals(2)), ("a single deal".into(), "2 deals".into()));
}

#[test]
fn a_change_that_this_version_does_not_know_is_told_as_such() {
    let at = NaiveDate::from_ymd_opt(2026, 5, 14).unwrap().and_hms_opt(12, 0, 0).unwrap();
    let told = HistoryEntry { id: 1, by: UserId(1), at, event: None, from: None, to: None };
    for (language, sentence) in [
        ("en", "made a change that this version does not know"),
        ("pl", "wprowadza zmianę, której ta wersja nie zna"),
    ] {
        assert_eq!(words(language).story(&told, |_| String::new()), sentence);
    }
}
