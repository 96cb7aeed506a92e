//! Two programs on one PostgreSQL database are as one: what is done through either is heard through the other, and when one
//! is killed nothing is lost (B11).

#[path = "house/served.rs"]
mod served;

use serde_json::{Value, json};
use served::Served;
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

const PASSWORD: &str = "a-good-password";

fn tablica(data: &Path, database: &str) -> Command {
    let mut command = served::tablica(data);
    command.args(["--database-url", database]);
    command
}

fn serve(data: &Path, database: &str) -> Served {
    Served::doing(tablica(data, database).arg("serve"))
}

/// What a command or a query is answered with.
fn call(served: &Served, cookie: &str, name: &str, body: &Value) -> Value {
    let answer = served.call(cookie, name, &body.to_string());
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{name}: {answer}");
    serde_json::from_str(body).unwrap()
}

/// Opens a stream; the lines that come on it once it has begun.
fn listen(served: &Served, cookie: &str, last: &str) -> impl Iterator<Item = String> + use<> {
    let last = if last.is_empty() { String::new() } else { format!("Last-Event-ID: {last}\r\n") };
    let stream = served.ask(&format!("GET /live HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n{last}\r\n"));
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.find(|line| line.starts_with("retry: ")).expect("a stream");
    lines
}

/// The gesture that is heard of next; nothing when the stream ends.
fn next_op(mut lines: impl Iterator<Item = String>) -> Option<String> {
    let told = lines.find(|line| line.starts_with("data: {"))?;
    let told: Value = serde_json::from_str(&told["data: ".len()..]).unwrap();
    Some(told["op"].as_str().unwrap_or_default().to_owned())
}

fn op(number: u32) -> String {
    format!("{number:08}-0000-4000-8000-000000000000")
}

#[test]
fn two_programs_on_one_database_are_as_one() {
    let server =
        std::env::var("TABLICA_TEST_POSTGRES").expect("PostgreSQL: run bin/with-postgres cargo test");
    let own = format!("tablica_cluster_{}", std::process::id());
    let created =
        Command::new("psql").args([&server, "-qc", &format!("CREATE DATABASE {own}")]).status().unwrap();
    assert!(created.success());
    let database = format!("{}/{own}", server.rsplit_once('/').unwrap().0);
    let folder = tempfile::tempdir().unwrap();
    for (name, role) in [("anna", "administrator"), ("zofia", "salesperson")] {
        let email = format!("{name}@x.test");
        let arguments =
            ["user", "add", "--email", &email, "--name", name, "--role", role, "--password-stdin"];
        let mut child = tablica(folder.path(), &database)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    // They share the folder, too: it holds the files.
    let (one, other) = (serve(folder.path(), &database), serve(folder.path(), &database));
    let (anna, zofia) = (one.sign_in("anna@x.test", PASSWORD), other.sign_in("zofia@x.test", PASSWORD));
    let add = |served: &Served, cookie: &str, owner: i64, number: u32| {
        let form = json!({
            "company": "", "person": "Nowak", "name": "Trucks", "source": null, "expected_close": "", "value": "1",
            "currency": "PLN", "owner": owner, "description": "",
        });
        let deal = json!({"form": form, "process": 1, "stage": null, "participants": [], "op": op(number)});
        call(served, cookie, "add_deal", &deal)
    };
    // Whether a program hears the others yet, nothing tells but hearing them.
    let until_heard = |heard: &mut dyn Iterator<Item = String>, mut number: u32| {
        let mut known = String::new();
        while known.is_empty() {
            number += 1;
            add(&other, &zofia, 2, number);
            known = next_op(&mut *heard).unwrap();
        }
        number
    };
    let mut heard = listen(&one, &anna, "");
    let mut number = until_heard(&mut heard, 0);
    let mut hers = listen(&other, &zofia, "");
    for from in [&one, &other, &one] {
        number += 1;
        // Both cookies are good for both.
        add(from, &anna, 2, number);
        let told = std::iter::from_fn(|| next_op(&mut heard)).find(|told| *told == op(number));
        assert_eq!(told, Some(op(number)));
        let told = std::iter::from_fn(|| next_op(&mut hers)).find(|told| *told == op(number));
        assert_eq!(told, Some(op(number)));
    }
    // Each knows who looks at a deal through the other.
    number += 1;
    let deal = add(&one, &anna, 2, number);
    let look = |served: &Served, cookie: &str| {
        let answer = served.post(cookie, &format!("/live/deals/{deal}"), r#"{"page":1,"open":true}"#);
        answer.rsplit_once("\r\n\r\n").unwrap().1.to_owned()
    };
    look(&other, &zofia);
    // When the one has heard of her, it tells.
    while look(&one, &anna) != "[2]" {}
    assert!(hers.any(|line| line == "event: look"));
    // What the one acknowledged is there when it is gone, sent again it is done once, and its streams end.
    number += 1;
    let deal = add(&one, &anna, 1, number);
    drop(one);
    assert_eq!(std::iter::from_fn(|| next_op(&mut heard)).find(|told| told.is_empty()), None);
    assert_eq!(heard.next(), None);
    assert_eq!(add(&other, &anna, 1, number), deal);
    // Whoever comes back elsewhere hears that there may have been something.
    let mut again = listen(&other, &anna, "of the one that is gone");
    assert_eq!(next_op(&mut again), Some(String::new()));
    let list = call(&other, &anna, "deal_list", &json!({"query": {}}));
    assert_eq!(list["rows"].as_array().map(Vec::len), Some(number as usize));
    // A session that ends on the one ends its streams on the other.
    let back = serve(folder.path(), &database);
    let mut last = listen(&back, &zofia, "");
    until_heard(&mut last, number);
    call(&other, &zofia, "sign_out", &json!({}));
    assert!(last.any(|line| line == "event: over"));
}
