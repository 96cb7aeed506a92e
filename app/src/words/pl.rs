//! The Polish texts.

use super::{Words, money_pl::MONEY, work_pl::WORK};
use domain::{people::Language, refusal::Field};

pub(super) static WORDS: Words = Words {
    language: Language::Pl,
    work: &WORK,
    money: &MONEY,
    months: ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
    weekdays: ["pon", "wt", "śr", "czw", "pt", "sob", "nd"],
    board: "Tablica",
    add_deal: "Szansa",
    add_deal_title: "Nowa szansa sprzedaży",
    account_menu: "Menu konta",
    sign_out: "Wyloguj",
    language_label: "Język",
    theme: "Wygląd",
    theme_system: "Jak w systemie",
    theme_light: "Jasny",
    theme_dark: "Ciemny",
    close: "Zamknij",
    cancel: "Anuluj",
    save: "Zapisz",
    saved: "Zapisano",
    add: "Dodaj",
    delete: "Usuń",
    skip_to_content: "Przejdź do treści",
    administrator: "administrator",
    manager: "manager",
    salesperson: "handlowiec",
    sign_in: "Zaloguj się",
    email: "E-mail",
    password: "Hasło",
    setup_title: "Konfiguracja Tablicy",
    setup_lead: "Utwórz pierwszego administratora. Jednorazowy kod jest w terminalu, w którym uruchomiono serwer.",
    setup_code: "Kod jednorazowy",
    your_name: "Imię i nazwisko",
    password_hint: "Co najmniej 8 znaków",
    currency: "Waluta",
    time_zone: "Strefa czasowa",
    set_up: "Utwórz i zaloguj",
    set_up_already: "Tablica jest już skonfigurowana.",
    switch_process: "Zmień proces",
    search_deals: "Szukaj szans i klientów",
    owner: "Opiekun",
    everyone: "Wszyscy",
    clear_filter: "Wyczyść filtr",
    open_deals: "Otwarte",
    forecast: "Prognoza",
    stages: "Etapy",
    move_deal: "Przenieś…",
    move_title: "Przenieś szansę",
    move_here: "Przenieś",
    stage: "Etap",
    position: "Pozycja",
    at_top: "Na górze",
    at_end: "Na końcu",
    add_person: "Dodaj osobę kontaktową",
    empty_board: "Nie ma tu jeszcze szans",
    empty_board_hint: "Dodaj pierwszą przyciskiem + Szansa.",
    empty_filter: "Żadna szansa nie pasuje do filtra",
    empty_column: "Upuść tu szansę",
    board_help: "Strzałki przechodzą, spacja podnosi szansę, Enter otwiera, m przenosi.",
    drag_cancelled: "Anulowano. Szansa jest tam, gdzie była.",
    no_tasks: "brak zadań",
    undated_tasks: "bez terminu",
    today: "dziś",
    tomorrow: "jutro",
    retry: "Spróbuj ponownie",
    name: "Nazwa",
    company: "Firma",
    person: "Osoba",
    client_hint: "Firma, osoba lub obie; nowe zostaną utworzone.",
    source: "Źródło",
    no_source: "Brak",
    expected_close: "Prognozowana data finalizacji",
    value: "Wartość",
    process: "Proces",
    participants: "Uczestnicy",
    description: "Opis",
    details: "Szczegóły",
    days_in_stage: "W etapie",
    current_stage: "teraz",
    status: "Status",
    status_open: "otwarta",
    status_won: "wygrana",
    status_lost: "przegrana",
    status_stale: "nieaktualna",
    tasks: "Zadania",
    no_tasks_yet: "Nic do zrobienia. Dodaj poniżej następny krok.",
    task_title: "Co trzeba zrobić?",
    task_kind: "Rodzaj",
    kind_call: "Telefon",
    kind_meeting: "Spotkanie",
    kind_email: "E-mail",
    kind_other: "Inne",
    due_date: "Termin",
    due_time: "Godzina",
    assignee: "Wykonawca",
    add_task: "Dodaj zadanie",
    not_found_title: "Tu nic dla Ciebie nie ma",
    to_the_board: "Do tablicy",
    error_title: "To się nie udało",
    unreachable: "Nie można połączyć się z serwerem. Sprawdź połączenie i spróbuj ponownie.",
    days: |n| format!("{n} d"),
    overdue: |n| format!("{n} po terminie"),
    deals: |n| format!("{n} {}", plural(n, "szansa", "szanse", "szans")),
    after_card: |name| format!("Po: {name}"),
    delete_task: |title| format!("Usuń zadanie „{title}”"),
    move_named: |name| format!("Przenieś… {name}"),
    lifted: |name, spot| {
        format!("Podniesiono: {name}. {spot}. Strzałki przesuwają, spacja upuszcza, Escape anuluje.")
    },
    spot: |stage, position, count| format!("{stage}, {position} z {count}"),
    dropped: |spot| format!("Upuszczono: {spot}."),
    next: |overdue, when| format!("{overdue}, następne {when}"),
};

/// The form of a noun that a number takes: 1 szansa, 2 szanse, 5 szans, 12 szans, 22 szanse.
fn plural(n: usize, one: &'static str, few: &'static str, many: &'static str) -> &'static str {
    match (n, n % 10, n % 100) {
        (1, ..) => one,
        (_, 2..=4, 0..=11 | 15..) => few,
        _ => many,
    }
}

/// What a field takes, as the object of a sentence.
pub(super) fn field(field: Field) -> &'static str {
    match field {
        Field::Currency => "waluta, np. PLN",
        Field::Date | Field::DueDate | Field::ExpectedClose => "data",
        Field::Quantity => "ilość, np. 1,5",
        Field::Discount => "procent, np. 10",
        Field::DueTime => "godzina",
        Field::Email => "adres e-mail",
        Field::Weight => "liczba całkowita",
        Field::Value | Field::Price | Field::Amount => "kwota, np. 1234,50",
        Field::Zone => "strefa czasowa, np. Europe/Warsaw",
        Field::Language => "język",
        _ => "wartość",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        for (n, want) in [
            (0, "szans"),
            (1, "szansa"),
            (2, "szanse"),
            (5, "szans"),
            (12, "szans"),
            (22, "szanse"),
            (112, "szans"),
        ] {
            assert_eq!((WORDS.deals)(n), format!("{n} {want}"));
        }
    }
}
