//! Files in, rows out (I1, I4): bytes are decoded, split into a table, and each cell is read as what its column means.
//! Nothing here reads or writes anything.

mod cells;
mod decode;
mod guess;
mod names;
mod table;
mod workbook;

pub use cells::{Cells, offer};
pub use decode::decode;
pub use guess::{Sample, columns, format, sample};
pub use table::{Row, Table};

use domain::{
    import::{Encoding, Fit, Kind, Separator},
    refusal::Refusal,
};

/// Reads a file of which nothing is known yet: its table, and how it is most likely meant.
pub fn open(kind: Kind, bytes: &[u8]) -> Result<(Table, Fit), Refusal> {
    open_as(kind, bytes, None, None)
}

/// The same, where its letters or what stands between its cells may be known.
pub fn open_as(
    kind: Kind,
    bytes: &[u8],
    encoding: Option<Encoding>,
    separator: Option<Separator>,
) -> Result<(Table, Fit), Refusal> {
    // What others export as a page to print begins like lines of text.
    if bytes.starts_with(b"%PDF") {
        return Err(Refusal::NoRows);
    }
    if workbook::is_workbook(bytes) {
        let table = workbook::read(bytes)?;
        let fit = Fit { encoding: Encoding::Workbook, ..guess::format(&table) };
        return Ok((table.clone(), Fit { columns: meant(kind, &table), ..fit }));
    }
    let (text, encoding) = decode::decode(bytes, encoding)?;
    let separator = separator.unwrap_or_else(|| guess::separator(&text));
    let table = as_exported(bytes, Table::read(&text, separator)?);
    let fit = Fit { encoding, separator, columns: meant(kind, &table), ..guess::format(&table) };
    Ok((table, fit))
}

/// Reads a file as it is said to be written.
pub fn read(bytes: &[u8], fit: &Fit) -> Result<Table, Refusal> {
    match fit.encoding {
        Encoding::Workbook => workbook::read(bytes),
        encoding => {
            let table = Table::read(&decode::decode(bytes, Some(encoding))?.0, fit.separator)?;
            Ok(as_exported(bytes, table))
        }
    }
}

/// What our exports keep from running begins with a mark, and so does the file, with that of its encoding.
fn as_exported(bytes: &[u8], table: Table) -> Table {
    if bytes.starts_with("\u{feff}".as_bytes()) { table.live() } else { table }
}

fn meant(kind: Kind, table: &Table) -> Vec<Option<domain::import::Meaning>> {
    guess::columns(kind, table).into_iter().map(|found| found.map(|(meaning, _)| meaning)).collect()
}
