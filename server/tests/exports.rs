//! Lists as files (I5) and the whole account as one (I7): what is asked for, with all that is known of it, and read back as it
//! was.

mod house;

use axum::http::StatusCode;
use house::{House, furnished};
use serde_json::{Value, json};
use store::Location;

/// Brings a file in as it is guessed, whole.
async fn bring(house: &House, cookie: &str, kind: &str, text: &str) -> Value {
    let import = house.import(cookie, kind, text.to_owned()).await.body;
    assert!(import.is_i64(), "{import}");
    let page = house.call(cookie, "import", json!({"import": import})).await.body;
    let approved = house.call(cookie, "approve_import", json!({"import": import})).await;
    assert_eq!(approved.status, StatusCode::OK, "{page}");
    while server::imports::go_on(&house.store).await.unwrap() {}
    house.call(cookie, "import", json!({"import": import})).await.body
}

async fn exported(house: &House, cookie: &str, address: &str) -> String {
    let said = house.get(cookie, address).await;
    assert_eq!(said.status, StatusCode::OK, "{address}: {said:?}");
    said.text
}

#[tokio::test]
async fn what_is_taken_out_is_read_back_as_it_was() {
    for language in ["pl", "en"] {
        let (there, here) = (furnished().await, furnished().await);
        let (anna, ours) = (there.sign_in("anna").await, here.sign_in("anna").await);
        for (house, cookie) in [(&there, &anna), (&here, &ours)] {
            house.call(cookie, "choose_language", json!({"language": language})).await;
        }
        for (kind, text) in [
            (
                "companies",
                "Nazwa;NIP;Telefon;E-mail;Strona;Ulica;Kod pocztowy;Miasto\n\
                 Łódź Logistyka;725-18-03-504;+48 42 630 11 24;biuro@lodz.pl;lodz.pl;Piotrkowska 1;90-001;Łódź\n\
                 \"Huta, \"\"Jaskier\"\"\";;;;;;;\n",
            ),
            (
                "persons",
                "Imię;Nazwisko;Firma;Telefon;Email\n\
                 Ewa;Śliwa;Łódź Logistyka;+48 601 100 200;ewa@x.pl\n;Kot;;602,;\n",
            ),
            ("products", "Kod;Nazwa;Cena;Waluta\nA-1;Serwis;1200,50;PLN\n;Wdrożenie;10000;EUR\n"),
            ("users", "Imię i nazwisko;E-mail;Rola\nIda Kos;ida@x.pl;Manager\n"),
        ] {
            let after = bring(&there, &anna, kind, text).await;
            assert_eq!(after["state"], "done", "{after}");
        }
        for (kind, address, rows) in [
            ("companies", "/contacts/export.csv", 2),
            ("persons", "/contacts/export.csv?show=persons", 2),
            ("products", "/settings/deals/products/export.csv", 2),
            ("users", "/settings/account/users/export.csv", 5),
        ] {
            let taken = exported(&there, &anna, address).await;
            assert_eq!(taken.lines().count(), rows + 1, "{language}: {taken}");
            let after = bring(&here, &ours, kind, &taken).await;
            assert_eq!((&after["state"], &after["counts"]["error"]), (&json!("done"), &json!(0)), "{after}");
            assert_eq!(exported(&here, &ours, address).await, taken, "{language}");
        }
    }
}

#[tokio::test]
async fn a_file_holds_what_is_asked_for_and_seen() {
    let house = furnished().await;
    let (anna, zofia, piotr) =
        (house.sign_in("anna").await, house.sign_in("zofia").await, house.sign_in("piotr").await);
    let deal = house.add(&piotr, domain::id::UserId(4), "Tajne").await;
    for (cookie, title, deal) in [(&piotr, "Zadzwonić", json!(deal)), (&zofia, "Umówić", Value::Null)] {
        let form =
            json!({"title": title, "kind": "call", "date": "2026-12-01", "time": "10:30", "assignee": null});
        let said = house.call(cookie, "add_task", json!({"deal": deal, "form": form})).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
    }
    let tasks = async |cookie: &str, address: &str| exported(&house, cookie, address).await;
    assert_eq!(tasks(&zofia, "/tasks/export.csv").await.lines().count(), 2);
    let everybody = tasks(&zofia, "/tasks/export.csv?whose=all").await;
    assert!(everybody.contains("Umówić") && !everybody.contains("Zadzwonić"), "{everybody}");
    let all = tasks(&anna, "/tasks/export.csv?whose=all&deal=with").await;
    assert!(all.contains("Zadzwonić") && all.contains("2026-12-01") && all.contains("Tajne"), "{all}");
    assert_eq!(all.lines().count(), 2, "{all}");
    bring(&house, &anna, "companies", "Nazwa;Miasto\nŁąka;Łódź\nHuta;Radom\n").await;
    let found = exported(&house, &zofia, "/contacts/export.csv?q=laka").await;
    assert!(found.contains("Łąka") && !found.contains("Huta"), "{found}");
    for (address, status) in [
        ("/contacts/export.csv?colour=red", 400),
        ("/tasks/export.csv?whose=yours", 400),
        ("/settings/account/users/export.csv?q=a", 400),
        ("/settings/account/users/export.xlsx", 200),
        ("/contacts/export.xlsx?show=persons", 200),
        ("/tasks/export.xlsx", 200),
        ("/contacts/export.pdf", 404),
    ] {
        assert_eq!(house.get(&anna, address).await.status.as_u16(), status, "{address}");
    }
    let audit = house.call(&anna, "audit", json!({})).await.text;
    assert!(audit.contains("companies.csv") && audit.contains("users.xlsx"), "{audit}");
}

/// The rows of a database, but of what tells who was in and what was taken out.
async fn rows(location: &Location) -> Vec<String> {
    let rows = house::dump::Dump::of(location).await.rows().await;
    let own = ["session ", "link ", "operation ", "audit ", "commits ", "heartbeat ", "users "];
    rows.into_iter().filter(|row| !own.iter().any(|table| row.starts_with(table))).collect()
}

#[tokio::test]
async fn everything_is_taken_out_without_what_lets_people_in_and_read_back() {
    let house = furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    let deal = house.add(&zofia, domain::id::UserId(3), "Terminale").await;
    let file = house.upload(&zofia, deal, "oferta.txt", b"an offer").await.body;
    let note = json!({"deal": deal, "text": "Oferta", "files": [file]});
    assert_eq!(house.call(&zofia, "add_note", note).await.status, StatusCode::OK);
    let renewed = json!({"user": 2, "link": "c".repeat(64)});
    assert_eq!(house.call(&anna, "renew_link", renewed).await.status, StatusCode::OK);

    let bytes = house.file(&anna, "/settings/account/tablica.tar").await;
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    assert!(holds("Terminale".as_bytes()) && holds(b"an offer") && !holds(b"$argon2"));
    assert!(!house.files().with_file_name(".taking-out").exists(), "nothing of it stays");

    let elsewhere = tempfile::tempdir().unwrap();
    let (archive, data) = (elsewhere.path().join("tablica.tar"), elsewhere.path().join("data"));
    std::fs::write(&archive, &bytes).unwrap();
    let tablica = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tablica"));
        command.arg("--data").arg(&data).env_remove("DATABASE_URL").args(arguments).output().unwrap()
    };
    let odd = tablica(&["import", archive.to_str().unwrap(), "--kind", "deals"]);
    assert!(!odd.status.success() && String::from_utf8_lossy(&odd.stderr).contains("no other options"));
    let read = tablica(&["import", archive.to_str().unwrap()]);
    assert!(read.status.success(), "{read:?}");
    assert_eq!(rows(&house.location()).await, rows(&Location::File(data.join("tablica.db"))).await);
    let again = tablica(&["import", archive.to_str().unwrap()]);
    assert!(!again.status.success() && String::from_utf8_lossy(&again.stderr).contains("is there already"));
    // Nobody is in before they have a password again.
    let password = tablica(&["user", "password", "--email", "anna@demo.test"]);
    assert!(password.status.success(), "{password:?}");
    let doctor = tablica(&["doctor"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("sound    sums"), "{doctor:?}");
}

#[tokio::test]
async fn the_deals_in_a_file_say_when_they_were_closed_and_are_read_back() {
    let (house, there) = (furnished().await, furnished().await);
    let (anna, theirs) = (house.sign_in("anna").await, there.sign_in("anna").await);
    let done = async |name: &str, fields: Value| {
        let mut fields = fields;
        fields["op"] = json!(house::op());
        let said = house.call(&anna, name, fields).await;
        assert_eq!(said.status, StatusCode::OK, "{name}: {said:?}");
    };
    house.call(&anna, "choose_language", json!({"language": "pl"})).await;
    let owner = domain::id::UserId(3);
    let (open, won, reopened) = (
        house.add(&anna, owner, "Otwarta").await,
        house.add(&anna, owner, "Wygrana").await,
        house.add(&anna, owner, "Wznowiona").await,
    );
    for deal in [won, reopened] {
        done("win_deal", json!({"deal": deal})).await;
    }
    done("reopen_deal", json!({"deal": reopened})).await;
    let taken = exported(&house, &anna, "/deals/export.csv?status=all").await;
    let heads = taken.lines().next().unwrap();
    assert!(heads.ends_with(";Zamknięto;Numer"), "{heads}");
    let line = |name: &str| taken.lines().find(|line| line.contains(name)).unwrap().to_owned();
    let today =
        house.call(&anna, "tasks", json!({"query": {}})).await.body["now"].as_str().unwrap()[..10].to_owned();
    for (name, end) in [
        ("Otwarta", format!(";;{open}")),
        ("Wygrana", format!(";{today};{won}")),
        ("Wznowiona", format!(";;{reopened}")),
    ] {
        assert!(line(name).ends_with(&end), "{} ends with {end}", line(name));
    }
    // Read back it is the same.
    let after = bring(&there, &theirs, "deals", &taken).await;
    assert_eq!((&after["state"], &after["counts"]["error"]), (&json!("done"), &json!(0)), "{after}");
    there.call(&theirs, "choose_language", json!({"language": "pl"})).await;
    let back = exported(&there, &theirs, "/deals/export.csv?status=all").await;
    let bare =
        |text: &str| text.lines().map(|line| line.rsplit_once(';').unwrap().0.to_owned()).collect::<Vec<_>>();
    let (mut left, mut right) = (bare(&taken), bare(&back));
    left.sort();
    right.sort();
    assert_eq!(left, right);
}
