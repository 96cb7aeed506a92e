//! What may be asked of processes: editing them, and checking their actions off on deals.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::{reader, writer};
use domain::{
    id::{ActionId, DealId, FileId, Op, ProcessId, StageId},
    people::Colleague,
    process::{Preview, Process, ProcessForm},
};
#[cfg(feature = "ssr")]
use domain::{
    note::Note,
    process::{Attempt, Step},
    text::Prose,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// What the editor of a process begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    pub process: Process,
    /// How many deals each stage holds.
    pub held: Vec<(StageId, usize)>,
    pub people: Vec<Colleague>,
}

/// A check as the browser asks for it; who does it is whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    pub deal: DealId,
    pub action: ActionId,
    /// Empty: no note.
    pub note: String,
    /// Files that were uploaded for the note.
    pub files: Vec<FileId>,
    pub op: Op,
}

/// Every process, for those who edit them.
#[server(endpoint = "processes", input = Json, output = Json)]
pub async fn read_processes() -> Answer<Vec<Process>> {
    let tx = reader().await?;
    tx.require_administrator()?;
    Ok(tx.processes().await?)
}

/// A process to edit.
#[server(endpoint = "process", input = Json, output = Json)]
pub async fn read_process(process: ProcessId) -> Answer<Editing> {
    let tx = reader().await?;
    tx.require_administrator()?;
    let process = tx.process(Some(process)).await?;
    let held = tx.held(process.id).await?.into_iter().collect();
    Ok(Editing { process, held, people: tx.colleagues().await? })
}

/// Adds a process (P7).
#[server(endpoint = "add_process", input = Json, output = Json)]
pub async fn add_process(form: ProcessForm) -> Answer<ProcessId> {
    let tx = writer().await?;
    tx.require_administrator()?;
    let new = form.create()?;
    tx.require_people(&new).await?;
    let id = tx.add_process(&new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Saves a process that was seen in this version (P1, P5).
#[server(endpoint = "save_process", input = Json, output = Json)]
pub async fn save_process(process: ProcessId, version: i64, form: ProcessForm) -> Answer<()> {
    let tx = writer().await?;
    tx.require_administrator()?;
    let held = tx.held(process).await?;
    let revision = tx.process(Some(process)).await?.revise(version, &form, &held)?;
    tx.require_people(&revision.to).await?;
    tx.save_process(&revision).await?;
    Ok(tx.commit().await?)
}

/// What saving would change for the open deals (P6). Stages with deals that have nowhere to go yet count as staying.
#[server(endpoint = "preview_process", input = Json, output = Json)]
pub async fn preview_process(process: ProcessId, form: ProcessForm) -> Answer<Preview> {
    let tx = reader().await?;
    tx.require_administrator()?;
    let process = tx.process(Some(process)).await?;
    let revision = process.revise(process.version, &form, &Default::default())?;
    Ok(revision.preview(&tx.standings(process.id).await?))
}

/// Checks an action off (D3, P4): check, note, files, notices and task in one transaction. Sent twice, it happens once.
#[server(endpoint = "complete_action", input = Json, output = Json)]
pub async fn complete_action(completion: Completion) -> Answer<()> {
    let tx = writer().await?;
    if let Some(done) = tx.remembered(&completion.op, &completion).await? {
        return Ok(done);
    }
    let (deal, action) = (tx.deal(completion.deal).await?, completion.action);
    let process = tx.process(Some(deal.process)).await?;
    let note = Some(&completion.note).filter(|note| !note.trim().is_empty()).map(|note| Note::parse(note));
    let note: Option<Prose> = note.transpose()?;
    let stage = process.stage_after(&deal, action)?;
    let place = if stage == deal.stage { deal.place.clone() } else { tx.place_on_top(stage).await? };
    let (by, files) = (tx.user(), completion.files.len());
    let attempt =
        Attempt { action, by, note: note.is_some(), files, at: tx.now(), today: tx.wall_clock().date() };
    tx.save_deal(&process.complete(&deal, attempt, place)?).await?;
    if let Some(note) = &note {
        tx.add_note(deal.id, note, Some(action), &completion.files).await?;
    }
    tx.remember(&completion.op, &completion, &()).await?;
    Ok(tx.commit().await?)
}

/// Takes a check back (D3).
#[server(endpoint = "uncomplete_action", input = Json, output = Json)]
pub async fn uncomplete_action(deal: DealId, action: ActionId) -> Answer<()> {
    let tx = writer().await?;
    let deal = tx.deal(deal).await?;
    let process = tx.process(Some(deal.process)).await?;
    tx.save_deal(&process.uncomplete(&deal, action, tx.user())?).await?;
    Ok(tx.commit().await?)
}

/// Moves a deal into a stage of another process (D5).
#[server(endpoint = "change_process", input = Json, output = Json)]
pub async fn change_process(deal: DealId, process: ProcessId, stage: StageId) -> Answer<()> {
    let tx = writer().await?;
    let deal = tx.deal(deal).await?;
    let (from, to) = (tx.process(Some(deal.process)).await?, tx.process(Some(process)).await?);
    let step = Step { seen: deal.stage, to: to.stage(stage)?.id, at: tx.now() };
    let change = to.take_over(&from, &deal, step, tx.place_on_top(stage).await?)?;
    tx.save_deal(&change).await?;
    Ok(tx.commit().await?)
}
