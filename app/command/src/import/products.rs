//! Rows about products.

use super::{
    around::Around,
    rows::{Plan, Told, or, updates},
};
use domain::{
    id::ProductId,
    import::{Kind, Meaning as M},
    product::{NewProduct, Product},
    refusal::{Field, Refusal},
    text::{Name, fold},
};
use import::Cells;
use store::Tx;

/// What a row about a product comes to.
pub(super) async fn product(
    tx: &Tx,
    around: &Around,
    cells: Cells<'_>,
) -> Told<Plan<(Option<Product>, NewProduct)>> {
    let (external, code, name) = (cells.text(M::Id), cells.text(M::Code), cells.text(M::Name));
    let by_id = match external.is_empty() {
        true => None,
        false => tx.by_external_id(Kind::Products, &external).await?.map(ProductId),
    };
    let known = match by_id {
        Some(id) => Some(tx.product(id).await?),
        None => around.product(&code, &name).cloned(),
    };
    let fit = cells.fit.of_known();
    let cells = if known.is_some() { Cells { fit: &fit, ..cells } } else { cells };
    let there = |of: fn(&Product) -> String| known.as_ref().map(of).unwrap_or_default();
    let before = (
        there(|product| product.name.to_string()),
        there(|product| product.code.as_ref().map(Name::to_string).unwrap_or_default()),
    );
    let price =
        cells.amount(M::Price, known.as_ref().map_or(around.currency, |product| product.price.currency))?;
    let price = price.or(known.as_ref().map(|product| product.price));
    let new = NewProduct {
        name: Name::parse(Field::Name, &or(name.clone(), &before.0))?,
        code: Name::parse_optional(Field::Code, &or(code.clone(), &before.1))?,
        price: price.ok_or(Refusal::Empty { field: Field::Price })?,
        active: known.as_ref().is_none_or(|product| product.active),
    };
    let priced = |price: domain::money::Money| format!("{} {}", price.plain(), price.currency);
    let updates = updates([
        (M::Name, before.0, new.name.to_string()),
        (M::Code, before.1, new.code.as_ref().map(Name::to_string).unwrap_or_default()),
        (
            M::Price,
            known.as_ref().map(|product| priced(product.price)).unwrap_or_default(),
            priced(new.price),
        ),
    ]);
    let same = match (external.is_empty(), code.is_empty()) {
        (false, _) => format!("id {external}"),
        (true, false) => format!("code {code}"),
        (true, true) => format!("name {}", fold(&name)),
    };
    Ok(Plan { known: known.is_some(), same, updates, write: (known, new) })
}

/// Writes a row about a product.
pub(super) async fn write_product(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<()> {
    let Plan { write: (known, new), .. } = product(tx, around, cells).await?;
    let version = known.as_ref().map_or(1, |known| known.version + 1);
    let id = tx.import_product(known.map(|known| known.id), version, &new).await?;
    match cells.text(M::Id) {
        external if external.is_empty() => Ok(()),
        external => Ok(tx.keep_external_id(around.import, Kind::Products, &external, id.0).await?),
    }
}
