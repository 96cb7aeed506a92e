//! The access matrix: every endpoint, every actor, own, foreign and absent (quality 3).

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{addition, completion, form, furnished, op, step};
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
        ("duplicate_deal", each(&|id| json!({"deal": id, "op": op()}))),
        ("add_participant", each(&|id| json!({"deal": id, "user": 2}))),
        ("remove_participant", each(&|id| json!({"deal": id, "user": 2}))),
        ("complete_action", each(&|id| completion(id, 1, ""))),
        ("uncomplete_action", each(&|id| json!({"deal": id, "action": 2}))),
        ("change_process", each(&|id| json!({"deal": id, "process": 2, "stage": 4}))),
        ("win_deal", each(&|id| json!({"deal": id}))),
        ("close_deal", each(&|id| json!({"deal": id, "outcome": "lost", "reason": null, "note": ""}))),
        // Of open deals; that closed ones open again is told elsewhere.
        ("reopen_deal", each(&|id| json!({"deal": id}))),
        ("add_note", each(&|id| json!({"deal": id, "text": "Hm", "files": [], "op": op()}))),
        ("edit_note", each(&|id| json!({"note": id, "text": "Changed"}))),
        ("delete_note", each(&|id| json!({"note": id}))),
        ("reasons", same(json!({}))),
        (
            "save_reasons",
            [3, 2, 1].map(|version| {
                json!({"version": version, "reasons": [{"id": 1, "name": "Price", "active": true}], "required": false})
            }),
        ),
        ("processes", same(json!({}))),
        ("process", same(json!({"process": 1}))),
        ("add_process", same(json!({"form": plan("Another")}))),
        // Asked for the absent one first, then the foreign one: each save is of the latest version.
        (
            "save_process",
            [3, 2, 1].map(|version| json!({"process": 2, "version": version, "form": second()})),
        ),
        ("preview_process", same(json!({"process": 2, "form": second()}))),
        ("catalogue", same(json!({}))),
        (
            "save_product",
            ["Truck", "Charger", "Service"].map(|name| {
                json!({"product": {"id": null, "name": name, "code": "", "price": "5", "currency": "PLN", "active": true}})
            }),
        ),
        ("cost_settings", same(json!({}))),
        (
            "save_cost_settings",
            [3, 2, 1].map(|version| json!({"version": version, "categories": [], "costs": true})),
        ),
        ("save_lines", each(&|id| json!({"deal": id, "version": 1, "kind": "forecast", "lines": []}))),
        ("save_costs", each(&|id| json!({"deal": id, "version": 1, "kind": "forecast", "costs": []}))),
        ("finance", same(json!({"query": {}}))),
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

/// Endpoints that name a deal, a task or a note: foreign and absent must look the same.
fn names_a_deal(name: &str) -> bool {
    let deals = [
        "deal",
        "save_deal",
        "move_deal",
        "duplicate_deal",
        "add_participant",
        "remove_participant",
        "complete_action",
        "uncomplete_action",
        "change_process",
        "win_deal",
        "close_deal",
        "reopen_deal",
        "save_lines",
        "save_costs",
    ];
    let others = ["add_task", "check_task", "delete_task", "add_note", "edit_note", "delete_note"];
    deals.contains(&name) || others.contains(&name)
}

/// What an actor gets for a deal that they see.
fn seen(actor: &str, name: &str, own: bool) -> StatusCode {
    let administrators = [
        "processes",
        "process",
        "add_process",
        "save_process",
        "preview_process",
        "save_reasons",
        "save_product",
        "cost_settings",
        "save_cost_settings",
    ];
    match name {
        _ if administrators.contains(&name) && actor != "anna" => StatusCode::FORBIDDEN,
        "reopen_deal" => StatusCode::CONFLICT,
        // A note is its author's.
        "edit_note" | "delete_note" if !own || actor != "zofia" => StatusCode::FORBIDDEN,
        _ => StatusCode::OK,
    }
}

/// A process of two stages with one action, that is not the default.
fn plan(name: &str) -> Value {
    let action = json!({"id": null, "name": "Ask", "hint": "", "weight": "10", "rules": {}});
    json!({
        "name": name, "active": true, "default": false, "guarded": false, "relocations": [],
        "stages": [
            {"id": null, "name": "Talk", "hint": "", "actions": [action]},
            {"id": null, "name": "End", "hint": "", "actions": []},
        ],
    })
}

/// The second process as it is, to be saved again.
fn second() -> Value {
    let mut form = plan("Second");
    form["stages"][0]["id"] = 4.into();
    form["stages"][1]["id"] = 5.into();
    form["stages"][0]["actions"][0]["id"] = 3.into();
    form
}

/// The first process, with two actions in its first stage.
fn first() -> Value {
    let action = |name: &str| json!({"id": null, "name": name, "hint": "", "weight": "10", "rules": {}});
    json!({
        "name": "Sales", "active": true, "default": true, "guarded": false, "relocations": [],
        "stages": [
            {"id": 1, "name": "Talk", "hint": "", "actions": [action("Contact"), action("Qualify")]},
            {"id": 2, "name": "Offer", "hint": "", "actions": []},
            {"id": 3, "name": "Contract", "hint": "", "actions": []},
        ],
    })
}

async fn with_deals() -> house::House {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    for (name, arguments) in [
        ("save_process", json!({"process": 1, "version": 1, "form": first()})),
        ("add_process", json!({"form": plan("Second")})),
    ] {
        let said = house.call(&anna, name, arguments).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
    }
    for (name, owner) in [("zofia", 3), ("piotr", 4)] {
        let cookie = house.sign_in(name).await;
        let deal = house.add(&cookie, UserId(owner), &format!("Of {name}")).await;
        let task = json!({"deal": deal, "form": {"title": "Task"}, "op": op()});
        let note = json!({"deal": deal, "text": "Said yes", "files": [], "op": op()});
        for (name, arguments) in
            [("add_task", task), ("add_note", note), ("complete_action", completion(deal, 2, ""))]
        {
            assert_eq!(house.call(&cookie, name, arguments).await.status, StatusCode::OK);
        }
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
            let want = open_to_all(name).unwrap_or(seen(actor, name, true));
            assert_eq!(own.status, want, "{actor} {name} {own:?}");
            if !names_a_deal(name) {
                continue;
            }
            assert_eq!(absent.status, StatusCode::NOT_FOUND, "{actor} {name} {absent:?}");
            match foreign_is_seen {
                true => assert_eq!(foreign.status, seen(actor, name, false), "{actor} {name} {foreign:?}"),
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
    for page in ["/", "/board/1", "/deals/1", "/finance"] {
        let said = house.get("", page).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{page}");
    }
    for file in ["/finance/export.csv", "/finance/export.xlsx"] {
        assert_eq!(house.get("", file).await.status, StatusCode::UNAUTHORIZED, "{file}");
    }
}

#[tokio::test]
async fn what_is_not_seen_leaks_nowhere() {
    let house = with_deals().await;
    let zofia = house.sign_in("zofia").await;
    for (name, arguments) in [
        ("board", json!({"query": {}})),
        ("page", json!({"stage": 1, "filter": {}, "next": "00"})),
        ("finance", json!({"query": {}})),
    ] {
        let text = house.call(&zofia, name, arguments).await.text;
        assert!(text.contains("Of zofia") && !text.contains("Of piotr"), "{name} {text}");
    }
    for page in ["/", "/finance", "/finance/export.csv"] {
        let said = house.get(&zofia, page).await;
        assert!(said.status.is_success() && !said.text.contains("Of piotr"), "{page}");
    }
}

/// The plain routes of files: foreign and absent look the same, whoever sees the deal gets the bytes.
#[tokio::test]
async fn files_come_and_go_by_access_only() {
    let house = with_deals().await;
    let (zofia, piotr, marek) =
        (house.sign_in("zofia").await, house.sign_in("piotr").await, house.sign_in("marek").await);
    for (cookie, deal, status) in
        [("", 1, 401), (&*piotr, 1, 404), (&*piotr, 999, 404), (&*zofia, 1, 200), (&*marek, 2, 200)]
    {
        assert_eq!(
            house.upload(cookie, deal, "a.txt", b"abc").await.status.as_u16(),
            status,
            "{cookie} {deal}"
        );
    }
    let file = house.upload(&zofia, 1, "plan.txt", b"the plan").await.body.as_i64().unwrap();
    let path = format!("/files/{file}");
    assert_eq!(house.get(&zofia, &path).await.status, StatusCode::NOT_FOUND, "no note holds it yet");
    let note = json!({"deal": 1, "text": "See the plan", "files": [file], "op": op()});
    assert_eq!(house.call(&zofia, "add_note", note).await.status, StatusCode::OK);
    for (cookie, want) in [(&zofia, 200), (&marek, 200), (&piotr, 404), (&String::new(), 401)] {
        let said = house.get(cookie, &path).await;
        assert_eq!(said.status.as_u16(), want);
        assert_eq!(said.text == "the plan", want == 200);
    }
    assert_eq!(house.get(&piotr, &path).await.text, house.get(&piotr, "/files/999").await.text);
    for stolen in [json!([file]), json!([999])] {
        let note = json!({"deal": 2, "text": "Mine now", "files": stolen, "op": op()});
        assert_eq!(house.call(&piotr, "add_note", note).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// Fails when something can be done or asked that has no line in the table above.
#[test]
fn everything_is_in_the_table() {
    let mut table: Vec<&str> = endpoints().into_iter().map(|(name, _)| name).collect();
    let functions =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/"));
    let lists = [command::Command::NAMES, command::Query::NAMES].concat();
    let mut all: Vec<&str> = functions.chain(lists).collect();
    table.sort_unstable();
    all.sort_unstable();
    assert_eq!(table, all);
}
