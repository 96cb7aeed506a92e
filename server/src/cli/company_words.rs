//! What the believable company of the demo is called, sells and does.

use domain::{
    people::Who,
    process::{ActionForm, Assignee, NoteRule, Notify, ProcessForm, Rules, StageForm, Trigger},
    task::Kind,
    text::Name,
};

/// A process with its stages.
pub(super) type Plan = (&'static str, &'static [PlannedStage]);
/// Name, hint, after how many days its deals age, and actions by name and weight; `!` marks a mandatory one.
type PlannedStage = (&'static str, &'static str, &'static str, &'static [(&'static str, u32)]);
pub(super) const SALES: Plan = (
    "Sprzedaż B2B",
    &[
        (
            "Rozmowa",
            "Czy jest potrzeba i kto decyduje",
            "14",
            &[("Pierwszy kontakt", 8), ("!Kwalifikacja", 12)],
        ),
        (
            "Potrzeby",
            "Co dokładnie i za ile",
            "21",
            &[("Wizja lokalna", 13), ("Ustalony budżet", 5), ("Specyfikacja", 13)],
        ),
        (
            "Oferta",
            "Wysłana i omówiona",
            "14",
            &[("Oferta wysłana", 5), ("Zgoda na rabat", 8), ("!Akceptacja oferty", 18)],
        ),
        ("Negocjacje", "Warunki i projekt umowy", "14", &[("Warunki uzgodnione", 9)]),
        ("Umowa", "Podpis i przekazanie", "10", &[("!Umowa podpisana", 9)]),
    ],
);
pub(super) const RENEWALS: Plan = (
    "Serwis i odnowienia",
    &[
        ("Przegląd umowy", "", "", &[("Umowa sprawdzona", 20)]),
        ("Propozycja", "", "", &[("Propozycja wysłana", 30)]),
        ("Uzgodnienia", "", "", &[("Cena uzgodniona", 30)]),
        ("Podpis", "", "", &[("!Podpisany aneks", 20)]),
    ],
);
pub(super) const REASONS: [&str; 5] =
    ["Cena", "Konkurencja", "Brak budżetu", "Brak kontaktu", "Zmiana planów"];
pub(super) const SOURCES: [&str; 5] = ["Polecenie", "Strona WWW", "Targi", "Telefon", "Partner"];
pub(super) const COMPANIES: [&str; 24] = [
    "Łódź Logistyka",
    "Zielony Młyn",
    "Borealis S.A.",
    "Granit Płock",
    "Zakłady Ósemka",
    "Lumen Energia",
    "Kowal i Synowie",
    "Nimbus Software",
    "Orzeł Foods",
    "Stocznia Wisła",
    "Drukarnia Żagiel",
    "Meble Świerk",
    "Klinika Dąb",
    "Hotel Pod Różą",
    "Transport Śliwa",
    "Chemia Pilica",
    "Huta Jaskier",
    "Mleczarnia Łąka",
    "Park Maszyn Reda",
    "Tekstylia Bzura",
    "Apteki Szałwia",
    "Piekarnia Złoty Kłos",
    "Wydawnictwo Ćma",
    "Rowery Żbik",
];
/// Cities with a postal code and the number that their phones begin with.
pub(super) const CITIES: [(&str, &str, u8); 8] = [
    ("Łódź", "90-001", 42),
    ("Poznań", "60-001", 61),
    ("Gdynia", "81-001", 58),
    ("Płock", "09-400", 24),
    ("Kraków", "30-001", 12),
    ("Wrocław", "50-001", 71),
    ("Kielce", "25-001", 41),
    ("Warszawa", "00-001", 22),
];
pub(super) const FIRST: [&str; 12] = [
    "Anna",
    "Jan",
    "Katarzyna",
    "Tomasz",
    "Agnieszka",
    "Paweł",
    "Małgorzata",
    "Michał",
    "Ewa",
    "Łukasz",
    "Joanna",
    "Adam",
];
pub(super) const LAST: [&str; 12] = [
    "Nowak",
    "Woźniak",
    "Zając",
    "Pawlak",
    "Krawczyk",
    "Mazur",
    "Kubiak",
    "Szymczak",
    "Wrona",
    "Kaczmarek",
    "Lis",
    "Baran",
];
pub(super) const SALES_THINGS: [&str; 9] = [
    "Flota magazynowa",
    "Wdrożenie w 4 oddziałach",
    "Licencje roczne",
    "Szkolenie handlowców",
    "Audyt bezpieczeństwa",
    "Platforma danych",
    "Migracja do chmury",
    "Etykiety i drukarki",
    "System rezerwacji",
];
pub(super) const RENEWAL_THINGS: [&str; 5] = [
    "Serwis pogwarancyjny",
    "Odnowienie licencji",
    "Umowa SLA",
    "Przegląd instalacji",
    "Rozszerzenie wsparcia",
];
pub(super) const TASKS: [(&str, Kind); 7] = [
    ("Zadzwonić po decyzję", Kind::Call),
    ("Wysłać ofertę", Kind::Email),
    ("Spotkanie z zarządem", Kind::Meeting),
    ("Umówić wizję lokalną", Kind::Call),
    ("Doprecyzować zakres", Kind::Email),
    ("Przygotować umowę", Kind::Other),
    ("Prezentacja rozwiązania", Kind::Meeting),
];

/// The form of a process that is planned.
pub(super) fn form((name, stages): Plan) -> ProcessForm {
    let action = |(name, weight): &(&str, u32)| ActionForm {
        id: None,
        name: name.trim_start_matches('!').into(),
        hint: String::new(),
        weight: weight.to_string(),
        rules: Rules { mandatory: name.starts_with('!'), ..special(name) },
    };
    let stage = |(name, hint, ages_after, actions): &PlannedStage| StageForm {
        id: None,
        name: (*name).into(),
        hint: (*hint).into(),
        ages_after: (*ages_after).into(),
        actions: actions.iter().map(action).collect(),
    };
    ProcessForm { stages: stages.iter().map(stage).collect(), ..ProcessForm::plain(name, &[]) }
}

/// What else holds for some of the actions.
fn special(action: &str) -> Rules {
    match action {
        "Specyfikacja" => Rules { note: NoteRule::File, ..Rules::default() },
        "Zgoda na rabat" => Rules { who: Who::Managers, ..Rules::default() },
        "!Akceptacja oferty" => {
            let notify = Notify { managers: true, ..Notify::default() };
            Rules { note: NoteRule::Note, notify, ..Rules::default() }
        }
        "!Umowa podpisana" => {
            let title = Name::known("Wdrożenie");
            let trigger = Trigger { title, kind: Kind::Other, days: 3, assignee: Assignee::Owner };
            Rules { trigger: Some(trigger), ..Rules::default() }
        }
        _ => Rules::default(),
    }
}
