//! A workbook (XLSX) as a table: its first sheet, cell by cell, so that neither a lie about its size nor a bomb of zeros
//! takes more memory than its rows.

use crate::table::{Building, Table};
use calamine::{Data, DataRef, Reader, Xlsx};
use domain::{
    import::{COLUMNS, ROWS},
    refusal::Refusal,
};
use std::io::{Cursor, Read};

/// How many bytes the parts of a workbook may hold, unpacked.
const UNPACKED: u64 = 100 << 20;

/// Whether a file is packed as workbooks are.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the first sheet. Refused when it is none, too large, or without rows.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, Refusal> {
    require_bounded(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refusal::NoRows)?;
    let sheet = book.sheet_names().first().cloned().ok_or(Refusal::NoRows)?;
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| Refusal::NoRows)?;
    let (mut building, mut row, mut line) = (Building::default(), Vec::<String>::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| Refusal::UnreadableLine { line: line + 1 })? {
        let (at, column) = cell.get_position();
        if at as usize > ROWS + 1 {
            return Err(Refusal::TooMany { max: ROWS });
        }
        if column as usize >= COLUMNS {
            return Err(Refusal::TooMany { max: COLUMNS }.in_line(at as usize));
        }
        if at as usize != line {
            building.add(line + 1, std::mem::take(&mut row).iter().map(String::as_str))?;
            line = at as usize;
        }
        if row.len() <= column as usize {
            row.resize(column as usize + 1, String::new());
        }
        row[column as usize] = text(cell.get_value().clone());
    }
    building.add(line + 1, row.iter().map(String::as_str))?;
    building.done()
}

/// Unpacks every part to nowhere, and refuses what is more than can be held. What a part says of its size is not asked.
fn require_bounded(bytes: &[u8]) -> Result<(), Refusal> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::NoRows)?;
    let mut left = UNPACKED;
    for index in 0..packed.len() {
        let part = packed.by_index(index).map_err(|_| Refusal::NoRows)?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| Refusal::NoRows)?;
        if read > left {
            return Err(Refusal::FileTooLarge { megabytes: (UNPACKED >> 20) as usize });
        }
        left -= read;
    }
    Ok(())
}

/// A cell as a text file would have it: dates by year, month and day, decimals behind a point.
fn text(value: DataRef<'_>) -> String {
    match Data::from(value) {
        Data::DateTime(at) => match at.as_datetime() {
            Some(at) if at.date().and_hms_opt(0, 0, 0) == Some(at) => at.date().to_string(),
            Some(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            None => at.as_f64().to_string(),
        },
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    #[test]
    fn letters_numbers_and_dates_of_a_workbook_are_read() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let day = Format::new().set_num_format("dd.mm.yyyy");
        let _ = sheet.write_row(0, 0, ["Firma", "Wartość", "Zamknięcie"]).unwrap();
        let _ = sheet.write(2, 0, "Łódź Śliwa").unwrap();
        let _ = sheet.write(2, 1, 1234.5).unwrap();
        let date = ExcelDateTime::from_ymd(2026, 12, 3).unwrap();
        let _ = sheet.write_with_format(2, 2, &date, &day).unwrap();
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(table.header, ["Firma", "Wartość", "Zamknięcie"]);
        assert_eq!(
            (table.rows[0].line, &table.rows[0].cells[..]),
            (3, &["Łódź Śliwa", "1234.5", "2026-12-03"].map(String::from)[..])
        );
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        for bytes in [&b"PK\x03\x04"[..], b"PK\x03\x04 and so on", &[0x50, 0x4b, 3, 4, 0, 0, 0, 0]] {
            assert!(is_workbook(bytes));
            assert_eq!(read(bytes), Err(Refusal::NoRows));
        }
        let mut far = Workbook::new();
        let _ = far.add_worksheet().write(1_048_575, 0, "x").unwrap();
        assert_eq!(read(&far.save_to_buffer().unwrap()), Err(Refusal::TooMany { max: ROWS }));
        let mut wide = Workbook::new();
        let _ = wide.add_worksheet().write(0, 16_383, "x").unwrap();
        assert_eq!(read(&wide.save_to_buffer().unwrap()), Err(Refusal::TooMany { max: COLUMNS }.in_line(0)));
    }
}
