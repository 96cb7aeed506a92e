//! `tablica demo`: a believable company on a fresh database of its own, dated from today.

use super::{
    Failure, Options,
    acting::new_op,
    company::Company,
    company_words::{REASONS, RENEWAL_THINGS, RENEWALS, SALES, SALES_THINGS, SOURCES, form},
    data,
    serve::{bind, listen, setup_code},
};
use crate::everything;
use chrono_tz::Europe::Warsaw;
use command::session::password;
use domain::{
    money::Currency,
    people::{Language, Role},
    text::{Email, Name},
};
use std::{path::Path, time::Duration};
use store::{Account, Beginning, NewAccount, NewUser, Store, bulk::BulkDeal};

const PASSWORD: &str = "demo-tablica";
const PEOPLE: [(&str, &str, Role); 4] = [
    ("Anna Wiśniewska", "anna@demo.test", Role::Administrator),
    ("Marek Nowicki", "marek@demo.test", Role::Manager),
    ("Zofia Kowalska", "zofia@demo.test", Role::Salesperson),
    ("Piotr Wójcik", "piotr@demo.test", Role::Salesperson),
];

pub(super) async fn demo(options: Options) -> Result<(), Failure> {
    if !options.addr.ip().is_loopback() {
        return Err(Failure::Said(format!(
            "the demo has a published password, so it listens on this machine only, not on {}",
            options.addr
        )));
    }
    // First of all, so that a second demo does not take the database from under the first.
    let (listener, _) = bind(&options).await?;
    let options = Options { data: options.data.join("demo"), database_url: None, ..options };
    let lock = data::lock(&options)?;
    everything::forget_leftovers(&options.data, Duration::ZERO);
    clear(&options.data).map_err(|error| Failure::Data(options.data.clone(), error))?;
    let store = data::open(&options).await?;
    furnish(&store).await?;
    store.learn_ageing().await?;
    println!("Sign in with the password {PASSWORD} as");
    for (name, email, role) in PEOPLE {
        println!("  {email:<17} {name}, {}", role.code());
    }
    listen(listener, (store, lock), options, setup_code()?).await
}

/// Takes away the database and the files of the last demo, and nothing else that may lie in the folder.
fn clear(folder: &Path) -> std::io::Result<()> {
    let unless_missing = |done: std::io::Result<()>| match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    for file in ["tablica.db", "tablica.db-wal", "tablica.db-shm"] {
        unless_missing(std::fs::remove_file(folder.join(file)))?;
    }
    for of in ["files", "backups"] {
        unless_missing(std::fs::remove_dir_all(folder.join(of)))?;
    }
    Ok(())
}

/// Fills an empty database with the company.
async fn furnish(store: &Store) -> Result<(), Failure> {
    let hash = password::hash(PASSWORD.into()).await?;
    let user = |(name, email, role): (&str, &str, Role)| -> Result<NewUser, Failure> {
        let email = Email::parse(email).map_err(store::Error::Refused)?;
        Ok(NewUser {
            name: Name::known(name),
            email,
            role,
            language: Language::known("pl"),
            password: Some(hash.clone()),
        })
    };
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let [anna, others @ ..] = PEOPLE;
    let administrator = user(anna)?;
    let account = Account {
        language: Language::known("pl"),
        currency: Currency::PLN,
        zone: Warsaw,
        reason_required: false,
        costs: true,
        own_contacts: false,
        public_deals: Default::default(),
    };
    let beginning = Beginning {
        process: form(SALES),
        sources: texts(&SOURCES),
        reasons: texts(&REASONS),
        examples: vec![],
    };
    let anna = store.set_up(NewAccount { account, administrator, beginning }).await?;
    let mut owners = vec![];
    for person in others {
        owners.push(store.add_user(user(person)?).await?);
    }
    let tx = store.write(anna).await?;
    let sales = tx.process_named(SALES.0, &[]).await?;
    let renewals = tx.add_process(&form(RENEWALS).create().map_err(store::Error::Refused)?).await?;
    let renewals = tx.process(Some(renewals)).await?;
    let mut company = Company::new(&tx, owners).await?;
    let mut deals: Vec<BulkDeal> =
        (0..88).map(|number| company.open(&sales, &SALES_THINGS, number)).collect();
    deals.extend((0..34).map(|number| company.open(&renewals, &RENEWAL_THINGS, number)));
    deals.extend((0..180).map(|number| company.closed(&sales, &SALES_THINGS, number)));
    deals.extend((0..60).map(|number| company.closed(&renewals, &RENEWAL_THINGS, number)));
    tx.add_deals(&deals).await?;
    tx.log(&new_op()?, "demo").await?;
    Ok(tx.commit().await?)
}
