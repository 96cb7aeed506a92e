//! What may be asked of tasks.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::writer;
use domain::{
    id::{DealId, Op, TaskId},
    task::TaskForm,
};
use leptos::prelude::*;
use server_fn::codec::Json;

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
