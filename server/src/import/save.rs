//! Storing what was read: people and companies found by name or made, deals that are new, in one transaction.

use super::{Found, Mapping, Refused};
use domain::{
    day,
    deal::{Closed, Entry, Facts, NewDeal, Status, Why},
    id::{CompanyId, Op, StageId, UserId},
    ledger::Side,
    line::{Discount, Line, Quantity, Terms},
    people::Role,
    product::{NewProduct, Product},
    reason::Reasons,
    refusal::Refusal,
    text::{Email, Name, Prose, fold},
};
use std::collections::{HashMap, HashSet, hash_map::Entry::Vacant};
use store::{Error, NewUser, Tx, bulk::BulkDeal};

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub created: usize,
    /// Rows whose id was imported before; they change nothing.
    pub known: usize,
}

/// Stores the deals that are new, on behalf of the transaction's user, and commits.
pub async fn save(tx: Tx, op: &Op, mapping: &Mapping, found: &[Found]) -> Result<Report, Refused> {
    let ids: Vec<&str> = found.iter().map(|deal| deal.id.as_str()).collect();
    let known = tx.known(&ids).await?;
    let fresh: Vec<&Found> = found.iter().filter(|deal| !known.contains(&deal.id)).collect();
    let report = Report { created: fresh.len(), known: found.len() - fresh.len() };
    if fresh.is_empty() {
        return Ok(report);
    }
    let users = users(&tx, mapping, &fresh).await?;
    let companies = companies(&tx, &fresh).await?;
    let process = tx.process_named(&mapping.process, &mapping.stages).await?;
    let stages: HashMap<&str, StageId> =
        process.stages.iter().map(|stage| (stage.name.as_str(), stage.id)).collect();
    let source = match &mapping.source {
        Some(name) => Some(tx.source(name).await?),
        None => None,
    };
    let (products, why) = (products(&tx, &fresh).await?, why(&tx, mapping).await?);
    let mut deals = Vec::with_capacity(fresh.len());
    for found in fresh {
        // The mapping named every stage, and every owner was found or made.
        let missing = || Error::Unreadable(format!("{} without its stage or owner", found.id));
        let facts = Facts {
            name: Name::known(found.name.clone()),
            company: found.company.as_deref().and_then(|name| companies.get(&fold(name)).copied()),
            person: None,
            source,
            expected_close: None,
            value: found.value,
            owner: *users.get(&fold(&found.owner)).ok_or_else(missing)?,
            description: Prose::default(),
        };
        let lines = found.product.iter().filter_map(|name| line(&products, name, found)).collect();
        let new = NewDeal {
            facts,
            process: process.id,
            stage: *stages.get(found.stage.as_str()).ok_or_else(missing)?,
            entry: Entry::Imported(closed(&tx, found, &why)?),
            participants: vec![],
            forecast: Side { lines, costs: vec![] },
            done: vec![],
        };
        let created_at = found.created.map_or(tx.now(), day::noon);
        let (by, external_id) = (tx.user().id, Some(found.id.clone()));
        deals.push(BulkDeal {
            new,
            by,
            external_id,
            created_at,
            stage_since: created_at,
            tasks: vec![],
            story: vec![],
        });
    }
    tx.add_deals(&deals).await?;
    tx.log(op, "import").await?;
    tx.commit().await?;
    Ok(report)
}

/// The reason that the mapping names for lost and stale deals.
async fn why(tx: &Tx, mapping: &Mapping) -> Result<Why, Refused> {
    let Reasons { list, required, .. } = tx.reasons().await?;
    let reason = match &mapping.reason {
        None => None,
        Some(name) => {
            let found = list.into_iter().find(|reason| reason.name.as_str() == name);
            let found = found.ok_or_else(|| Refused::NoReason(name.clone()))?;
            Some((found.id, found.name.to_string()))
        }
    };
    Ok(Why { reason, note: Prose::default(), required })
}

/// How the deal was closed, by the same rules as one that is entered by hand (D2, W2).
fn closed(tx: &Tx, found: &Found, why: &Why) -> Result<Option<Closed>, Refused> {
    let Some(on) = found.closed.filter(|_| found.status != Status::Open) else { return Ok(None) };
    let why = if found.status == Status::Won { Why::default() } else { why.clone() };
    let closed = Closed { outcome: found.status, on, why };
    closed.require(tx.wall_clock().date()).map_err(|refusal| match refusal {
        Refusal::InTheFuture { .. } => Refused::InTheFuture(found.id.clone(), on),
        Refusal::ReasonRequired => Refused::ReasonRequired(found.id.clone()),
        other => Error::Refused(other).into(),
    })?;
    Ok(Some(closed))
}

/// Owners and managers by folded name; those who are no users yet become some, without a password.
async fn users(tx: &Tx, mapping: &Mapping, deals: &[&Found]) -> Result<HashMap<String, UserId>, Refused> {
    let (mut users, mut twice) = (HashMap::new(), HashSet::new());
    for (name, user) in tx.users().await? {
        if users.insert(name.clone(), user.id).is_some() {
            twice.insert(name);
        }
    }
    let managers = deals.iter().filter_map(|deal| deal.manager.as_deref()).map(|name| (name, Role::Manager));
    let owners = deals.iter().map(|deal| (deal.owner.as_str(), Role::Salesperson));
    let mut people: Vec<(&str, Role)> = managers.chain(owners).collect();
    let mut seen = HashSet::new();
    people.retain(|(name, _)| seen.insert(fold(name)));
    for (name, role) in people {
        let folded = fold(name);
        if twice.contains(&folded) {
            return Err(Refused::TwoUsers(name.to_owned()));
        }
        if users.contains_key(&folded) {
            continue;
        }
        let email = Email::parse(&format!("{}@{}", folded.replace(' ', "."), mapping.email_domain))
            .map_err(Error::Refused)?;
        let user =
            NewUser { name: Name::known(name), email, role, language: tx.account().language, password: None };
        let taken = |error| match error {
            Error::Refused(Refusal::EmailTaken) => Refused::EmailTaken(name.to_owned()),
            other => Refused::Store(other),
        };
        users.insert(folded, tx.add_user(user).await.map_err(taken)?);
    }
    Ok(users)
}

async fn companies(tx: &Tx, deals: &[&Found]) -> Result<HashMap<String, CompanyId>, Refused> {
    let mut companies = tx.companies().await?;
    for name in deals.iter().filter_map(|deal| deal.company.as_deref()) {
        if let Vacant(missing) = companies.entry(fold(name)) {
            missing.insert(tx.add_company(name).await?);
        }
    }
    Ok(companies)
}

/// The products of the deals, by folded name; those that the catalogue lacks are added with their listed price.
async fn products(tx: &Tx, deals: &[&Found]) -> Result<HashMap<String, Product>, Refused> {
    let mut products = tx.products().await?;
    for deal in deals {
        let Some(name) = deal.product.as_deref() else { continue };
        if let Vacant(missing) = products.entry(fold(name)) {
            let price = deal.listed.unwrap_or(deal.value);
            let new = NewProduct { name: Name::known(name), code: None, price, active: true };
            missing.insert(tx.add_product(&new).await?);
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
