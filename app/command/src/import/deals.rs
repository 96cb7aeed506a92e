//! Rows about deals: open, won, lost and stale ones, with what is known of their past (D2).

use super::{
    around::Around,
    contacts::company_of,
    rows::{Plan, Told, or, updates},
    sold::{repriced, sold},
};
use crate::deal::save_facts;
use chrono::NaiveDate;
use domain::{
    contact::{PersonForm, TaxNumber, first_and_last},
    day,
    deal::{Closed, Deal, Entry, Facts, NewDeal, Status},
    id::{CompanyId, PersonId, SourceId, StageId, UserId},
    import::Meaning as M,
    ledger::Side,
    line::Line,
    money::Money,
    process::Step,
    refusal::{Field, Refusal},
    text::{Name, Prose, fold},
};
use import::Cells;
use sha2::{Digest, Sha256};
use store::{Result, Tx, bulk::BulkDeal};

/// A deal that a row adds.
pub(super) struct NewRow {
    deal: BulkDeal,
}

/// A deal as a row tells it.
pub(super) struct Row {
    known: Option<Deal>,
    /// What is known of it after the row; the client by name.
    facts: Facts,
    company: String,
    tax_number: Option<TaxNumber>,
    person: String,
    stage: StageId,
    closed: Option<Closed>,
    created: Option<NaiveDate>,
    external: String,
    /// What is sold.
    line: Option<Line>,
}

/// Adds the deals of these rows.
pub(super) async fn add(tx: &Tx, new: Vec<NewRow>) -> Result<()> {
    let deals: Vec<BulkDeal> = new.into_iter().map(|row| row.deal).collect();
    if !deals.is_empty() {
        tx.import_deals(&deals).await?;
    }
    Ok(())
}

/// What a row about a deal comes to.
pub(super) async fn deal(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<Plan<Row>> {
    let external = external(cells);
    let found = around.deals.get(&external).copied();
    // A deal that was deleted is left alone.
    let deleted = found.is_some_and(|(_, deleted)| deleted);
    let known = match found.filter(|_| !deleted) {
        Some((id, _)) => Some(tx.deal(id).await?),
        None => None,
    };
    let fit = cells.fit.of_known();
    let cells = if known.is_some() { Cells { fit: &fit, ..cells } } else { cells };
    let row = read(tx, around, cells, known, external.clone()).await?;
    let updates = match &row.known {
        Some(known) => differences(tx, around, &row, known).await?,
        None => vec![],
    };
    if let Some(known) = &row.known {
        allowed(tx, around, &row, known).await?;
    }
    let updates = if deleted { vec![] } else { updates };
    Ok(Plan { known: found.is_some(), same: format!("id {external}"), updates, write: row })
}

/// Writes a row about a deal. One that is new is given back, to be added with others.
pub(super) async fn write_deal(tx: &Tx, around: &Around, cells: Cells<'_>) -> Told<Option<NewRow>> {
    let Plan { write: row, .. } = deal(tx, around, cells).await?;
    let (company, person) = client(tx, &row).await?;
    let facts = Facts { company, person, ..row.facts.clone() };
    let Some(known) = &row.known else { return Ok(Some(new_row(tx, around, row, facts)?)) };
    let ledger = tx.ledger(known.id, known.facts.value.currency).await?;
    let repriced = repriced(known, facts.value, &ledger)?;
    if let Some(change) = &repriced {
        tx.save_deal(change).await?;
    }
    let now = repriced.as_ref().map_or(known, |change| &change.to);
    if facts != now.facts {
        save_facts(tx, now, now.revision, facts).await?;
    }
    let process = tx.process(Some(known.process)).await?;
    if row.stage != known.stage && known.status == Status::Open {
        let deal = tx.deal(known.id).await?;
        let place = tx.place(row.stage, domain::place::Gap::default(), deal.id).await?;
        tx.save_deal(&process.move_deal(&deal, step(tx, &deal, row.stage), place)?).await?;
    }
    if let Some(closed) = row.closed.filter(|_| known.status == Status::Open) {
        let deal = tx.deal(known.id).await?;
        let ledger = tx.ledger(deal.id, deal.facts.value.currency).await?;
        let change = match closed.outcome {
            Status::Won => process.win(&deal, closed.on, &ledger)?,
            outcome => deal.close_as(outcome, closed.on, closed.why)?,
        };
        tx.save_deal(&change).await?;
    }
    Ok(None)
}

/// What the file knows the deal by; where it says nothing, what it is about: its name, its client and when it began.
pub(super) fn external(cells: Cells<'_>) -> String {
    match cells.text(M::Id) {
        id if !id.is_empty() => id,
        _ => {
            let about =
                [M::Name, M::Company, M::Person, M::Created].map(|meaning| fold(&cells.text(meaning)));
            format!("~{}", &hex::encode(Sha256::digest(about.join("\n")))[..24])
        }
    }
}

async fn read(
    tx: &Tx,
    around: &Around,
    cells: Cells<'_>,
    known: Option<Deal>,
    external: String,
) -> Told<Row> {
    let before = known.as_ref().map(|deal| &deal.facts);
    let (had_company, had_person) = match before {
        Some(facts) => tx.client_names(facts.company, facts.person).await?,
        None => Default::default(),
    };
    let (company, person) =
        (or(cells.text(M::Company), &had_company), or(cells.text(M::Person), &had_person));
    let tax_number = TaxNumber::parse(&cells.text(M::TaxNumber))?;
    if company.is_empty() && person.is_empty() {
        return Err(Refusal::NoClient.into());
    }
    Name::parse_optional(Field::Company, &company)?;
    Name::parse_optional(Field::Person, &person)?;
    let there = before.map(|facts| facts.name.to_string()).unwrap_or_default();
    let client = [&company, &person].into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
    let name = Name::parse(Field::Name, &or(or(cells.text(M::Name), &there), &client))?;
    // What somebody says of the file counts more than what the deal is in.
    let had = before.map(|facts| facts.value.currency).filter(|_| cells.fit.currency.is_none());
    let currency = had.unwrap_or(around.currency);
    let product = Name::parse_optional(Field::Product, &cells.text(M::Product))?;
    let listed = product.as_ref().and_then(|name| around.product(name.as_str(), name.as_str()));
    let named = cells.currency()?;
    let value = cells
        .amount(M::Value, currency)?
        .or(before.map(|facts| facts.value))
        .or(listed
            .map(|listed| listed.price)
            .filter(|price| named.is_none_or(|named| named == price.currency)))
        .unwrap_or(Money::zero(currency));
    let line = product.map(|name| sold(listed, name, value)).transpose()?;
    let (stage, status) = around.standing(cells, known.as_ref())?;
    let closed = match known.as_ref().map(|deal| deal.status) {
        Some(was) if was == status => None,
        _ => around.closed(cells, status)?,
    };
    let description = or(cells.text(M::Description), before.map_or("", |facts| facts.description.as_str()));
    let facts = Facts {
        name,
        company: before.and_then(|facts| facts.company),
        person: before.and_then(|facts| facts.person),
        source: around.source(cells)?.or(before.and_then(|facts| facts.source)),
        expected_close: cells.day(M::ExpectedClose)?.or(before.and_then(|facts| facts.expected_close)),
        value,
        owner: around.owner(cells, before.map_or(tx.user().id, |facts| facts.owner))?,
        description: Prose::parse(Field::Description, &description)?,
    };
    let created = cells.day(M::Created)?;
    if created.is_some_and(|day| day > around.today) {
        return Err(cells.problem(M::Created, Refusal::InTheFuture { field: Field::Date }).into());
    }
    Ok(Row { known, facts, company, tax_number, person, stage, closed, created, external, line })
}

/// How the deal that is there differs from the row.
async fn differences(tx: &Tx, around: &Around, row: &Row, known: &Deal) -> Told<Vec<domain::import::Update>> {
    let process = around.process()?;
    let (company, person) = tx.client_names(known.facts.company, known.facts.person).await?;
    let stage =
        |id: StageId| process.stages.iter().find(|stage| stage.id == id).map(|stage| stage.name.to_string());
    let owner =
        |id: UserId| around.users.iter().find(|(_, user)| user.id == id).map(|(_, user)| user.name.clone());
    let source = |id: Option<SourceId>| {
        around.sources.iter().find(|(known, _)| Some(*known) == id).map(|(_, name)| name.clone())
    };
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let money = |money: Money| format!("{} {}", money.plain(), money.currency);
    let same = |from: &str, to: &str| fold(from) == fold(to);
    let status = row.closed.as_ref().map_or(known.status, |closed| closed.outcome);
    let (before, after) = (&known.facts, &row.facts);
    Ok(updates([
        (M::Name, before.name.to_string(), after.name.to_string()),
        (
            M::Company,
            company.clone(),
            if same(&company, &row.company) { company } else { row.company.clone() },
        ),
        (M::Person, person.clone(), if same(&person, &row.person) { person } else { row.person.clone() }),
        (M::Value, money(before.value), money(after.value)),
        (M::Stage, stage(known.stage).unwrap_or_default(), stage(row.stage).unwrap_or_default()),
        (M::Status, known.status.code().into(), status.code().into()),
        (M::Owner, owner(before.owner).unwrap_or_default(), owner(after.owner).unwrap_or_default()),
        (M::Source, source(before.source).unwrap_or_default(), source(after.source).unwrap_or_default()),
        (M::ExpectedClose, day(before.expected_close), day(after.expected_close)),
        (M::Description, before.description.as_str().into(), after.description.as_str().into()),
    ]))
}

/// Refuses what could not be done with the deal by hand either (B8, W1).
async fn allowed(tx: &Tx, around: &Around, row: &Row, known: &Deal) -> Told<()> {
    let process = around.process()?;
    let ledger = tx.ledger(known.id, known.facts.value.currency).await?;
    let repriced = repriced(known, row.facts.value, &ledger)?;
    let known = repriced.as_ref().map_or(known, |change| &change.to);
    if row.facts != known.facts {
        known.revise(known.revision, row.facts.clone(), &ledger)?;
    }
    if row.stage != known.stage {
        process.move_deal(known, step(tx, known, row.stage), known.place.clone())?;
    }
    match &row.closed {
        Some(closed) if closed.outcome == Status::Won => drop(process.win(known, closed.on, &ledger)?),
        Some(closed) => drop(known.close_as(closed.outcome, closed.on, closed.why.clone())?),
        None => {}
    }
    Ok(())
}

fn step(tx: &Tx, deal: &Deal, to: StageId) -> Step {
    Step { seen: deal.stage, to, at: tx.now() }
}

/// The client of a row: what the deal has, as long as it is called so, else found or made.
async fn client(tx: &Tx, row: &Row) -> Told<(Option<CompanyId>, Option<PersonId>)> {
    let had = row.known.as_ref().map_or((None, None), |deal| (deal.facts.company, deal.facts.person));
    let (company, person) = tx.client_names(had.0, had.1).await?;
    let company = match had.0.filter(|_| fold(&company) == fold(&row.company)) {
        Some(id) => Some(id),
        None => company_of(tx, &row.company, row.tax_number.as_ref()).await?,
    };
    let person = match had.1.filter(|_| fold(&person) == fold(&row.person)) {
        Some(id) => Some(id),
        None if row.person.is_empty() => None,
        None => match tx.find_person("", &[], &row.person, company).await? {
            Some(known) => Some(known.id),
            None => {
                let (first, last) = first_and_last(&row.person);
                let form = PersonForm {
                    first_name: first.into(),
                    last_name: last.into(),
                    company: row.company.clone(),
                    company_id: company,
                    ..PersonForm::default()
                };
                Some(tx.save_person(None, 1, &form.parse()?).await?)
            }
        },
    };
    Ok((company, person))
}

fn new_row(tx: &Tx, around: &Around, row: Row, facts: Facts) -> Told<NewRow> {
    let created_at = row.created.map_or(tx.now(), day::noon);
    let new = NewDeal {
        facts,
        process: around.process()?.id,
        stage: row.stage,
        entry: Entry::Imported(row.closed),
        participants: vec![],
        forecast: Side { lines: row.line.into_iter().collect(), costs: vec![] },
        done: vec![],
    };
    let external_id = Some(row.external);
    let by = tx.user().id;
    Ok(NewRow {
        deal: BulkDeal {
            new,
            by,
            external_id,
            created_at,
            stage_since: created_at,
            tasks: vec![],
            story: vec![],
        },
    })
}
