//! Mail, against a real mail server: what is sent, what is tried again, what is given up, and that nothing waits for it.

mod house;

use axum::http::StatusCode;
use house::{House, dump::Dump, furnished, furnished_with_mail};
use mailin_embedded::{Handler, Response, Server, response};
use serde_json::{Value, json};
use server::mail::{Mailer, Settings};
use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
};
use words::Languages;

/// What a mail server takes, or whom it refuses.
#[derive(Clone, Default)]
struct Post {
    taken: Arc<Mutex<Vec<String>>>,
    refuses: bool,
    text: Vec<u8>,
}

impl Handler for Post {
    fn rcpt(&mut self, _to: &str) -> Response {
        if self.refuses { response::NO_MAILBOX } else { response::OK }
    }

    fn data(&mut self, part: &[u8]) -> io::Result<()> {
        self.text.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let text = String::from_utf8(std::mem::take(&mut self.text)).unwrap();
        // Long lines are folded on the way.
        self.taken.lock().unwrap().push(text.replace("=\r\n", ""));
        response::OK
    }
}

impl Post {
    fn refusing() -> Post {
        Post { refuses: true, ..Post::default() }
    }

    /// Opens a mail server for as long as the test runs.
    fn open(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut server = Server::new(self.clone());
        server.with_tcp_listener(listener);
        std::thread::spawn(move || drop(server.serve()));
        address
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

fn mailer(house: &House, server: SocketAddr) -> Mailer {
    let settings = Settings {
        server: format!("smtp://{server}"),
        from: "Tablica <tablica@sales.test>".into(),
        address: "https://sales.test/".into(),
    };
    Mailer::new(&settings, house.store.clone(), Languages::built_in().unwrap()).unwrap()
}

/// An address where nobody listens.
fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn secret(digit: &str) -> String {
    digit.repeat(64)
}

async fn invite(house: &House, link: &str) {
    let anna = house.sign_in("anna").await;
    let form = json!({"name": "Nina", "email": "nina@demo.test", "role": "manager"});
    let said = house.call(&anna, "invite_user", json!({"form": form, "link": link})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
}

/// What administrators read of the outbox.
async fn outbox(house: &House) -> Value {
    let anna = house.sign_in("anna").await;
    house.call(&anna, "account", json!({})).await.body["outbox"].clone()
}

/// The next attempt is now.
async fn hurry(house: &House) {
    let past = "UPDATE mail SET next_at = '2020-01-01T00:00:00.000000+00:00' WHERE next_at IS NOT NULL";
    Dump::of(&house.location()).await.harm(past).await;
}

#[tokio::test]
async fn an_invitation_arrives_with_a_link_that_works() {
    let (house, post) = (furnished_with_mail().await, Post::default());
    let mailer = mailer(&house, post.open());
    invite(&house, &secret("a")).await;
    assert_eq!(outbox(&house).await, json!({"waiting": 1, "given_up": 0, "error": null}));
    mailer.send_due().await.unwrap();
    let [mail] = &post.taken()[..] else { panic!("{:?}", post.taken()) };
    assert!(mail.contains("From: Tablica <tablica@sales.test>"), "{mail}");
    assert!(mail.contains("Message-ID: <"), "{mail}");
    assert!(mail.contains("To: Nina <nina@demo.test>") && mail.contains("Anna invites you"), "{mail}");
    assert!(mail.contains(&format!("https://sales.test/join#{}", secret("a"))), "{mail}");
    // It is gone, and its secret with it.
    assert_eq!(outbox(&house).await["waiting"], 0);
    let rows = Dump::of(&house.location()).await.rows().await;
    assert!(rows.iter().all(|row| !row.contains(&secret("a"))));
    mailer.send_due().await.unwrap();
    assert_eq!(post.taken().len(), 1, "once");
    let joined = house.call("", "join", json!({"link": secret("a"), "password": "a good long one"})).await;
    assert_eq!(joined.status, StatusCode::OK, "{joined:?}");
}

#[tokio::test]
async fn what_cannot_be_sent_waits_and_is_sent_later() {
    let (house, post) = (furnished_with_mail().await, Post::default());
    invite(&house, &secret("b")).await;
    mailer(&house, nowhere()).send_due().await.unwrap();
    let waits = outbox(&house).await;
    assert_eq!((&waits["waiting"], &waits["given_up"]), (&json!(1), &json!(0)));
    assert!(waits["error"].as_str().is_some_and(|error| !error.is_empty()), "{waits}");
    let mailer = mailer(&house, post.open());
    mailer.send_due().await.unwrap();
    assert_eq!(post.taken().len(), 0, "not before its time");
    hurry(&house).await;
    mailer.send_due().await.unwrap();
    assert_eq!(post.taken().len(), 1);
    assert_eq!(outbox(&house).await, json!({"waiting": 0, "given_up": 0, "error": null}));
}

#[tokio::test]
async fn a_mail_is_taken_by_one_sender_and_by_another_when_that_one_is_gone() {
    let house = furnished_with_mail().await;
    invite(&house, &secret("d")).await;
    assert_eq!(house.store.due_mails().await.unwrap().len(), 1);
    assert_eq!(house.store.due_mails().await.unwrap(), [], "the first one has it");
    hurry(&house).await;
    assert_eq!(house.store.due_mails().await.unwrap().len(), 1, "the first one never came back");
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_keeps_no_other_from_leaving() {
    let (house, post) = (furnished_with_mail().await, Post::default());
    let anna = house.sign_in("anna").await;
    for user in [3, 4] {
        let body = json!({"user": user, "link": secret(&user.to_string())});
        let said = house.call(&anna, "renew_link", body).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
    }
    // What no version of this program writes.
    Dump::of(&house.location()).await.harm("UPDATE users SET zone = 'Mars/Olympus' WHERE id = 3").await;
    mailer(&house, post.open()).send_due().await.unwrap();
    let [mail] = &post.taken()[..] else { panic!("{:?}", post.taken()) };
    assert!(mail.contains(&secret("4")), "{mail}");
    assert_eq!(outbox(&house).await["waiting"], 1);
}

#[tokio::test]
async fn what_is_refused_for_days_is_given_up_and_said() {
    let (house, post) = (furnished_with_mail().await, Post::refusing());
    invite(&house, &secret("c")).await;
    let mailer = mailer(&house, post.open());
    for _ in 0..12 {
        hurry(&house).await;
        mailer.send_due().await.unwrap();
    }
    let gone = outbox(&house).await;
    assert_eq!((&gone["waiting"], &gone["given_up"]), (&json!(0), &json!(1)));
    let rows = Dump::of(&house.location()).await.rows().await;
    let mail = rows.iter().find(|row| row.starts_with("mail ")).unwrap();
    assert!(mail.contains(r#""attempts":9"#) && !mail.contains(&secret("c")), "{mail}");
}

#[tokio::test]
async fn a_forgotten_password_is_told_by_mail_alone() {
    let (house, post) = (furnished_with_mail().await, Post::default());
    let mailer = mailer(&house, post.open());
    let ask = async |email: &str| house.call("", "forgot_password", json!({"email": email})).await;
    let (known, unknown) = (ask("zofia@demo.test").await, ask("nobody@demo.test").await);
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    assert_eq!(known.status, StatusCode::OK);
    // Each was one commit and one entry of the audit: they take equally long.
    let rows = Dump::of(&house.location()).await.rows().await;
    let noted = rows.iter().filter(|row| row.starts_with("audit ") && row.contains("link_renewed")).count();
    assert_eq!(noted, 2);
    mailer.send_due().await.unwrap();
    let [mail] = &post.taken()[..] else { panic!("{:?}", post.taken()) };
    assert!(mail.contains("zofia@demo.test"), "{mail}");
    let link = mail.split("/join#").nth(1).and_then(|rest| rest.get(..64)).unwrap();
    let joined = house.call("", "join", json!({"link": link, "password": "another good one"})).await;
    assert_eq!(joined.status, StatusCode::OK, "{joined:?}");
    // Nobody's mailbox is filled, and nobody finds out who is here by how often.
    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = ask("zofia@demo.test").await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask("no address").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = furnished().await;
    let said = without.call("", "forgot_password", json!({"email": "zofia@demo.test"})).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("no_mail")));
}

#[tokio::test]
async fn notices_come_by_mail_to_who_wants_them_so() {
    let (house, post) = (furnished_with_mail().await, Post::default());
    let mailer = mailer(&house, post.open());
    let (zofia, marek) = (house.sign_in("zofia").await, house.sign_in("marek").await);
    let zofia_id = domain::id::UserId(3);
    house.add(&zofia, zofia_id, "Trucks").await;
    let me =
        |by_mail: &[&str]| json!({"form": {"name": "Zofia", "zone": "", "unwanted": [], "by_mail": by_mail}});
    let task = |title: &str| json!({"deal": 1, "form": {"title": title, "assignee": zofia_id}});
    let done = async |cookie: &str, name: &str, body: Value| {
        let said = house.call(cookie, name, body).await;
        assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
        said
    };
    done(&marek, "add_task", task("Before")).await;
    done(&zofia, "save_me", me(&["task"])).await;
    done(&marek, "add_task", task("Call them")).await;
    done(&zofia, "add_task", task("Mine")).await;
    mailer.send_due().await.unwrap();
    let [mail] = &post.taken()[..] else { panic!("{:?}", post.taken()) };
    assert!(mail.contains("zofia@demo.test") && mail.contains("https://sales.test/deals/1"), "{mail}");
    // Taken back before it left, nothing is sent.
    let added = done(&marek, "add_task", task("Never mind")).await;
    let undo = json!({"change": added.headers["tablica-change"].to_str().unwrap().parse::<i64>().unwrap()});
    done(&marek, "undo", undo).await;
    mailer.send_due().await.unwrap();
    assert_eq!(post.taken().len(), 1);
    done(&zofia, "save_me", me(&[])).await;
    done(&marek, "add_task", task("Later")).await;
    mailer.send_due().await.unwrap();
    assert_eq!(post.taken().len(), 1);
    assert_eq!(outbox(&house).await["waiting"], 0);
}
