//! `tablica seed`: many generated deals, for trials and benchmarks.

use super::{
    Failure,
    acting::{acting, new_op},
    invent::pick,
};
use chrono::Days;
use clap::Args;
use domain::{
    deal::{Entry, Facts, NewDeal},
    id::UserId,
    ledger::Side,
    money::{Currency, Money},
    task::{Due, Kind},
    text::{Name, Prose},
};
use fastrand::Rng;
use store::{
    Store, Tx,
    bulk::{BulkDeal, BulkTask},
};

#[derive(Args)]
pub(super) struct Seed {
    /// How many open deals to add
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    deals: u32,
    /// Over how many stages
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u8).range(1..=20))]
    stages: u8,
}

impl Seed {
    pub(super) async fn run(self, store: &Store) -> Result<(), Failure> {
        let (tx, currency) = (store.write(acting(store).await?).await?, store.account().await?.currency);
        let stages: Vec<String> = (1..=self.stages).map(|number| format!("Stage {number}")).collect();
        let process = tx.process_named("Benchmark", &stages).await?;
        let (owners, clients) = (owners(&tx).await?, clients(&tx).await?);
        let (mut dice, now) = (Rng::with_seed(12_345), store::now());
        let today = now.date_naive();
        let deals: Vec<BulkDeal> = (1..=self.deals)
            .map(|number| {
                let (company, person) = *pick(&mut dice, &clients);
                let since = now - Days::new(dice.u64(..60));
                let facts = Facts {
                    name: Name::known(format!("Deal {number:06} {}", pick(&mut dice, &THINGS))),
                    company: Some(company),
                    person: (dice.u64(..10) > 0).then_some(person),
                    source: None,
                    expected_close: Some(today + Days::new(dice.u64(..200))),
                    value: Money {
                        minor: dice.i64(0..2_000) * 10_000,
                        currency: currency_of(&mut dice, currency),
                    },
                    owner: *pick(&mut dice, &owners),
                    description: Prose::default(),
                };
                let by = facts.owner;
                let new = NewDeal {
                    facts,
                    process: process.id,
                    stage: process.stages[number as usize % process.stages.len()].id,
                    entry: Entry::Added,
                    participants: vec![],
                    forecast: Side::default(),
                    done: vec![],
                };
                let tasks = tasks(&mut dice, today);
                BulkDeal {
                    new,
                    by,
                    external_id: None,
                    created_at: since,
                    stage_since: since,
                    tasks,
                    story: vec![],
                }
            })
            .collect();
        tx.add_deals(&deals).await?;
        tx.log(&new_op()?, "seed").await?;
        tx.commit().await?;
        println!("Added {} deals to the process \"Benchmark\" (/board/{}).", self.deals, process.id);
        Ok(())
    }
}

const THINGS: [&str; 10] = [
    "Annual licence",
    "Pilot project",
    "Fleet renewal",
    "Support contract",
    "Cloud migration",
    "Hardware refresh",
    "Training package",
    "Data platform",
    "Site rollout",
    "Security audit",
];

/// Everybody.
async fn owners(tx: &Tx) -> Result<Vec<UserId>, Failure> {
    let mut owners: Vec<_> = tx.users().await?.into_iter().map(|(_, user)| user.id).collect();
    owners.sort_unstable();
    Ok(owners)
}

async fn clients(tx: &Tx) -> Result<Vec<(domain::id::CompanyId, domain::id::PersonId)>, Failure> {
    let known = tx.companies().await?;
    let mut clients = vec![];
    for first in
        ["Acme", "Borealis", "Cobalt", "Delta", "Ember", "Falcon", "Granite", "Helix", "Indigo", "Juniper"]
    {
        for second in ["Systems", "Logistics", "Foods", "Energy", "Health"] {
            let name = format!("{first} {second}");
            let company = match known.get(&domain::text::fold(&name)) {
                Some(company) => *company,
                None => tx.add_company(&name).await?,
            };
            clients.push((company, tx.add_person(first, "Contact", Some(company)).await?));
        }
    }
    Ok(clients)
}

/// Mostly the account's own currency: a column with several is the exception.
fn currency_of(dice: &mut Rng, own: Currency) -> Currency {
    match dice.u64(..50) {
        0 => Currency::USD,
        1 => Currency::EUR,
        _ => own,
    }
}

/// Tasks for each colour of the dot.
fn tasks(dice: &mut Rng, today: chrono::NaiveDate) -> Vec<BulkTask> {
    let due = match dice.u64(..4) {
        0 => return vec![],
        1 => Some(today + Days::new(3 + dice.u64(..30))),
        2 => Some(today),
        _ => Some(today - Days::new(1 + dice.u64(..10))),
    };
    let due = due.map(|date| Due { date, time: None });
    vec![BulkTask { title: "Next step".into(), kind: Kind::Call, due, done_at: None }]
}
