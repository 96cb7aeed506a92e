//! A small company on a throwaway database, and the gestures that tests make in it.
#![allow(dead_code, reason = "each test file uses the gestures it needs")]

use chrono_tz::Europe::Warsaw;
use domain::{
    board::{Board, Query},
    deal::DealForm,
    filter::Filter,
    id::{DealId, StageId, UserId},
    ledger::Side,
    money::Currency,
    people::{Language, Role, User},
    place::Gap,
    process::ProcessForm,
    process::Step,
    refusal::Refusal,
    text::{Email, Name},
};
use store::{Account, Beginning, Error, Location, NewAccount, NewUser, Result, Start, Store, Tx};

pub struct House {
    pub store: Store,
    /// Administrator, manager and two salespeople.
    pub anna: User,
    pub marek: User,
    pub zofia: User,
    pub piotr: User,
    /// Where it is, for doing what no program does.
    location: Location,
    _folder: tempfile::TempDir,
}

/// Runs a test on SQLite and on PostgreSQL, whose server `TABLICA_TEST_POSTGRES` names.
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$meta:meta])* $name:ident($house:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn run($house: house::House) $body

            #[tokio::test]
            $(#[$meta])*
            async fn on_sqlite() {
                run(house::sqlite().await).await
            }

            #[tokio::test]
            $(#[$meta])*
            async fn on_postgres() {
                run(house::postgres(stringify!($name)).await).await
            }
        }
    )*};
}

pub async fn sqlite() -> House {
    let folder = tempfile::tempdir().unwrap();
    let file = Location::File(folder.path().join("tablica.db"));
    furnish(file, folder).await
}

pub async fn postgres(test: &str) -> House {
    furnish(Location::Server(postgres_database(test).await), tempfile::tempdir().unwrap()).await
}

/// An empty database of this name; its address.
pub async fn postgres_database(test: &str) -> String {
    use sea_orm::{ConnectionTrait, Database};
    let server =
        std::env::var("TABLICA_TEST_POSTGRES").expect("PostgreSQL: run bin/with-postgres cargo test");
    let name = format!("t_{test}_{}", std::process::id());
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE \"{name}\"")).await.unwrap();
    let (base, options) = server.split_once('?').unwrap_or((&server, ""));
    let base = base.rsplit_once('/').unwrap().0;
    format!("{base}/{name}?{options}")
}

pub fn new_user(name: &str, role: Role) -> NewUser {
    let email = format!("{}@demo.test", name.to_lowercase());
    NewUser {
        name: Name::known(name),
        email: Email::parse(&email).unwrap(),
        role,
        language: Language::known("pl"),
        password: Some("hash".into()),
    }
}

pub fn new_account() -> NewAccount {
    NewAccount {
        account: Account {
            language: Language::known("pl"),
            currency: Currency::PLN,
            zone: Warsaw,
            reason_required: false,
            costs: true,
        },
        administrator: new_user("Anna", Role::Administrator),
        beginning: Beginning {
            process: ProcessForm::plain("Sales", &["Talk", "Needs", "Offer", "Contract"]),
            sources: vec!["Referral".into()],
            reasons: vec!["Price".into()],
        },
    }
}

async fn furnish(location: Location, folder: tempfile::TempDir) -> House {
    let store = Store::open(&location).await.unwrap();
    let anna = store.set_up(new_account()).await.unwrap();
    let marek = store.add_user(new_user("Marek", Role::Manager)).await.unwrap();
    let zofia = store.add_user(new_user("Zofia", Role::Salesperson)).await.unwrap();
    let piotr = store.add_user(new_user("Piotr", Role::Salesperson)).await.unwrap();
    let user = async |id: UserId| {
        let token = format!("token-{id}");
        store.open_session(id, token.clone()).await.unwrap();
        store.session(&token).await.unwrap().unwrap().0
    };
    let (anna, marek) = (user(anna).await, user(marek).await);
    let (zofia, piotr) = (user(zofia).await, user(piotr).await);
    House { anna, marek, zofia, piotr, store, location, _folder: folder }
}

impl House {
    /// Makes a session one that was not used for three hours.
    pub async fn unseen_for_hours(&self, token: &str) {
        let at = store::now() - chrono::Duration::hours(3);
        self.harm(&format!("UPDATE session SET seen_at = '{}' WHERE token = '{token}'", at.to_rfc3339()))
            .await;
    }

    /// Changes rows behind the program's back.
    pub async fn harm(&self, statements: &str) {
        use sea_orm::{ConnectionTrait, Database};
        let url = match &self.location {
            Location::File(path) => format!("sqlite:{}", path.display()),
            Location::Server(url) => url.clone(),
        };
        let db = Database::connect(url).await.unwrap();
        db.execute_unprepared(statements).await.unwrap();
        db.close().await.unwrap();
    }

    pub async fn read(&self, user: &User) -> Tx {
        self.store.read(user.clone(), new_account().account).await.unwrap()
    }

    pub async fn write(&self, user: &User) -> Tx {
        self.store.write(user.id).await.unwrap()
    }

    pub async fn board(&self, user: &User) -> Board {
        self.filtered(user, Filter::default()).await
    }

    pub async fn filtered(&self, user: &User, filter: Filter) -> Board {
        self.read(user).await.board(&Query { process: None, filter }).await.unwrap()
    }

    pub async fn stages(&self) -> Vec<StageId> {
        let process = self.read(&self.anna).await.process(None).await.unwrap();
        process.stages.iter().map(|stage| stage.id).collect()
    }

    /// A deal added by this user for themselves at the bottom of a stage.
    pub async fn add(&self, user: &User, stage: StageId, form: DealForm) -> DealId {
        let tx = self.write(user).await;
        let process = tx.process(None).await.unwrap();
        let draft = form.parse(&Default::default()).unwrap();
        let (company, person) = tx.client(&draft, None).await.unwrap();
        let place = tx.place(stage, Gap::default(), DealId(0)).await.unwrap();
        let start = Start {
            process: process.id,
            stage,
            place,
            participants: vec![],
            closed: None,
            forecast: Side::default(),
        };
        let id = tx.add_deal(draft.facts(company, person), start).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn drag(&self, user: &User, deal: DealId, to: StageId, gap: Gap) -> Result<()> {
        let tx = self.write(user).await;
        let found = tx.deal(deal).await?;
        let process = tx.process(Some(found.process)).await?;
        let place = tx.place(to, gap, deal).await?;
        let change = process.move_deal(&found, Step { seen: found.stage, to, at: tx.now() }, place)?;
        tx.save_deal(&change).await?;
        tx.commit().await
    }
}

pub fn form(name: &str, value: &str, owner: &User) -> DealForm {
    DealForm {
        company: "Łódź Logistyka".into(),
        person: "Anna Nowak".into(),
        name: name.into(),
        source: None,
        expected_close: String::new(),
        value: value.into(),
        currency: "PLN".into(),
        owner: owner.id,
        description: String::new(),
        language: None,
    }
}

/// The names in each column, top down.
pub fn names(board: &Board) -> Vec<Vec<&str>> {
    board.columns.iter().map(|c| c.page.cards.iter().map(|card| card.name.as_str()).collect()).collect()
}

pub fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
