//! What an older version stored is read by this one: its database, opened by the product, answers every query and page.

mod house;

use axum::http::StatusCode;
use command::Query;
use house::{House, copy_of};
use serde_json::{Value, json};
use std::{collections::BTreeSet, path::Path};

/// Written by the version before the change log, over HTTP: every kind of event, rules of every kind, notes with files,
/// tasks, lines, costs, closures; two processes and an imported third. Its users are those of `house::furnished`.
const BEFORE_CHANGES: &str = "tests/data/before_changes.db";

/// One line for each kind of event that there was then.
const EVENTS: &str = include_str!("../../app/store/src/format/golden/event-1.jsonl");

async fn house() -> House {
    copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join(BEFORE_CHANGES)).await
}

fn numbers(of: &Value) -> Vec<i64> {
    of.as_array().unwrap().iter().map(|each| each["id"].as_i64().unwrap()).collect()
}

/// What there is: deals, and processes with their stages.
struct There {
    deals: Vec<i64>,
    processes: Vec<Value>,
}

async fn there(house: &House, cookie: &str) -> There {
    let mut deals = vec![];
    while house.call(cookie, "deal", json!({"deal": deals.len() + 1})).await.status == StatusCode::OK {
        deals.push(deals.len() as i64 + 1);
    }
    let processes = house.call(cookie, "processes", json!({})).await.body;
    There { deals, processes: processes.as_array().unwrap().clone() }
}

/// The arguments with which each query is asked.
fn asked(name: &str, there: &There) -> Vec<Value> {
    let of_processes = |arguments: &dyn Fn(&Value) -> Value| there.processes.iter().map(arguments).collect();
    match name {
        "board" => of_processes(&|process| json!({"query": {"process": process["id"]}})),
        "page" => {
            let stages = there.processes.iter().flat_map(|process| numbers(&process["stages"]));
            stages.map(|stage| json!({"stage": stage, "filter": {}, "next": "00"})).collect()
        }
        "history" => vec![json!({"deal": 1, "before": 5})],
        "deal" => there.deals.iter().map(|deal| json!({"deal": deal})).collect(),
        "tasks" => vec![json!({"query": {}}), json!({"query": {"everybody": true, "unfolded": ["done"]}})],
        "deleted" => vec![json!({}), json!({"text": "a"})],
        "notices" => vec![json!({}), json!({"before": 9})],
        "task" => vec![json!({"task": 1})],
        "search" => vec![json!({"text": "lodz"}), json!({"text": "logistka", "whole": "notes"})],
        "suggest_deals" => vec![json!({"letters": "lodz"}), json!({"letters": "a"})],
        "review" => vec![json!({}), json!({"query": {"since": "2020-01-01", "owner": 1}})],
        "contacts" => vec![json!({}), json!({"query": {"persons": true}})],
        "company" => vec![json!({"company": 1}), json!({"company": 2})],
        "person" => vec![json!({"person": 1})],
        "board_as" | "import" => vec![],
        "open_deals" => (1..4).map(|id| json!({"company": id})).collect(),
        "suggest_companies" | "suggest_persons" => vec![json!({"letters": "lodz"}), json!({"letters": "an"})],
        "finance" => vec![json!({"query": {}})],
        "deal_list" | "deal_ids" => vec![json!({"query": {"filter": {"further": [["status", "all"]]}}})],
        "process" => of_processes(&|process| json!({"process": process["id"]})),
        "preview_process" => of_processes(&|process| {
            let stage = json!({"id": process["stages"][0]["id"], "name": "All", "hint": "", "actions": []});
            json!({"process": process["id"], "form": {"name": "Less", "active": true, "default": process["default"],
                "guarded": false, "relocations": [], "stages": [stage]}})
        }),
        "offer" | "processes" | "reasons" | "sources" | "account" | "catalogue" | "cost_settings"
        | "users" | "imports" | "saved_filters" | "audit" | "unread" | "me" | "draw_second_factor" => {
            vec![json!({})]
        }
        other => panic!("how is {other} asked?"),
    }
}

#[tokio::test]
async fn every_query_is_answered() {
    let house = house().await;
    let anna = house.sign_in("anna").await;
    let there = there(&house, &anna).await;
    assert!(there.deals.len() > 5 && there.processes.len() == 3, "{:?}", there.deals);
    for name in Query::NAMES {
        for arguments in asked(name, &there) {
            let said = house.call(&anna, name, arguments.clone()).await;
            assert_eq!(said.status, StatusCode::OK, "{name} {arguments}: {said:?}");
            // The browser has a reader of its own.
            assert_eq!(Query::reread(name, &said.text).as_ref(), Some(&said.text), "{name} {arguments}");
        }
    }
}

#[tokio::test]
async fn every_page_is_drawn() {
    let house = house().await;
    let anna = house.sign_in("anna").await;
    let there = there(&house, &anna).await;
    let processes: Vec<i64> = there.processes.iter().map(|process| process["id"].as_i64().unwrap()).collect();
    let routes = include_str!("../../app/src/app.rs").split("path!(\"").skip(1);
    let routes: Vec<&str> = routes.map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(routes.len() > 10, "{routes:?}");
    for route in routes.into_iter().filter(|route| !["sign-in", "setup", "join", "shell"].contains(route)) {
        let (hole, numbers) = match route.split(':').nth(1) {
            Some("process") => (":process", &processes),
            Some("id") => (":id", &there.deals),
            Some("user/board") => (":user", &vec![3]),
            Some("company") => (":company", &vec![1, 2]),
            Some("person") => (":person", &vec![1]),
            // There were none then.
            Some("import") => (":import", &vec![]),
            Some(other) => panic!("what is {other}?"),
            None => (":", &vec![0]),
        };
        for number in numbers {
            let path = format!("/{}", route.replace(hole, &number.to_string()));
            let said = house.get(&anna, &path).await;
            assert_eq!(said.status, StatusCode::OK, "{path}");
            assert!(said.text.contains("<main"), "{path}: {}", said.text);
        }
    }
}

/// The name of an event as answers tell it: alone, or before what it comes with.
fn variant(event: &Value) -> String {
    let name = event.as_str().or_else(|| event.as_object()?.keys().next().map(String::as_str));
    name.expect("a known event").to_owned()
}

#[tokio::test]
async fn the_history_and_the_rules_are_whole() {
    let house = house().await;
    let anna = house.sign_in("anna").await;
    let there = there(&house, &anna).await;
    let mut told = BTreeSet::new();
    for deal in &there.deals {
        let page = house.call(&anna, "deal", json!({"deal": deal})).await.body;
        for entry in page["history"]["entries"].as_array().unwrap() {
            told.insert(variant(&entry["event"]));
        }
    }
    let known = EVENTS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let known: BTreeSet<String> = known.map(|line| line["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told, known);

    let sales = house.call(&anna, "process", json!({"process": 1})).await.body["process"].clone();
    let rules: Vec<Value> = sales["stages"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|stage| stage["actions"].as_array().unwrap())
        .map(|action| action["rules"].clone())
        .collect();
    let of = |name: &str| rules.iter().map(|rule| rule[name].clone()).collect::<Vec<_>>();
    let everyone = "everyone";
    assert_eq!(
        json!(of("who")),
        json!([everyone, everyone, "managers", everyone, {"people": [3, 1]}, "administrators", everyone, everyone, everyone, everyone])
    );
    assert_eq!(json!(of("note")), json!(["no", "no", "no", "file", "note", "no", "no", "no", "no", "no"]));
    assert_eq!(of("mandatory").iter().filter(|mandatory| **mandatory == json!(true)).count(), 1);
    assert_eq!(
        rules[6]["notify"],
        json!({"administrators": true, "managers": true, "participants": true, "people": [4]})
    );
    let assignees: Vec<&Value> = rules[7..].iter().map(|rules| &rules["trigger"]["assignee"]).collect();
    assert_eq!(json!(assignees), json!(["owner", "doer", {"person": 4}]));
}

#[tokio::test]
async fn costs_of_then_are_hidden_when_they_are_switched_off() {
    let house = house().await;
    let anna = house.sign_in("anna").await;
    let deal = json!({"deal": 1});
    assert!(house.call(&anna, "deal", deal.clone()).await.text.contains("cost_changed"));
    let categories = house.call(&anna, "cost_settings", json!({})).await.body["categories"].clone();
    let off = json!({"version": 1, "categories": categories, "costs": false, "op": "00000000-0000-4000-8000-ffffffffffff"});
    let said = house.call(&anna, "save_cost_settings", off).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let text = house.call(&anna, "deal", deal).await.text;
    assert!(!text.contains("cost_") && text.contains("line_changed"), "{text}");
}
