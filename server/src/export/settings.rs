//! The lists of the settings as tables: products (M3) and users (V5).

use super::table::{Cell, Table};
use app::error::Problem;
use domain::{
    product::Product,
    refusal::Refusal,
    users::{Member, Standing},
};
use store::Tx;
use words::Words;

pub(super) async fn products(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<(&'static str, Table), Problem> {
    tx.require_administrator()?;
    require_none(parameters)?;
    let heads = [words.product(), words.code(), words.price(), words.currency(), words.active()];
    let row = |Product { name, code, price, active, .. }: Product| {
        vec![
            name.as_str().into(),
            code.as_ref().map(|code| code.as_str()).unwrap_or_default().into(),
            Cell::Amount(price),
            price.currency.code().into(),
            Cell::Text(if active { "1" } else { "0" }.into()),
        ]
    };
    let rows = tx.catalogue().await?.products.into_iter().map(row);
    Ok(("products", Table::of(words, words.products(), &heads, rows)))
}

pub(super) async fn users(
    tx: &Tx,
    words: &'static Words,
    parameters: &[(String, String)],
) -> Result<(&'static str, Table), Problem> {
    tx.require_administrator()?;
    require_none(parameters)?;
    let heads =
        [words.meaning_full_name(), words.email(), words.role(), words.open_deals(), words.last_here()];
    let row = move |Member { name, email, role, open_deals, seen, .. }: Member| {
        vec![
            Cell::Text(name),
            Cell::Text(email),
            words.role_name(role).into(),
            Cell::Number(open_deals as i64),
            Cell::Day(seen.map(|day| day.0)),
        ]
    };
    // Whoever was deactivated would come back where the file is read.
    let members = tx.everybody().await?.members.into_iter();
    let active: Vec<Member> = members.filter(|member| member.standing != Standing::Deactivated).collect();
    let rows = active.into_iter().map(row);
    Ok(("users", Table::of(words, words.users(), &heads, rows)))
}

/// Nothing can be asked of these lists.
fn require_none(parameters: &[(String, String)]) -> Result<(), Refusal> {
    match parameters.first() {
        Some((name, _)) => Err(Refusal::UnknownParameter { name: name.clone() }),
        None => Ok(()),
    }
}
