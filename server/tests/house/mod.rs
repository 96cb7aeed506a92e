//! A small company behind the real router, and the requests that tests send to it.
#![allow(dead_code, reason = "each test file uses the gestures it needs")]

#[path = "../../../app/command/tests/house/dump.rs"]
pub mod dump;

use app::session::request::{AppState, Assets, Sessions};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use command::session::password;
use domain::{
    id::UserId,
    money::Currency,
    people::{Language, Role},
    process::ProcessForm,
    text::{Email, Name},
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Account, Beginning, Location, NewAccount, NewUser, Store};
use tower::ServiceExt;
use words::Languages;

pub const PASSWORD: &str = "a-good-password";
pub const CODE: &str = "one-time";

pub struct House {
    pub store: Store,
    pub router: Router,
    folder: tempfile::TempDir,
}

/// An answer: status, headers, the cookie it sets, its JSON (null when it is none).
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub cookie: Option<String>,
    pub body: Value,
    pub text: String,
}

impl Said {
    /// By which number what was done can be taken back.
    pub fn change(&self) -> Option<i64> {
        self.headers.get("tablica-change")?.to_str().ok()?.parse().ok()
    }
}

pub fn user(name: &str, role: Role, hash: &str) -> NewUser {
    let email = Email::parse(&format!("{}@demo.test", name.to_lowercase())).unwrap();
    NewUser {
        name: Name::known(name),
        email,
        role,
        language: Language::default(),
        password: Some(hash.into()),
    }
}

/// A folder with a language in which every text of the interface carries a mark: `qps`, made from the English file.
pub fn marked_language() -> tempfile::TempDir {
    let english = include_str!("../../../app/words/texts/en.toml");
    let mut table = "";
    let mut text = String::new();
    for line in english.lines() {
        table = line.strip_prefix('[').map_or(table, |name| name.trim_end_matches(']'));
        let plain = line.starts_with('#') || ["form", "language"].contains(&table);
        let marked = line.split('"').enumerate().map(|(index, part)| match index % 2 {
            1 => format!("\"⟦{part}⟧\""),
            _ => part.to_owned(),
        });
        let line = if plain { line.to_owned() } else { marked.collect() };
        text.push_str(&line.replace("name = \"English\"", "name = \"⟦Marked⟧\""));
        text.push('\n');
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("qps.toml"), text).unwrap();
    folder
}

/// Nobody is set up yet.
pub async fn empty() -> House {
    empty_in(Languages::built_in().unwrap()).await
}

async fn empty_in(languages: Languages) -> House {
    open(tempfile::tempdir().unwrap(), languages, false).await
}

/// A house with a copy of this database.
pub async fn copy_of(database: &Path) -> House {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(database, folder.path().join("tablica.db")).unwrap();
    open(folder, Languages::built_in().unwrap(), false).await
}

async fn open(folder: tempfile::TempDir, languages: Languages, mails: bool) -> House {
    let store = Store::open(&Location::File(folder.path().join("tablica.db"))).await.unwrap();
    let store = store.reading(languages.notations());
    let store = if mails { store.mailing() } else { store };
    let state = AppState {
        assets: Assets::default(),
        sessions: Sessions::new(store.clone(), CODE),
        languages,
        secure: true,
        keeps: true,
        proxies: [].into(),
        files: folder.path().join("files").into(),
    };
    let router = server::router::router(state, &folder.path().join("site"));
    House { store, router, folder }
}

/// Anna (administrator), Marek (manager), Zofia and Piotr (salespeople), one process of three stages.
pub async fn furnished() -> House {
    furnished_in(Languages::built_in().unwrap()).await
}

/// The same, in a house that speaks these languages.
pub async fn furnished_in(languages: Languages) -> House {
    furnish(empty_in(languages).await).await
}

/// The same, in a house from which mail is sent.
pub async fn furnished_with_mail() -> House {
    let languages = Languages::built_in().unwrap();
    furnish(open(tempfile::tempdir().unwrap(), languages, true).await).await
}

async fn furnish(house: House) -> House {
    let hash = password::hash(PASSWORD.into()).await.unwrap();
    let account = Account {
        language: Language::default(),
        currency: Currency::PLN,
        zone: chrono_tz::Europe::Warsaw,
        reason_required: false,
        costs: true,
        own_contacts: false,
        public_deals: Default::default(),
    };
    let administrator = user("Anna", Role::Administrator, &hash);
    let new = NewAccount {
        account,
        administrator,
        beginning: Beginning {
            process: ProcessForm::plain("Sales", &["Talk", "Offer", "Contract"]),
            sources: vec!["Fair".into()],
            reasons: vec!["Price".into()],
            examples: vec![],
        },
    };
    house.store.set_up(new).await.unwrap();
    for (name, role) in [("Marek", Role::Manager), ("Zofia", Role::Salesperson), ("Piotr", Role::Salesperson)]
    {
        house.store.add_user(user(name, role, &hash)).await.unwrap();
    }
    house
}

impl House {
    pub async fn send(&self, request: Request<Body>) -> Said {
        said(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// Sends a command or a query as a browser with this cookie would; a command without an op gets a fresh one.
    pub async fn call(&self, cookie: &str, name: &str, mut arguments: Value) -> Said {
        if command::Command::NAMES.contains(&name) && arguments.get("op").is_none() {
            arguments["op"] = op().into();
        }
        self.send(call(cookie, name, arguments.to_string())).await
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Said {
        let request = Request::get(path).header(header::COOKIE, cookie).header(header::ACCEPT, "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn head(&self, cookie: &str, path: &str) -> Said {
        let request = Request::head(path).header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The bytes of a file.
    pub async fn file(&self, cookie: &str, path: &str) -> Vec<u8> {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    /// Signs in, and gives the cookie.
    pub async fn sign_in(&self, name: &str) -> String {
        let email = format!("{name}@demo.test");
        let said = self.call("", "sign_in", json!({"email": email, "password": PASSWORD})).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
        said.cookie.unwrap().split(';').next().unwrap().to_owned()
    }

    /// The folder of the files for the browser.
    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// Where its database is.
    pub fn location(&self) -> Location {
        Location::File(self.folder.path().join("tablica.db"))
    }

    /// The folder of the files of notes.
    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// How many files lie in the folder, finished or not.
    pub fn stored_files(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.path().join("files")).into_iter().flatten().flatten();
        folders.map(|folder| std::fs::read_dir(folder.path()).unwrap().count()).sum()
    }

    /// Sends a file for a note on a deal.
    pub async fn upload(&self, cookie: &str, deal: i64, name: &str, bytes: &'static [u8]) -> Said {
        let request = Request::post(format!("/files/{deal}?name={name}"))
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(bytes)).unwrap()).await
    }

    /// Sends a file that is to be brought in.
    pub async fn import(&self, cookie: &str, kind: &str, bytes: impl Into<Vec<u8>>) -> Said {
        let request = Request::post(format!("/imports?kind={kind}&name=a.csv"))
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(bytes.into())).unwrap()).await
    }

    /// A deal that this user adds for themselves.
    pub async fn add(&self, cookie: &str, owner: UserId, name: &str) -> i64 {
        let said = self.call(cookie, "add_deal", addition(owner, name, "100")).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
        said.body.as_i64().unwrap()
    }
}

pub fn call(cookie: &str, name: &str, body: impl Into<String>) -> Request<Body> {
    call_at(cookie, &format!("/api/{name}"), body)
}

/// As a page of ours posts to any address.
pub fn call_at(cookie: &str, path: &str, body: impl Into<String>) -> Request<Body> {
    let body = body.into();
    Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, body.len())
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

pub fn form(owner: UserId, name: &str, value: &str) -> Value {
    json!({
        "company": "Acme", "person": "", "name": name, "source": null, "expected_close": "", "value": value,
        "currency": "PLN", "owner": owner, "description": "",
    })
}

pub fn addition(owner: UserId, name: &str, value: &str) -> Value {
    json!({"form": form(owner, name, value), "process": 1, "stage": null, "participants": [], "op": op()})
}

/// A fresh operation id.
pub fn op() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("00000000-0000-4000-8000-{:012x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn step(deal: i64, from: i64, to: i64, op: &str) -> Value {
    json!({"deal": deal, "from": from, "to": to, "gap": {"after": null, "before": null}, "op": op})
}

pub fn completion(deal: i64, action: i64, note: &str) -> Value {
    json!({"deal": deal, "action": action, "note": note, "files": [], "op": op()})
}

async fn said(answer: Response<Body>) -> Said {
    let (status, headers) = (answer.status(), answer.headers().clone());
    let cookie = headers.get(header::SET_COOKIE).map(|cookie| cookie.to_str().unwrap().to_owned());
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Said { status, headers, cookie, body: serde_json::from_str(&text).unwrap_or_default(), text }
}
