//! What the deals of a file sell: one product, whose price is their value.

use domain::{
    deal::Deal,
    effect::Change,
    ledger::{Kind, Ledger},
    line::{Discount, Line, Quantity, Terms},
    money::Money,
    product::Product,
    refusal::Refusal,
    text::Name,
};

/// One piece for this value; free text where the catalogue has none of this name that can stand on the deal.
pub(super) fn sold(listed: Option<&Product>, name: Name, value: Money) -> Result<Line, Refusal> {
    let listed = listed.filter(|product| product.active && product.price.currency == value.currency);
    let terms = Terms { quantity: Quantity::ONE, price: value, discount: Discount::default(), date: None };
    let name = listed.map_or(name, |product| product.name.clone());
    Line::new(listed.map(|product| product.id), name, terms)
}

/// The deal with its only piece at another price, where that is how it comes to another value (M2).
pub(super) fn repriced(known: &Deal, value: Money, ledger: &Ledger) -> Result<Option<Change<Deal>>, Refusal> {
    let had = known.facts.value;
    match ledger.only_piece().filter(|_| value != had && value.currency == had.currency) {
        None => Ok(None),
        Some(line) => {
            let line = line.priced(value)?;
            known.set_lines(known.revision, ledger, Kind::Forecast, vec![line]).map(Some)
        }
    }
}
