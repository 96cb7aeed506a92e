//! Two programs on one PostgreSQL database are as one: what is done through either is heard through the other, and when one
//! is killed nothing is lost (B11).

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

const PASSWORD: &str = "a-good-password";

/// A program that serves until it is dropped, as a crash would end it.
struct Served {
    child: Child,
    address: String,
}

fn tablica(data: &Path, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
    command.arg("--data").arg(data).args(["--addr", "127.0.0.1:0", "--database-url", database]);
    command
}

impl Served {
    fn of(data: &Path, database: &str) -> Served {
        let mut child = tablica(data, database)
            .arg("serve")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let ready = lines.map(|line| line.unwrap()).find(|line| line.contains("is ready at")).unwrap();
        let address = ready.rsplit_once("http://").unwrap().1.to_owned();
        Served { child, address }
    }

    fn ask(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// What a command or a query is answered with, head and body.
    fn call(&self, cookie: &str, name: &str, body: &Value) -> (String, Value) {
        let body = body.to_string();
        let mut stream = self.ask(&format!(
            "POST /api/{name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nSec-Fetch-Site: same-origin\r\n\r\n{body}",
            body.len()
        ));
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{name}: {answer}");
        (head.to_owned(), serde_json::from_str(body).unwrap())
    }

    fn sign_in(&self, name: &str) -> String {
        let credentials = json!({"email": format!("{name}@x.test"), "password": PASSWORD});
        let (head, _) = self.call("", "sign_in", &credentials);
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Opens a stream; the lines that come on it once it has begun.
    fn listen(&self, cookie: &str, last: &str) -> impl Iterator<Item = String> + use<> {
        let last = if last.is_empty() { String::new() } else { format!("Last-Event-ID: {last}\r\n") };
        let stream = self.ask(&format!("GET /live HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n{last}\r\n"));
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.find(|line| line.starts_with("retry: ")).expect("a stream");
        lines
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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
    let (one, other) = (Served::of(folder.path(), &database), Served::of(folder.path(), &database));
    let (anna, zofia) = (one.sign_in("anna"), other.sign_in("zofia"));
    let add = |served: &Served, cookie: &str, owner: i64, number: u32| {
        let form = json!({
            "company": "", "person": "Nowak", "name": "Trucks", "source": null, "expected_close": "", "value": "1",
            "currency": "PLN", "owner": owner, "description": "",
        });
        let deal = json!({"form": form, "process": 1, "stage": null, "participants": [], "op": op(number)});
        served.call(cookie, "add_deal", &deal).1
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
    let mut heard = one.listen(&anna, "");
    let mut number = until_heard(&mut heard, 0);
    let mut hers = other.listen(&zofia, "");
    for from in [&one, &other, &one] {
        number += 1;
        // Both cookies are good for both.
        add(from, &anna, 2, number);
        let told = std::iter::from_fn(|| next_op(&mut heard)).find(|told| *told == op(number));
        assert_eq!(told, Some(op(number)));
        let told = std::iter::from_fn(|| next_op(&mut hers)).find(|told| *told == op(number));
        assert_eq!(told, Some(op(number)));
    }
    // What the one acknowledged is there when it is gone, sent again it is done once, and its streams end.
    number += 1;
    let deal = add(&one, &anna, 1, number);
    drop(one);
    assert_eq!(std::iter::from_fn(|| next_op(&mut heard)).find(|told| told.is_empty()), None);
    assert_eq!(heard.next(), None);
    assert_eq!(add(&other, &anna, 1, number), deal);
    // Whoever comes back elsewhere hears that there may have been something.
    let mut again = other.listen(&anna, "of the one that is gone");
    assert_eq!(next_op(&mut again), Some(String::new()));
    let list = other.call(&anna, "deal_list", &json!({"query": {}})).1;
    assert_eq!(list["rows"].as_array().map(Vec::len), Some(number as usize));
    // A session that ends on the one ends its streams on the other.
    let back = Served::of(folder.path(), &database);
    let mut last = back.listen(&zofia, "");
    until_heard(&mut last, number);
    other.call(&zofia, "sign_out", &json!({}));
    assert!(last.any(|line| line == "event: over"));
}
