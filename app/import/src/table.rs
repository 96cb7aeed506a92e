//! A text as a table: a header and rows, each with its line (I1).

use domain::{
    import::{CELLS, COLUMNS, ROWS, Separator},
    refusal::{Field, Refusal},
};

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line in which it begins, the first being 1.
    pub line: usize,
    /// As many as the header has.
    pub cells: Vec<String>,
}

/// A file as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Row>,
}

impl Table {
    /// The longest cell, in bytes.
    pub const CELL: usize = 64 << 10;

    /// Splits a text. Rows that are empty are left out; a shorter one is filled up. Refused without rows, above
    /// [`ROWS`] or [`COLUMNS`], and when a quotation mark is never closed.
    pub fn read(text: &str, separator: Separator) -> Result<Table, Refusal> {
        if let Some(line) = unclosed(text, separator.mark()) {
            return Err(Refusal::UnclosedQuote { line });
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator.mark())
            .has_headers(false)
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let (mut building, mut record) = (Building::default(), csv::StringRecord::new());
        let (bytes, mut line, mut counted) = (text.as_bytes(), 1, 0);
        while reader.read_record(&mut record).map_err(|error| broken(&error))? {
            // Where the record before ended: lines that hold nothing are in between.
            let ended = record.position().map_or(counted, |position| position.byte() as usize);
            let empty = bytes[ended..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            line += line_ends(&bytes[counted..ended + empty]);
            counted = ended + empty;
            building.add(line, record.iter())?;
        }
        building.done()
    }
}

impl Table {
    /// The same without the marks by which exports keep spreadsheets from running a text.
    pub(crate) fn live(mut self) -> Table {
        for row in &mut self.rows {
            row.cells.iter_mut().for_each(|cell| *cell = live(cell));
        }
        self
    }
}

/// A table that grows row by row, whatever it is read from.
#[derive(Default)]
pub(crate) struct Building(Option<Table>);

impl Building {
    /// Takes the next row; the first one that holds something is the header.
    pub fn add<'a>(&mut self, line: usize, cells: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
        let mut taken = vec![];
        for cell in cells {
            if taken.len() == COLUMNS {
                return Err(Refusal::TooMany { max: COLUMNS }.in_line(line - 1));
            }
            if cell.len() > Table::CELL {
                return Err(Refusal::TooLong { field: Field::Value, max: Table::CELL }.in_line(line - 1));
            }
            taken.push(cell.to_owned());
        }
        if taken.iter().all(String::is_empty) {
            return Ok(());
        }
        let Some(table) = &mut self.0 else {
            self.0 = Some(Table { header: taken, rows: vec![] });
            return Ok(());
        };
        let most = ROWS.min(CELLS / table.header.len());
        if table.rows.len() == most {
            return Err(Refusal::TooMany { max: most });
        }
        if taken.iter().skip(table.header.len()).any(|cell| !cell.is_empty()) {
            return Err(Refusal::TooMany { max: table.header.len() }.in_line(line - 1));
        }
        taken.resize(table.header.len(), String::new());
        table.rows.push(Row { line, cells: taken });
        Ok(())
    }

    pub fn done(self) -> Result<Table, Refusal> {
        self.0.filter(|table| !table.rows.is_empty()).ok_or(Refusal::NoRows)
    }
}

/// How many lines end here: by a line feed, a carriage return, or both.
fn line_ends(bytes: &[u8]) -> usize {
    let ends = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|at| ends(*at)).count()
}

/// A text as it was before an export kept spreadsheets from running it: without one mark in front of what would begin a
/// formula.
fn live(cell: &str) -> String {
    let (mut text, mut begins) = (String::with_capacity(cell.len()), true);
    for (at, letter) in cell.char_indices() {
        let is_mark = begins
            && letter == '\''
            && cell[at..].trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
        if !is_mark {
            text.push(letter);
        }
        begins = matches!(letter, ',' | ';' | '\t' | '\n' | '\r') || begins && letter == ' ';
    }
    text
}

fn broken(error: &csv::Error) -> Refusal {
    Refusal::UnreadableLine { line: error.position().map_or(1, |position| position.line() as usize) }
}

/// The line of a quotation mark that opens a cell and is never closed: what follows would all be that cell.
fn unclosed(text: &str, separator: u8) -> Option<usize> {
    let (mut line, mut begins, mut opened) = (1, true, None);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (b'"', Some(_)) => opened = None,
            (b'"', None) if begins => opened = Some(line),
            _ => {}
        }
        begins = byte == separator || byte == b'\n' || byte == b'\r';
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Table, Refusal> {
        Table::read(text, Separator::Semicolon)
    }

    #[test]
    fn rows_have_their_lines_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let table = read(&["a;b", "", "1;2", "\"3", "4\";5", "6;7"].join(end)).unwrap();
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 6], "{end:?}");
        }
    }

    #[test]
    fn rows_have_their_lines_and_as_many_cells_as_the_header() {
        let table = read("a; b ;c\n\n1;\"two\nlines\";3\n4\n;;\n").unwrap();
        assert_eq!(table.header, ["a", "b", "c"]);
        let rows: Vec<_> = table.rows.iter().map(|row| (row.line, row.cells.join("|"))).collect();
        assert_eq!(rows, [(3, "1|two\nlines|3".to_owned()), (5, "4||".to_owned())]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_line() {
        for (text, want) in [
            ("", Refusal::NoRows),
            ("a;b\n", Refusal::NoRows),
            ("\n\n ; \n", Refusal::NoRows),
            ("a;b\n1;\"2\n3;4\n", Refusal::UnclosedQuote { line: 2 }),
            ("a;b\n1;2;3\n", Refusal::TooMany { max: 2 }.in_line(1)),
        ] {
            assert_eq!(read(text), Err(want), "{text:?}");
        }
        let wide = ";".repeat(1_000_000);
        assert_eq!(read(&wide), Err(Refusal::TooMany { max: COLUMNS }.in_line(0)));
        let long = format!("a\n{}\n", "x".repeat(Table::CELL + 1));
        let too_long = Refusal::TooLong { field: Field::Value, max: Table::CELL };
        assert_eq!(read(&long), Err(too_long.in_line(1)));
        assert!(read("a;b\n5\" pipe;\"x \"\"y\"\" z\"\n").is_ok(), "a mark within a cell is a mark");
    }

    #[test]
    fn what_an_export_kept_from_running_is_as_it_was() {
        for (cell, want) in [
            ("'+48 22", "+48 22"),
            ("'=1+1", "=1+1"),
            ("601, '+48 602", "601, +48 602"),
            ("'tis", "'tis"),
            ("''+' plan", "'+' plan"),
            ("d'+Arc", "d'+Arc"),
            ("", ""),
        ] {
            assert_eq!(live(cell), want, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[a;\"\n\r ,ł\0]{0,60}") {
            if let Ok(table) = read(&text) {
                prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
            }
        }

        #[test]
        fn what_was_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a-z;\"\n]{1,6}", 3), 2..6)) {
            let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(vec![]);
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            let want: Vec<_> = rows.iter().map(trimmed).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            let got = read(&text).map(|table| {
                [table.header].into_iter().chain(table.rows.into_iter().map(|row| row.cells)).collect::<Vec<_>>()
            });
            prop_assert_eq!(got.unwrap_or(want.clone()), want);
        }
    }
}
