//! Nudges over HTTP: who hears of what, when a stream ends, and what whoever comes back has missed (B11).

mod house;

use axum::{
    body::{Body, BodyDataStream},
    http::{Request, StatusCode, header},
};
use domain::id::UserId;
use futures_util::StreamExt;
use house::{House, PASSWORD, addition, call_at, furnished, op};
use serde_json::{Value, json};
use std::time::Duration;
use tower::ServiceExt;

/// A stream looks every twenty seconds whether its session is there.
const BEFORE_IT_LOOKS: Duration = Duration::from_secs(15);
const ZOFIA: UserId = UserId(3);
const PIOTR: UserId = UserId(4);

/// An open stream.
struct Ear {
    body: BodyDataStream,
    /// The mark of what was heard last.
    mark: String,
}

/// What is heard: data, an end that says so, or one that does not.
#[derive(Debug, PartialEq)]
enum Heard {
    Told(Value),
    /// Somebody looks at this deal now, or no more.
    Look(String),
    Over,
    Cut,
}

async fn ask(house: &House, cookie: &str, path: &str, last: Option<&str>) -> axum::response::Response {
    let mut request = Request::get(path).header(header::COOKIE, cookie);
    request = request.header(header::ACCEPT_ENCODING, "br, gzip");
    if let Some(last) = last {
        request = request.header("last-event-id", last);
    }
    house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

impl Ear {
    async fn open(house: &House, cookie: &str, path: &str, last: Option<&str>) -> Ear {
        let answer = ask(house, cookie, path, last).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let headers = answer.headers();
        assert_eq!(headers[header::CONTENT_TYPE], "text/event-stream; charset=utf-8");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(header::CONTENT_ENCODING), "what is packed waits for more");
        Ear { body: answer.into_body().into_data_stream(), mark: String::new() }
    }

    async fn of(house: &House, cookie: &str) -> Ear {
        let mut ear = Ear::open(house, cookie, "/live", None).await;
        assert_eq!(ear.event().await, None, "nothing was missed");
        ear
    }

    /// What comes next that says something.
    async fn next(&mut self) -> Heard {
        loop {
            if let Some(heard) = self.event().await {
                return heard;
            }
        }
    }

    /// The gesture that was heard of next.
    async fn op(&mut self) -> String {
        match self.next().await {
            Heard::Told(told) => told["op"].as_str().unwrap_or_default().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// The next event; nothing when it only brings a mark, or shows that the stream is alive.
    async fn event(&mut self) -> Option<Heard> {
        let Some(event) = self.body.next().await else { return Some(Heard::Cut) };
        let event = String::from_utf8(event.unwrap().to_vec()).unwrap();
        let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        if let Some(mark) = field("id: ") {
            self.mark = mark;
        }
        match (field("event: "), field("data: ")) {
            (Some(name), _) if name == "over" => Some(Heard::Over),
            (Some(name), Some(deal)) if name == "look" => Some(Heard::Look(deal)),
            (Some(_), _) => None,
            (None, Some(data)) => Some(Heard::Told(serde_json::from_str(&data).unwrap())),
            (None, None) => None,
        }
    }
}

async fn done(house: &House, cookie: &str, name: &str, arguments: Value) -> (String, Value) {
    let (op, mut arguments) = (op(), arguments);
    arguments["op"] = op.clone().into();
    let said = house.call(cookie, name, arguments).await;
    assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
    (op, said.body)
}

/// Something that everybody sees.
async fn done_before_all(house: &House, anna: &str, version: i64) -> String {
    done(house, anna, "save_sources", json!({"version": version, "sources": []})).await.0
}

#[tokio::test]
async fn whoever_sees_a_change_hears_of_it_and_nobody_else() {
    let house = furnished().await;
    let names = ["anna", "marek", "zofia", "piotr"];
    let mut cookies = vec![];
    for name in names {
        cookies.push(house.sign_in(name).await);
    }
    let [anna, _, zofia, piotr] = &cookies[..] else { panic!() };
    // The company is new to everybody.
    let deal = done(&house, zofia, "add_deal", addition(ZOFIA, "Trucks", "100")).await.1;
    let mut ears = vec![];
    for cookie in &cookies {
        ears.push(Ear::of(&house, cookie).await);
    }
    let with = |user: UserId| json!({"deal": deal, "user": user});
    let step = |from: i64, to: i64| json!({"deal": deal, "from": from, "to": to, "gap": {"after": null, "before": null}});
    let (all, but_piotr) = (&names[..], &names[..3]);
    let steps: Vec<(&str, &str, Value, &[&str])> = vec![
        (zofia, "move_deal", step(1, 2), but_piotr),
        (zofia, "add_deal", addition(ZOFIA, "Another", "100"), but_piotr),
        (zofia, "add_participant", with(PIOTR), all),
        (piotr, "move_deal", step(2, 3), all),
        (zofia, "remove_participant", with(PIOTR), all),
        (zofia, "add_note", json!({"deal": deal, "text": "Not his", "files": []}), but_piotr),
        (piotr, "ask_access", json!({"deal": deal, "text": ""}), &["zofia", "piotr"]),
        (zofia, "add_task", json!({"form": {"title": "Hers"}}), but_piotr),
        (piotr, "add_task", json!({"form": {"title": "His"}}), &["anna", "marek", "piotr"]),
        (zofia, "save_filter", json!({"name": "Hers", "query": {}}), &["zofia"]),
        (zofia, "mark_read", json!({}), &["zofia"]),
        (anna, "change_deals", json!({"deals": [deal], "change": {"owner": PIOTR}}), all),
        (anna, "change_deals", json!({"deals": [deal], "change": "delete"}), all),
        (anna, "purge_deals", json!({"deals": [deal]}), all),
        (anna, "save_sources", json!({"version": 1, "sources": []}), all),
    ];
    let mut told: Vec<Vec<(&str, String)>> = vec![vec![]; names.len()];
    for (cookie, name, arguments, hearers) in steps {
        let (op, _) = done(&house, cookie, name, arguments).await;
        for (name_of, told) in names.iter().zip(&mut told) {
            if hearers.contains(name_of) {
                told.push((name, op.clone()));
            }
        }
    }
    for ((name, ear), told) in names.iter().zip(&mut ears).zip(told) {
        for (command, op) in told {
            assert_eq!(ear.op().await, op, "{name} {command}");
        }
    }
}

#[tokio::test]
async fn a_nudge_says_who_did_what_to_which_deal_and_nothing_else() {
    let house = furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    let [first, second] = [house.add(&zofia, ZOFIA, "First").await, house.add(&zofia, ZOFIA, "Second").await];
    let mut ear = Ear::of(&house, &anna).await;
    let close = |deals: &[i64], day: &str| json!({"deals": deals, "change": {"close": day}});
    let (op, _) = done(&house, &zofia, "change_deals", close(&[first], "2030-01-01")).await;
    assert_eq!(ear.next().await, Heard::Told(json!({"op": op, "by": 3, "deal": first})));
    let (op, _) = done(&house, &zofia, "change_deals", close(&[second, first], "2030-01-02")).await;
    assert_eq!(ear.next().await, Heard::Told(json!({"op": op, "by": 3})), "several are not named");
    // What is refused changes nothing; what is repeated changes nothing again.
    let refused = json!({"deal": first, "from": 2, "to": 3, "gap": {"after": null, "before": null}});
    assert_eq!(house.call(&zofia, "move_deal", refused).await.status, StatusCode::CONFLICT);
    let mut again = close(&[second, first], "2030-01-02");
    again["op"] = op.clone().into();
    house.call(&zofia, "change_deals", again).await;
    let last = done_before_all(&house, &anna, 1).await;
    assert_eq!(ear.op().await, last);
}

#[tokio::test]
async fn whoever_comes_back_hears_whether_there_was_something() {
    let house = furnished().await;
    let (anna, piotr) = (house.sign_in("anna").await, house.sign_in("piotr").await);
    let zofia = house.sign_in("zofia").await;
    house.add(&zofia, ZOFIA, "Hers").await;
    let (mut of_anna, mut of_piotr) = (Ear::of(&house, &anna).await, Ear::of(&house, &piotr).await);
    let both = done_before_all(&house, &anna, 1).await;
    assert_eq!((of_anna.op().await, of_piotr.op().await), (both.clone(), both));
    let (of_anna, of_piotr) = (of_anna.mark, of_piotr.mark);
    // Neither is there while Zofia works.
    house.add(&zofia, ZOFIA, "Hers, too").await;
    let back = async |cookie: &str, path: &str, last: Option<&str>| {
        Ear::open(&house, cookie, path, last).await.event().await
    };
    let something = Some(Heard::Told(json!({})));
    assert_eq!(back(&anna, "/live", Some(&of_anna)).await, something);
    assert_eq!(back(&anna, &format!("/live?since={of_anna}"), None).await, something);
    assert_eq!(back(&piotr, "/live", Some(&of_piotr)).await, None, "what others do is no news");
    // The mark of the stream is newer than that of the page.
    let mark = Ear::of(&house, &anna).await.mark;
    assert_eq!(back(&anna, &format!("/live?since={of_anna}"), Some(&mark)).await, None);
    for forged in ["", "0", "-1", "99999999999999999999", "ffffffffffffffff", "%00", &"x".repeat(4_000)] {
        assert_eq!(back(&piotr, "/live", Some(forged)).await, something, "{forged}");
    }
    assert_eq!(back(&piotr, "/live?since=x&since=&%ff=%", None).await, something);
}

#[tokio::test]
async fn a_page_brings_the_mark_of_what_it_shows() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let page = house.get(&zofia, "/").await.text;
    let mark = page.split_once("\"live\":\"").unwrap().1.split('"').next().unwrap().to_owned();
    let path = format!("/live?since={mark}");
    assert_eq!(Ear::open(&house, &zofia, &path, None).await.event().await, None);
    house.add(&zofia, ZOFIA, "Since then").await;
    let heard = Ear::open(&house, &zofia, &path, None).await.event().await;
    assert_eq!(heard, Some(Heard::Told(json!({}))));
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    let mut other = Ear::of(&house, &anna).await;
    for (name, arguments) in [
        ("sign_out", json!({})),
        ("set_active", json!({"user": ZOFIA, "active": false})),
        ("change_password", json!({"old": PASSWORD, "new": "a-better-password"})),
        ("sign_out_elsewhere", json!({})),
    ] {
        let zofia = house.sign_in("zofia").await;
        let mut ear = Ear::of(&house, &zofia).await;
        let by = match name {
            "sign_out" => zofia.clone(),
            "set_active" => anna.clone(),
            _ => house.sign_in("zofia").await,
        };
        let said = house.call(&by, name, arguments).await;
        assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
        // At once, and not only when the stream looks by itself.
        let heard = tokio::time::timeout(BEFORE_IT_LOOKS, async { (ear.next().await, ear.next().await) });
        assert_eq!(heard.await, Ok((Heard::Over, Heard::Cut)), "{name}");
        assert_eq!(ask(&house, &zofia, "/live", None).await.status(), StatusCode::UNAUTHORIZED);
        if name == "set_active" {
            done(&house, &anna, "set_active", json!({"user": ZOFIA, "active": true})).await;
            // Anna hears of both.
            other.next().await;
            other.next().await;
        }
        if name == "change_password" {
            let changed = json!({"old": "a-better-password", "new": PASSWORD});
            assert_eq!(house.call(&by, name, changed).await.status, StatusCode::OK);
        }
    }
    let last = done_before_all(&house, &anna, 1).await;
    assert_eq!(other.op().await, last, "hers goes on");
    assert_eq!(ask(&house, "", "/live", None).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&house, "__Host-tablica=forged", "/live", None).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_signs_in_where_somebody_is_ends_their_session() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let mut ear = Ear::of(&house, &zofia).await;
    let wrong = json!({"email": "piotr@demo.test", "password": "wrong"});
    assert_eq!(house.call(&zofia, "sign_in", wrong).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get(&zofia, "/").await.status, StatusCode::OK, "it was not he");
    let right = json!({"email": "piotr@demo.test", "password": PASSWORD});
    assert_eq!(house.call(&zofia, "sign_in", right).await.status, StatusCode::OK);
    let heard = tokio::time::timeout(BEFORE_IT_LOOKS, ear.next());
    assert_eq!(heard.await, Ok(Heard::Over));
    assert_eq!(house.get(&zofia, "/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_stream_follows_the_role_of_whoever_listens() {
    let house = furnished().await;
    let (anna, piotr) = (house.sign_in("anna").await, house.sign_in("piotr").await);
    let zofia = house.sign_in("zofia").await;
    house.add(&zofia, ZOFIA, "Acme is known").await;
    let mut ear = Ear::of(&house, &piotr).await;
    for (role, hears) in [("manager", true), ("salesperson", false)] {
        let (changed, _) = done(&house, &anna, "change_role", json!({"user": PIOTR, "role": role})).await;
        assert_eq!(ear.op().await, changed);
        let (added, _) = done(&house, &zofia, "add_deal", addition(ZOFIA, "Hers", "1")).await;
        if hears {
            assert_eq!(ear.op().await, added, "{role}");
        }
    }
    let last = done_before_all(&house, &anna, 1).await;
    assert_eq!(ear.op().await, last);
}

#[tokio::test]
async fn whoever_looks_at_the_same_deal_is_known_to_those_who_do() {
    let house = furnished().await;
    let (anna, zofia, piotr) =
        (house.sign_in("anna").await, house.sign_in("zofia").await, house.sign_in("piotr").await);
    let deal = done(&house, &zofia, "add_deal", addition(ZOFIA, "Trucks", "100")).await.1;
    let look = async |cookie: &str, page: &str| {
        house.send(call_at(cookie, &format!("/live/deals/{deal}"), page)).await
    };
    let (open, left) = (r#"{"page":7,"open":true}"#, r#"{"page":7,"open":false}"#);
    let (mut hers, mut his) = (Ear::of(&house, &zofia).await, Ear::of(&house, &piotr).await);
    assert_eq!(look(&zofia, open).await.body, json!([]));
    assert_eq!(look(&anna, open).await.body, json!([3]));
    assert_eq!(hers.next().await, Heard::Look(deal.to_string()));
    assert_eq!(look(&zofia, open).await.body, json!([1]), "said again it is no news");
    assert_eq!(look(&anna, left).await.body, json!([]));
    assert_eq!(hers.next().await, Heard::Look(deal.to_string()));
    assert_eq!(look(&zofia, open).await.body, json!([]));
    // Whoever may not see it neither learns of it nor is counted.
    assert_eq!(look(&piotr, open).await.status, StatusCode::NOT_FOUND);
    assert_eq!(look(&zofia, open).await.body, json!([]));
    assert_eq!(look(&piotr, left).await.body, json!([]), "leaving tells nothing");
    assert_eq!(look("", open).await.status, StatusCode::UNAUTHORIZED);
    for malformed in [
        "",
        "{}",
        r#"{"page":1,"open":1}"#,
        r#"{"page":1,"open":true,"user":1}"#,
        &format!("[{}]", "1,".repeat(100)),
    ] {
        let said = look(&zofia, malformed).await;
        assert!(said.status.is_client_error(), "{malformed}: {said:?}");
    }
    let last = done_before_all(&house, &anna, 1).await;
    assert_eq!(hers.op().await, last);
    assert_eq!(his.op().await, last, "he heard nothing of it");
    // A page that knows all of it missed nothing, whoever looked.
    let mark = hers.mark.clone();
    look(&anna, open).await;
    let mut again = Ear::open(&house, &zofia, &format!("/live?since={mark}"), None).await;
    assert_eq!(again.event().await, None);
    look(&anna, left).await;
    let with = |user: UserId| json!({"deal": deal, "user": user});
    // Whose access was taken back while they looked is seen to leave.
    done(&house, &zofia, "add_participant", with(PIOTR)).await;
    assert_eq!(look(&piotr, open).await.body, json!([3]));
    done(&house, &zofia, "remove_participant", with(PIOTR)).await;
    assert_eq!(look(&piotr, open).await.status, StatusCode::NOT_FOUND);
    assert_eq!(look(&zofia, open).await.body, json!([4]));
    assert_eq!(look(&piotr, left).await.body, json!([]));
    assert_eq!(look(&zofia, open).await.body, json!([]));
}

#[tokio::test]
async fn nobody_opens_streams_without_end() {
    let house = furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    let mut ears = vec![];
    while ears.len() < 32 {
        ears.push(Ear::of(&house, &zofia).await);
    }
    let refused = ask(&house, &zofia, "/live", None).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key(header::RETRY_AFTER));
    Ear::of(&house, &anna).await;
    ears.pop();
    ears.push(Ear::of(&house, &zofia).await);
    // At the end everybody is let go, and may come back.
    house.store.live().close();
    for mut ear in ears {
        assert_eq!(ear.next().await, Heard::Cut);
    }
}
