//! What one keeps of oneself: name and time zone, the password, sessions, the second factor (A2).

mod house;

use axum::http::{Request, StatusCode, header};
use house::{House, PASSWORD, Said};
use serde_json::{Value, json};

const NEW: &str = "a-better-password";

async fn done(house: &House, cookie: &str, name: &str, arguments: Value) -> Value {
    let said = house.call(cookie, name, arguments).await;
    assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
    said.body
}

async fn sign_in(house: &House, password: &str, code: &str) -> Said {
    let body = json!({"email": "zofia@demo.test", "password": password, "code": code});
    let request = Request::post("/api/sign_in")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    house.send(request.body(body.to_string().into()).unwrap()).await
}

async fn kind(house: &House, password: &str, code: &str) -> Value {
    sign_in(house, password, code).await.body["kind"].clone()
}

/// What an app shows at this moment.
fn code(secret: &str, at: i64) -> String {
    let bytes = totp_rs::Secret::try_from_base32(secret).unwrap();
    totp_lite::totp_custom::<totp_lite::Sha1>(30, 6, bytes.as_bytes(), at.try_into().unwrap())
}

/// Signed in, with a second factor that was switched on by the code of now.
struct Guarded {
    cookie: String,
    secret: String,
    recovery_codes: Vec<String>,
    now: i64,
}

async fn with_second_factor(house: &House) -> Guarded {
    let zofia = house.sign_in("zofia").await;
    let drawn = done(house, &zofia, "draw_second_factor", json!({})).await;
    let secret = drawn["secret"].as_str().unwrap().to_owned();
    assert!(drawn["picture"].as_str().unwrap().contains("<svg"));
    let enable =
        |code: &str| json!({"secret": secret, "code": code, "recovery_codes": drawn["recovery_codes"]});
    let wrong = house.call(&zofia, "enable_second_factor", enable("000000")).await;
    assert_eq!((wrong.status, &wrong.body["kind"]), (StatusCode::UNAUTHORIZED, &json!("wrong_second_code")));
    assert_eq!(sign_in(house, PASSWORD, "").await.status, StatusCode::OK, "nothing was switched on");
    let now = store::now().timestamp();
    done(house, &zofia, "enable_second_factor", enable(&code(&secret, now))).await;
    let codes = drawn["recovery_codes"].as_array().unwrap();
    let recovery_codes = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    Guarded { secret: secret.clone(), cookie: zofia, recovery_codes, now }
}

#[tokio::test]
async fn name_and_time_zone_are_saved() {
    let house = house::furnished().await;
    let zofia = house.sign_in("zofia").await;
    let form =
        |name: &str, zone: &str| json!({"form": {"name": name, "zone": zone, "unwanted": ["won", "lost"]}});
    done(&house, &zofia, "save_me", form("Zofia Lis", "Asia/Tokyo")).await;
    let me = done(&house, &zofia, "me", json!({})).await;
    assert_eq!(
        (&me["name"], &me["zone"], &me["unwanted"]),
        (&json!("Zofia Lis"), &json!("Asia/Tokyo"), &json!(["won", "lost"]))
    );
    let tokyo = store::now().with_timezone(&chrono_tz::Asia::Tokyo).format("%Y-%m-%dT%H").to_string();
    assert!(me["now"].as_str().unwrap().starts_with(&tokyo), "{me}");
    for (name, zone, fields) in [("", "Mars/Olympus", 2), ("Zofia", "Mars/Olympus", 1), ("Zofia\u{0}", "", 1)]
    {
        let said = house.call(&zofia, "save_me", form(name, zone)).await;
        let refused = said.body["refusals"].as_array().map_or(1, Vec::len);
        assert_eq!(
            (said.status, refused),
            (StatusCode::UNPROCESSABLE_ENTITY, fields),
            "{name} {zone} {said:?}"
        );
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let house = house::furnished().await;
    let (zofia, other) = (house.sign_in("zofia").await, house.sign_in("zofia").await);
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    for (old, new, kind) in [
        ("wrong", NEW, "wrong_password"),
        (PASSWORD, "short", "too_short"),
        (PASSWORD, "password123", "common_password"),
    ] {
        assert_eq!(house.call(&zofia, "change_password", change(old, new)).await.body["kind"], kind);
    }
    let me = done(&house, &zofia, "me", json!({})).await;
    let here: Vec<&Value> =
        me["sessions"].as_array().unwrap().iter().map(|session| &session["here"]).collect();
    assert_eq!(here, [&json!(true), &json!(false)]);
    done(&house, &zofia, "change_password", change(PASSWORD, NEW)).await;
    assert_eq!(house.call(&other, "me", json!({})).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(done(&house, &zofia, "me", json!({})).await["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(kind(&house, PASSWORD, "").await, "wrong_credentials");
    let again = sign_in(&house, NEW, "").await.cookie.unwrap();
    assert_eq!(done(&house, &again, "me", json!({})).await["sessions"][0]["name"], "Firefox · Linux");
    done(&house, &again, "sign_out_elsewhere", json!({})).await;
    assert_eq!(house.call(&zofia, "me", json!({})).await.status, StatusCode::UNAUTHORIZED);
    done(&house, &again, "me", json!({})).await;
}

#[tokio::test]
async fn with_a_second_factor_a_code_is_wanted_that_serves_once() {
    let house = house::furnished().await;
    let Guarded { cookie, secret, now, .. } = with_second_factor(&house).await;
    // Half a minute on: right by a clock that is fast, and by ours when that has gone on meanwhile.
    let (used, next) = (code(&secret, now), code(&secret, now + 30));
    // Another in its place would need no password.
    let other = "B".repeat(32);
    let codes: Vec<String> = (0..8).map(|number| number.to_string()).collect();
    let replaced = json!({"secret": other, "code": code(&other, now), "recovery_codes": codes});
    assert_eq!(house.call(&cookie, "enable_second_factor", replaced).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(kind(&house, PASSWORD, "").await, "second_code_wanted");
    assert_eq!(kind(&house, "wrong", &next).await, "wrong_credentials", "the password comes first");
    assert_eq!(kind(&house, PASSWORD, &used).await, "wrong_second_code", "it switched the second factor on");
    assert_eq!(sign_in(&house, PASSWORD, &next).await.status, StatusCode::OK);
    for used in [&used, &next] {
        assert_eq!(kind(&house, PASSWORD, used).await, "wrong_second_code");
    }
    let said = house.call(&cookie, "disable_second_factor", json!({"password": "wrong"})).await;
    assert_eq!(said.body["kind"], "wrong_password");
    done(&house, &cookie, "disable_second_factor", json!({"password": PASSWORD})).await;
    assert_eq!(sign_in(&house, PASSWORD, "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_recovery_code_helps_once() {
    let house = house::furnished().await;
    let Guarded { cookie, recovery_codes, .. } = with_second_factor(&house).await;
    let typed = recovery_codes[3].to_uppercase().replace('-', " ");
    assert_eq!(sign_in(&house, PASSWORD, &typed).await.status, StatusCode::OK);
    assert_eq!(kind(&house, PASSWORD, &recovery_codes[3]).await, "wrong_second_code");
    let me = done(&house, &cookie, "me", json!({})).await;
    assert_eq!((&me["second_factor"], &me["recovery_codes"]), (&json!(true), &json!(7)));
}

#[tokio::test]
async fn codes_are_not_guessed() {
    let house = house::furnished().await;
    let Guarded { secret, now, .. } = with_second_factor(&house).await;
    let right = [code(&secret, now + 30), code(&secret, now + 60)];
    let guesses = (0..10_000).map(|guess| format!("{guess:06}")).filter(|guess| !right.contains(guess));
    let mut tried = 0;
    for guess in guesses {
        match sign_in(&house, PASSWORD, &guess).await.status {
            StatusCode::TOO_MANY_REQUESTS => break,
            status => assert_eq!(status, StatusCode::UNAUTHORIZED),
        }
        tried += 1;
    }
    assert!(tried <= 6, "{tried} guesses");
    let said = sign_in(&house, PASSWORD, &right[0]).await;
    assert_eq!(said.status, StatusCode::TOO_MANY_REQUESTS, "not even the right one, for a while");
}

#[tokio::test]
async fn a_link_alone_does_not_pass_the_second_factor() {
    let house = house::furnished().await;
    let Guarded { secret, now, .. } = with_second_factor(&house).await;
    let anna = house.sign_in("anna").await;
    done(&house, &anna, "renew_link", json!({"user": 3, "link": "a".repeat(64)})).await;
    let joined = house.call("", "join", json!({"link": "a".repeat(64), "password": NEW})).await;
    assert_eq!((joined.status, joined.cookie), (StatusCode::OK, None));
    assert_eq!(kind(&house, NEW, "").await, "second_code_wanted");
    assert_eq!(sign_in(&house, NEW, &code(&secret, now + 30)).await.status, StatusCode::OK);
    // Who has lost everything is let in from the terminal.
    let email = domain::text::Email::parse("zofia@demo.test").unwrap();
    let argon = command::session::password::hash(PASSWORD.into()).await.unwrap();
    house.store.set_password(&email, argon).await.unwrap();
    let again = sign_in(&house, PASSWORD, "").await.cookie.unwrap();
    assert_eq!(done(&house, &again, "me", json!({})).await["recovery_codes"], 0);
}
