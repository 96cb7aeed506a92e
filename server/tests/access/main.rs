//! The access matrix: everything that can be done, asked or fetched, by every actor, of their circle, of others and
//! absent (V1, V5). What is foreign and what is absent is refused alike to the byte, and what is refused changes nothing.

#[path = "../house/mod.rs"]
mod house;
mod table;

use axum::http::{StatusCode, header};
use domain::{id::UserId, people::Role};
use house::{
    House, PASSWORD, Said, addition, completion,
    dump::{Dump, difference},
    op,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use table::{ACTORS, Call, PAWEL, PIOTR, Row, WERA, ZOFIA, rows};

/// The company of the table, furnished once: commands that are allowed are done in copies of it.
struct Company {
    house: House,
    /// The cookie of each actor.
    cookies: Vec<String>,
    dump: Dump,
    /// Its rows, as they must stay.
    rows: Vec<String>,
    copies: tempfile::TempDir,
}

impl Company {
    /// Deal 1 is the circle's: Karol created it, Zofia owns it, Pawel, Dawid and Wera take part. Deal 2 is Piotr's, with
    /// Wera. 3 and 4 are the same, closed. Each open one has a task, a note that an action required and another, and a file.
    async fn furnished() -> Company {
        let house = house::furnished().await;
        let hash = command::session::password::hash(PASSWORD.into()).await.unwrap();
        for name in ["Karol", "Pawel", "Ewa", "Dawid", "Wera"] {
            house.store.add_user(house::user(name, Role::Salesperson, &hash)).await.unwrap();
        }
        let anna = house.sign_in("anna").await;
        for (name, arguments) in [
            ("save_process", json!({"process": 1, "version": 1, "form": table::first()})),
            ("add_process", json!({"form": table::plan("Second")})),
            ("save_product", table::product(Value::Null, "Truck")),
        ] {
            done(&house, &anna, name, arguments).await;
        }
        let (karol, zofia, piotr) =
            (house.sign_in("karol").await, house.sign_in("zofia").await, house.sign_in("piotr").await);
        for closed in [Value::Null, json!(["lost", "2025-05-14"])] {
            for (creator, owner, name, participants) in [
                (&karol, ZOFIA, "Of the circle", vec![PAWEL, 8, WERA]),
                (&piotr, PIOTR, "Of others", vec![WERA]),
            ] {
                let mut deal = addition(UserId(owner), name, "100");
                (deal["participants"], deal["closed"]) = (participants.into(), closed.clone());
                done(&house, creator, "add_deal", deal).await;
            }
        }
        for (cookie, deal) in [(&zofia, 1), (&piotr, 2)] {
            done(&house, cookie, "complete_action", completion(deal, 2, "As agreed")).await;
            done(&house, &anna, "complete_action", completion(deal, 4, "")).await;
            done(&house, cookie, "add_task", json!({"deal": deal, "form": {"title": "Task"}})).await;
        }
        let task = json!({"form": {"title": "Free", "assignee": PAWEL}});
        done(&house, &zofia, "add_task", task).await;
        for (cookie, deal) in [(&zofia, 1), (&piotr, 2)] {
            let file = house.upload(cookie, deal, "plan.txt", b"the plan").await.body;
            done(&house, cookie, "add_note", json!({"deal": deal, "text": "See the plan", "files": [file]}))
                .await;
        }
        add_what_came_later(&house).await;
        Company::of(house).await
    }

    async fn of(house: House) -> Company {
        let mut cookies = vec![];
        for (_, user) in ACTORS {
            cookies.push(if user.is_empty() { String::new() } else { house.sign_in(user).await });
        }
        let dump = Dump::of(&house.location()).await;
        // Past the program, which would have ended the session, too.
        dump.harm("UPDATE users SET active = false WHERE name = 'Dawid'").await;
        let copies = tempfile::tempdir().unwrap();
        house.store.copy_to_file(&copies.path().join("copy.db")).await.unwrap();
        Company { cookies, rows: dump.rows().await, dump, house, copies }
    }

    /// Another house with the same database.
    async fn copy(&self) -> House {
        house::copy_of(&self.copies.path().join("copy.db")).await
    }

    /// What is not as it was.
    async fn changed(&self) -> Vec<String> {
        let files = (self.house.stored_files() != 2).then(|| "stored files".to_owned());
        let (was, is) = (without_audit(&self.rows), without_audit(&self.dump.rows().await));
        difference(&was, &is).into_iter().chain(files).collect()
    }
}

/// Rows without what is written down of those who look or fail (V8), and the count of commits that it makes grow.
fn without_audit(rows: &[String]) -> Vec<String> {
    let is_noted = |row: &&String| row.starts_with("audit ") || row.starts_with("commits ");
    rows.iter().filter(|row| !is_noted(row)).cloned().collect()
}

/// What the numbers of the table count on being there last.
async fn add_what_came_later(house: &House) {
    ask_for_access(house).await;
    add_and_delete(house).await;
    add_contacts(house).await;
    done(house, &house.sign_in("anna").await, "show_as", json!({"user": table::USERS[0]})).await;
    let filter = json!({"name": "Kept", "query": {}, "shared": true});
    done(house, &house.sign_in("zofia").await, "save_filter", filter).await;
    add_imports(house).await;
    // Where deals can be made public; none of these is.
    done(house, &house.sign_in("anna").await, "save_account", table::account(1)).await;
}

/// Deals 5 and 6 are as 1 and 2, deleted.
async fn add_and_delete(house: &House) {
    let (karol, piotr) = (house.sign_in("karol").await, house.sign_in("piotr").await);
    for (creator, owner, name, participants, deal) in [
        (&karol, ZOFIA, "Of the circle", vec![PAWEL, 8, WERA], 5),
        (&piotr, PIOTR, "Of others", vec![WERA], 6),
    ] {
        let mut new = addition(UserId(owner), name, "100");
        new["participants"] = participants.into();
        done(house, creator, "add_deal", new).await;
        done(house, creator, "delete_deal", json!({"deal": deal})).await;
    }
}

/// Company and person 2, beside those of the deals; Zofia notes something about company 1.
async fn add_contacts(house: &House) {
    let zofia = house.sign_in("zofia").await;
    for (name, arguments) in [
        ("save_company", json!({"form": {"name": "Second"}})),
        ("save_person", json!({"form": {"last_name": "First", "company": "Second"}})),
        ("save_person", json!({"form": {"last_name": "Second"}})),
        ("add_contact_note", json!({"of": {"company": 1}, "text": "Noted"})),
    ] {
        done(house, &zofia, name, arguments).await;
    }
}

/// A file that waits for its approval, and one that is brought in.
async fn add_imports(house: &House) {
    let anna = house.sign_in("anna").await;
    for name in ["Waiting", "Imported"] {
        let said = house.import(&anna, "companies", format!("Name;City\n{name};A\nAlso {name};B\n")).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
    }
    done(house, &anna, "approve_import", json!({"import": 2})).await;
    while server::imports::go_on(&house.store).await.unwrap() {}
}

/// The stranger asks for both open deals.
async fn ask_for_access(house: &House) {
    let ewa = house.sign_in("ewa").await;
    for deal in [1, 2] {
        done(house, &ewa, "ask_access", json!({"deal": deal, "text": "Please"})).await;
    }
}

async fn done(house: &House, cookie: &str, name: &str, arguments: Value) {
    let said = house.call(cookie, name, arguments).await;
    assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
}

async fn call(house: &House, cookie: &str, row: &Row, id: i64) -> Said {
    match row.call {
        Call::Api(body) => house.call(cookie, row.name, body(id)).await,
        Call::Get(path) => house.get(cookie, &path(id)).await,
        Call::Head(path) => house.head(cookie, path).await,
        Call::Look => {
            house
                .send(house::call_at(cookie, &format!("/live/deals/{id}"), r#"{"page":1,"open":true}"#))
                .await
        }
        Call::Upload => house.upload(cookie, id, "a.txt", b"abc").await,
        Call::Import => house.import(cookie, "companies", "Name;City\nThird;Third\n").await,
    }
}

/// Whether it only reads, whoever asks.
fn reads(row: &Row) -> bool {
    matches!(row.call, Call::Get(_) | Call::Head(_) | Call::Look) || command::Query::NAMES.contains(&row.name)
}

/// Whether it is a command, which the change log must tell of.
fn is_command(row: &Row) -> bool {
    command::Command::NAMES.contains(&row.name)
}

#[tokio::test]
async fn each_actor_gets_what_the_table_says() {
    let mut company = Company::furnished().await;
    let mut wrong = vec![];
    for row in rows() {
        assert_eq!(row.rule.len(), row.ids.len(), "{} has a line for each that it addresses", row.name);
        for actor in 0..ACTORS.len() {
            wrong.extend(try_row(&mut company, &row, actor).await);
        }
    }
    assert!(wrong.is_empty(), "{} cells of the table are not true:\n{}", wrong.len(), wrong.join("\n"));
}

/// Goes through the cells of a row for one actor, and tells what is not true of them.
async fn try_row(company: &mut Company, row: &Row, actor: usize) -> Vec<String> {
    let (mut wrong, mut answers) = (vec![], vec![]);
    for (line, id) in row.rule.iter().zip(row.ids) {
        let (want, what) = (line[actor], format!("{} of {id} by {}", row.name, ACTORS[actor].0));
        let changes_nothing = reads(row) || (is_command(row) && want != 200);
        let (said, changed) = match changes_nothing {
            true => (call(&company.house, &company.cookies[actor], row, *id).await, company.changed().await),
            false => try_in_copy(company, row, actor, *id).await,
        };
        // One more row; those of a deal that is gone for good forget what they wrote over.
        let changes = |mark: &str| changed.iter().filter(|row| row.starts_with(mark)).count();
        let told = changes("+ change ").saturating_sub(changes("- change "));
        let done = match want {
            200 if is_command(row) => told == 1,
            200 => !reads(row) || changed.is_empty(),
            _ => changed.is_empty(),
        };
        if said.status != want {
            wrong.push(format!("{what}: {} instead of {want}, {}", said.status.as_u16(), said.text));
        } else if !done {
            wrong.push(format!("{what}: {want}, and changed {changed:#?}"));
        }
        if changes_nothing && !changed.is_empty() {
            *company = Company::furnished().await;
        }
        answers.push((what, want, said));
    }
    // Who does not see it does not learn whether it is there: the last line is the absent one.
    let [before @ .., (_, _, absent)] = &answers[..] else { return wrong };
    for (what, want, said) in before {
        if *want != 200 && absent.status == *want && said != absent {
            wrong.push(format!("{what}: {said:?}, but for what is absent {absent:?}"));
        }
    }
    wrong
}

/// The answer in a copy of the company, and what it changed there.
async fn try_in_copy(company: &Company, row: &Row, actor: usize, id: i64) -> (Said, Vec<String>) {
    let house = company.copy().await;
    let said = call(&house, &company.cookies[actor], row, id).await;
    let after = Dump::of(&house.location()).await.rows().await;
    let files = (house.stored_files() > 0).then(|| "stored files".to_owned());
    (
        said,
        difference(&without_audit(&company.rows), &without_audit(&after)).into_iter().chain(files).collect(),
    )
}

/// Fails with the name of what can be done or asked and has no row, and of a row for what is not there.
#[test]
fn everything_has_a_row() {
    let api = rows().into_iter().filter(|row| matches!(row.call, Call::Api(_)));
    let table: BTreeSet<&str> = api.map(|row| row.name).collect();
    let lists = [command::Command::NAMES, command::Query::NAMES, command::session::SessionCall::NAMES];
    let all: BTreeSet<&str> = lists.concat().into_iter().collect();
    assert_eq!(all.difference(&table).collect::<Vec<_>>(), Vec::<&&str>::new(), "have no row in the table");
    assert_eq!(table.difference(&all).collect::<Vec<_>>(), Vec::<&&str>::new(), "are in the table only");
}

#[tokio::test]
async fn a_cookie_that_means_nothing_is_nobody() {
    let company = Company::furnished().await;
    let expired = "__Host-tablica=0000000000000000000000000000000000000000000000000000000000000000";
    for row in rows() {
        // Nobody is the first of the actors.
        for cookie in [expired, "__Host-tablica=\u{22}", "tablica=x"] {
            let said = call(&company.house, cookie, &row, row.ids[0]).await;
            assert_eq!(said.status, row.rule[0][0], "{} {said:?}", row.name);
        }
        assert_eq!(company.changed().await, Vec::<String>::new(), "{}", row.name);
    }
}

/// Without the numbers used once and the address that was asked for.
fn drawn(page: &Said, address: &str) -> (StatusCode, Vec<String>, String) {
    let fixed = |text: &str| text.split('"').filter(|part| part.len() != 22).collect::<String>();
    let headers = page.headers.iter().filter(|(name, _)| *name != header::CONTENT_SECURITY_POLICY);
    let quoted = address.replace('/', "%2F");
    let headers = headers.map(|(name, value)| format!("{name}: {value:?}").replace(&quoted, "")).collect();
    (page.status, headers, fixed(&page.text).replace(address, ""))
}

#[tokio::test]
async fn asking_for_access_says_nothing_of_what_there_is() {
    let company = Company::furnished().await;
    let piotr = company.house.sign_in("piotr").await;
    let asked =
        async |deal| company.house.call(&piotr, "ask_access", json!({"deal": deal, "text": ""})).await;
    let (foreign, absent) = (asked(1).await, asked(999).await);
    assert_eq!((foreign.status, foreign), (StatusCode::OK, absent));
}

#[tokio::test]
async fn pages_of_foreign_and_absent_deals_are_the_same() {
    let company = Company::furnished().await;
    let house = &company.house;
    for ((actor, _), cookie) in ACTORS.iter().zip(&company.cookies) {
        let [own, foreign, absent] = [
            house.get(cookie, "/deals/1").await,
            house.get(cookie, "/deals/2").await,
            house.get(cookie, "/deals/9").await,
        ];
        let want = match *actor {
            "nobody" | "a deactivated participant" => [303, 303, 303],
            "a stranger" => [404, 404, 404],
            "a manager" | "an administrator" => [200, 200, 404],
            _ => [200, 404, 404],
        };
        assert_eq!([&own, &foreign, &absent].map(|page| page.status.as_u16()), want, "{actor}");
        if want[1] != 200 {
            assert_eq!(drawn(&foreign, "/deals/2"), drawn(&absent, "/deals/9"), "{actor}");
        }
    }
    for page in ["/", "/board/1", "/finance"] {
        assert_eq!(house.get("", page).await.status, StatusCode::SEE_OTHER, "{page}");
    }
    assert_eq!(company.changed().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_seen_leaks_nowhere() {
    let company = Company::furnished().await;
    for ((actor, _), cookie) in ACTORS.iter().zip(&company.cookies) {
        let (circle, others) = match *actor {
            "nobody" | "a deactivated participant" => continue,
            "a stranger" => (false, false),
            "a manager" | "an administrator" => (true, true),
            _ => (true, false),
        };
        let told = |text: &str| (text.contains("Of the circle"), text.contains("Of others"));
        for (name, arguments) in [
            ("board", json!({"query": {}})),
            ("page", json!({"stage": 1, "filter": {}, "next": "00"})),
            ("deal_list", json!({"query": {}})),
            ("finance", json!({"query": {}})),
            ("deleted", json!({})),
            ("tasks", json!({"query": {"everybody": true, "unfolded": ["done"]}})),
        ] {
            let text = company.house.call(cookie, name, arguments).await.text;
            assert_eq!(told(&text), (circle, others), "{actor} {name} {text}");
        }
        for page in
            ["/", "/deals", "/deals/export.csv", "/finance?period=all", "/finance/export.csv?period=all"]
        {
            let said = company.house.get(cookie, page).await;
            assert!(said.status.is_success(), "{actor} {page}");
            assert_eq!(told(&said.text), (circle, others), "{actor} {page}");
        }
    }
}

/// Whoever brought a file in may be deactivated while it is read.
#[tokio::test]
async fn an_import_goes_on_without_whoever_brought_it_in() {
    let house = Company::furnished().await.house;
    let anna = house.sign_in("anna").await;
    for import in [3, 4] {
        let rows: String = (0..600).map(|number| format!("{import} {number};X\n")).collect();
        let said = house.import(&anna, "companies", format!("Name;City\n{rows}")).await;
        assert_eq!(said.body, json!(import));
    }
    let dump = Dump::of(&house.location()).await;
    dump.harm("UPDATE import SET by_id = (SELECT id FROM users WHERE name = 'Dawid') WHERE id = 3").await;
    while server::imports::go_on(&house.store).await.unwrap() {}
    let state =
        async |import| house.call(&anna, "import", json!({"import": import})).await.body["state"].clone();
    assert_eq!((state(3).await, state(4).await), (json!("draft"), json!("draft")));
}

/// A file belongs to who sent it until a note of theirs holds it.
#[tokio::test]
async fn a_file_is_nobody_elses() {
    let house = Company::furnished().await.house;
    let (zofia, piotr, marek) =
        (house.sign_in("zofia").await, house.sign_in("piotr").await, house.sign_in("marek").await);
    let file = house.upload(&zofia, 1, "offer.txt", b"the offer").await.body.as_i64().unwrap();
    let path = format!("/files/{file}");
    assert_eq!(house.get(&zofia, &path).await.status, StatusCode::NOT_FOUND, "no note holds it yet");
    for (cookie, deal, stolen) in [(&piotr, 2, file), (&piotr, 2, 999), (&marek, 1, file), (&zofia, 1, 1)] {
        let note = json!({"deal": deal, "text": "Mine now", "files": [stolen], "op": op()});
        let said = house.call(cookie, "add_note", note).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{deal} {stolen} {said:?}");
    }
    done(&house, &zofia, "add_note", json!({"deal": 1, "text": "See the offer", "files": [file]})).await;
    for (cookie, want) in [(&zofia, 200), (&marek, 200), (&piotr, 404), (&String::new(), 401)] {
        let said = house.get(cookie, &path).await;
        assert_eq!((said.status.as_u16(), said.text == "the offer"), (want, want == 200));
    }
}
