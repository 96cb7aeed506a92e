//! Processes over HTTP: edited by administrators, worked through by salespeople (P1 to P6, W1 to W3, D3, D5, D7).

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{House, completion, furnished, op, step};
use serde_json::{Value, json};

const ZOFIA: UserId = UserId(3);

fn action(name: &str, weight: u32, rules: Value) -> Value {
    json!({"id": null, "name": name, "hint": "", "weight": weight.to_string(), "rules": rules})
}

fn stage(id: Option<i64>, name: &str, actions: Vec<Value>) -> Value {
    json!({"id": id, "name": name, "hint": "", "actions": actions})
}

fn form(stages: Vec<Value>) -> Value {
    json!({"name": "Sales", "active": true, "default": true, "guarded": false, "relocations": [], "stages": stages})
}

/// Four stages and nine actions: 1 Contact 10, 2 Qualify 20 (mandatory), 3 Approve 5 (managers), 4 Specify 15 (note
/// with file), 5 Send 10, 6 Accept 10 (tells managers), 7 Sign 20 (task in 3 days), 8 Invoice 5, 9 Thank 5.
fn nine() -> Value {
    let trigger = json!({"title": "Deploy", "kind": "other", "days": 3, "assignee": "owner"});
    form(vec![
        stage(
            Some(1),
            "Talk",
            vec![action("Contact", 10, json!({})), action("Qualify", 20, json!({"mandatory": true}))],
        ),
        stage(
            Some(2),
            "Needs",
            vec![
                action("Approve", 5, json!({"who": "managers"})),
                action("Specify", 15, json!({"note": "file"})),
            ],
        ),
        stage(
            Some(3),
            "Offer",
            vec![action("Send", 10, json!({})), action("Accept", 10, json!({"notify": {"managers": true}}))],
        ),
        stage(
            None,
            "Contract",
            vec![
                action("Sign", 20, json!({"trigger": trigger})),
                action("Invoice", 5, json!({})),
                action("Thank", 5, json!({})),
            ],
        ),
    ])
}

async fn with_process() -> (House, String, i64) {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    let said = house.call(&anna, "save_process", json!({"process": 1, "version": 1, "form": nine()})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "Renewal").await;
    (house, zofia, deal)
}

async fn profile(house: &House, cookie: &str, deal: i64) -> Value {
    house.call(cookie, "deal", json!({"deal": deal})).await.body
}

#[tokio::test]
async fn a_saved_process_shows_on_the_board_in_its_order() {
    let (house, zofia, _) = with_process().await;
    let board = house.call(&zofia, "board", json!({"query": {}})).await.body;
    let names: Vec<&str> =
        board["columns"].as_array().unwrap().iter().map(|c| c["stage"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Talk", "Needs", "Offer", "Contract"]);
}

#[tokio::test]
async fn the_second_save_of_one_version_is_refused() {
    let (house, ..) = with_process().await;
    let anna = house.sign_in("anna").await;
    let before = house.call(&anna, "process", json!({"process": 1})).await.body;
    let said = house.call(&anna, "save_process", json!({"process": 1, "version": 1, "form": nine()})).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("process_changed")));
    assert_eq!(house.call(&anna, "process", json!({"process": 1})).await.body, before);
}

#[tokio::test]
async fn checking_follows_the_weights_and_obeys_the_settings() {
    let (house, zofia, deal) = with_process().await;
    for (action, probability) in [(1, 10), (2, 30)] {
        let said = house.call(&zofia, "complete_action", completion(deal, action, "")).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
        let board = house.call(&zofia, "board", json!({"query": {}})).await.body;
        assert_eq!(board["columns"][0]["page"]["cards"][0]["probability"], probability);
        assert_eq!(board["columns"][0]["weighted"]["PLN"], probability * 100, "of 100 zlotys");
    }
    let managers = house.call(&zofia, "complete_action", completion(deal, 3, "")).await;
    assert_eq!((managers.status, &managers.body["kind"]), (StatusCode::FORBIDDEN, &json!("not_yours")));
    for (note, files, kind) in [
        ("", json!([]), "file_required"),
        ("Yes", json!([]), "file_required"),
        (" \n", json!([]), "file_required"),
        ("Yes", json!([99]), "unknown"),
    ] {
        let mut call = completion(deal, 4, note);
        call["files"] = files;
        let said = house.call(&zofia, "complete_action", call).await;
        assert_eq!(said.body["kind"], kind, "{note:?} {said:?}");
    }
    assert_eq!(
        profile(&house, &zofia, deal).await["checks"].as_array().unwrap().len(),
        2,
        "nothing half done"
    );
    assert_eq!(profile(&house, &zofia, deal).await["notes"], json!([]));
    let file = house.upload(&zofia, deal, "spec.txt", b"what they want").await.body;
    let mut call = completion(deal, 4, "As agreed");
    call["files"] = json!([file]);
    assert_eq!(house.call(&zofia, "complete_action", call.clone()).await.status, StatusCode::OK);
    assert_eq!(
        house.call(&zofia, "complete_action", call).await.status,
        StatusCode::OK,
        "sent twice, done once"
    );
    let page = profile(&house, &zofia, deal).await;
    assert_eq!(page["notes"][0]["files"][0]["name"], "spec.txt");
    assert_eq!(page["notes"][0]["action"], 4);
    assert_eq!(page["stage"], 2, "an action of a later stage takes the deal along");
    let again = house.call(&zofia, "complete_action", completion(deal, 4, "")).await;
    assert_eq!((again.status, &again.body["kind"]), (StatusCode::CONFLICT, &json!("already_done")));
    let note = house.call(&zofia, "delete_note", json!({"note": page["notes"][0]["id"]})).await;
    assert_eq!((note.status, &note.body["kind"]), (StatusCode::FORBIDDEN, &json!("note_kept")));
}

#[tokio::test]
async fn a_triggered_task_comes_with_the_check_and_turns_the_dot() {
    let (house, zofia, deal) = with_process().await;
    let said = house.call(&zofia, "complete_action", completion(deal, 7, "")).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let page = profile(&house, &zofia, deal).await;
    let today: chrono::NaiveDateTime = page["now"].as_str().unwrap().parse().unwrap();
    let due = today.date() + chrono::Days::new(3);
    assert_eq!(page["tasks"][0]["title"], "Deploy");
    assert_eq!(page["tasks"][0]["due"], due.to_string());
    assert_eq!(page["tasks"][0]["assignee"], 3);
    assert_eq!(page["stage"], 4);
    assert_eq!(
        house.call(&zofia, "uncomplete_action", json!({"deal": deal, "action": 7})).await.status,
        StatusCode::OK
    );
    let page = profile(&house, &zofia, deal).await;
    assert_eq!((&page["stage"], &page["checks"]), (&json!(4), &json!([])), "unchecking never moves");
}

#[tokio::test]
async fn winning_waits_for_what_is_mandatory() {
    let (house, zofia, deal) = with_process().await;
    let early = house.call(&zofia, "win_deal", json!({"deal": deal})).await;
    assert_eq!((early.status, &early.body["missing"]), (StatusCode::CONFLICT, &json!(["Qualify"])));
    assert_eq!(house.call(&zofia, "complete_action", completion(deal, 2, "")).await.status, StatusCode::OK);
    assert_eq!(house.call(&zofia, "win_deal", json!({"deal": deal})).await.status, StatusCode::OK);
    let board = house.call(&zofia, "board", json!({"query": {}})).await.body;
    assert!(board["columns"].as_array().unwrap().iter().all(|column| column["count"] == 0));
    for (name, arguments) in [
        ("complete_action", completion(deal, 1, "")),
        ("move_deal", step(deal, 1, 2, &op())),
        ("win_deal", json!({"deal": deal})),
    ] {
        let said = house.call(&zofia, name, arguments).await;
        assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("closed")), "{name}");
    }
    assert_eq!(house.call(&zofia, "reopen_deal", json!({"deal": deal})).await.status, StatusCode::OK);
    let page = profile(&house, &zofia, deal).await;
    assert_eq!((&page["status"], &page["closure"]), (&json!("open"), &Value::Null));
}

#[tokio::test]
async fn giving_up_asks_for_a_reason_where_one_is_required() {
    let (house, zofia, deal) = with_process().await;
    let anna = house.sign_in("anna").await;
    let reasons = json!({"version": 1, "reasons": [{"id": 1, "name": "Price", "active": true}, {"id": null, "name": "Rival", "active": false}], "required": true});
    assert_eq!(house.call(&anna, "save_reasons", reasons).await.status, StatusCode::OK);
    let close = |outcome: &str, reason: Value| json!({"deal": deal, "outcome": outcome, "reason": reason, "note": "Too dear"});
    for (outcome, reason, status, kind) in [
        ("lost", Value::Null, 422, "reason_required"),
        ("lost", json!(2), 422, "unknown"),
        ("lost", json!(99), 422, "unknown"),
        ("open", json!(1), 400, "malformed_request"),
    ] {
        let said = house.call(&zofia, "close_deal", close(outcome, reason)).await;
        assert_eq!((said.status.as_u16(), said.body["kind"].as_str()), (status, Some(kind)));
    }
    assert_eq!(house.call(&zofia, "close_deal", close("lost", json!(1))).await.status, StatusCode::OK);
    let closure = &profile(&house, &zofia, deal).await["closure"];
    assert_eq!((&closure["reason"], &closure["note"]), (&json!("Price"), &json!("Too dear")));
}

#[tokio::test]
async fn the_deals_of_a_deleted_stage_go_where_told() {
    let (house, zofia, first) = with_process().await;
    let anna = house.sign_in("anna").await;
    for _ in 0..2 {
        house.add(&zofia, ZOFIA, "More").await;
    }
    let mut without = form(vec![
        stage(Some(2), "Needs", vec![]),
        stage(Some(3), "Offer", vec![]),
        stage(Some(4), "Contract", vec![]),
    ]);
    let save = |form: &Value| json!({"process": 1, "version": 2, "form": form});
    let said = house.call(&anna, "save_process", save(&without)).await;
    assert_eq!((&said.body["kind"], &said.body["deals"]), (&json!("stage_holds_deals"), &json!(3)));
    without["relocations"] = json!([{"from": 1, "to": 1}]);
    let preview = house.call(&anna, "preview_process", json!({"process": 1, "form": without})).await.body;
    assert_eq!((&preview["open"], &preview["moved"]), (&json!(3), &json!(3)));
    let before = house.call(&zofia, "board", json!({"query": {}})).await.body["columns"][0].clone();
    assert_eq!(house.call(&anna, "save_process", save(&without)).await.status, StatusCode::OK);
    let after = house.call(&zofia, "board", json!({"query": {}})).await.body;
    assert_eq!(
        (&after["columns"][1]["count"], &after["columns"][1]["totals"]),
        (&before["count"], &before["totals"])
    );
    let history = profile(&house, &zofia, first).await["history"]["entries"][0].clone();
    assert_eq!(
        (history["event"]["moved"].is_object(), &history["from"], &history["to"]),
        (true, &json!("Talk"), &json!("Offer"))
    );
}

#[tokio::test]
async fn bad_drafts_are_refused_at_their_place() {
    let (house, ..) = with_process().await;
    let anna = house.sign_in("anna").await;
    let long = "x".repeat(300);
    for (pointer, value, kind, inner) in [
        ("/name", json!(""), "empty", ""),
        ("/stages", json!([]), "no_stages", ""),
        ("/default", json!(false), "no_default", ""),
        ("/stages/1/name", json!(long), "within", "too_long"),
        ("/stages/0/actions/1/weight", json!("-5"), "within", "malformed"),
        ("/stages/0/actions/1/weight", json!("99999999999"), "within", "too_large"),
        ("/stages/0/actions/0/id", json!(77), "within", "unknown"),
        ("/stages/0/actions/0/rules", json!({"who": {"people": [77]}}), "within", "unknown"),
    ] {
        let mut form = nine();
        *form.pointer_mut(pointer).unwrap() = value;
        let said = house.call(&anna, "save_process", json!({"process": 1, "version": 2, "form": form})).await;
        assert!(said.status.is_client_error(), "{pointer} {said:?}");
        assert_eq!(
            (said.body["kind"].as_str(), said.body["refusal"]["kind"].as_str().unwrap_or_default()),
            (Some(kind), inner),
            "{pointer} {said:?}"
        );
    }
    let mut another = completion(1, 1, "");
    another["by"] = json!(1);
    let said = house.call(&anna, "complete_action", another).await;
    assert_eq!(
        (said.status, &said.body["name"]),
        (StatusCode::BAD_REQUEST, &json!("by")),
        "no check in another's name"
    );
}

#[tokio::test]
async fn a_guarded_process_holds_deals_back() {
    let (house, zofia, deal) = with_process().await;
    let anna = house.sign_in("anna").await;
    let process = house.call(&anna, "process", json!({"process": 1})).await.body["process"].clone();
    let kept: Vec<Value> = process["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| {
            let actions = s["actions"].as_array().cloned().unwrap_or_default().into_iter().map(|mut a| {
                a["weight"] = json!(a["weight"].to_string());
                a
            });
            stage(s["id"].as_i64(), s["name"].as_str().unwrap(), actions.collect())
        })
        .collect();
    let mut guarded = form(kept);
    guarded["guarded"] = json!(true);
    let said = house.call(&anna, "save_process", json!({"process": 1, "version": 2, "form": guarded})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let held = house.call(&zofia, "move_deal", step(deal, 1, 2, &op())).await;
    assert_eq!((held.status, &held.body["missing"]), (StatusCode::CONFLICT, &json!(["Qualify"])));
    assert_eq!(house.call(&zofia, "complete_action", completion(deal, 2, "")).await.status, StatusCode::OK);
    assert_eq!(house.call(&zofia, "move_deal", step(deal, 1, 2, &op())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn files_have_limits_and_broken_ones_leave_nothing() {
    let (house, zofia, deal) = with_process().await;
    let empty = house.upload(&zofia, deal, "empty.txt", b"").await;
    assert_eq!((empty.status, &empty.body["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("empty")));
    let large: &'static [u8] = Box::leak(vec![0u8; 25 * 1024 * 1024 + 1].into_boxed_slice());
    let said = house.upload(&zofia, deal, "large.bin", large).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("file_too_large")));
    assert_eq!(house.stored_files(), 0);
    assert_eq!(house.upload(&zofia, deal, "fits.bin", &large[1..]).await.status, StatusCode::OK);
    assert_eq!(house.stored_files(), 1);
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let (house, zofia, deal) = with_process().await;
    let chunks = [Ok("the first half"), Err(std::io::Error::other("the line went dead"))];
    let body = axum::body::Body::from_stream(futures_util::stream::iter(chunks));
    let request = axum::http::Request::post(format!("/files/{deal}?name=plan.txt"))
        .header("cookie", &zofia)
        .header("sec-fetch-site", "same-origin");
    let said = house.send(request.body(body).unwrap()).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::BAD_REQUEST, &json!("malformed_request")));
    assert_eq!(house.stored_files(), 0);
}

#[tokio::test]
async fn a_deal_moves_to_another_process_and_is_duplicated() {
    let (house, zofia, deal) = with_process().await;
    let anna = house.sign_in("anna").await;
    let mut other = form(vec![stage(
        None,
        "Start",
        vec![action("Contact", 50, json!({})), action("Other", 50, json!({}))],
    )]);
    other["default"] = json!(false);
    let id = house.call(&anna, "add_process", json!({"form": other})).await.body;
    assert_eq!(house.call(&zofia, "complete_action", completion(deal, 1, "")).await.status, StatusCode::OK);
    let said = house.call(&zofia, "change_process", json!({"deal": deal, "process": id, "stage": 5})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let page = profile(&house, &zofia, deal).await;
    assert_eq!((&page["process"]["id"], page["checks"].as_array().unwrap().len()), (&id, 1));
    let copy =
        house.call(&zofia, "duplicate_deal", json!({"deal": deal, "op": op()})).await.body.as_i64().unwrap();
    let copy = profile(&house, &zofia, copy).await;
    assert_eq!((&copy["name"], &copy["checks"], &copy["tasks"]), (&page["name"], &json!([]), &json!([])));
}

#[tokio::test]
async fn a_deal_can_be_entered_as_already_closed() {
    let (house, zofia, _) = with_process().await;
    let mut addition = house::addition(ZOFIA, "Old", "7");
    addition["closed"] = json!(["won", "2020-05-14"]);
    let id = house.call(&zofia, "add_deal", addition.clone()).await.body.as_i64().unwrap();
    let page = profile(&house, &zofia, id).await;
    assert_eq!((&page["status"], &page["closure"]["on"]), (&json!("won"), &json!("2020-05-14")));
    assert!(page["history"]["entries"][0]["event"]["entered_afterwards"].is_object());
    addition["closed"] = json!(["won", "2999-05-14"]);
    addition["op"] = json!(op());
    let said = house.call(&zofia, "add_deal", addition).await;
    assert_eq!(
        (said.status, &said.body["kind"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("in_the_future"))
    );
}
