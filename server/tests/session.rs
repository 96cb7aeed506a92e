//! Signing in and out, setting up, and what a request must look like.

mod house;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use house::{CODE, PASSWORD, call, empty, furnished};
use serde_json::{Value, json};

#[tokio::test]
async fn wrong_passwords_and_unknown_users_are_refused_alike() {
    let house = furnished().await;
    let wrong = house.call("", "sign_in", json!({"email": "zofia@demo.test", "password": "wrong"})).await;
    let unknown = house.call("", "sign_in", json!({"email": "who@demo.test", "password": "wrong"})).await;
    assert_eq!(wrong, unknown);
    assert_eq!((wrong.status, &wrong.body["kind"]), (StatusCode::UNAUTHORIZED, &json!("wrong_credentials")));
    assert_eq!(wrong.body["message"], "E-mail or password is wrong.");
}

#[tokio::test]
async fn too_many_failures_close_the_door() {
    let house = furnished().await;
    let attempt = |password: &'static str| {
        house.call("", "sign_in", json!({"email": "zofia@demo.test", "password": password}))
    };
    for _ in 0..6 {
        assert_eq!(attempt("wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let said = attempt(PASSWORD).await;
    assert_eq!(
        (said.status, &said.body["kind"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("too_many_attempts"))
    );
    house.sign_in("piotr").await;
}

#[tokio::test]
async fn a_session_is_a_guarded_cookie_and_ends_with_sign_out() {
    let house = furnished().await;
    let said = house.call("", "sign_in", json!({"email": "Zofia@Demo.test", "password": PASSWORD})).await;
    let cookie = said.cookie.unwrap();
    for part in ["__Host-tablica=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(house.call(cookie, "offer", json!({})).await.status, StatusCode::OK);
    let out = house.call(cookie, "sign_out", json!({})).await;
    assert!(out.cookie.unwrap().contains("Max-Age=0"));
    assert_eq!(house.call(cookie, "offer", json!({})).await.status, StatusCode::UNAUTHORIZED);
}

fn set_up(change: impl Fn(&mut Value)) -> Value {
    let mut form = json!({
        "code": CODE, "name": "Anna", "email": "anna@demo.test", "password": PASSWORD, "language": "pl",
        "currency": "PLN", "zone": "Europe/Warsaw",
    });
    change(&mut form);
    json!({ "form": form })
}

#[tokio::test]
async fn the_first_administrator_needs_the_code_and_comes_once() {
    let house = empty().await;
    for (field, value, kind) in [
        ("code", "guess", "wrong_code"),
        ("email", "no address", "malformed"),
        ("password", "short", "too_short"),
        ("password", "password", "common_password"),
        ("name", " ", "empty"),
        ("zone", "Europe/Atlantis", "malformed"),
        ("currency", "ABC", "malformed"),
        ("language", "Klingon", "malformed"),
        ("language", "tlh", "unknown"),
    ] {
        let said = house.call("", "set_up", set_up(|form| form[field] = value.into())).await;
        assert_eq!(said.body["kind"], kind, "{field} {said:?}");
        assert!(said.status.is_client_error() && said.cookie.is_none());
    }
    let blank =
        set_up(|form| (form["code"], form["name"], form["zone"]) = ("1".into(), "".into(), "".into()));
    let said = house.call("", "set_up", blank).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::FORBIDDEN, &json!("several")));
    let fields = said.body["refusals"].as_array().unwrap().iter().map(|refusal| refusal["field"].as_str());
    assert_eq!(fields.collect::<Vec<_>>(), [None, Some("name"), Some("zone")]);
    let message = said.body["message"].as_str().unwrap();
    assert!(message.contains("the server printed") && message.ends_with("Europe/Warsaw."), "{message}");
    let said = house.call("", "set_up", set_up(|_| {})).await;
    assert_eq!(said.status, StatusCode::OK);
    let cookie = said.cookie.unwrap().split(';').next().unwrap().to_owned();
    let board = house.call(&cookie, "board", json!({"query": {}})).await.body;
    assert_eq!(board["columns"][0]["stage"]["name"], "Rozmowa");
    let again = house.call("", "set_up", set_up(|form| form["email"] = "other@demo.test".into())).await;
    assert_eq!((again.status, &again.body["kind"]), (StatusCode::CONFLICT, &json!("already_set_up")));
}

#[tokio::test]
async fn an_account_may_begin_with_examples() {
    let house = empty().await;
    let said = house.call("", "set_up", set_up(|form| form["examples"] = true.into())).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let cookie = said.cookie.unwrap().split(';').next().unwrap().to_owned();
    let board = house.call(&cookie, "board", json!({"query": {}})).await.body;
    let columns = board["columns"].as_array().unwrap();
    assert!(
        columns.iter().all(|column| !column["page"]["cards"].as_array().unwrap().is_empty()),
        "{columns:?}"
    );
    let account = house.call(&cookie, "account", json!({})).await.body;
    assert_eq!(account["examples"], 9);
    assert_eq!(house.call(&cookie, "remove_examples", json!({})).await.status, StatusCode::OK);
    let board = house.call(&cookie, "board", json!({"query": {}})).await.body;
    assert!(board["columns"].as_array().unwrap().iter().all(|column| column["page"]["cards"] == json!([])));
}

#[tokio::test]
async fn a_link_lets_somebody_choose_a_password_and_in() {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    let link = "0123456789abcdef".repeat(4);
    let form = json!({"name": "Ewa Lis", "email": "ewa@demo.test", "role": "salesperson"});
    let said = house.call(&anna, "invite_user", json!({"form": form, "link": link})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    assert!(!said.text.contains(&link));
    // Nothing but the link lets her in, and a weak password does not use it up.
    for (given, password, kind) in [
        ("0".repeat(64), PASSWORD, "link_over"),
        (String::new(), PASSWORD, "link_over"),
        (link.clone(), "short", "too_short"),
        (link.clone(), "password", "common_password"),
    ] {
        let said = house.call("", "join", json!({"link": given, "password": password})).await;
        assert_eq!((said.cookie, &said.body["kind"]), (None, &json!(kind)));
    }
    let said = house.call("", "join", json!({"link": link, "password": PASSWORD})).await;
    let cookie = said.cookie.unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(house.call(&cookie, "offer", json!({})).await.status, StatusCode::OK);
    house.sign_in("ewa").await;
    let again = house.call("", "join", json!({"link": link, "password": PASSWORD})).await;
    assert_eq!((again.status, &again.body["kind"]), (StatusCode::CONFLICT, &json!("link_over")));
    // What may not be a link is none.
    let said = house.call(&anna, "invite_user", json!({"form": form, "link": "1234"})).await;
    assert_eq!(said.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn guessing_links_is_held_up() {
    let house = furnished().await;
    let mut refused = 0;
    for guess in 0..61 {
        let said =
            house.call("", "join", json!({"link": format!("{guess:064x}"), "password": PASSWORD})).await;
        refused += usize::from(said.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0);
}

#[tokio::test]
async fn requests_that_are_no_calls_are_refused_with_a_sentence() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let foreign = |site: &str| {
        let mut request = call(&zofia, "sign_out", "{}");
        request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
        request
    };
    let plain = Request::post("/api/sign_out").header(header::COOKIE, &zofia).body(Body::from("{}")).unwrap();
    let large = call(&zofia, "sign_in", format!("{{\"email\": \"{}\"}}", "x".repeat(300_000)));
    for (request, status) in [
        (call(&zofia, "board", "{not json"), StatusCode::BAD_REQUEST),
        (call(&zofia, "board", "{}"), StatusCode::BAD_REQUEST),
        (call(&zofia, "deal", r#"{"deal": "one"}"#), StatusCode::BAD_REQUEST),
        (call(&zofia, "nothing_here", "{}"), StatusCode::NOT_FOUND),
        (plain, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (foreign("cross-site"), StatusCode::FORBIDDEN),
        (foreign("same-site"), StatusCode::FORBIDDEN),
        (large, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let uri = request.uri().clone();
        let said = house.send(request).await;
        assert_eq!(said.status, status, "{uri} {said:?}");
        assert_eq!(said.body["kind"], "malformed_request", "{uri} {said:?}");
        assert_eq!(said.body["message"], "The request cannot be read.");
    }
    let unknown = json!({"query": {"filter": {"colour": "red"}}});
    let said = house.call(&zofia, "board", unknown).await;
    assert_eq!((said.status, &said.body["name"]), (StatusCode::BAD_REQUEST, &json!("colour")), "{said:?}");
    assert_eq!(house.call(&zofia, "offer", json!({})).await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn pages_say_what_they_may_load() {
    use tower::ServiceExt;
    let house = furnished().await;
    let cookie = house.sign_in("zofia").await;
    let request = Request::get("/").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = house.router.clone().oneshot(request).await.unwrap();
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("'nonce-") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");
}

#[tokio::test]
async fn health_is_told_to_anybody() {
    let house = empty().await;
    assert_eq!(house.get("", "/healthz").await.status, StatusCode::OK);
    assert_eq!(house.get("", "/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_that_crashed_says_where_and_nothing_else() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let report = |at: &str, ticket: &str| json!({"at": at, "ticket": ticket});
    let (place, ticket) = ("app/src/board/state.rs:120:9", "00c0ffee");
    assert_eq!(house.call(&zofia, "report_crash", report(place, ticket)).await.status, StatusCode::OK);
    for (at, ticket) in [
        ("what was typed", ticket),
        ("a\nline", ticket),
        (&*"x".repeat(201), ticket),
        (place, "00c0ffee0"),
        (place, "a\nline__"),
    ] {
        let said = house.call(&zofia, "report_crash", report(at, ticket)).await;
        assert_eq!(said.status, StatusCode::BAD_REQUEST, "{at} {ticket}");
    }
    let nobody = house.call("", "report_crash", report(place, ticket)).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}
