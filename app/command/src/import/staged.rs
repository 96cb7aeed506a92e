//! An import before it is written: its file as rows, how it is fitted, and what a screen shows of it.

use super::{ReadImport, rows};
use domain::{
    id::ImportId,
    import::{Fit, Import, ImportState, Kind, Mapped, Meaning, ROWS, Why},
    people::Role,
    refusal::Refusal,
};
use import::{Table, sample};
use store::{ImportHead, NewImport, Result, StoredRow, Tx};

/// How many rows of an import a screen gets at once.
const SHOWN: u64 = 200;

/// Keeps a file that was read, fitted as one like it was the last time. Small ones are judged at once.
pub async fn stage(
    tx: &Tx,
    kind: Kind,
    file: String,
    content: Vec<u8>,
    (table, guessed): (Table, Fit),
) -> Result<ImportId> {
    tx.require_administrator()?;
    let header: Vec<&str> = table.header.iter().map(String::as_str).collect();
    let (fit, columns) = match tx.remembered_fit(kind, &header).await? {
        // How it is written is seen anew: the same columns can come in another encoding.
        Some(last) => {
            let active = tx.processes().await?.into_iter().filter(|process| process.active);
            let process = active.map(|process| process.id).find(|id| last.process == Some(*id));
            let Fit { columns, aliases, currency, .. } = last;
            let fit = Fit { process, currency, columns, aliases, ..guessed };
            let columns = mapped(&table, |at| fit.columns[at].map(|_| Why::Remembered));
            (fit, columns)
        }
        None => {
            let guesses = import::columns(kind, &table);
            (guessed, mapped(&table, |at| guesses[at].map(|(_, why)| why)))
        }
    };
    let rows = stored(table);
    let few = rows.len() <= rows::FEW;
    let id = tx.add_import(NewImport { kind, file, content, columns, fit }, rows).await?;
    if few {
        rows::judge_next(tx, &tx.import_head(id).await?).await?;
    }
    Ok(id)
}

/// Fits a file otherwise. It is read anew when it is written otherwise than it was taken for.
pub(super) async fn fit(tx: &Tx, head: &ImportHead, fit: &Fit) -> Result<()> {
    let before = &head.fit;
    let rewritten = (fit.encoding, fit.separator) != (before.encoding, before.separator);
    let workbook = domain::import::Encoding::Workbook;
    if !fit.is_sound(head.kind) || (fit.encoding == workbook) != (before.encoding == workbook) {
        return Err(Refusal::MalformedRequest.into());
    }
    if let Some(process) = fit.process {
        tx.process(Some(process)).await?.require_active()?;
    }
    let (fit, columns) = if rewritten {
        let table = import::read(&tx.import_content(head.id).await?, fit)?;
        let guesses = import::columns(head.kind, &table);
        let meant = guesses.iter().map(|guess| guess.map(|(meaning, _)| meaning)).collect();
        let format = import::format(&table);
        let columns = mapped(&table, |at| guesses[at].map(|(_, why)| why));
        tx.replace_import_rows(head.id, stored(table)).await?;
        (Fit { columns: meant, numbers: format.numbers, dates: format.dates, ..fit.clone() }, columns)
    } else {
        if fit.columns.len() != head.columns.len() {
            return Err(Refusal::MalformedRequest.into());
        }
        let column = |(at, column): (usize, &Mapped)| {
            let why = if fit.columns[at] == before.columns[at] { column.why } else { Some(Why::Chosen) };
            Mapped { why: why.filter(|_| fit.columns[at].is_some()), name: column.name.clone() }
        };
        (fit.clone(), head.columns.iter().enumerate().map(column).collect())
    };
    tx.fit_import(head.id, &columns, &fit).await?;
    if tx.import_size(head.id).await? <= rows::FEW as u64 {
        rows::judge_next(tx, &tx.import_head(head.id).await?).await?;
    }
    Ok(())
}

/// What a screen shows of an import.
pub(super) async fn page(tx: &Tx, asked: &ReadImport) -> Result<Import> {
    let ImportHead { id, kind, state, file, bytes, columns, fit, .. } = tx.import_head(asked.import).await?;
    let (counts, written) = tx.import_counts(id).await?;
    let undone = tx.import_undone(id).await?;
    let rows = tx.import_rows(id, asked.fate, asked.from.min(ROWS as u64), SHOWN).await?;
    let proof = sample(rows.iter().map(|row| row.cells.as_slice()), &fit);
    let open = matches!(state, ImportState::Draft | ImportState::Reading);
    let (processes, choices) = match kind {
        Kind::Deals if open => (tx.processes().await?, choices(tx, &fit).await?),
        Kind::Users if open => (vec![], vec![(Meaning::Role, roles())]),
        _ => (vec![], vec![]),
    };
    let processes = processes.into_iter().filter(|process| process.active);
    let size = if counts.all() == 0 || state == ImportState::Reading {
        tx.import_size(id).await?
    } else {
        counts.all()
    };
    Ok(Import {
        processes: processes.map(|process| (process.id, process.name.to_string())).collect(),
        date: proof.date,
        letters: proof.letters,
        from: asked.from,
        id,
        kind,
        state,
        file,
        bytes,
        fit,
        columns,
        counts,
        written,
        rows,
        choices,
        size,
        undone,
    })
}

/// What can be chosen where not everything can be written.
async fn choices(tx: &Tx, fit: &Fit) -> Result<Vec<(Meaning, Vec<String>)>> {
    let stages = tx.process(fit.process).await?.stages.into_iter().map(|stage| stage.name.to_string());
    let owners = tx.users().await?.into_iter().map(|(_, user)| user.name);
    let sources = tx.offered_sources().await?.into_iter().map(|(_, name)| name);
    let reasons = tx.reasons().await?.list.into_iter().filter(|reason| reason.active);
    let statuses = domain::deal::Status::ALL.into_iter().map(|status| status.code().to_owned());
    Ok(vec![
        (Meaning::Stage, stages.collect()),
        (Meaning::Status, statuses.collect()),
        (Meaning::Owner, owners.collect()),
        (Meaning::Source, sources.collect()),
        (Meaning::Reason, reasons.map(|reason| reason.name.to_string()).collect()),
    ])
}

fn roles() -> Vec<String> {
    let roles = [Role::Salesperson, Role::Manager, Role::Administrator];
    roles.map(|role| role.code().to_owned()).into()
}

fn mapped(table: &Table, why: impl Fn(usize) -> Option<Why>) -> Vec<Mapped> {
    let columns = table.header.iter().enumerate();
    columns.map(|(at, name)| Mapped { name: name.clone(), why: why(at) }).collect()
}

fn stored(table: Table) -> Vec<StoredRow> {
    let rows = table.rows.into_iter();
    let row = |row: import::Row| {
        let line = i64::try_from(row.line).unwrap_or(i64::MAX);
        StoredRow { line, cells: row.cells, same: String::new() }
    };
    rows.map(row).collect()
}
