//! Files that nobody means well: each is read, or refused with a sentence and a line, and none takes more than its share.

use domain::{
    import::{COLUMNS, Encoding, Kind, ROWS},
    refusal::Refusal,
};
use import::{Cells, open, read};
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// What a file is refused with; nothing when it is read, and then every cell of it can be asked for what it means.
fn refused(bytes: &[u8]) -> Option<Refusal> {
    let mut last = None;
    for kind in Kind::ALL {
        match open(kind, bytes) {
            Ok((table, fit)) => {
                assert!(fit.is_sound(kind), "{fit:?}");
                assert_eq!(read(bytes, &fit).as_ref(), Ok(&table), "what was guessed reads the same");
                for row in &table.rows {
                    let cells = Cells { fit: &fit, cells: &row.cells };
                    for meaning in kind.meanings() {
                        cells.text(*meaning);
                        let _ = cells.day(*meaning);
                        let _ = cells.amount(*meaning, domain::money::Currency::PLN);
                    }
                }
            }
            Err(refusal) => last = Some(refusal),
        }
    }
    last
}

fn line(line: usize, refusal: Refusal) -> Option<Refusal> {
    Some(refusal.in_line(line - 1))
}

#[test]
fn no_text_is_more_than_a_table_or_a_refusal() {
    let quote = |line| Some(Refusal::UnclosedQuote { line });
    let none = || Some(Refusal::NoRows);
    for (text, want) in [
        ("", none()),
        ("\n", none()),
        ("\r\n\r\n", none()),
        (";;;;", none()),
        ("a", none()),
        ("a;b;c", none()),
        ("a;b\n\n\n;\n", none()),
        ("\u{feff}", none()),
        ("\"", quote(1)),
        ("\"a;b\n1;2\n", quote(1)),
        ("a;b\n\"1;2\n3;4", quote(2)),
        ("a;b\n1;2\n3;\"", quote(3)),
        ("a;b\n1;\"\"\"\n", quote(2)),
        ("a;b\n1;\"x\"\"", quote(2)),
        ("a;b\n\"1\n\n\n2;3\n", quote(2)),
        ("a;b\n1;2;3\n", line(2, Refusal::TooMany { max: 2 })),
        ("a\n1;2\n", None),
        ("a;b\n1;2\n1;2;;;\n", None),
        ("a;b\n1\n", None),
        ("a;b\n\"1\";\"2\"\n", None),
        ("a;b\n\"1\"x;2\n", None),
        ("a;b\n1\"\";2\n", None),
        ("a;a;a\n1;2;3\n", None),
        ("Nazwa;Nazwa;Nazwa\n1;2;3\n", None),
        (";;\n1;2;3\n", none()),
        ("a;b\n\0;\0\0\n", None),
        ("\0\n\0\n", none()),
        ("a;b\r1;2\r3;4\r", None),
        ("a;b\n\r1;2\n\r", None),
        ("a\tb\n1,2;3\t4\n", None),
        ("a|b\n1|2\n", None),
        ("=cmd;+1\n=1+1;@SUM(A1)\n", None),
        ("=HYPERLINK(\"x\")\n1\n", None),
        ("a;b\n\u{202e}abc;\u{200b}\n", None),
        ("Nazwa;Zamknięcie\na;31.02.2026\n", None),
        ("Nazwa;Zamknięcie\na;00.00.0000\n", None),
        ("Nazwa;Zamknięcie\na;99.99.9999\n", None),
        ("Nazwa;Zamknięcie\na;1.1.-2026\n", None),
        ("Nazwa;Zamknięcie\na;-1.1.2026\n", None),
        ("Nazwa;Zamknięcie\na;1/1/2026T\n", None),
        ("Nazwa;Zamknięcie\na;٣.٣.٢٠٢٦\n", None),
        ("Nazwa;Zamknięcie\na;...\n", None),
        ("Nazwa;Zamknięcie\na;1.1.2026.1\n", None),
        ("Nazwa;Kwota\na;99999999999999999999999999999999\n", None),
        ("Nazwa;Kwota\na;1e308\n", None),
        ("Nazwa;Kwota\na;NaN\n", None),
        ("Nazwa;Kwota\na;-0\n", None),
        ("Nazwa;Kwota\na;−1\n", None),
        ("Nazwa;Kwota\na;1,2,3,4\n", None),
        ("Nazwa;Kwota\na;1.2.3,4\n", None),
        ("Nazwa;Kwota\na;,\n", None),
        ("Nazwa;Kwota\na;zł\n", None),
        ("Nazwa;Kwota\na;1zł2\n", None),
        ("Nazwa;Kwota\na;1 XAU\n", None),
        ("Nazwa;Kwota;Waluta\na;1;💶\n", None),
        ("Nazwa;Kwota\na;½\n", None),
        ("Nazwa;NIP\na;0000000000\n", None),
        ("Nazwa;Poczta\na;@@@@.\n", None),
        ("Nazwa;Poczta\n\u{feff};\u{feff}\n", None),
        ("sep=;\na;b\n1;2\n", None),
    ] {
        assert_eq!(refused(text.as_bytes()), want, "{text:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_letters_of_some_kind_or_refused() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for bytes in [
        b"\xFF".to_vec(),
        b"\xFF\xFE".to_vec(),
        b"\xFE\xFF\x00".to_vec(),
        b"\xFF\xFEa".to_vec(),
        b"\xEF\xBB\xBF\xFF\n1".to_vec(),
        b"a;b\n\xC3\x28;\xE2\x82\n".to_vec(),
        "a;b\nŁ;1\n".bytes().chain(*b"\xB3;2\n").collect(),
        b"\x00\x00\x00\x00\x00\x00\x00\x00".to_vec(),
        [utf16("a;b\n1;2\n"), vec![0xD8]].concat(),
        [utf16("\u{feff}a;b\n1;"), vec![0x00, 0xD8, 0x0A, 0x00]].concat(),
        (0u8..=255).collect(),
        (0u8..=255).rev().cycle().take(10_000).collect(),
        b"%PDF-1.7\n1 0 obj\n".to_vec(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
        b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
        b"{\\rtf1\\ansi\n}".to_vec(),
        b"<html><table><tr><td>1</td></tr></table>\n</html>".to_vec(),
    ] {
        refused(&bytes);
    }
    let broken = b"a;b\n1;2\n\xC3\x28;3\n";
    let fit = domain::import::Fit { encoding: Encoding::Utf8, ..Default::default() };
    assert_eq!(read(broken, &fit), Err(Refusal::UnreadableLine { line: 3 }));
}

#[test]
fn what_is_too_much_is_refused_before_it_fills_the_memory() {
    let rows = |count: usize| format!("a\n{}", "1\n".repeat(count)).into_bytes();
    assert_eq!(refused(&rows(ROWS)), None);
    assert_eq!(refused(&rows(ROWS + 1)), Some(Refusal::TooMany { max: ROWS }));
    let wide = format!("{}\n1\n", "a;".repeat(1_000_000));
    assert_eq!(refused(wide.as_bytes()), line(1, Refusal::TooMany { max: COLUMNS }));
    let header = vec!["a"; COLUMNS].join(";");
    let square = format!("{header}\n{}", "1\n".repeat(ROWS));
    assert!(matches!(refused(square.as_bytes()), Some(Refusal::TooMany { .. })), "too many cells");
    let long = format!("a;b\n1;{}\n", "x".repeat(10_000_000));
    assert!(matches!(refused(long.as_bytes()), Some(Refusal::InLine { line: 1, .. })));
    let quoted = format!("a;b\n1;\"{}\"\n", "x\n".repeat(1_000_000));
    assert!(matches!(refused(quoted.as_bytes()), Some(Refusal::InLine { line: 1, .. })));
}

/// A workbook of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packing = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        packing.start_file(*name, SimpleFileOptions::default()).unwrap();
        packing.write_all(bytes).unwrap();
    }
    packing.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_of_zeros_is_not_unpacked() {
    let zeros = vec![0; 150 << 20];
    let bomb = packed(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(refused(&bomb), Some(Refusal::FileTooLarge { megabytes: 100 }));
}

#[test]
fn what_is_packed_and_no_workbook_is_refused() {
    let sheet: &[u8] = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"";
    for parts in [
        &[][..],
        &[("a.txt", &b"abc"[..])],
        &[("xl/workbook.xml", b"")],
        &[("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" r:id=\"x\"/></sheets></workbook>")],
        &[("[Content_Types].xml", b"<Types"), ("xl/workbook.xml", b"<workbook>")],
        &[("xl/worksheets/sheet1.xml", sheet)],
        &[("../../etc/passwd", b"root")],
    ] {
        assert_eq!(refused(&packed(parts)), Some(Refusal::NoRows));
    }
    let mut book = packed(&[("xl/workbook.xml", b"<workbook/>")]);
    book.truncate(book.len() / 2);
    assert_eq!(refused(&book), Some(Refusal::NoRows));
}
