//! Setting up, signing in, and opening what a newer program wrote (A1, quality 2 and 3).

mod house;

use domain::{people::Role, refusal::Refusal};
use house::{new_account, new_user, refusal};
use sea_orm::{ConnectionTrait, Database};
use store::{Error, Location, Store};

on_each_database! {
    the_first_administrator_is_made_once(house) {
        assert!(house.store.is_set_up().await.unwrap());
        assert_eq!(refusal(house.store.set_up(new_account()).await), Refusal::AlreadySetUp);
    }

    an_email_belongs_to_one_user(house) {
        let again = house.store.add_user(new_user("Anna", Role::Salesperson)).await;
        assert_eq!(refusal(again), Refusal::EmailTaken);
    }

    a_session_is_known_until_it_is_closed(house) {
        let found = house.store.session("token-1").await.unwrap();
        assert_eq!(found.unwrap().0, house.anna);
        house.store.close_session("token-1").await.unwrap();
        assert!(house.store.session("token-1").await.unwrap().is_none());
        assert!(house.store.session("no such token").await.unwrap().is_none());
    }

    a_session_is_read_while_others_write(house) {
        house.unseen_for_hours("token-3").await;
        let long = house.write(&house.anna).await;
        let read = tokio::time::timeout(std::time::Duration::from_secs(20), house.store.session("token-3")).await;
        assert!(read.expect("a read that waits for nobody").unwrap().is_some());
        drop(long);
    }

    two_reasons_change_names_in_one_go(house) {
        let tx = house.write(&house.anna).await;
        let name = |text: &str| domain::text::Name::known(text);
        tx.save_reasons(2, &[(None, name("Price"), true), (None, name("Time"), true)], false).await.unwrap_err();
        drop(tx);
        let tx = house.write(&house.anna).await;
        let first = tx.reasons().await.unwrap().list[0].id;
        tx.save_reasons(2, &[(Some(first), name("Price"), true), (None, name("Time"), true)], false).await.unwrap();
        let second = tx.reasons().await.unwrap().list[1].id;
        tx.save_reasons(2, &[(Some(first), name("Time"), true), (Some(second), name("Price"), true)], false).await.unwrap();
        let names: Vec<String> = tx.reasons().await.unwrap().list.into_iter().map(|reason| reason.name.to_string()).collect();
        assert_eq!(names, ["Time", "Price"]);
    }

    a_new_password_ends_every_session(house) {
        let email = domain::text::Email::parse(&house.zofia.email).unwrap();
        house.store.set_password(&email, "other".into()).await.unwrap();
        assert!(house.store.session(&format!("token-{}", house.zofia.id)).await.unwrap().is_none());
        let credentials = house.store.credentials(&email).await.unwrap().unwrap();
        assert_eq!(credentials.password.as_deref(), Some("other"));
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tablica.db");
    let file = Location::File(path.clone());
    drop(Store::open(&file).await.unwrap());
    let db = Database::connect(format!("sqlite:{}", path.display())).await.unwrap();
    db.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)")
        .await
        .unwrap();
    let Err(error) = Store::open(&file).await else { panic!("a newer schema must be refused") };
    assert!(matches!(&error, Error::NewerSchema(step) if step == "m9999_future"), "{error}");
}
