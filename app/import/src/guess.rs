//! How a file is most likely written and meant: by its header and by what stands below it (I1, I4).

use crate::{cells::day, names::named, table::Table};
use domain::{
    contact::TaxNumber,
    import::{Dates, Fit, Kind, Meaning, Numbers, Separator, Why},
};

/// How many rows are looked at.
const LOOKED_AT: usize = 500;

/// What stands between the cells: the mark that the first lines have most, and as often each.
pub(crate) fn separator(text: &str) -> Separator {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let score = |separator: &Separator| {
        let marks = |line: &&&str| line.bytes().filter(|byte| *byte == separator.mark()).count();
        let first = lines.first().iter().map(&marks).sum::<usize>();
        (lines.iter().filter(|line| first > 0 && marks(line) == first).count(), first)
    };
    // The last of equals wins.
    [Separator::Tab, Separator::Semicolon, Separator::Comma].into_iter().max_by_key(score).unwrap_or_default()
}

/// How numbers and dates are written.
pub fn format(table: &Table) -> Fit {
    let cells = || table.rows.iter().take(LOOKED_AT).flat_map(|row| row.cells.iter().map(String::as_str));
    let decimals = |mark: char| {
        let ends = |cell: &&str| {
            let tail = cell.trim_end_matches(|c: char| !c.is_ascii_digit());
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = |head: &str| {
                head.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ",.-−".contains(c))
                    && head.ends_with(|c: char| c.is_ascii_digit())
                    && !head.contains(mark)
            };
            let split = tail.rsplit_once(mark);
            split.is_some_and(|(head, part)| digits(part) && part.len() <= 2 && number(head))
        };
        cells().filter(ends).count()
    };
    let numbers = if decimals('.') > decimals(',') { Numbers::Point } else { Numbers::Comma };
    let read_as = |dates: &Dates| cells().filter(|cell| day(cell, *dates).is_some()).count();
    // The last of equals wins.
    let orders = [Dates::MonthFirst, Dates::YearFirst, Dates::DayFirst];
    let dates = orders.into_iter().max_by_key(read_as).unwrap_or_default();
    Fit { numbers, dates, ..Fit::default() }
}

/// What shows that a file is read right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// A date and the day that it is.
    pub date: Option<(String, chrono::NaiveDate)>,
    /// A cell whose letters each encoding writes otherwise.
    pub letters: Option<String>,
}

/// The first proof of each kind that the rows give.
pub fn sample<'a>(rows: impl Iterator<Item = &'a [String]> + Clone, fit: &Fit) -> Sample {
    let dates = |meaning: Option<Meaning>| meaning.is_some_and(Meaning::is_date);
    let dated = rows.clone().flat_map(|cells| cells.iter().zip(&fit.columns)).filter(|(_, of)| dates(**of));
    let date = dated.filter_map(|(cell, _)| Some((cell.clone(), day(cell, fit.dates)?))).next();
    let letters = rows.flatten().find(|cell| !cell.is_ascii()).map(|cell| cell.chars().take(40).collect());
    Sample { date, letters }
}

/// What each column means, if that can be told, and by what.
pub fn columns(kind: Kind, table: &Table) -> Vec<Option<(Meaning, Why)>> {
    let mut found: Vec<Option<(Meaning, Why)>> = vec![None; table.header.len()];
    for (column, name) in table.header.iter().enumerate() {
        let named = named(kind, name).filter(|meaning| is_free(&found, *meaning));
        found[column] = named.map(|meaning| (meaning, Why::Header));
    }
    for column in 0..found.len() {
        if found[column].is_none() {
            let valued = valued(kind, table, column).filter(|meaning| is_free(&found, *meaning));
            found[column] = valued.map(|meaning| (meaning, Why::Values));
        }
    }
    found
}

fn is_free(found: &[Option<(Meaning, Why)>], meaning: Meaning) -> bool {
    meaning.is_several() || !found.iter().flatten().any(|(taken, _)| *taken == meaning)
}

/// What a column means by what stands in it.
fn valued(kind: Kind, table: &Table, column: usize) -> Option<Meaning> {
    let cells: Vec<&str> = table
        .rows
        .iter()
        .take(LOOKED_AT)
        .filter_map(|row| row.cells.get(column).map(String::as_str))
        .filter(|cell| !cell.is_empty())
        .collect();
    let all = |is: &dyn Fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| is(cell));
    let offered = |meaning: Meaning| kind.meanings().contains(&meaning).then_some(meaning);
    let tax =
        |cell: &str| TaxNumber::parse(cell).ok().flatten().is_some_and(|number| number.fits() == Some(true));
    if all(&|cell| cell.contains('@') && cell.contains('.') && !cell.contains(' ')) {
        return offered(Meaning::Email);
    }
    if all(&tax) {
        return offered(Meaning::TaxNumber);
    }
    if all(&|cell| cell.starts_with("www.") || cell.starts_with("http")) {
        return offered(Meaning::Website);
    }
    if all(&|cell| cell.starts_with('+') && cell.chars().filter(char::is_ascii_digit).count() >= 9) {
        return offered(Meaning::Phone);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text, separator(text)).unwrap()
    }

    #[test]
    fn the_mark_between_cells_is_that_of_every_line() {
        for (text, want) in [
            ("a;b;c\n1,5;2,5;3,5\n", Separator::Semicolon),
            ("a,b\n\"x;y\",2\n", Separator::Comma),
            ("a\tb\n1,2;3\t4\n", Separator::Tab),
            ("one\ntwo\n", Separator::Comma),
        ] {
            assert_eq!(separator(text), want, "{text}");
        }
    }

    #[test]
    fn numbers_and_dates_are_told_by_what_they_can_be() {
        for (cells, numbers, dates) in [
            ("1 234,50;03.12.2026", Numbers::Comma, Dates::DayFirst),
            ("1,234.50;12/31/2026", Numbers::Point, Dates::MonthFirst),
            ("48 200,00 zł;2026-12-31", Numbers::Comma, Dates::YearFirst),
            ("1234.5;2026-01-02 10:30", Numbers::Point, Dates::YearFirst),
            ("1000;01.02.2026", Numbers::Comma, Dates::DayFirst),
            ("x;31/1/2026", Numbers::Comma, Dates::DayFirst),
        ] {
            let fit = format(&table(&format!("a;b\n{cells}\n")));
            assert_eq!((fit.numbers, fit.dates), (numbers, dates), "{cells}");
        }
    }

    #[test]
    fn columns_are_known_by_name_and_by_value() {
        use Meaning as M;
        let meant = |kind, text: &str| -> Vec<Option<Meaning>> {
            columns(kind, &table(text)).into_iter().map(|found| found.map(|(meaning, _)| meaning)).collect()
        };
        for (kind, text, want) in [
            (
                Kind::Deals,
                "Nr;Temat;Kontrahent;Kwota netto;Data zamkn.;Handlowiec\n1;a;b;c;d;e",
                vec![
                    Some(M::Id),
                    Some(M::Name),
                    Some(M::Company),
                    Some(M::Value),
                    Some(M::ExpectedClose),
                    Some(M::Owner),
                ],
            ),
            (
                Kind::Companies,
                "Nazwa;Numer podatkowy;Kontakt;Kod\nA;725-18-03-504;a@b.pl;90-001",
                vec![Some(M::Name), Some(M::TaxNumber), Some(M::Email), Some(M::PostalCode)],
            ),
            (
                Kind::Persons,
                "Person - Name,Organization,Email - Work,Email - Home\nx,y,a@b.c,d@e.f",
                vec![Some(M::FullName), Some(M::Company), Some(M::Email), Some(M::Email)],
            ),
            (
                Kind::Products,
                "SKU,Product name,Unit price,Unit price\n1,2,3,4",
                vec![Some(M::Code), Some(M::Name), Some(M::Price), None],
            ),
        ] {
            assert_eq!(meant(kind, text), want, "{text}");
        }
    }

    /// The columns that others write, as far as they are known (docs/importing.md); those that mean nothing here in brackets.
    #[test]
    fn what_others_export_is_understood() {
        use Meaning as M;
        for (kind, header, want) in [
            (
                Kind::Deals,
                "Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Currency of Value,\
                 Deal - Stage,Deal - Status,Deal - Owner,Deal - Expected close date,Deal - Deal created,\
                 Deal - Deal closed on,Deal - Lost reason,[Deal - Label]",
                &[
                    M::Id,
                    M::Name,
                    M::Company,
                    M::Person,
                    M::Value,
                    M::Currency,
                    M::Stage,
                    M::Status,
                    M::Owner,
                    M::ExpectedClose,
                    M::Created,
                    M::ClosedOn,
                    M::Reason,
                ][..],
            ),
            (
                Kind::Persons,
                "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work,[Person - Label]",
                &[M::Id, M::FullName, M::Company, M::Email, M::Phone],
            ),
            (
                Kind::Companies,
                "Organization - ID,Organization - Name,Organization - Address,[Organization - Owner]",
                &[M::Id, M::Name, M::Address],
            ),
            (
                Kind::Deals,
                "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Associated Company,\
                 Associated Contact,Closed Lost Reason,[Pipeline]",
                &[
                    M::Id,
                    M::Name,
                    M::Stage,
                    M::ExpectedClose,
                    M::Owner,
                    M::Value,
                    M::Created,
                    M::Company,
                    M::Person,
                    M::Reason,
                ],
            ),
            (
                Kind::Persons,
                "Record ID,First Name,Last Name,Email,Phone Number,Associated Company,[Lead Status]",
                &[M::Id, M::FirstName, M::LastName, M::Email, M::Phone, M::Company],
            ),
            (
                Kind::Companies,
                "Record ID,Company name,Phone Number,City,Postal Code,Street Address,Company Domain Name,[Industry]",
                &[M::Id, M::Name, M::Phone, M::City, M::PostalCode, M::Address, M::Website],
            ),
            (
                Kind::Deals,
                "External ID,Opportunity,Customer,Contact Name,Expected Revenue,Stage,Salesperson,Expected Closing,\
                 Created on,Lost Reason,[Probability]",
                &[
                    M::Id,
                    M::Name,
                    M::Company,
                    M::Person,
                    M::Value,
                    M::Stage,
                    M::Owner,
                    M::ExpectedClose,
                    M::Created,
                    M::Reason,
                ],
            ),
            (
                Kind::Products,
                "External ID,Internal Reference,Name,Sales Price,[Cost]",
                &[M::Id, M::Code, M::Name, M::Price],
            ),
            (
                Kind::Deals,
                "Card ID,Card Name,Card Description,Members,Due Date,List Name,[Labels]",
                &[M::Id, M::Name, M::Description, M::Owner, M::ExpectedClose, M::Stage],
            ),
            (
                Kind::Deals,
                "Nazwa szansy sprzedaży,Firma,Osoba,Wartość,Waluta,Etap procesu,Status,Opiekun,Źródło,\
                 Przewidywana data zamknięcia,Data utworzenia,Powód przegranej,[Grupa]",
                &[
                    M::Name,
                    M::Company,
                    M::Person,
                    M::Value,
                    M::Currency,
                    M::Stage,
                    M::Status,
                    M::Owner,
                    M::Source,
                    M::ExpectedClose,
                    M::Created,
                    M::Reason,
                ],
            ),
            (
                Kind::Companies,
                "Nazwa firmy,NIP,Telefon,E-mail,Strona www,Ulica,Kod pocztowy,Miasto,[REGON]",
                &[M::Name, M::TaxNumber, M::Phone, M::Email, M::Website, M::Address, M::PostalCode, M::City],
            ),
        ] {
            let file = table(&format!("{header}\n{}x\n", "x,".repeat(header.matches(',').count())));
            let got = columns(kind, &file).into_iter().map(|found| found.map(|(meaning, _)| meaning));
            let want = want.iter().copied().map(Some).chain([None]);
            assert!(got.clone().eq(want), "{header}: {:?}", got.collect::<Vec<_>>());
        }
    }
}
