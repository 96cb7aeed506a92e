//! Storing what was read: people and companies found by name or made, deals that are new, in one transaction.

use super::{Found, Mapping, Refused};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    deal::Status,
    event::Event,
    id::{CompanyId, StageId, UserId},
    ledger::Side,
    line::{Discount, Line, Quantity, Terms},
    people::{Language, Role},
    product::{NewProduct, Product},
    refusal::Refusal,
    text::{Email, Name, fold},
};
use std::collections::{HashMap, HashSet, hash_map::Entry};
use store::{
    Error, NewUser, Store,
    bulk::{Bulk, BulkDeal},
};

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub created: usize,
    /// Rows whose id was imported before; they change nothing.
    pub known: usize,
}

/// Stores the deals that are new.
pub async fn save(store: &Store, mapping: &Mapping, found: &[Found]) -> Result<Report, Refused> {
    let (language, bulk) = (store.account().await?.language, store.bulk().await?);
    let ids: Vec<&str> = found.iter().map(|deal| deal.id.as_str()).collect();
    let known = bulk.known(&ids).await?;
    let fresh: Vec<&Found> = found.iter().filter(|deal| !known.contains(&deal.id)).collect();
    let report = Report { created: fresh.len(), known: found.len() - fresh.len() };
    if fresh.is_empty() {
        return Ok(report);
    }
    let users = users(&bulk, mapping, &fresh, language).await?;
    let companies = companies(&bulk, &fresh).await?;
    let process = bulk.process(&mapping.process, &mapping.stages).await?;
    let stages: HashMap<&str, StageId> =
        process.stages.iter().map(|stage| (stage.name.as_str(), stage.id)).collect();
    let source = match &mapping.source {
        Some(name) => Some(bulk.source(name).await?),
        None => None,
    };
    let (now, products) = (store::now(), products(&bulk, &fresh).await?);
    let deal = |found: &&Found| {
        let created = found.created.map_or(now, noon_of);
        Some(BulkDeal {
            external_id: Some(found.id.clone()),
            process: process.id,
            stage: *stages.get(found.stage.as_str())?,
            status: found.status,
            name: found.name.clone(),
            company: found.company.as_deref().and_then(|name| companies.get(&fold(name)).copied()),
            person: None,
            source,
            expected_close: None,
            value: found.value,
            owner: *users.get(&fold(&found.owner))?,
            created_at: created,
            stage_since: created,
            closed_on: found.closed.filter(|_| found.status != Status::Open),
            done: vec![],
            participants: vec![],
            tasks: vec![],
            forecast: Side {
                lines: found.product.iter().filter_map(|name| line(&products, name, found)).collect(),
                costs: vec![],
            },
        })
    };
    // The mapping named every stage, and every owner was found or made: nothing is left out here.
    let deals: Vec<BulkDeal> = fresh.iter().filter_map(deal).collect();
    debug_assert_eq!(deals.len(), fresh.len());
    bulk.deals(&deals, |deal| Event::Imported { stage: deal.stage, status: deal.status }).await?;
    bulk.commit().await?;
    Ok(report)
}

/// Owners and managers by folded name; those who are no users yet become some, without a password.
async fn users(
    bulk: &Bulk,
    mapping: &Mapping,
    deals: &[&Found],
    language: Language,
) -> Result<HashMap<String, UserId>, Refused> {
    let mut users: HashMap<String, UserId> =
        bulk.users().await?.into_iter().map(|(name, user)| (name, user.id)).collect();
    let managers = deals.iter().filter_map(|deal| deal.manager.as_deref()).map(|name| (name, Role::Manager));
    let owners = deals.iter().map(|deal| (deal.owner.as_str(), Role::Salesperson));
    let mut people: Vec<(&str, Role)> = managers.chain(owners).collect();
    let mut seen = HashSet::new();
    people.retain(|(name, _)| seen.insert(fold(name)));
    for (name, role) in people {
        let folded = fold(name);
        if users.contains_key(&folded) {
            continue;
        }
        let email = Email::parse(&format!("{}@{}", folded.replace(' ', "."), mapping.email_domain))
            .map_err(Error::Refused)?;
        let user = NewUser { name: Name::known(name), email, role, language, password: None };
        let taken = |error| match error {
            Error::Refused(Refusal::EmailTaken) => Refused::EmailTaken(name.to_owned()),
            other => Refused::Store(other),
        };
        users.insert(folded, bulk.add_user(user).await.map_err(taken)?);
    }
    Ok(users)
}

async fn companies(bulk: &Bulk, deals: &[&Found]) -> Result<HashMap<String, CompanyId>, Refused> {
    let mut companies = bulk.companies().await?;
    for name in deals.iter().filter_map(|deal| deal.company.as_deref()) {
        if let Entry::Vacant(missing) = companies.entry(fold(name)) {
            missing.insert(bulk.add_company(name).await?);
        }
    }
    Ok(companies)
}

/// The products of the deals, by folded name; those that the catalogue lacks are added with their listed price.
async fn products(bulk: &Bulk, deals: &[&Found]) -> Result<HashMap<String, Product>, Refused> {
    let mut products = bulk.products().await?;
    for deal in deals {
        let Some(name) = deal.product.as_deref() else { continue };
        if let Entry::Vacant(missing) = products.entry(fold(name)) {
            let price = deal.listed.unwrap_or(deal.value);
            let new = NewProduct { name: Name::known(name), code: None, price, active: true };
            missing.insert(bulk.add_product(&new).await?);
        }
    }
    Ok(products)
}

/// One piece of the product for the value of the deal; free text where the catalogue's product of this name cannot
/// stand on it.
fn line(products: &HashMap<String, Product>, name: &str, deal: &Found) -> Option<Line> {
    let fits = |product: &&Product| product.active && product.price.currency == deal.value.currency;
    let product = products.get(&fold(name)).filter(fits);
    let (quantity, discount) = (Quantity::ONE, Discount::default());
    let terms = Terms { quantity, price: deal.value, discount, date: None };
    Line::new(product.map(|product| product.id), Name::known(name), terms).ok()
}

/// A day without a time, as a moment at its noon: the same day in every European zone.
fn noon_of(day: NaiveDate) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    day.and_time(noon).and_utc()
}
