//! The list of deals as a table (L1).

use super::table::{Cell, Table};
use app::{deals::query_of, error::Problem};
use chrono::NaiveDate;
use domain::{
    deal::Status,
    deals::{Row, Sort, Sums},
    id::{DealId, SourceId},
    money::{Money, Totals},
    people::Colleague,
    process::Process,
};
use std::collections::HashMap;
use store::Tx;
use words::Words;

pub(super) async fn table(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<Table, Problem> {
    let query = query_of(parameters)?;
    // In one go: pages of a sorted list would each sort the whole of it.
    let deals = tx.listed_deals(&query, 0, i64::MAX.unsigned_abs()).await?;
    let closed: Vec<DealId> =
        deals.iter().filter(|deal| deal.status != Status::Open).map(|deal| deal.id).collect();
    let sums = tx.sums_of_deals(&query.filter).await?;
    let names = Names {
        processes: tx.processes().await?,
        people: tx.colleagues().await?,
        sources: tx.source_names().await?,
        closing_days: tx.closing_days(&closed).await?,
    };
    let heads = [
        words.deal(),
        words.company(),
        words.person(),
        words.process(),
        words.stage(),
        words.status(),
        words.owner(),
        words.value(),
        words.currency(),
        words.probability(),
        words.weighted(),
        words.expected_close(),
        words.source(),
        words.created_short(),
        words.closed_short(),
        words.number_of_deal(),
    ];
    let hidden = &tx.user().look.hidden;
    let is_hidden = |column: Sort| hidden.iter().any(|code| code == column.code());
    let shown = COLUMNS.map(|column| !column.is_some_and(is_hidden));
    let heads =
        heads.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(head, _)| head.to_owned()).collect();
    let rows = deals.into_iter().map(move |deal| {
        let cells = names.row(words, &deal).into_iter().zip(shown);
        cells.filter_map(|(cell, shown)| shown.then_some(cell)).collect()
    });
    Ok(Table { words, title: words.deals_heading(), heads, rows: Box::new(rows), sums: summed(words, &sums) })
}

/// The column of the list that each column of the table belongs to, and is hidden with (I5).
const COLUMNS: [Option<Sort>; 16] = [
    None,
    Some(Sort::Client),
    Some(Sort::Client),
    Some(Sort::Stage),
    Some(Sort::Stage),
    None,
    Some(Sort::Owner),
    Some(Sort::Value),
    Some(Sort::Value),
    Some(Sort::Probability),
    Some(Sort::Weighted),
    Some(Sort::Close),
    None,
    None,
    None,
    None,
];

/// By what numbers are called.
struct Names {
    processes: Vec<Process>,
    people: Vec<Colleague>,
    sources: Vec<(SourceId, String)>,
    closing_days: HashMap<DealId, NaiveDate>,
}

impl Names {
    fn row(&self, words: &Words, deal: &Row) -> [Cell; COLUMNS.len()] {
        let process = self.processes.iter().find(|process| process.id == deal.process);
        let stage = process.and_then(|process| process.stage(deal.stage).ok());
        let owner = self.people.iter().find(|person| person.id == deal.owner);
        let source = self.sources.iter().find(|(id, _)| Some(*id) == deal.source);
        [
            deal.name.as_str().into(),
            deal.client.company_name().unwrap_or_default().into(),
            deal.client.person_name().unwrap_or_default().into(),
            process.map(|process| process.name.as_str()).unwrap_or_default().into(),
            stage.map(|stage| stage.name.as_str()).unwrap_or_default().into(),
            words.status_name(deal.status).into(),
            owner.map(|owner| owner.name.as_str()).unwrap_or_default().into(),
            Cell::Amount(deal.value),
            deal.value.currency.code().into(),
            Cell::Number(deal.probability.into()),
            Cell::Amount(deal.weighted()),
            Cell::Day(deal.close),
            source.map(|(_, name)| name.as_str()).unwrap_or_default().into(),
            Cell::Day(Some(deal.created)),
            Cell::Day(self.closing_days.get(&deal.id).copied()),
            Cell::Number(deal.id.0),
        ]
    }
}

/// A row for each currency; two currencies are never one sum (B3).
fn summed(words: &'static Words, sums: &Sums) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let rows = [(words.value(), &sums.value), (words.weighted(), &sums.weighted)];
    let row = |(name, totals): (&'static str, &Totals)| {
        let row = |sum: Money| vec![name.into(), Cell::Amount(sum), sum.currency.code().into()];
        totals.iter().map(row).collect::<Vec<_>>()
    };
    (vec![words.kind(), words.amount(), words.currency()], rows.into_iter().flat_map(row).collect())
}
