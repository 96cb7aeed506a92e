//! The list of amounts as a file for spreadsheets, with the filter that is in force (M6, I5).

use crate::answers;
use app::{
    error::Problem,
    finance::{kind_name, query_of},
    session::request::{AppState, Session},
};
use axum::{
    body::Body,
    extract::{Path, Query as Parameters, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::Datelike;
use command::broken;
use domain::{
    finance::{Amount, Sums},
    ledger::Kind,
    people::Colleague,
    refusal::Refusal,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use tokio::sync::Semaphore;
use words::Words;

/// How many exports are made at the same time.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How many rows a sheet has.
const ROWS: usize = 1_048_576;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Gives every amount that matches, as `export.csv` or `export.xlsx`.
pub async fn export(
    State(state): State<AppState>,
    Path(name): Path<String>,
    parameters: Result<Parameters<Vec<(String, String)>>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Response {
    let session = request.extensions().get::<Session>();
    let words = state.words(session, request.headers());
    let given = match parameters {
        Ok(parameters) => give(&state, &name, &parameters.0, session.cloned()).await,
        Err(_) => Err(Refusal::MalformedRequest.into()),
    };
    given.unwrap_or_else(|problem| answers::refuse(&problem, words))
}

async fn give(
    state: &AppState,
    name: &str,
    parameters: &[(String, String)],
    session: Option<Session>,
) -> Result<Response, Problem> {
    let session = session.ok_or(Refusal::SignedOut)?;
    let Session { user, account, .. } = session.clone();
    let (write, kind, manner): (Writer, _, _) = match name {
        "export.csv" => (csv, "text/csv; charset=utf-8", "attachment; filename=\"finance.csv\""),
        "export.xlsx" => (xlsx, XLSX, "attachment; filename=\"finance.xlsx\""),
        _ => return Err(Refusal::NotFound.into()),
    };
    let query = query_of(parameters)?;
    let words = state.languages.words(user.language);
    // Exports wait for each other, so that the other readers of the database need not wait for them.
    let _turn = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    let tx = state.sessions.store.read(user, account).await?;
    // In one go: pages of a sorted list would each sort the whole of it.
    let amounts = tx.amounts(&query, 0, i64::MAX.unsigned_abs()).await?;
    let sums = tx.overview(&query.filter).await?.sums;
    if name == "export.xlsx" && amounts.len() >= ROWS {
        return Err(Refusal::TooMany { max: ROWS - 1 }.into());
    }
    let export = Export { words, amounts, sums, people: tx.colleagues().await? };
    tx.commit().await?;
    let noted = state.sessions.write(&session).await?;
    noted.note_export(manner.split('"').nth(1).unwrap_or(name)).await?;
    noted.commit().await?;
    // Writing a large sheet takes a while; other requests go on meanwhile.
    let bytes =
        tokio::task::spawn_blocking(move || write(&export)).await.map_err(|error| broken(&error))??;
    let mut answer = Body::from(bytes).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(manner));
    Ok(answer)
}

/// Makes the bytes of a file.
type Writer = fn(&Export) -> Result<Vec<u8>, Problem>;

/// What goes into the file.
struct Export {
    words: &'static Words,
    amounts: Vec<Amount>,
    sums: Sums,
    people: Vec<Colleague>,
}

impl Export {
    fn heads(&self) -> [&'static str; 10] {
        let words = self.words;
        [
            words.date(),
            words.deal(),
            words.company(),
            words.person(),
            words.of(),
            words.kind(),
            words.amount(),
            words.currency(),
            words.owner(),
            words.status(),
        ]
    }

    /// The cells of a row, but for the amount.
    fn texts(&self, amount: &Amount) -> [String; 9] {
        let owner = self.people.iter().find(|person| person.id == amount.owner);
        [
            amount.date.map(|date| date.to_string()).unwrap_or_default(),
            amount.deal_name.clone(),
            amount.client.company_name().unwrap_or_default().to_owned(),
            amount.client.person_name().unwrap_or_default().to_owned(),
            amount.name.clone(),
            kind_name(self.words, amount.kind, amount.cost).to_owned(),
            amount.amount.currency.code().to_owned(),
            owner.map(|owner| owner.name.clone()).unwrap_or_default(),
            self.words.status_name(amount.status).to_owned(),
        ]
    }
}

/// As spreadsheets of the language read it: in Polish ones a comma marks decimals, and so a semicolon ends a cell.
fn csv(export: &Export) -> Result<Vec<u8>, Problem> {
    // With the mark, spreadsheets know that it is UTF-8.
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(export.words.form_cell_end().bytes().next().unwrap_or(b','))
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(export.heads()).map_err(|error| broken(&error))?;
    for amount in &export.amounts {
        let texts = export.texts(amount).map(|text| defused(&text));
        let [date, deal, company, person, name, kind, currency, owner, status] = texts;
        let number = amount.amount.typed(&export.words.notation);
        let row = [date, deal, company, person, name, kind, number, currency, owner, status];
        writer.write_record(row).map_err(|error| broken(&error))?;
    }
    writer.into_inner().map_err(|error| broken(&error))
}

/// A text that no spreadsheet takes for a formula, wherever it thinks that a cell begins.
fn defused(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r') {
            safe.push('\'');
        }
        begins = matches!(c, ',' | ';' | '\t' | '\n' | '\r') || begins && c == ' ';
        safe.push(c);
    }
    safe
}

fn xlsx(export: &Export) -> Result<Vec<u8>, Problem> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let (mut book, bold) = (Workbook::new(), Format::new().set_bold());
        // Row by row through a file, so that a large sheet does not fill the memory.
        amounts_sheet(book.add_worksheet_with_constant_memory(), export, &bold)?;
        sums_sheet(book.add_worksheet(), export, &bold)?;
        book.save_to_buffer()
    };
    write().map_err(|error| broken(&error))
}

/// A row for each amount. Texts are written as texts: no spreadsheet runs them.
fn amounts_sheet(sheet: &mut Worksheet, export: &Export, bold: &Format) -> Result<(), XlsxError> {
    sheet.set_name(export.words.finance())?;
    for (column, head) in (0..).zip(export.heads()) {
        sheet.write_string_with_format(0, column, head, bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let days = Format::new().set_num_format("yyyy-mm-dd");
    for (row, amount) in (1..).zip(&export.amounts) {
        for (index, text) in (0..).zip(export.texts(amount)).skip(1) {
            // The amount stands in the seventh column.
            let column = if index < 6 { index } else { index + 1 };
            sheet.write_string(row, column, text)?;
        }
        if let Some(day) = amount.date {
            let day = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, 0, day, &days)?;
        }
        number(sheet, (row, 6), amount.amount)?;
    }
    Ok(())
}

/// The sums, a row for each kind and currency; two currencies are never one sum (B3).
fn sums_sheet(sheet: &mut Worksheet, export: &Export, bold: &Format) -> Result<(), XlsxError> {
    let words = export.words;
    sheet.set_name(words.sums())?;
    for (column, head) in (0..).zip([words.kind(), words.amount(), words.currency()]) {
        sheet.write_string_with_format(0, column, head, bold)?;
    }
    let kinds = Kind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
    let sums = kinds.flat_map(|(kind, cost)| {
        export.sums.of(kind, cost).iter().map(move |sum| (kind, cost, sum)).collect::<Vec<_>>()
    });
    for (row, (kind, cost, sum)) in (1..).zip(sums) {
        sheet.write_string(row, 0, kind_name(export.words, kind, cost))?;
        number(sheet, (row, 1), sum)?;
        sheet.write_string(row, 2, sum.currency.code())?;
    }
    Ok(())
}

/// An amount as a number that spreadsheets can add. They count in floating point: fifteen digits, which holds every
/// amount that can be kept.
fn number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    amount: domain::money::Money,
) -> Result<(), XlsxError> {
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
        ] {
            assert_eq!(defused(text), want);
        }
    }
}
