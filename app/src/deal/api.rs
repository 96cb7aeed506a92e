//! What may be asked of deals.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::{reader, writer};
use domain::{
    board::{Move, Moved},
    contact::{Company, Person},
    deal::DealForm,
    id::{DealId, Op, ProcessId, StageId, TaskId, UserId},
    profile::{Offer, Profile},
    task::TaskForm,
};
#[cfg(feature = "ssr")]
use domain::{
    process::Step,
    refusal::{Field, Refusal},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;
#[cfg(feature = "ssr")]
use store::{Start, Tx};

/// A new deal as the dialog sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    pub form: DealForm,
    pub process: ProcessId,
    /// The first stage of the process when missing.
    pub stage: Option<StageId>,
    pub participants: Vec<UserId>,
    pub op: Op,
}

/// Moves a deal to a place on the board (B7). Sent twice, it happens once.
#[server(endpoint = "move_deal", input = Json, output = Json)]
pub async fn move_deal(step: Move) -> Answer<Moved> {
    let tx = writer().await?;
    if let Some(answer) = tx.remembered(&step.op, &step).await? {
        return Ok(answer);
    }
    let deal = tx.deal(step.deal).await?;
    let process = tx.process(Some(deal.process)).await?;
    let place = tx.place(step.to, step.gap, deal.id).await?;
    let change = process.move_deal(&deal, Step { seen: step.from, to: step.to, at: tx.now() }, place)?;
    tx.save_deal(&change).await?;
    let moved = Moved { deal: deal.id, stage: change.to.stage };
    tx.remember(&step.op, &step, &moved).await?;
    tx.commit().await?;
    Ok(moved)
}

/// Adds a deal on top of its stage (D1). Sent twice, it happens once.
#[server(endpoint = "add_deal", input = Json, output = Json)]
pub async fn add_deal(addition: Addition) -> Answer<DealId> {
    let tx = writer().await?;
    if let Some(answer) = tx.remembered(&addition.op, &addition).await? {
        return Ok(answer);
    }
    let draft = addition.form.parse()?;
    let start = start(&tx, &addition).await?;
    let (company, person) = tx.client(&draft).await?;
    let facts = draft.facts(company, person);
    tx.require_facts(&facts, None).await?;
    let id = tx.add_deal(facts, start).await?;
    tx.remember(&addition.op, &addition, &id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes the fields of a deal that was seen in this version.
#[server(endpoint = "save_deal", input = Json, output = Json)]
pub async fn save_deal(deal: DealId, version: i64, form: DealForm) -> Answer<()> {
    let tx = writer().await?;
    let deal = tx.deal(deal).await?;
    let draft = form.parse()?;
    let (company, person) = tx.client(&draft).await?;
    let facts = draft.facts(company, person);
    tx.require_facts(&facts, Some(&deal.facts)).await?;
    let change = deal.revise(version, facts)?;
    tx.save_deal(&change).await?;
    Ok(tx.commit().await?)
}

/// The page of a deal.
#[server(endpoint = "deal", input = Json, output = Json)]
pub async fn read_deal(deal: DealId) -> Answer<Profile> {
    Ok(reader().await?.profile(deal).await?)
}

/// What can be chosen for a new deal.
#[server(endpoint = "offer", input = Json, output = Json)]
pub async fn read_offer() -> Answer<Offer> {
    Ok(reader().await?.offer().await?)
}

/// Companies whose name contains these letters, from the second letter on.
#[server(endpoint = "suggest_companies", input = Json, output = Json)]
pub async fn suggest_companies(letters: String) -> Answer<Vec<Company>> {
    Ok(reader().await?.suggest_companies(&letters).await?)
}

/// Persons whose name contains these letters, from the second letter on.
#[server(endpoint = "suggest_persons", input = Json, output = Json)]
pub async fn suggest_persons(letters: String) -> Answer<Vec<Person>> {
    Ok(reader().await?.suggest_persons(&letters).await?)
}

/// Adds a task to a deal (T1). Sent twice, it happens once.
#[server(endpoint = "add_task", input = Json, output = Json)]
pub async fn add_task(deal: DealId, form: TaskForm, op: Op) -> Answer<TaskId> {
    let tx = writer().await?;
    if let Some(answer) = tx.remembered(&op, &(deal, &form)).await? {
        return Ok(answer);
    }
    let task = tx.add_task(form.parse(deal, tx.user().id)?).await?;
    tx.remember(&op, &(deal, &form), &task).await?;
    tx.commit().await?;
    Ok(task)
}

/// Checks a task off, or takes the check back.
#[server(endpoint = "check_task", input = Json, output = Json)]
pub async fn check_task(task: TaskId, done: bool) -> Answer<()> {
    let tx = writer().await?;
    tx.check_task(task, done).await?;
    Ok(tx.commit().await?)
}

/// Deletes a task.
#[server(endpoint = "delete_task", input = Json, output = Json)]
pub async fn delete_task(task: TaskId) -> Answer<()> {
    let tx = writer().await?;
    tx.delete_task(task).await?;
    Ok(tx.commit().await?)
}

#[cfg(feature = "ssr")]
async fn start(tx: &Tx, addition: &Addition) -> Answer<Start> {
    let process =
        tx.process(Some(addition.process)).await.map_err(|_| Refusal::Unknown { field: Field::Process })?;
    if !process.active {
        return Err(Refusal::Unknown { field: Field::Process }.into());
    }
    let first = process.stages.first().map(|stage| stage.id);
    let stage = addition.stage.or(first).ok_or(Refusal::Unknown { field: Field::Stage })?;
    process.stage(stage)?;
    for user in &addition.participants {
        tx.require_user(*user, Field::Participants).await?;
    }
    let mut participants = addition.participants.clone();
    participants.sort_unstable();
    participants.dedup();
    Ok(Start { process: process.id, stage, place: tx.place_on_top(stage).await?, participants })
}
