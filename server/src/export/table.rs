//! A table, and how it becomes a file.

use app::error::Problem;
use chrono::{Datelike, NaiveDate};
use command::broken;
use domain::{money::Money, notation::Notation};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use words::Words;

/// How many rows a sheet has.
pub(super) const ROWS: usize = 1_048_576;

/// What stands in a cell.
pub(crate) enum Cell {
    Text(String),
    Day(Option<NaiveDate>),
    Amount(Money),
    Number(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

/// A list, row by row: the cells of a row are made when it is written.
pub(crate) struct Table {
    pub words: &'static Words,
    pub title: &'static str,
    pub heads: Vec<String>,
    pub rows: Box<dyn ExactSizeIterator<Item = Vec<Cell>> + Send>,
    /// What the rows come to, as a sheet of its own: heads and rows.
    pub sums: (Vec<&'static str>, Vec<Vec<Cell>>),
}

impl Table {
    /// A list without sums.
    pub fn of(
        words: &'static Words,
        title: &'static str,
        heads: &[&str],
        rows: impl ExactSizeIterator<Item = Vec<Cell>> + Send + 'static,
    ) -> Table {
        let heads = heads.iter().map(|head| (*head).to_owned()).collect();
        Table { words, title, heads, rows: Box::new(rows), sums: (vec![], vec![]) }
    }
}

/// As spreadsheets of the language read it: in Polish ones a comma marks decimals, and so a semicolon ends a cell.
pub(crate) fn csv(table: Table) -> Result<Vec<u8>, Problem> {
    let Table { words, heads, rows, .. } = table;
    // With the mark, spreadsheets know that it is UTF-8.
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(words.form_cell_end().bytes().next().unwrap_or(b','))
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(heads).map_err(|error| broken(&error))?;
    for row in rows {
        let texts = row.iter().map(|cell| written(cell, &words.notation));
        writer.write_record(texts).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(&error))
}

fn written(cell: &Cell, notation: &Notation) -> String {
    match cell {
        Cell::Text(text) => defused(text),
        Cell::Day(day) => day.map(|day| day.to_string()).unwrap_or_default(),
        Cell::Amount(amount) => amount.typed(notation),
        Cell::Number(number) => number.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula, wherever it thinks that a cell begins. The import takes the marks off again
/// (`import`), so what has one of its own gets another.
fn defused(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for (at, c) in text.char_indices() {
        if begins && text[at..].trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) {
            safe.push('\'');
        }
        begins = matches!(c, ',' | ';' | '\t' | '\n' | '\r') || begins && c == ' ';
        safe.push(c);
    }
    safe
}

pub(super) fn xlsx(table: Table) -> Result<Vec<u8>, Problem> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let Table { words, title, heads, rows, sums } = table;
        let mut book = Workbook::new();
        // Row by row through a file, so that a large sheet does not fill the memory.
        sheet(book.add_worksheet_with_constant_memory(), title, &heads, rows)?;
        if !sums.0.is_empty() {
            sheet(book.add_worksheet(), words.sums(), &sums.0, sums.1.into_iter())?;
        }
        book.save_to_buffer()
    };
    write().map_err(|error| broken(&error))
}

/// Texts are written as texts: no spreadsheet runs them.
fn sheet(
    sheet: &mut Worksheet,
    title: &str,
    heads: &[impl AsRef<str>],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let (bold, days) = (Format::new().set_bold(), Format::new().set_num_format("yyyy-mm-dd"));
    sheet.set_name(title)?;
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, head.as_ref(), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => drop(sheet.write_string(row, column, text)?),
                Cell::Day(None) => {}
                Cell::Day(Some(day)) => {
                    let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
                    sheet.write_datetime_with_format(row, column, day, &days)?;
                }
                Cell::Amount(amount) => number(sheet, (row, column), amount)?,
                Cell::Number(number) => drop(sheet.write_number(row, column, number as f64)?),
            }
        }
    }
    Ok(())
}

/// An amount as a number that spreadsheets can add. They count in floating point: fifteen digits, which holds every
/// amount that can be kept.
fn number(sheet: &mut Worksheet, (row, column): (u32, u16), amount: Money) -> Result<(), XlsxError> {
    let places = amount.currency.exponent() as usize;
    let format = match places {
        0 => Format::new().set_num_format("#,##0"),
        places => Format::new().set_num_format(format!("#,##0.{}", "0".repeat(places))),
    };
    let value: f64 = amount.plain().parse().unwrap_or_default();
    sheet.write_number_with_format(row, column, value, &format)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_would_run_are_defused() {
        for (text, want) in [
            ("=1+1", "'=1+1"),
            ("+48 22", "'+48 22"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("Łódź = 1", "Łódź = 1"),
            ("a;=cmd|'/C calc'!A0", "a;'=cmd|'/C calc'!A0"),
            ("a, =1", "a, '=1"),
            ("Nowak, Jan - biuro", "Nowak, Jan - biuro"),
            ("'+' plan", "''+' plan"),
            ("'tis", "'tis"),
        ] {
            assert_eq!(defused(text), want);
        }
    }
}
