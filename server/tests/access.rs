//! The access matrix: every endpoint, every actor, own, foreign and absent (quality 3).

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{addition, form, furnished, op, step};
use serde_json::{Value, json};

/// Every server function, with a call that is right for deal 1 (Zofia's, in stage 1, with task 1) and the same call
/// for a deal of Piotr's (2, task 2) and for one that is not there (999).
fn endpoints() -> Vec<(&'static str, [Value; 3])> {
    let zofia = UserId(3);
    let each = |make: &dyn Fn(i64) -> Value| [make(1), make(2), make(999)];
    let same = |value: Value| [value.clone(), value.clone(), value];
    vec![
        ("sign_in", same(json!({"email": "nobody@demo.test", "password": "x"}))),
        ("sign_out", same(json!({}))),
        (
            "set_up",
            same(
                json!({"form": {"code": "wrong", "name": "", "email": "", "password": "", "language": "", "currency": "", "zone": ""}}),
            ),
        ),
        ("choose_language", same(json!({"language": "en"}))),
        ("board", same(json!({"query": {"process": null}}))),
        ("page", same(json!({"stage": 1, "filter": {}, "next": "00"}))),
        ("offer", same(json!({}))),
        ("suggest_companies", same(json!({"letters": "acme"}))),
        ("suggest_persons", same(json!({"letters": "anna"}))),
        ("add_deal", [addition(zofia, "New", "1"), addition(zofia, "New", "1"), addition(zofia, "New", "1")]),
        ("deal", each(&|id| json!({"deal": id}))),
        ("save_deal", each(&|id| json!({"deal": id, "version": 1, "form": form(zofia, "Changed", "5")}))),
        ("move_deal", each(&|id| step(id, 1, 2, &op()))),
        ("add_task", each(&|id| json!({"deal": id, "form": {"title": "Call"}, "op": op()}))),
        ("check_task", each(&|id| json!({"task": id, "done": true}))),
        ("delete_task", each(&|id| json!({"task": id}))),
    ]
}

/// Endpoints that answer alike to everybody, signed in or not, with the status they answer here.
fn open_to_all(name: &str) -> Option<StatusCode> {
    match name {
        "sign_in" => Some(StatusCode::UNAUTHORIZED),
        "sign_out" => Some(StatusCode::OK),
        "set_up" => Some(StatusCode::FORBIDDEN),
        _ => None,
    }
}

/// Endpoints that name a deal or a task: foreign and absent must look the same.
fn names_a_deal(name: &str) -> bool {
    matches!(name, "deal" | "save_deal" | "move_deal" | "add_task" | "check_task" | "delete_task")
}

async fn with_deals() -> house::House {
    let house = furnished().await;
    for (name, owner) in [("zofia", 3), ("piotr", 4)] {
        let cookie = house.sign_in(name).await;
        let deal = house.add(&cookie, UserId(owner), &format!("Of {name}")).await;
        let task = json!({"deal": deal, "form": {"title": "Task"}, "op": op()});
        assert_eq!(house.call(&cookie, "add_task", task).await.status, StatusCode::OK);
    }
    house
}

#[tokio::test]
async fn nobody_gets_in_without_a_session() {
    let house = with_deals().await;
    let expired = "__Host-tablica=0000000000000000000000000000000000000000000000000000000000000000";
    for (name, [call, ..]) in endpoints() {
        for cookie in ["", expired, "__Host-tablica=\u{22}", "tablica=x"] {
            let said = house.call(cookie, name, call.clone()).await;
            assert_eq!(said.status, open_to_all(name).unwrap_or(StatusCode::UNAUTHORIZED), "{name} {said:?}");
        }
    }
    let marek = house.sign_in("marek").await;
    let board = house.call(&marek, "board", json!({"query": {}})).await.body;
    assert_eq!(board["columns"][0]["count"], 2, "nothing was changed");
}

#[tokio::test]
async fn each_actor_reaches_what_the_rule_says() {
    for (actor, foreign_is_seen) in [("zofia", false), ("marek", true), ("anna", true)] {
        for (name, [own, foreign, absent]) in endpoints() {
            let house = with_deals().await;
            let cookie = house.sign_in(actor).await;
            let absent = house.call(&cookie, name, absent).await;
            let foreign = house.call(&cookie, name, foreign).await;
            let own = house.call(&cookie, name, own).await;
            assert_eq!(own.status, open_to_all(name).unwrap_or(StatusCode::OK), "{actor} {name} {own:?}");
            if !names_a_deal(name) {
                continue;
            }
            assert_eq!(absent.status, StatusCode::NOT_FOUND, "{actor} {name} {absent:?}");
            match foreign_is_seen {
                true => assert_eq!(foreign.status, StatusCode::OK, "{actor} {name} {foreign:?}"),
                false => assert_eq!(foreign, absent, "{actor} {name}: foreign and absent look the same"),
            }
        }
    }
}

#[tokio::test]
async fn pages_of_foreign_and_absent_deals_are_the_same() {
    let house = with_deals().await;
    let zofia = house.sign_in("zofia").await;
    assert_eq!(house.get(&zofia, "/deals/1").await.status, StatusCode::OK);
    let pages = [house.get(&zofia, "/deals/2").await, house.get(&zofia, "/deals/999").await];
    for page in &pages {
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!page.text.contains("Of piotr"));
    }
    let without_nonces = |text: &str| {
        text.split('"')
            .filter(|part| part.len() != 22)
            .collect::<String>()
            .replace("/deals/2", "")
            .replace("/deals/999", "")
    };
    assert_eq!(without_nonces(&pages[0].text).len(), without_nonces(&pages[1].text).len());
    for page in ["/", "/board/1", "/deals/1"] {
        let said = house.get("", page).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{page}");
    }
}

#[tokio::test]
async fn what_is_not_seen_leaks_nowhere() {
    let house = with_deals().await;
    let zofia = house.sign_in("zofia").await;
    for (name, arguments) in
        [("board", json!({"query": {}})), ("page", json!({"stage": 1, "filter": {}, "next": "00"}))]
    {
        let text = house.call(&zofia, name, arguments).await.text;
        assert!(text.contains("Of zofia") && !text.contains("Of piotr"), "{name} {text}");
    }
    assert!(!house.get(&zofia, "/").await.text.contains("Of piotr"));
}

/// Fails when a server function is added without a line in the table above.
#[test]
fn every_endpoint_is_in_the_table() {
    let table: Vec<&str> = endpoints().into_iter().map(|(name, _)| name).collect();
    let registered =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/"));
    let mut missing: Vec<&str> = registered.filter(|name| !table.contains(name)).collect();
    missing.sort_unstable();
    assert_eq!(missing, Vec::<&str>::new(), "add these to the access matrix");
    let count = leptos::server_fn::axum::server_fn_paths().count();
    assert_eq!(count, table.len(), "the table names what does not exist");
}
