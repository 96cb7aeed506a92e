//! The calendar feed of one's tasks (T4), read by a calendar library that is not the one which writes it.

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{House, addition};
use ical::IcalParser;
use serde_json::json;

/// Digits that secrets are made of.
const SECRETS: [&str; 2] = ["a", "b"];

fn address(digit: &str) -> String {
    format!("/calendar/{}.ics", digit.repeat(64))
}

async fn done(house: &House, cookie: &str, name: &str, arguments: serde_json::Value) -> serde_json::Value {
    let said = house.call(cookie, name, arguments).await;
    assert_eq!(said.status, StatusCode::OK, "{name} {said:?}");
    said.body
}

/// Each entry: what it is called, when it begins and how that is meant.
async fn entries(house: &House, digit: &str) -> Vec<(String, String, String)> {
    let said = house.get("", &address(digit)).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let calendar = IcalParser::new(said.text.as_bytes()).next().unwrap().unwrap();
    let entry = |event: &ical::parser::ical::component::IcalEvent| {
        let property = |name: &str| event.properties.iter().find(|property| property.name == name).unwrap();
        let begins = property("DTSTART");
        let kind = begins.params.iter().flatten().find(|(name, _)| name == "VALUE");
        let kind = kind.map(|(_, values)| values.join(",")).unwrap_or_default();
        // The end is the first moment, or day, that is not in it.
        assert!(property("DTEND").value > begins.value, "{event:?}");
        (property("SUMMARY").value.clone().unwrap(), begins.value.clone().unwrap(), kind)
    };
    calendar.events.iter().map(entry).collect()
}

#[tokio::test]
async fn a_feed_tells_of_ones_open_tasks_with_a_date() {
    let house = house::furnished().await;
    let (zofia, piotr) = (house.sign_in("zofia").await, house.sign_in("piotr").await);
    let deal = done(&house, &zofia, "add_deal", addition(UserId(3), "Łódź, trucks; \"all\"", "1")).await;
    let foreign = done(&house, &piotr, "add_deal", addition(UserId(4), "Secret", "1")).await;
    done(&house, &piotr, "add_participant", json!({"deal": foreign, "user": 3})).await;
    for (cookie, task) in [
        (
            &zofia,
            json!({"deal": deal, "form": {"title": "Call, then write", "date": "2030-07-01", "time": "10:00"}}),
        ),
        (&zofia, json!({"form": {"title": "Cards", "date": "2030-01-02"}})),
        (&zofia, json!({"form": {"title": "Undated"}})),
        (&zofia, json!({"form": {"title": "Of another", "date": "2030-01-02", "assignee": 4}})),
        (
            &piotr,
            json!({"deal": foreign, "form": {"title": "Not to be seen", "date": "2030-01-02", "assignee": 3}}),
        ),
    ] {
        done(&house, cookie, "add_task", task).await;
    }
    done(&house, &piotr, "remove_participant", json!({"deal": foreign, "user": 3})).await;
    let ticked =
        done(&house, &zofia, "add_task", json!({"form": {"title": "Ticked", "date": "2030-01-02"}})).await;
    done(&house, &zofia, "check_task", json!({"task": ticked, "done": true})).await;
    done(&house, &zofia, "renew_calendar", json!({"secret": SECRETS[0].repeat(64)})).await;
    let entry =
        |summary: &str, begins: &str, kind: &str| (summary.to_owned(), begins.to_owned(), kind.to_owned());
    let want = [
        entry("Cards", "20300102", "DATE"),
        // Warsaw's ten o'clock in summer.
        entry("Call\\, then write · Łódź\\, trucks\\; \"all\"", "20300701T080000Z", ""),
    ];
    assert_eq!(entries(&house, SECRETS[0]).await, want);
}

#[tokio::test]
async fn an_address_that_was_renewed_or_is_anothers_leads_nowhere() {
    let house = house::furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    let unknown = house.get("", &address("f")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let leads_nowhere = async |digit: &str| {
        let said = house.get("", &address(digit)).await;
        assert_eq!((said.status, said.text), (unknown.status, unknown.text.clone()));
    };
    for digit in SECRETS {
        done(&house, &zofia, "renew_calendar", json!({"secret": digit.repeat(64)})).await;
        assert_eq!(entries(&house, digit).await, []);
    }
    leads_nowhere(SECRETS[0]).await;
    for path in ["/calendar/x", "/calendar/.ics", "/calendar/%00.ics"] {
        assert_eq!(house.get("", path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    done(&house, &anna, "set_active", json!({"user": 3, "active": false})).await;
    leads_nowhere(SECRETS[1]).await;
    done(&house, &anna, "set_active", json!({"user": 3, "active": true})).await;
    assert_eq!(entries(&house, SECRETS[1]).await, []);
    let zofia = house.sign_in("zofia").await;
    done(&house, &zofia, "renew_calendar", json!({"secret": null})).await;
    leads_nowhere(SECRETS[1]).await;
}
