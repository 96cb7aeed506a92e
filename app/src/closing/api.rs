//! What may be asked of closing deals, and of the reasons for it.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::{reader, writer};
use domain::{
    deal::Status,
    id::{DealId, ReasonId},
    reason::{ReasonForm, Reasons},
};
#[cfg(feature = "ssr")]
use domain::{
    refusal::Field,
    text::{Name, Prose},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Wins a deal (W1). Refused while mandatory actions are not done.
#[server(endpoint = "win_deal", input = Json, output = Json)]
pub async fn win_deal(deal: DealId) -> Answer<()> {
    let tx = writer().await?;
    let deal = tx.deal(deal).await?;
    let process = tx.process(Some(deal.process)).await?;
    let ledger = tx.ledger(deal.id, deal.facts.value.currency).await?;
    tx.save_deal(&process.win(&deal, tx.wall_clock().date(), &ledger)?).await?;
    Ok(tx.commit().await?)
}

/// Closes a deal as lost or stale, with a reason and a note (W2).
#[server(endpoint = "give_up_deal", input = Json, output = Json)]
pub async fn give_up_deal(
    deal: DealId,
    outcome: Status,
    reason: Option<ReasonId>,
    note: String,
) -> Answer<()> {
    let tx = writer().await?;
    let (deal, note) = (tx.deal(deal).await?, Prose::parse(Field::Note, &note)?);
    let change = deal.give_up(outcome, tx.wall_clock().date(), tx.why(reason).await?)?;
    tx.save_deal(&change).await?;
    tx.explain(deal.id, reason, &note).await?;
    Ok(tx.commit().await?)
}

/// Opens a closed deal again (W3).
#[server(endpoint = "reopen_deal", input = Json, output = Json)]
pub async fn reopen_deal(deal: DealId) -> Answer<()> {
    let tx = writer().await?;
    let deal = tx.deal(deal).await?;
    let process = tx.process(Some(deal.process)).await?;
    let ledger = tx.ledger(deal.id, deal.facts.value.currency).await?;
    let mut change = deal.reopen(tx.now(), tx.place_on_top(deal.stage).await?, &ledger)?;
    // The process may have been edited while the deal was closed.
    change.to.probability = process.probability(&deal.done);
    tx.save_deal(&change).await?;
    Ok(tx.commit().await?)
}

/// The account's reasons.
#[server(endpoint = "reasons", input = Json, output = Json)]
pub async fn read_reasons() -> Answer<Reasons> {
    Ok(reader().await?.reasons().await?)
}

/// Saves the list of reasons, and whether one is required.
#[server(endpoint = "save_reasons", input = Json, output = Json)]
pub async fn save_reasons(reasons: Vec<ReasonForm>, required: bool) -> Answer<()> {
    let tx = writer().await?;
    tx.require_administrator()?;
    let read = |form: &ReasonForm| Ok((form.id, Name::parse(Field::Reason, &form.name)?, form.active));
    let names: Vec<_> = reasons.iter().map(read).collect::<Answer<_>>()?;
    tx.save_reasons(&names, required).await?;
    Ok(tx.commit().await?)
}
