//! A CSV file as a table: decoded, split, its columns known by name.

use super::Refused;
use encoding_rs::{Encoding, UTF_8};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// The rows of a file.
pub(super) struct Table {
    file: PathBuf,
    columns: HashMap<String, usize>,
    names: Vec<String>,
    pub rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads a file in this encoding, UTF-8 unless named; a byte order mark wins. Refused as a whole when its text is
    /// of another encoding.
    pub fn load(file: &Path, encoding: Option<&str>, delimiter: char) -> Result<Table, Refused> {
        let bytes = std::fs::read(file).map_err(|error| Refused::File(file.into(), error))?;
        let text = decode(file, &bytes, encoding)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(delimiter).unwrap_or(b','))
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let broken = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            Refused::Csv { file: file.into(), line, why: error.to_string() }
        };
        let names: Vec<String> = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(broken)?;
        let columns = names.iter().cloned().zip(0..).collect();
        Ok(Table { file: file.into(), columns, names, rows })
    }

    /// Why a row cannot be read by the header, if it has another number of cells.
    pub fn require_whole(&self, row: &csv::StringRecord) -> Result<(), String> {
        match (row.len(), self.names.len()) {
            (cells, columns) if cells == columns => Ok(()),
            (cells, columns) => Err(format!("the row has {cells} cells, the header {columns}")),
        }
    }

    /// The index of a column. Refused when there is none of this name.
    pub fn column(&self, name: &str) -> Result<usize, Refused> {
        let missing = || {
            let known = self.names.join(", ");
            Refused::NoColumn { file: self.file.clone(), column: name.into(), known }
        };
        self.columns.get(name).copied().ok_or_else(missing)
    }

    /// The name of a column.
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The index of a column that a mapping need not name.
    pub fn optional(&self, name: Option<&String>) -> Result<Option<usize>, Refused> {
        name.map(|name| self.column(name)).transpose()
    }
}

fn decode(file: &Path, bytes: &[u8], label: Option<&str>) -> Result<String, Refused> {
    let label = label.unwrap_or("utf-8");
    let unknown = || Refused::Mapping(file.into(), format!("the encoding \"{label}\" is unknown"));
    let named = Encoding::for_label(label.as_bytes()).ok_or_else(unknown)?;
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((named, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    text.map(Into::into).ok_or_else(|| {
        let line = if encoding == UTF_8 { first_bad_line(&bytes[mark..]) } else { 1 };
        Refused::Encoding { file: file.into(), encoding: encoding.name(), line }
    })
}

fn first_bad_line(bytes: &[u8]) -> usize {
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count()
}
