//! The amounts of finance as a table (M6).

use super::table::{Cell, Table};
use app::{
    error::Problem,
    finance::{kind_name, query_of},
};
use domain::{
    finance::{Amount, Sums},
    ledger::Kind,
    people::Colleague,
};
use store::Tx;
use words::Words;

pub(super) async fn table(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<Table, Problem> {
    let query = query_of(parameters)?;
    // In one go: pages of a sorted list would each sort the whole of it.
    let amounts = tx.amounts(&query, 0, i64::MAX.unsigned_abs()).await?;
    let sums = tx.overview(&query.filter).await?.sums;
    let people = tx.colleagues().await?;
    let heads = [
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
    ];
    let rows = amounts.into_iter().map(move |amount| row(words, &amount, &people));
    let heads = heads.map(str::to_owned).to_vec();
    Ok(Table { words, title: words.finance(), heads, rows: Box::new(rows), sums: summed(words, &sums) })
}

fn row(words: &Words, amount: &Amount, people: &[Colleague]) -> Vec<Cell> {
    let owner = people.iter().find(|person| person.id == amount.owner);
    vec![
        Cell::Day(amount.date),
        amount.deal_name.as_str().into(),
        amount.client.company_name().unwrap_or_default().into(),
        amount.client.person_name().unwrap_or_default().into(),
        amount.name.as_str().into(),
        kind_name(words, amount.kind, amount.cost).into(),
        Cell::Amount(amount.amount),
        amount.amount.currency.code().into(),
        owner.map(|owner| owner.name.as_str()).unwrap_or_default().into(),
        words.status_name(amount.status).into(),
    ]
}

/// A row for each kind and currency; two currencies are never one sum (B3).
fn summed(words: &'static Words, sums: &Sums) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
    let kinds = Kind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
    let rows = kinds.flat_map(|(kind, cost)| {
        let row = move |sum: domain::money::Money| {
            vec![kind_name(words, kind, cost).into(), Cell::Amount(sum), sum.currency.code().into()]
        };
        sums.of(kind, cost).iter().map(row).collect::<Vec<_>>()
    });
    (vec![words.kind(), words.amount(), words.currency()], rows.collect())
}
