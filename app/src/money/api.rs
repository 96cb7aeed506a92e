//! What may be asked of products, lines and costs.

use crate::error::Answer;
#[cfg(feature = "ssr")]
use crate::session::gate::{reader, writer};
use domain::{
    id::{CategoryId, DealId, ProductId},
    ledger::Kind,
    line::{CostForm, LineForm},
    people::Language,
    product::{Catalogue, CategoryForm, CostSettings, ProductForm},
};
#[cfg(feature = "ssr")]
use domain::{
    line::Reading,
    refusal::{Field, Refusal},
    text::Name,
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// What lines and costs can be made of.
#[server(endpoint = "catalogue", input = Json, output = Json)]
pub async fn read_catalogue() -> Answer<Catalogue> {
    Ok(reader().await?.catalogue().await?)
}

/// Adds a product, or changes one (M3).
#[server(endpoint = "save_product", input = Json, output = Json)]
pub async fn save_product(product: ProductForm) -> Answer<ProductId> {
    let tx = writer().await?;
    tx.require_administrator()?;
    let id = tx.save_product(product.id, &product.parse(tx.user().language)?).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes these the product lines of a deal that was seen in this version (M2, M3). Numbers are in the language that is
/// named, else in the user's own.
#[server(endpoint = "save_lines", input = Json, output = Json)]
pub async fn save_lines(
    deal: DealId,
    version: i64,
    kind: Kind,
    lines: Vec<LineForm>,
    language: Option<Language>,
) -> Answer<()> {
    let tx = writer().await?;
    let (deal, catalogue) = (tx.deal(deal).await?, tx.catalogue().await?);
    let (currency, language) = (deal.facts.value.currency, language.unwrap_or(tx.user().language));
    let ledger = tx.ledger(deal.id, currency).await?;
    let reading = Reading { currency, language, catalogue: &catalogue };
    let lines = reading.lines(&lines, &ledger.side(kind).lines)?;
    tx.save_deal(&deal.set_lines(version, &ledger, kind, lines)?).await?;
    Ok(tx.commit().await?)
}

/// Makes these the costs of a deal that was seen in this version (M4).
#[server(endpoint = "save_costs", input = Json, output = Json)]
pub async fn save_costs(
    deal: DealId,
    version: i64,
    kind: Kind,
    costs: Vec<CostForm>,
    language: Option<Language>,
) -> Answer<()> {
    let tx = writer().await?;
    let (deal, catalogue) = (tx.deal(deal).await?, tx.catalogue().await?);
    tx.require_costs()?;
    let (currency, language) = (deal.facts.value.currency, language.unwrap_or(tx.user().language));
    let ledger = tx.ledger(deal.id, currency).await?;
    let reading = Reading { currency, language, catalogue: &catalogue };
    let costs = reading.costs(&costs, &ledger.side(kind).costs)?;
    tx.save_deal(&deal.set_costs(version, &ledger, kind, costs)?).await?;
    Ok(tx.commit().await?)
}

/// The categories of costs, and whether costs are counted.
#[server(endpoint = "cost_settings", input = Json, output = Json)]
pub async fn read_cost_settings() -> Answer<CostSettings> {
    let tx = reader().await?;
    tx.require_administrator()?;
    Ok(CostSettings { costs: tx.account().costs, categories: tx.categories().await? })
}

/// Saves the list of categories, deletes some, and switches costs on or off (M4). A category that is not mentioned
/// stays as it is: somebody may have added it meanwhile.
#[server(endpoint = "save_cost_settings", input = Json, output = Json)]
pub async fn save_cost_settings(
    categories: Vec<CategoryForm>,
    deleted: Vec<CategoryId>,
    costs: bool,
) -> Answer<()> {
    let tx = writer().await?;
    tx.require_administrator()?;
    let read = |(line, form): (usize, &CategoryForm)| {
        let at = |refusal| Refusal::InLine { line, refusal: Box::new(refusal) };
        Name::parse(Field::Category, &form.name).map(|name| (form.id, name)).map_err(at)
    };
    let names: Vec<_> = categories.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    tx.delete_categories(&deleted).await?;
    tx.save_categories(&names).await?;
    tx.count_costs(costs).await?;
    Ok(tx.commit().await?)
}
