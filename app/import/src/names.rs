//! What columns are called in the files of others, in Polish and English, without case, accents and signs.

use domain::{
    import::{Kind, Meaning},
    text::fold,
};

/// What columns of this name mean: as a whole, or behind what its rows are ("Deal - Title").
pub(crate) fn named(kind: Kind, name: &str) -> Option<Meaning> {
    let plain: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: &[&str] = match kind {
        Kind::Companies => &["company ", "organization "],
        Kind::Persons => &["person ", "contact "],
        Kind::Products => &["product "],
        Kind::Deals => &["deal ", "card "],
        Kind::Users => &["user "],
    };
    let behind = || rows.iter().find_map(|rows| plain.strip_prefix(rows));
    known(kind, &plain).or_else(|| known(kind, behind()?))
}

fn known(kind: Kind, plain: &str) -> Option<Meaning> {
    let of_kind = names(kind).iter().find(|(_, names)| names.split('|').any(|name| name == plain));
    let any = || {
        NAMES.iter().find(|(meaning, names)| {
            kind.meanings().contains(meaning) && names.split('|').any(|name| name == plain)
        })
    };
    of_kind.or_else(any).map(|(meaning, _)| *meaning)
}

/// Names that mean something else in files of another kind.
fn names(kind: Kind) -> &'static [(Meaning, &'static str)] {
    use Meaning as M;
    match kind {
        Kind::Companies => &[
            (
                M::Name,
                "nazwa|firma|nazwa firmy|kontrahent|klient|name|company|company name|organization|\
                 organization name|organisation|account|account name|customer|display name",
            ),
            (M::PostalCode, "kod|kod pocztowy|zip|postal code|postcode|zip code"),
        ],
        Kind::Persons => &[(
            M::FullName,
            "nazwa|name|osoba|kontakt|contact|imie i nazwisko|nazwisko i imie|full name|\
                 first and last name|contact name|person|display name",
        )],
        Kind::Products => &[
            (M::Name, "nazwa|produkt|name|product|product name|nazwa produktu|towar|usluga"),
            (M::Code, "kod|symbol|sku|code|product code|internal reference|indeks|kod produktu"),
        ],
        Kind::Deals => &[
            (
                M::Name,
                "nazwa|temat|szansa|nazwa szansy|tytul|name|title|deal|deal name|deal title|\
                 opportunity|opportunity name|card name|lead|\
                 nazwa szansy sprzedazy",
            ),
            (M::Stage, "etap|stage|deal stage|list name|etap sprzedazy|etap procesu|faza"),
            (M::Product, "produkt|product|product name|nazwa produktu|towar|usluga|line items"),
        ],
        Kind::Users => &[
            (
                M::FullName,
                "nazwa|name|uzytkownik|user|osoba|pracownik|handlowiec|imie i nazwisko|nazwisko i imie|\
                 full name|first and last name|user name|display name|salesperson|sales agent",
            ),
            (M::Role, "rola|role|uprawnienia|profil|user role|stanowisko|permission set"),
        ],
    }
}

/// Names that mean the same in every file.
const NAMES: &[(Meaning, &str)] = {
    use Meaning as M;
    &[
        (
            M::Id,
            "id|nr|lp|numer|identyfikator|klucz|external id|record id|deal id|card id|\
                 opportunity id|contact id|company id|person id|organization id|product id",
        ),
        (M::FirstName, "imie|first name|firstname|given name"),
        (M::LastName, "nazwisko|last name|lastname|surname|family name"),
        (
            M::Company,
            "firma|nazwa firmy|kontrahent|klient|company|company name|organization|\
                 organization name|organisation|account|account name|customer|associated company|\
                 primary company|primary associated company|pracodawca",
        ),
        (
            M::Person,
            "osoba|osoba kontaktowa|kontakt|contact|contact person|contact name|person|\
                 associated contact|primary contact|imie i nazwisko",
        ),
        (M::TaxNumber, "nip|numer nip|nip firmy|vat|vat id|vat number|tax id|tax number"),
        (
            M::Phone,
            "telefon|telefony|tel|telefon 2|telefon komorkowy|telefon stacjonarny|komorka|phone|phones|\
                 phone number|mobile|mobile phone|mobile phone number|work phone|phone work|\
                 phone mobile|phone home",
        ),
        (
            M::Email,
            "email|emails|e mail|e mails|e maile|mail|adres email|adres e mail|email address|work email|email work|\
                 email home|email 2",
        ),
        (M::Website, "www|strona|strona www|strona internetowa|website|website url|domain|domain name"),
        (M::Address, "adres|ulica|street|address|street address|adres siedziby"),
        (M::PostalCode, "kod pocztowy|zip|postal code|postcode|zip code"),
        (M::City, "miasto|miejscowosc|city|town"),
        (M::Price, "cena|cena netto|price|unit price|sales price|cena jednostkowa"),
        (
            M::Value,
            "wartosc|kwota|kwota netto|wartosc netto|value|amount|deal value|expected revenue|\
                 close value|revenue|wartosc szansy",
        ),
        (M::Currency, "waluta|currency|deal currency|currency of value"),
        (M::Stage, "etap|stage"),
        (M::Status, "status|deal status|stan|wynik"),
        (
            M::Owner,
            "opiekun|handlowiec|wlasciciel|odpowiedzialny|owner|deal owner|salesperson|\
                 sales agent|user|assigned to|members",
        ),
        (M::Source, "zrodlo|source|lead source|zrodlo pozyskania|original source"),
        (
            M::ExpectedClose,
            "prognozowana data finalizacji|zamkniecie|planowane zamkniecie|planowana data zamkniecia|przewidywane zamkniecie|\
                 data zamkniecia|data zamkn|termin|expected close|expected close date|\
                 przewidywana data zamkniecia|expected closing|close date|closing date|due date|due",
        ),
        (
            M::Created,
            "utworzono|utworzona|data utworzenia|data dodania|created|created at|create date|\
                 created on|deal created|engage date|creation date|\
                 deal created",
        ),
        (
            M::ClosedOn,
            "zamknieto|zamknieta|data wygrania|data zakonczenia|closed|closed on|closed at|\
                 deal closed on|won time|won date|lost time",
        ),
        (
            M::Reason,
            "powod|powod przegranej|powod utraty|powod zamkniecia|lost reason|closed lost reason|reason",
        ),
        (M::Description, "opis|uwagi|notatka|description|notes|internal notes|deal description"),
    ]
};
