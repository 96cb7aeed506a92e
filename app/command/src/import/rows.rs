//! The rows of an import: each is judged by what is there, and written by the rules that hold for one by hand.

use super::{
    around::Around,
    contacts::{company, person, write_company, write_person},
    deals::{NewRow, add, deal, write_deal},
    products::{product, write_product},
    users::{user, write_user},
};
use domain::{
    id::{ImportId, Op},
    import::{Fate, ImportState, Kind, Meaning, Problem, Update},
    refusal::Refusal,
};
use import::Cells;
use store::{Error, IMPORT_SLICE as SLICE_NAME, ImportHead, Judged, Result, StoredRow, Tx, refused};

/// How many rows are judged at once, and so without a wait.
pub(super) const FEW: usize = 500;

/// How many rows are written at once: others write in between.
const SLICE: u64 = 200;

/// Why a row cannot be written, or the program could not tell.
pub(super) enum Stop {
    Problem(Problem),
    Refused(Refusal),
    Broken(Error),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Problem(problem)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        match error {
            Error::Refused(refusal) => Stop::Refused(refusal),
            other => Stop::Broken(other),
        }
    }
}

pub(super) type Told<T> = std::result::Result<T, Stop>;

/// What a row comes to: what is written, and how that differs from what is there.
pub(super) struct Plan<W> {
    pub write: W,
    /// What it is about.
    pub same: String,
    /// Whether there is such a one already.
    pub known: bool,
    pub updates: Vec<Update>,
}

impl<W> Plan<W> {
    fn judged(&self) -> Judged {
        let fate = match (self.known, self.updates.is_empty()) {
            (false, _) => Fate::Create,
            (true, false) => Fate::Update,
            (true, true) => Fate::Skip,
        };
        let updates = if self.known { self.updates.clone() } else { vec![] };
        Judged { fate, same: self.same.clone(), updates, problem: None }
    }
}

/// Texts that differ.
pub(super) fn updates(pairs: impl IntoIterator<Item = (Meaning, String, String)>) -> Vec<Update> {
    let differing = pairs.into_iter().filter(|(_, from, to)| from != to);
    differing.map(|(meaning, from, to)| Update { meaning, from, to }).collect()
}

/// What is typed, or else what is there.
pub(super) fn or(typed: String, there: &str) -> String {
    if typed.is_empty() { there.to_owned() } else { typed }
}

/// Judges, writes or takes back the next rows of an import, on behalf of the transaction's user, and commits; whether there are more.
/// The server does this by itself.
pub async fn go_on(tx: Tx, op: &Op, import: ImportId) -> Result<bool> {
    tx.require_administrator()?;
    let head = tx.import_head(import).await?;
    let more = match head.state {
        ImportState::Reading => judge_next(&tx, &head).await?,
        ImportState::Running => write_next(&tx, &head).await?,
        ImportState::Undoing => tx.undo_next(import).await?,
        ImportState::Draft | ImportState::Done | ImportState::Undone => false,
    };
    let name = if head.state == ImportState::Undoing { "undo_import" } else { SLICE_NAME };
    tx.log(op, name).await?;
    tx.commit().await?;
    Ok(more)
}

/// Judges the next rows that were not; whether there are more.
pub(super) async fn judge_next(tx: &Tx, head: &ImportHead) -> Result<bool> {
    let rows = tx.unjudged_rows(head.id, FEW as u64).await?;
    judge(tx, head, &rows).await?;
    let more = rows.len() == FEW && !tx.unjudged_rows(head.id, 1).await?.is_empty();
    if !more {
        tx.set_import_state(head.id, ImportState::Draft).await?;
    }
    Ok(more)
}

/// Judges these rows.
pub(super) async fn judge(tx: &Tx, head: &ImportHead, rows: &[StoredRow]) -> Result<()> {
    let around = Around::of(tx, head, rows).await?;
    let judged = judged(tx, head, &around, rows).await?;
    tx.judge_rows(head.id, &rows.iter().zip(judged).collect::<Vec<_>>()).await
}

/// Judges a row that was corrected, and those that were or are about the same.
pub(super) async fn judge_with_the_same(tx: &Tx, head: &ImportHead, row: StoredRow) -> Result<()> {
    let (line, before) = (row.line, row.same.clone());
    judge(tx, head, &[row]).await?;
    let now = tx.import_row(head.id, line).await?.same;
    for same in [before, now] {
        judge(tx, head, &tx.rows_of_the_same(head.id, &same).await?).await?;
    }
    Ok(())
}

/// What becomes of these rows, which are in the order of the file. Of several about the same the first counts.
async fn judged(tx: &Tx, head: &ImportHead, around: &Around, rows: &[StoredRow]) -> Result<Vec<Judged>> {
    let mut all = vec![];
    for row in rows {
        all.push(judged_alone(tx, head, around, row).await?);
    }
    let sames: Vec<&str> =
        all.iter().map(|judged| judged.same.as_str()).filter(|same| !same.is_empty()).collect();
    let lines: Vec<i64> = rows.iter().map(|row| row.line).collect();
    let mut firsts = tx.firsts_of_the_same(head.id, &sames, &lines).await?;
    for (row, judged) in rows.iter().zip(&mut all).filter(|(_, judged)| !judged.same.is_empty()) {
        let first = firsts.entry(judged.same.clone()).or_insert(row.line);
        if *first < row.line {
            let cells = Cells { fit: &head.fit, cells: &row.cells };
            let line = usize::try_from(*first).unwrap_or(0);
            let told = wrong(Stop::Problem(cells.problem(Meaning::Id, Refusal::SameRow { line })), cells)?;
            *judged = Judged { same: std::mem::take(&mut judged.same), ..told };
        } else {
            *first = row.line;
        }
    }
    Ok(all)
}

/// What becomes of a row, whatever the others are.
async fn judged_alone(tx: &Tx, head: &ImportHead, around: &Around, row: &StoredRow) -> Result<Judged> {
    let cells = Cells { fit: &head.fit, cells: &row.cells };
    let plan = match head.kind {
        Kind::Companies => company(tx, cells).await.map(|plan| plan.judged()),
        Kind::Persons => person(tx, cells).await.map(|plan| plan.judged()),
        Kind::Products => product(tx, around, cells).await.map(|plan| plan.judged()),
        Kind::Deals => deal(tx, around, cells).await.map(|plan| plan.judged()),
        Kind::Users => user(around, cells).map(|plan| plan.judged()),
    };
    plan.or_else(|stop| wrong(stop, cells))
}

fn wrong(stop: Stop, cells: Cells<'_>) -> Result<Judged> {
    let problem = match stop {
        Stop::Problem(problem) => problem,
        Stop::Refused(refusal) => cells.refused(refusal),
        Stop::Broken(error) => return Err(error),
    };
    Ok(Judged { fate: Fate::Error, same: String::new(), updates: vec![], problem: Some(problem) })
}

/// Writes the next rows; whether there are more. When one turns out not to be writable that was, nothing of the import
/// stays, unless the good rows were asked for.
pub(super) async fn write_next(tx: &Tx, head: &ImportHead) -> Result<bool> {
    let mut rows = tx.unwritten_rows(head.id, SLICE).await?;
    if rows.is_empty() {
        tx.close_import(head.id).await?;
        return Ok(false);
    }
    rows.sort_by_key(|row| row.line);
    let around = Around::of(tx, head, &rows).await?;
    let judged = judged(tx, head, &around, &rows).await?;
    let (good, bad): (Vec<_>, Vec<_>) =
        rows.iter().zip(judged).partition(|(_, judged)| judged.problem.is_none());
    tx.judge_rows(head.id, &bad).await?;
    if !bad.is_empty() && !head.good_only {
        tx.begin_undo(head.id).await?;
        return Ok(true);
    }
    let (mut new, mut lines) = (vec![], vec![]);
    for (row, _) in &good {
        match refused(write(tx, head, &around, row, &mut new).await)? {
            Ok(()) => lines.push(row.line),
            Err(refusal) => {
                let cells = Cells { fit: &head.fit, cells: &row.cells };
                tx.judge_rows(head.id, &[(row, wrong(Stop::Refused(refusal), cells)?)]).await?;
            }
        }
    }
    add(tx, new).await?;
    tx.rows_written(head.id, &lines).await?;
    if lines.len() < good.len() && !head.good_only {
        tx.begin_undo(head.id).await?;
    }
    Ok(true)
}

async fn write(
    tx: &Tx,
    head: &ImportHead,
    around: &Around,
    row: &StoredRow,
    new: &mut Vec<NewRow>,
) -> Result<()> {
    let cells = Cells { fit: &head.fit, cells: &row.cells };
    let told = match head.kind {
        Kind::Companies => write_company(tx, around, cells).await.map(drop),
        Kind::Persons => write_person(tx, around, cells).await.map(drop),
        Kind::Products => write_product(tx, around, cells).await,
        Kind::Deals => write_deal(tx, around, cells).await.map(|row| new.extend(row)),
        Kind::Users => write_user(tx, around, cells).await,
    };
    told.map_err(|stop| match stop {
        Stop::Problem(problem) => problem.refusal.into(),
        Stop::Refused(refusal) => refusal.into(),
        Stop::Broken(error) => error,
    })
}
