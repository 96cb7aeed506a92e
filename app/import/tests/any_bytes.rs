//! Whatever somebody sends is read or refused (I4). `PROPTEST_CASES=1000000 cargo test -p import --test any_bytes` looks longer.

use domain::{
    import::{Dates, Encoding, Fit, Kind, Meaning, Numbers, Separator},
    money::Currency,
};
use import::{Cells, open, open_as, read, sample};
use proptest::{prelude::*, sample::select};

/// What files are made of, and what they break on.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b";",
    b",",
    b"\t",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"'",
    b" ",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xFF",
    b"\xB9",
    b"\xA3",
    b"PK\x03\x04",
    b"%PDF",
    b"Firma",
    b"NIP",
    b"Kwota",
    b"Etap",
    b"E-mail",
    b"Zamkni\xC4\x99cie",
    b"1 234,50",
    b"1,234.50",
    b"-0",
    b"9999999999999999999",
    b"31.04.2027",
    b"2026-12-31T10:00",
    b"12/31/2026",
    b"=1+1",
    b"'+48 22",
    b"z\xC5\x82",
    b"\xE2\x82\xAC",
    b"\xF0\x9F\x98\x80",
    b"a@b.pl",
    b"725-18-03-504",
];

/// Reads a file in every way in which it can be read.
fn read_in_every_way(bytes: &[u8]) {
    for kind in Kind::ALL {
        let Ok((table, fit)) = open(kind, bytes) else { continue };
        assert!(fit.is_sound(kind), "what is guessed can be meant");
        assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
        let lines: Vec<usize> = table.rows.iter().map(|row| row.line).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "each row has a line of its own: {lines:?}");
        let _ = sample(table.rows.iter().map(|row| row.cells.as_slice()), &fit);
        for (numbers, dates) in [(Numbers::Comma, Dates::DayFirst), (Numbers::Point, Dates::YearFirst)] {
            for meaning in kind.meanings() {
                let fit =
                    Fit { numbers, dates, columns: vec![Some(*meaning); table.header.len()], ..fit.clone() };
                for row in table.rows.iter().take(20) {
                    let cells = Cells { fit: &fit, cells: &row.cells };
                    let _ = (cells.text(*meaning), cells.day(*meaning));
                    let _ = cells.amount(Meaning::Value, Currency::PLN);
                }
            }
        }
    }
    for encoding in Encoding::TEXTS {
        for separator in Separator::ALL {
            let _ = read(bytes, &Fit { encoding, separator, ..Fit::default() });
            let _ = open_as(Kind::Deals, bytes, Some(encoding), Some(separator));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_in_every_way(&bytes);
    }

    #[test]
    fn what_looks_like_a_file_is_read_or_refused(pieces in prop::collection::vec(select(PIECES), 0..120)) {
        read_in_every_way(&pieces.concat());
    }
}
