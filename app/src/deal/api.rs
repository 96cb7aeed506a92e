//! What may be asked of deals.

use super::addition::Addition;
use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::{reader, writer};
use domain::{
    board::{Move, Moved},
    deal::DealForm,
    id::{DealId, Op, UserId},
    profile::{Offer, Profile},
};
#[cfg(feature = "ssr")]
use domain::{deal::Deal, process::Step};
use leptos::prelude::*;
use server_fn::codec::Json;
#[cfg(feature = "ssr")]
use store::Start;

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
    let draft = addition.form.parse(tx.user().language)?;
    let start = addition.start(&tx, draft.value.currency).await?;
    let (company, person) = tx.client(&draft, None).await?;
    let facts = draft.worth(&start.forecast)?.facts(company, person);
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
    let draft = form.parse_over(&deal.facts, tx.user().language)?;
    let ledger = tx.ledger(deal.id, draft.value.currency).await?;
    let (company, person) = tx.client(&draft, Some(&deal.facts)).await?;
    let facts = draft.facts(company, person);
    tx.require_facts(&facts, Some(&deal.facts)).await?;
    let change = deal.revise(version, facts, &ledger)?;
    tx.save_deal(&change).await?;
    Ok(tx.commit().await?)
}

/// Adds an open deal of the same facts on top of the same stage (D7). Sent twice, it happens once.
#[server(endpoint = "duplicate_deal", input = Json, output = Json)]
pub async fn duplicate_deal(deal: DealId, op: Op) -> Answer<DealId> {
    let tx = writer().await?;
    if let Some(answer) = tx.remembered(&op, &deal).await? {
        return Ok(answer);
    }
    let Deal { process, stage, facts, .. } = tx.deal(deal).await?;
    let place = tx.place_on_top(stage).await?;
    let forecast = tx.ledger(deal, facts.value.currency).await?.forecast.anew();
    let start = Start { process, stage, place, participants: vec![], closed: None, forecast };
    let id = tx.add_deal(facts, start).await?;
    tx.remember(&op, &deal, &id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives somebody access to a deal (V2).
#[server(endpoint = "admit", input = Json, output = Json)]
pub async fn admit(deal: DealId, user: UserId) -> Answer<()> {
    let tx = writer().await?;
    tx.admit(deal, user).await?;
    Ok(tx.commit().await?)
}

/// Takes a participant's access back.
#[server(endpoint = "dismiss", input = Json, output = Json)]
pub async fn dismiss(deal: DealId, user: UserId) -> Answer<()> {
    let tx = writer().await?;
    tx.dismiss(deal, user).await?;
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
