//! A small company on a throwaway database, and the gestures that tests make in it.
#![allow(dead_code, reason = "each test file uses the gestures it needs")]

pub mod dump;
pub mod random;
pub mod statements;

use chrono_tz::Europe::Warsaw;
use command::{Perform, board::ReadBoard, deal::AddDeal};
use domain::{
    board::{Board, Move, Query},
    deal::DealForm,
    filter::Filter,
    id::{DealId, Op, StageId, UserId},
    money::Currency,
    notation::Notation,
    people::{Language, Role, User},
    place::Gap,
    process::ProcessForm,
    refusal::Refusal,
    text::{Email, Name},
};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Account, Beginning, Error, Location, NewAccount, NewUser, Opening, Result, Store, Tx};

pub struct House {
    pub store: Store,
    /// Administrator, manager and two salespeople.
    pub anna: User,
    pub marek: User,
    pub zofia: User,
    pub piotr: User,
    /// Where it is, for doing what no program does.
    pub location: Location,
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
            own_contacts: false,
            public_deals: Default::default(),
        },
        administrator: new_user("Anna", Role::Administrator),
        beginning: Beginning {
            process: ProcessForm::plain("Sales", &["Talk", "Needs", "Offer", "Contract"]),
            sources: vec!["Referral".into()],
            reasons: vec!["Price".into()],
            examples: vec![],
        },
    }
}

async fn furnish(location: Location, folder: tempfile::TempDir) -> House {
    let spoken = [("pl", Notation::default()), ("en", Notation::default())];
    let notations = spoken.into_iter().map(|(code, form)| (Language::known(code), form)).collect();
    let store = Store::open(&location).await.unwrap().reading(notations);
    let anna = store.set_up(new_account()).await.unwrap();
    let marek = store.add_user(new_user("Marek", Role::Manager)).await.unwrap();
    let zofia = store.add_user(new_user("Zofia", Role::Salesperson)).await.unwrap();
    let piotr = store.add_user(new_user("Piotr", Role::Salesperson)).await.unwrap();
    let user = async |id: UserId| {
        let token = format!("token-{id}");
        store.open_session(id, opening(&token)).await.unwrap();
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

    /// Makes a user's link this much older.
    pub async fn link_made_hours_ago(&self, user: UserId, hours: i64) {
        let at = store::now() - chrono::Duration::hours(hours);
        self.harm(&format!("UPDATE link SET made_at = '{}' WHERE user_id = {user}", at.to_rfc3339())).await;
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

    /// The change log, oldest first: command, who, and the kind and number of what was touched.
    pub async fn changes(&self) -> Vec<(String, i64, String, i64)> {
        let asked =
            "SELECT command, by_id, kind, id FROM change JOIN touched USING (seq) ORDER BY seq, kind, id";
        let rows = self.look(asked).await;
        rows.iter()
            .map(|row| {
                let text = |at| row.try_get_by_index::<String>(at).unwrap();
                let number = |at| row.try_get_by_index::<i64>(at).unwrap();
                (text(0), number(1), text(2), number(3))
            })
            .collect()
    }

    /// How often a deal has changed.
    pub async fn version(&self, deal: DealId) -> i64 {
        let rows = self.look(&format!("SELECT version FROM deal WHERE id = {deal}")).await;
        rows[0].try_get_by_index(0).unwrap()
    }

    /// All of its rows.
    pub async fn dump(&self) -> dump::Dump {
        dump::Dump::of(&self.location).await
    }

    /// A connection of one's own, behind the program's back.
    pub async fn connect(&self) -> sea_orm::DatabaseConnection {
        let url = match &self.location {
            Location::File(path) => format!("sqlite:{}", path.display()),
            Location::Server(url) => url.clone(),
        };
        sea_orm::Database::connect(url).await.unwrap()
    }

    /// Reads rows behind the program's back.
    pub async fn look(&self, asked: &str) -> Vec<sea_orm::QueryResult> {
        use sea_orm::{ConnectionTrait, Statement};
        let db = self.connect().await;
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), asked)).await.unwrap();
        db.close().await.unwrap();
        rows
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
        let read = ReadBoard { query: Query { process: None, filter }, ..ReadBoard::default() };
        command::ask(&self.read(user).await, &read).await.unwrap()
    }

    pub async fn stages(&self) -> Vec<StageId> {
        let process = self.read(&self.anna).await.process(None).await.unwrap();
        process.stages.iter().map(|stage| stage.id).collect()
    }

    /// Does a command, under an op of its own.
    pub async fn perform<C: Perform>(&self, user: &User, command: &C) -> Result<C::Answer> {
        self.perform_as(user, &op(), command).await
    }

    /// Does a command under this op.
    pub async fn perform_as<C: Perform>(&self, user: &User, op: &Op, command: &C) -> Result<C::Answer> {
        Ok(command::perform(self.store.write(user.id).await?, op, command).await?.answer)
    }

    /// A deal added by this user at the bottom of a stage.
    pub async fn add(&self, user: &User, stage: StageId, form: DealForm) -> DealId {
        let deal = self.perform(user, &self.new_deal(user, stage, form).await).await.unwrap();
        self.drag(user, deal, stage, Gap::default()).await.unwrap();
        deal
    }

    /// A deal of the default process as its form sends it, in English.
    pub async fn new_deal(&self, user: &User, stage: StageId, form: DealForm) -> AddDeal {
        let process = self.read(user).await.process(None).await.unwrap().id;
        AddDeal {
            form,
            process,
            stage: Some(stage),
            participants: vec![],
            closed: None,
            reason: None,
            lines: vec![],
        }
    }

    pub async fn drag(&self, user: &User, deal: DealId, to: StageId, gap: Gap) -> Result<()> {
        let from = self.read(user).await.deal(deal).await.map_or(to, |deal| deal.stage);
        self.perform(user, &Move { deal, from, to, gap }).await.map(drop)
    }
}

/// A session that begins, on no device in particular.
pub fn opening(token: &str) -> Opening {
    Opening { token: token.into(), device: String::new() }
}

/// A fresh op.
pub fn op() -> Op {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("00000000-0000-4000-8000-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed)).parse().unwrap()
}

pub fn form(name: &str, value: &str, owner: &User) -> DealForm {
    DealForm {
        company: "Łódź Logistyka".into(),
        company_id: None,
        person: "Anna Nowak".into(),
        person_id: None,
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
