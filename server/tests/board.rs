//! The board and its deals over HTTP: reading, filtering, adding, moving.

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{addition, form, furnished, op, step};
use serde_json::{Value, json};

const ZOFIA: UserId = UserId(3);

async fn board(house: &house::House, cookie: &str) -> Value {
    house.call(cookie, "board", json!({"query": {}})).await.body
}

fn names(column: &Value) -> Vec<&str> {
    column["page"]["cards"].as_array().unwrap().iter().map(|card| card["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_move_sent_ten_times_happens_once() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "A").await;
    let operation = op();
    let first = house.call(&zofia, "move_deal", step(deal, 1, 2, &operation)).await;
    assert_eq!((first.status, &first.body), (StatusCode::OK, &json!({"deal": deal, "stage": 2})));
    for _ in 0..9 {
        assert_eq!(house.call(&zofia, "move_deal", step(deal, 1, 2, &operation)).await, first);
    }
    let board = board(&house, &zofia).await;
    assert_eq!((&board["columns"][0]["count"], &board["columns"][1]["count"]), (&json!(0), &json!(1)));
    assert_eq!(board["columns"][1]["totals"], json!({"PLN": 10_000}));
    let reused = house.call(&zofia, "move_deal", step(deal, 2, 3, &operation)).await;
    assert_eq!((reused.status, &reused.body["kind"]), (StatusCode::CONFLICT, &json!("operation_reused")));
}

#[tokio::test]
async fn moves_that_cannot_be_change_nothing() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "A").await;
    for (from, to, status, kind) in
        [(1, 99, StatusCode::UNPROCESSABLE_ENTITY, "unknown"), (2, 3, StatusCode::CONFLICT, "stage_changed")]
    {
        let said = house.call(&zofia, "move_deal", step(deal, from, to, &op())).await;
        assert_eq!((said.status, &said.body["kind"]), (status, &json!(kind)), "{said:?}");
        assert!(!said.body["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(names(&board(&house, &zofia).await["columns"][0]), ["A"]);
}

#[tokio::test]
async fn a_deal_is_added_once_on_top_of_its_stage() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    house.add(&zofia, ZOFIA, "A").await;
    let second = addition(ZOFIA, "B", "12.50");
    let said = house.call(&zofia, "add_deal", second.clone()).await;
    assert_eq!(house.call(&zofia, "add_deal", second).await, said);
    let board = board(&house, &zofia).await;
    assert_eq!(names(&board["columns"][0]), ["B", "A"]);
    assert_eq!(board["columns"][0]["totals"], json!({"PLN": 11_250}));
}

#[tokio::test]
async fn what_cannot_be_a_deal_is_refused_at_its_field() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    for (field, value, kind, at) in [
        ("company", json!(" "), "no_client", None),
        ("name", json!("x".repeat(201)), "too_long", Some("name")),
        ("value", json!("1 234,50"), "malformed", Some("value")),
        ("value", json!("a lot"), "malformed", Some("value")),
        ("value", json!("-1"), "negative", Some("value")),
        ("value", json!("1.234"), "too_many_decimals", Some("value")),
        ("value", json!("99999999999999999999"), "too_large", Some("value")),
        ("currency", json!("ZŁ"), "malformed", Some("currency")),
        ("expected_close", json!("2026-02-30"), "malformed", Some("expected_close")),
        ("description", json!("a\u{0}b"), "control_character", Some("description")),
        ("owner", json!(99), "unknown", Some("owner")),
        ("source", json!(99), "unknown", Some("source")),
    ] {
        let mut addition = addition(ZOFIA, "A", "1");
        addition["form"][field] = value;
        let said = house.call(&zofia, "add_deal", addition).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {said:?}");
        assert_eq!(said.body["kind"], kind, "{field}");
        assert_eq!(said.body.get("field").and_then(Value::as_str), at, "{field}");
    }
    for (part, value) in [("process", json!(99)), ("stage", json!(99)), ("participants", json!([99]))] {
        let mut addition = addition(ZOFIA, "A", "1");
        addition[part] = value;
        let said = house.call(&zofia, "add_deal", addition).await;
        assert_eq!(
            (said.status, &said.body["kind"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown")),
            "{part}"
        );
    }
    assert_eq!(board(&house, &zofia).await["columns"][0]["count"], 0, "nothing was stored");
}

#[tokio::test]
async fn markup_and_formulas_are_stored_as_they_are_and_drawn_as_text() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let name = "<script>alert(1)</script> =1+1 \u{202e}";
    house.add(&zofia, ZOFIA, name).await;
    assert_eq!(names(&board(&house, &zofia).await["columns"][0]), [name]);
    let page = house.get(&zofia, "/").await.text;
    assert!(!page.contains("<script>alert(1)"), "markup reached the page");
}

#[tokio::test]
async fn who_saves_what_they_have_not_seen_is_told() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "A").await;
    let save = |version: i64, name: &str| json!({"deal": deal, "version": version, "form": form(ZOFIA, name, "100")});
    assert_eq!(house.call(&zofia, "save_deal", save(1, "B")).await.status, StatusCode::OK);
    let late = house.call(&zofia, "save_deal", save(1, "C")).await;
    assert_eq!((late.status, &late.body["kind"]), (StatusCode::CONFLICT, &json!("deal_changed")));
    assert_eq!(names(&board(&house, &zofia).await["columns"][0]), ["B"]);
}

#[tokio::test]
async fn what_was_done_is_taken_back_by_its_number_and_by_nobody_else() {
    let house = furnished().await;
    let (zofia, piotr) = (house.sign_in("zofia").await, house.sign_in("piotr").await);
    let deal = house.add(&zofia, ZOFIA, "A").await;
    let moved = house.call(&zofia, "move_deal", step(deal, 1, 2, &op())).await;
    let undo = json!({"change": moved.change().unwrap()});
    let foreign = house.call(&piotr, "undo", undo.clone()).await;
    let absent = house.call(&piotr, "undo", json!({"change": 99_999})).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(foreign, absent);
    assert_eq!(house.call(&zofia, "undo", undo.clone()).await.status, StatusCode::OK);
    let columns = board(&house, &zofia).await["columns"].clone();
    assert_eq!((names(&columns[0]), columns[1]["count"].clone()), (vec!["A"], json!(0)));
    let again = house.call(&zofia, "undo", undo).await;
    assert_eq!((again.status, &again.body["kind"]), (StatusCode::CONFLICT, &json!("not_undoable")));
}

#[tokio::test]
async fn tasks_turn_the_dot() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "A").await;
    let task = |form: Value| json!({"deal": deal, "form": form, "op": op()});
    for (form, kind) in [
        (json!({"title": " "}), "empty"),
        (json!({"title": "x", "time": "12:00"}), "time_without_date"),
        (json!({"title": "x", "date": "soon"}), "malformed"),
        (json!({"title": "x", "assignee": 99}), "unknown"),
    ] {
        let said = house.call(&zofia, "add_task", task(form)).await;
        assert_eq!((said.status, &said.body["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(kind)));
    }
    let id = house.call(&zofia, "add_task", task(json!({"title": "Call", "date": "2020-01-01"}))).await.body;
    let tasks = async || board(&house, &zofia).await["columns"][0]["page"]["cards"][0]["tasks"].clone();
    assert_eq!(tasks().await, json!(["2020-01-01"]));
    let edit = |form: Value| json!({"task": id, "form": form, "op": op()});
    let said = house.call(&zofia, "edit_task", edit(json!({"title": "Call", "date": "x"}))).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("malformed")));
    let said = house
        .call(&zofia, "edit_task", edit(json!({"title": "Ring", "date": "2020-02-01", "time": "9:30"})))
        .await;
    assert_eq!((said.status, tasks().await), (StatusCode::OK, json!(["2020-02-01T09:30"])));
    // Who saw it as it was does not write over it, unless they know.
    let seen = |title: &str, time: &str| json!({"title": title, "kind": "call", "date": "2020-02-01", "time": time, "assignee": ZOFIA});
    let put_off = |seen: Value| json!({"task": id, "form": {"title": "Ring", "date": "2020-03-01"}, "seen": seen, "op": op()});
    let said = house.call(&zofia, "edit_task", put_off(seen("Call", "09:30"))).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("saved_meanwhile")));
    assert_eq!(tasks().await, json!(["2020-02-01T09:30"]));
    let said = house.call(&zofia, "edit_task", put_off(seen("Ring", "09:30"))).await;
    assert_eq!((said.status, tasks().await), (StatusCode::OK, json!(["2020-03-01"])));
    assert_eq!(
        house.call(&zofia, "check_task", json!({"task": id, "done": true})).await.status,
        StatusCode::OK
    );
    assert_eq!(tasks().await, Value::Null);
    assert_eq!(house.call(&zofia, "delete_task", json!({"task": id})).await.status, StatusCode::OK);
    let gone = house.call(&zofia, "delete_task", json!({"task": id})).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_pages_at_once_are_all_drawn() {
    let house = std::sync::Arc::new(furnished().await);
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "Needle").await;
    let draw = |number: u32| {
        let (house, zofia) = (house.clone(), zofia.clone());
        tokio::spawn(async move {
            let path = if number.is_multiple_of(2) { "/".to_owned() } else { format!("/deals/{deal}") };
            let said = house.get(&zofia, &path).await;
            assert_eq!(said.status, StatusCode::OK, "{path}");
            assert!(said.text.contains("Needle") && said.text.contains("</html>"), "{path}");
        })
    };
    let drawn: Vec<_> = (0..300).map(draw).collect();
    for page in drawn {
        page.await.unwrap();
    }
}

#[tokio::test]
async fn addresses_that_ask_for_nonsense_are_told_so() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    house.add(&zofia, ZOFIA, "Needle").await;
    for (path, status, text) in [
        ("/", StatusCode::OK, "Needle"),
        ("/?q=needle", StatusCode::OK, "data-count=\"1\""),
        ("/?q=straw", StatusCode::OK, "No deal matches the filter"),
        ("/?owner=4", StatusCode::OK, "No deal matches the filter"),
        ("/?colour=red", StatusCode::BAD_REQUEST, "colour"),
        ("/?owner=x", StatusCode::BAD_REQUEST, "owner"),
        ("/board/99", StatusCode::NOT_FOUND, "no access"),
        ("/board/x", StatusCode::NOT_FOUND, "no access"),
        ("/deals/x", StatusCode::NOT_FOUND, "no access"),
        ("/no/such/page", StatusCode::NOT_FOUND, "no access"),
    ] {
        let said = house.get(&zofia, path).await;
        assert_eq!(said.status, status, "{path}");
        assert!(said.text.contains(text), "{path}: {text}");
    }
}
