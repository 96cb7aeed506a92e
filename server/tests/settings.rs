//! Two administrators at once: the later save of a list that the other one changed is refused, and says so.

mod house;

use axum::http::StatusCode;
use domain::people::Role;
use house::{House, PASSWORD, furnished};
use serde_json::{Value, json};

/// A second administrator, signed in.
async fn eva(house: &House) -> String {
    let hash = command::session::password::hash(PASSWORD.into()).await.unwrap();
    house.store.add_user(house::user("Eva", Role::Administrator, &hash)).await.unwrap();
    house.sign_in("eva").await
}

fn reasons(version: &Value, name: &str) -> Value {
    json!({"version": version, "reasons": [{"id": 1, "name": name, "active": true}], "required": false})
}

fn costs(version: &Value, name: &str) -> Value {
    json!({"version": version, "categories": [{"id": null, "name": name}], "costs": true})
}

fn product(id: Value, version: &Value, name: &str) -> Value {
    let fields = json!({
        "id": id, "name": name, "code": "", "price": "5", "currency": "PLN", "active": true, "version": version,
    });
    json!({"product": fields})
}

#[tokio::test]
async fn what_another_administrator_saved_is_not_overwritten() {
    let house = furnished().await;
    let (anna, eva) = (house.sign_in("anna").await, eva(&house).await);
    let truck = house.call(&anna, "save_product", product(Value::Null, &json!(0), "Truck")).await.body;
    let of_truck = |version: &Value, name: &str| product(truck.clone(), version, name);
    type Body<'a> = &'a dyn Fn(&Value, &str) -> Value;
    for (asked, at, saved, body) in [
        ("reasons", "/version", "save_reasons", &reasons as Body),
        ("cost_settings", "/version", "save_cost_settings", &costs as Body),
        ("catalogue", "/products/0/version", "save_product", &of_truck as Body),
    ] {
        let read = async || house.call(&anna, asked, json!({})).await.body;
        let seen = read().await.pointer(at).unwrap().clone();
        let first = house.call(&eva, saved, body(&seen, "Hers")).await;
        assert_eq!(first.status, StatusCode::OK, "{saved}: {first:?}");
        let after = read().await;
        let second = house.call(&anna, saved, body(&seen, "Mine")).await;
        let refused = json!({"kind": "saved_meanwhile", "by": "Eva"});
        assert_eq!(
            (second.status, &second.body["kind"]),
            (StatusCode::CONFLICT, &refused["kind"]),
            "{saved}"
        );
        assert_eq!(second.body["by"], refused["by"], "{saved}");
        assert_eq!(read().await, after, "{saved}");
        let again = house.call(&anna, saved, body(after.pointer(at).unwrap(), "Mine")).await;
        assert_eq!(again.status, StatusCode::OK, "{saved}: who has seen it saves: {again:?}");
    }
}

#[tokio::test]
async fn what_the_account_is_comes_with_the_visitor_once() {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    for costs in [true, false] {
        let version = house.call(&anna, "cost_settings", json!({})).await.body["version"].clone();
        let body = json!({"version": version, "categories": [], "costs": costs});
        assert_eq!(house.call(&anna, "save_cost_settings", body).await.status, StatusCode::OK);
        let page = house.get(&anna, "/settings/deals/products").await.text.replace('\\', "");
        let account = format!("\"account\":{{\"currency\":\"PLN\",\"costs\":{costs}}}");
        assert_eq!(page.matches(&account).count(), 1, "{page}");
        let finance = house.call(&anna, "finance", json!({"query": {}})).await.body;
        assert_eq!((finance.get("costs"), finance.get("currency")), (None, None));
        assert_eq!(house.call(&anna, "catalogue", json!({})).await.body.get("costs"), None);
    }
    let door = house.get("", "/sign-in").await.text.replace('\\', "");
    assert!(door.contains("\"account\":null"), "nothing is told to strangers");
}
