//! Keeping data: copies before the schema changes, copies into another database, what the doctor sees (quality 2).

mod house;

use command::{Perform, process::SaveProcess, task::AddTask};
use domain::{
    people::{Role, Who},
    process::{ActionForm, ProcessForm, Rules},
    refusal::Refusal,
    task::{Task, TaskForm},
};
use house::{form, new_user, opening, refusal};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;
use store::{Account, Error, Location, Store};

async fn raw(location: &Location) -> DatabaseConnection {
    match location {
        Location::File(path) => {
            Database::connect(format!("sqlite:{}?mode=rwc", path.display())).await.unwrap()
        }
        Location::Server(url) => Database::connect(url).await.unwrap(),
    }
}

async fn count(db: &DatabaseConnection, table: &str) -> i64 {
    let asked = format!("SELECT count(*) FROM {table}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), asked)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

/// A database as the program before this one left it, with a source that is not ours.
async fn of_before(location: &Location) -> DatabaseConnection {
    let db = raw(location).await;
    Migrator::up(&db, Some(6)).await.unwrap();
    db.execute_unprepared("INSERT INTO source (name, position) VALUES ('Old fair', 0)").await.unwrap();
    db
}

#[tokio::test]
async fn a_copy_is_kept_before_the_schema_changes_three_deep() {
    let folder = tempfile::tempdir().unwrap();
    let file = Location::File(folder.path().join("tablica.db"));
    of_before(&file).await.close().await.unwrap();
    let backups = folder.path().join("backups");
    std::fs::create_dir(&backups).unwrap();
    for old in ["before_m0002_x.db", "before_m0003_x.db", "before_m0004_x.db", "mine.db"] {
        std::fs::write(backups.join(old), "").unwrap();
    }
    Store::open(&file).await.unwrap();
    let mut kept: Vec<String> = std::fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, ["before_m0003_x.db", "before_m0004_x.db", "before_m0007_watch.db", "mine.db"]);
    let copy = raw(&Location::File(backups.join("before_m0007_watch.db"))).await;
    assert_eq!((count(&copy, "source").await, count(&copy, "seaql_migrations").await), (1, 6));
}

#[tokio::test]
async fn without_room_for_the_copy_the_schema_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = Location::File(folder.path().join("tablica.db"));
    let db = of_before(&file).await;
    std::fs::write(folder.path().join("backups"), "in the way").unwrap();
    assert!(matches!(Store::open(&file).await.err(), Some(Error::Safeguard(_))));
    assert_eq!(count(&db, "seaql_migrations").await, 6);
}

#[tokio::test]
async fn on_postgres_the_copy_is_a_schema() {
    let server = Location::Server(house::postgres_database("safeguard").await);
    let db = of_before(&server).await;
    Store::open(&server).await.unwrap();
    assert_eq!(count(&db, "before_m0007_watch.source").await, 1);
    assert_eq!(count(&db, "before_m0007_watch.seaql_migrations").await, 6);
}

on_each_database! {
    a_copy_is_equal_row_by_row(house) {
        let stages = house.stages().await;
        for name in ["Łódź", "'; DROP TABLE deal; --", "\u{1f469}\u{200d}\u{1f680}"] {
            house.add(&house.zofia, stages[0], form(name, "12.34", &house.zofia)).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let other = Store::open(&Location::File(folder.path().join("copy.db"))).await.unwrap();
        let server = Location::Server(house::postgres_database(&format!("back_{}", folder.path().file_name().unwrap().to_str().unwrap().trim_start_matches('.').to_lowercase())).await);
        let back = Store::open(&server).await.unwrap();
        house.store.copy_into(&other).await.unwrap();
        other.copy_into(&back).await.unwrap();
        let content = house.store.content().await.unwrap();
        assert_eq!(content["deal"].rows, 3);
        assert_eq!(content, other.content().await.unwrap());
        assert_eq!(content, back.content().await.unwrap());
        assert!(matches!(house.store.copy_into(&back).await, Err(Error::NotEmpty)));
        back.add_user(new_user("Ewa", Role::Salesperson)).await.unwrap();
        assert_ne!(content, back.content().await.unwrap(), "numbers go on where they were");
    }

    every_table_is_copied(house) {
        let content = house.store.content().await.unwrap();
        let tables = house.store.tables().await.unwrap();
        // What an account says is in the others; `stage_total` and the letters to search are counted from them.
        let own = ["commits", "heartbeat", "seaql_migrations", "sqlite_sequence", "stage_total"];
        let is_own = |table: &str| own.contains(&table) || table.ends_with("_text") || table.contains("_fts");
        let missing: Vec<_> =
            tables.iter().filter(|table| !content.contains_key(*table) && !is_own(table)).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    the_doctor_sees_what_does_not_add_up(house) {
        let stages = house.stages().await;
        house.add(&house.zofia, stages[0], form("X", "10", &house.zofia)).await;
        assert_eq!(house.store.damage().await.unwrap(), Vec::<String>::new());
        assert_eq!(house.store.contradictions().await.unwrap(), Vec::<String>::new());
        for (harm, found) in [
            ("UPDATE deal SET cost_minor = 5", "cost"),
            ("UPDATE deal SET itemised = true", "product lines"),
            ("UPDATE deal SET itemised = false, cost_minor = 0, probability = 77", "probability"),
            ("UPDATE deal SET probability = 0; UPDATE stage_total SET weighted_minor = 1", "totals"),
            ("UPDATE stage_total SET weighted_minor = 0, deals = 2", "totals"),
            ("UPDATE deal SET status = 'won'", "status"),
            ("UPDATE deal SET status = 'open'; DELETE FROM history", "history"),
        ] {
            house.harm(harm).await;
            let told = house.store.contradictions().await.unwrap();
            assert!(told.iter().any(|what| what.contains(found)), "{harm}: {told:?}");
        }
    }

    the_last_administrator_stays_and_a_deactivated_user_has_no_session(house) {
        let email = |user: &domain::people::User| domain::text::Email::parse(&user.email).unwrap();
        assert_eq!(refusal(house.store.deactivate(&email(&house.anna)).await), Refusal::LastAdministrator);
        assert!(house.store.session(&format!("token-{}", house.anna.id)).await.unwrap().is_some());
        house.store.deactivate(&email(&house.zofia)).await.unwrap();
        assert_eq!(house.store.content().await.unwrap()["session"].rows, 3, "hers is gone, not only ignored");
        assert!(house.store.credentials(&email(&house.zofia)).await.unwrap().is_none());
        assert_eq!(refusal(house.store.open_session(house.zofia.id, opening("late")).await), Refusal::WrongCredentials);
    }

    what_a_newer_program_wrote_does_not_stop_this_one(house) {
        let mut process = house.read(&house.anna).await.process(None).await.unwrap();
        let mut form = ProcessForm::of(&process);
        let rules = Rules::default();
        form.stages[0].actions = vec![ActionForm { id: None, name: "Sign".into(), hint: String::new(), weight: "1".into(), rules }];
        let save = SaveProcess { process: process.id, version: process.version, form };
        house.perform(&house.anna, &save).await.unwrap();
        let deal = house.add(&house.zofia, process.stages[0].id, crate::form("X", "10", &house.zofia)).await;
        house.harm(r#"UPDATE action SET rules = '{"v":2,"mandatory":true,"who":{"team":3},"colour":"red"}'"#).await;
        for (event, of_costs) in [("handed_over", false), ("cost_split", true)] {
            house.harm(&format!(
                r#"INSERT INTO history (deal_id, by_id, at, event, of_costs) VALUES ({deal}, 1, '2026-05-14T12:00:00+00:00', '{{"v":3,"event":"{event}"}}', {of_costs})"#
            )).await;
        }
        let tx = house.read(&house.anna).await;
        process = tx.process(None).await.unwrap();
        let rules = &process.stages[0].actions[0].rules;
        assert_eq!((rules.mandatory, &rules.who), (true, &Who::Administrators));
        let told: Vec<_> = tx.profile(deal, None).await.unwrap().history.entries.into_iter().map(|told| told.event).collect();
        assert_eq!((told.len(), &told[..2], told[2].is_some()), (3, &[None, None][..], true));
        drop(tx);
        let off = Account { costs: false, ..house::new_account().account };
        let tx = house.store.read(house.anna.clone(), off).await.unwrap();
        assert_eq!(tx.profile(deal, None).await.unwrap().history.entries.len(), 2, "of costs nobody hears now");
    }

    tasks_have_an_end(house) {
        let stages = house.stages().await;
        let deal = house.add(&house.zofia, stages[0], form("X", "10", &house.zofia)).await;
        let tx = house.write(&house.zofia).await;
        let form = TaskForm { title: "Call".into(), ..TaskForm::default() };
        for _ in 0..Task::MOST {
            AddTask { deal: Some(deal), form: form.clone() }.perform(&tx).await.unwrap();
        }
        assert_eq!(refusal(AddTask { deal: Some(deal), form }.perform(&tx).await), Refusal::TooMany { max: 2_000 });
    }
}
