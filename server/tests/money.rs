//! Products, costs, profit and finance over HTTP (M2 to M6, W1).

mod house;

use axum::http::StatusCode;
use domain::id::UserId;
use house::{House, addition, furnished, op};
use serde_json::{Value, json};

const ZOFIA: UserId = UserId(3);

fn line(name: &str, quantity: &str, price: &str, discount: &str) -> Value {
    json!({
        "id": null, "product": null, "name": name, "quantity": quantity, "price": price, "discount": discount, "date": "",
    })
}

fn cost(amount: &str) -> Value {
    json!({"id": null, "category": 1, "amount": amount, "date": "2026-05-14", "note": ""})
}

fn two_lines() -> Value {
    json!([line("Truck", "3", "1,234.50", "10"), line("Charger", "1", "99.99", "")])
}

/// Which lines: the endpoint, the deal, the kind.
type Place<'a> = (&'a str, i64, &'a str);

async fn count_costs(house: &House, costs: bool) {
    let anna = house.sign_in("anna").await;
    let settings = house.call(&anna, "cost_settings", json!({})).await.body;
    let (known, version) = (settings["categories"].clone(), &settings["version"]);
    let one = if known[0].is_null() { json!([{"id": null, "name": "Delivery"}]) } else { known };
    let said = house
        .call(&anna, "save_cost_settings", json!({"version": version, "categories": one, "costs": costs}))
        .await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
}

impl House {
    async fn set(&self, cookie: &str, (what, deal, kind): Place<'_>, to: Value) -> house::Said {
        let version = self.call(cookie, "deal", json!({"deal": deal})).await.body["version"].clone();
        let part = what.trim_start_matches("save_");
        self.call(cookie, what, json!({"deal": deal, "version": version, "kind": kind, part: to})).await
    }

    async fn finance(&self, cookie: &str, query: Value) -> Value {
        let said = self.call(cookie, "finance", json!({"query": query})).await;
        assert_eq!(said.status, StatusCode::OK, "{said:?}");
        said.body
    }

    /// A deal of two lines and a cost.
    async fn deal_with_costs(&self, cookie: &str) -> i64 {
        count_costs(self, true).await;
        let deal = self.add(cookie, ZOFIA, "Fleet").await;
        for (what, to) in [("save_lines", two_lines()), ("save_costs", json!([cost("500.00")]))] {
            let said = self.set(cookie, (what, deal, "forecast"), to).await;
            assert_eq!(said.status, StatusCode::OK, "{said:?}");
        }
        deal
    }
}

#[tokio::test]
async fn value_cost_and_profit_agree_to_the_cent() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.deal_with_costs(&zofia).await;
    let page = house.call(&zofia, "deal", json!({"deal": deal})).await.body;
    assert_eq!(page["value"]["minor"], 343_314);
    let board = house.call(&zofia, "board", json!({"query": {}})).await.body;
    let column = &board["columns"][0];
    assert_eq!(column["totals"], json!({"PLN": 343_314}));
    assert_eq!(column["profit"], json!({"PLN": 293_314}));
    assert_eq!(column["page"]["cards"][0]["value"]["minor"], 343_314);
    assert_eq!(column["page"]["cards"][0]["cost"], 50_000);
    let sums = house.finance(&zofia, json!({})).await["sums"].clone();
    assert_eq!(sums["forecast"], json!({"PLN": 343_314}));
    assert_eq!(sums["forecast_cost"], json!({"PLN": 50_000}));

    assert_eq!(house.call(&zofia, "win_deal", json!({"deal": deal})).await.status, StatusCode::OK);
    let ledger = house.call(&zofia, "deal", json!({"deal": deal})).await.body["ledger"].clone();
    let mut sold = ledger["realised"]["lines"].as_array().unwrap().clone();
    assert_eq!(sold.len(), 2);
    sold.truncate(1);
    let sold: Vec<Value> = sold
        .iter()
        .map(|line| json!({
            "id": line["id"], "product": null, "name": "Truck", "quantity": "2", "price": "1234.50", "discount": "", "date": "2026-11-20",
        }))
        .collect();
    let said = house.set(&zofia, ("save_lines", deal, "realised"), json!(sold)).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let finance = house.finance(&zofia, json!({})).await;
    assert_eq!(finance["sums"]["forecast"], json!({"PLN": 343_314}));
    assert_eq!(finance["sums"]["realised"], json!({"PLN": 246_900}));
    assert_eq!(
        finance["sums"]["realised_cost"],
        json!({"PLN": 50_000}),
        "costs came true as they were forecast"
    );
    assert_eq!(finance["months"]["2026-11-01"]["realised"], json!({"PLN": 246_900}));

    assert_eq!(house.call(&zofia, "reopen_deal", json!({"deal": deal})).await.status, StatusCode::OK);
    let sums = house.finance(&zofia, json!({})).await["sums"].clone();
    assert_eq!(sums["realised"], json!({}), "what is open again is not sold");
    assert_eq!(sums.get("realised_cost"), None);
    let history = house.call(&zofia, "deal", json!({"deal": deal})).await.text;
    assert!(history.contains("line_removed"), "what somebody had written is told");
}

#[tokio::test]
async fn costs_off_are_nowhere_and_on_again_everywhere() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.deal_with_costs(&zofia).await;
    let answers = async || {
        let mut all = vec![];
        for (name, arguments) in [
            ("deal", json!({"deal": deal})),
            ("board", json!({"query": {}})),
            ("finance", json!({"query": {}})),
            ("catalogue", json!({})),
        ] {
            all.push(house.call(&zofia, name, arguments).await.text);
        }
        for page in ["/", &format!("/deals/{deal}"), "/finance?period=all", "/finance/export.csv?period=all"]
        {
            all.push(house.get(&zofia, page).await.text);
        }
        all
    };
    let (cost, profit) = (["50000", "500.00"], ["293314", "2,933.14"]);
    let before = answers().await;
    assert!(
        before
            .iter()
            .all(|answer| answer.contains("Delivery") || cost.iter().any(|cost| answer.contains(cost)))
    );
    count_costs(&house, false).await;
    for answer in answers().await {
        assert!(!answer.contains("Delivery") && !answer.contains("cost_added"), "{answer:.300}");
        for figure in cost.into_iter().chain(profit) {
            assert!(!answer.contains(figure), "{figure} in {answer:.300}");
        }
    }
    let said = house.set(&zofia, ("save_costs", deal, "forecast"), json!([])).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("costs_off")));
    count_costs(&house, true).await;
    let same = |(before, after): (&String, &String)| {
        let without_clock = |text: &String| {
            let mut body: Value = serde_json::from_str(text).unwrap_or(Value::Null);
            body.as_object_mut().into_iter().for_each(|body| drop(body.remove("now")));
            body
        };
        assert_eq!(without_clock(before), without_clock(after));
    };
    let after = answers().await;
    before.iter().zip(&after).for_each(same);
    assert_eq!(before.last(), after.last(), "the export");
    assert!(before[0].contains("cost_added"), "history tells of costs again");
}

#[tokio::test]
async fn three_currencies_are_three_sums() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    for (currency, value) in [("PLN", "100"), ("EUR", "20.50"), ("JPY", "3000")] {
        let mut addition = addition(ZOFIA, "Deal", value);
        addition["form"]["currency"] = currency.into();
        assert_eq!(house.call(&zofia, "add_deal", addition).await.status, StatusCode::OK);
    }
    let want = json!({"EUR": 2_050, "JPY": 3_000, "PLN": 10_000});
    let board = house.call(&zofia, "board", json!({"query": {}})).await.body;
    assert_eq!(board["columns"][0]["totals"], want);
    assert_eq!(house.finance(&zofia, json!({})).await["sums"]["forecast"], want);
    let csv = house.get(&zofia, "/finance/export.csv?period=all").await.text;
    for cells in ["20.50,EUR", "3000,JPY", "100,PLN"] {
        assert!(csv.contains(cells), "{csv}");
    }
}

#[tokio::test]
async fn a_deal_is_added_with_products_instead_of_a_value() {
    let house = furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    let product = json!({"product": {"id": null, "name": "Truck", "code": "T", "price": "10", "currency": "PLN", "active": true}});
    let id = house.call(&anna, "save_product", product).await.body.clone();
    let mut new = addition(ZOFIA, "Fleet", "");
    let mut first = line("", "2", "10.10", "");
    first["product"] = id;
    new["lines"] = json!([first, line("By hand", "1", "5", "")]);
    let deal = house.call(&zofia, "add_deal", new.clone()).await.body.as_i64().unwrap();
    let page = house.call(&zofia, "deal", json!({"deal": deal})).await.body;
    assert_eq!(
        (&page["value"]["minor"], &page["ledger"]["forecast"]["lines"][0]["name"]),
        (&json!(2_520), &json!("Truck"))
    );
    let copy =
        house.call(&zofia, "duplicate_deal", json!({"deal": deal, "op": op()})).await.body.as_i64().unwrap();
    let page = house.call(&zofia, "deal", json!({"deal": copy})).await.body;
    assert_eq!(page["ledger"]["forecast"]["lines"].as_array().unwrap().len(), 2);

    new["op"] = op().into();
    new["closed"] = json!(["won", "2026-03-05"]);
    let deal = house.call(&zofia, "add_deal", new).await.body.as_i64().unwrap();
    let page = house.call(&zofia, "deal", json!({"deal": deal})).await.body;
    assert_eq!(
        page["ledger"]["realised"]["lines"][0]["terms"]["date"], "2026-03-05",
        "entered as won, it was sold then"
    );
}

#[tokio::test]
async fn what_cannot_be_a_line_is_refused_at_its_field() {
    let house = furnished().await;
    let (anna, zofia) = (house.sign_in("anna").await, house.sign_in("zofia").await);
    for (name, currency, active) in [("Old", "PLN", false), ("Foreign", "EUR", true)] {
        let product = json!({"product": {"id": null, "name": name, "code": "", "price": "1", "currency": currency, "active": active}});
        assert_eq!(house.call(&anna, "save_product", product).await.status, StatusCode::OK);
    }
    let deal = house.deal_with_costs(&zofia).await;
    let of = |product: i64| {
        let mut line = line("", "1", "1", "");
        line["product"] = product.into();
        line
    };
    for (line, kind, field) in [
        (line("A", "1", "1 234,50", ""), "malformed", "price"),
        (line("A", "1", "five", ""), "malformed", "price"),
        (line("A", "1", "1.005", ""), "too_many_decimals", "price"),
        (line("A", "1", "99999999999999999999", ""), "too_large", "price"),
        (line("A", "1000000", "1000000000000", ""), "too_large", "price"),
        (line("A", "1", "5 €", ""), "other_currency", "price"),
        (line("A", "-1", "1", ""), "negative", "quantity"),
        (line("A", "1", "1", "100.01"), "too_large", "discount"),
        (line("", "1", "1", ""), "empty", "product"),
        (of(1), "unknown", "product"),
        (of(2), "other_currency", "product"),
        (of(99), "unknown", "product"),
    ] {
        let to = json!([self::line("Good", "1", "1", ""), line]);
        let said = house.set(&zofia, ("save_lines", deal, "forecast"), to).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{line} {said:?}");
        assert_eq!((&said.body["line"], &said.body["refusal"]["kind"]), (&json!(1), &json!(kind)), "{line}");
        assert_eq!(said.body["refusal"].get("field").and_then(Value::as_str), Some(field), "{line}");
        assert!(said.body["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    for (cost, kind) in [
        (cost("1 234,50"), "malformed"),
        (cost("-1"), "negative"),
        (json!({"id": null, "category": 9, "amount": "1", "date": "", "note": ""}), "unknown"),
    ] {
        let said = house.set(&zofia, ("save_costs", deal, "forecast"), json!([cost])).await;
        assert_eq!(
            (said.status, &said.body["refusal"]["kind"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(kind))
        );
    }
    let said = house.set(&zofia, ("save_lines", deal, "realised"), two_lines()).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("not_won")));
    let mut form = house::form(ZOFIA, "Fleet", "3,433.14");
    for (field, value, kind) in [("value", "7", "itemised"), ("currency", "EUR", "currency_fixed")] {
        let before = form[field].clone();
        form[field] = value.into();
        let said = house.call(&zofia, "save_deal", json!({"deal": deal, "version": 3, "form": form})).await;
        assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!(kind)), "{said:?}");
        form[field] = before;
    }
    let said =
        house.call(&anna, "save_cost_settings", json!({"version": 2, "categories": [], "costs": true})).await;
    assert_eq!((said.status, &said.body["kind"]), (StatusCode::CONFLICT, &json!("category_in_use")));
    let page = house.call(&zofia, "deal", json!({"deal": deal})).await.body;
    assert_eq!(
        (&page["value"]["minor"], &page["version"]),
        (&json!(343_314), &json!(3)),
        "nothing was stored"
    );
}

#[tokio::test]
async fn rows_are_named_once_and_only_those_of_the_deal() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let (deal, other) = (house.deal_with_costs(&zofia).await, house.deal_with_costs(&zofia).await);
    let ledger = |deal: i64| {
        let (house, zofia) = (&house, &zofia);
        async move { house.call(zofia, "deal", json!({"deal": deal})).await.body["ledger"].clone() }
    };
    let before = ledger(deal).await;
    for (what, part, row) in
        [("save_lines", "lines", line("A", "1", "1", "")), ("save_costs", "costs", cost("1"))]
    {
        let mut row = row;
        row["id"] = before["forecast"][part][0]["id"].clone();
        let said = house.set(&zofia, (what, deal, "forecast"), json!([row, row])).await;
        assert_eq!((said.status, &said.body["kind"]), (StatusCode::BAD_REQUEST, &json!("malformed_request")));
        let many: Vec<Value> = (0..201)
            .map(|_| {
                let mut row = row.clone();
                row["id"] = Value::Null;
                row
            })
            .collect();
        let said = house.set(&zofia, (what, deal, "forecast"), json!(many)).await;
        assert_eq!((said.status, &said.body["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("too_many")));
        assert_eq!(ledger(deal).await, before);
        let theirs = ledger(other).await;
        let said = house.set(&zofia, (what, other, "forecast"), json!([row])).await;
        assert_eq!(said.status, StatusCode::OK);
        assert_ne!(
            ledger(other).await["forecast"][part][0]["id"],
            row["id"],
            "a row of another deal is a new one here"
        );
        assert_eq!(ledger(deal).await, before);
        assert_ne!(ledger(other).await, theirs);
        let stale = json!({"deal": deal, "version": 1, "kind": "forecast", part: []});
        assert_eq!(house.call(&zofia, what, stale).await.body["kind"], "deal_changed");
    }
}

#[tokio::test]
async fn what_winning_brought_goes_and_what_was_written_stays() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.deal_with_costs(&zofia).await;
    house.call(&zofia, "win_deal", json!({"deal": deal})).await;
    let costs =
        house.call(&zofia, "deal", json!({"deal": deal})).await.body["ledger"]["realised"]["costs"].clone();
    let copied =
        json!({"id": costs[0]["id"], "category": 1, "amount": "500", "date": "2026-05-14", "note": ""});
    let said = house.set(&zofia, ("save_costs", deal, "realised"), json!([copied, cost("7")])).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    house.call(&zofia, "reopen_deal", json!({"deal": deal})).await;
    let sums = house.finance(&zofia, json!({})).await["sums"].clone();
    assert_eq!((&sums["realised_cost"], &sums["realised"]), (&json!({"PLN": 700}), &json!({})));
}

#[tokio::test]
async fn a_form_says_in_which_language_it_was_filled_in() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "Fleet").await;
    let lines = json!([line("A", "1", "1 234,50", "")]);
    let polish = json!({"deal": deal, "version": 1, "kind": "forecast", "lines": lines, "language": "pl"});
    assert_eq!(
        house.call(&zofia, "save_lines", polish).await.status,
        StatusCode::OK,
        "though the user reads English"
    );
    let mut polish = addition(ZOFIA, "B", "1 234,50");
    polish["form"]["language"] = "pl".into();
    assert_eq!(house.call(&zofia, "add_deal", polish).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_polish_form_is_read_as_polish() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, ZOFIA, "Fleet").await;
    house.call(&zofia, "choose_language", json!({"language": "pl"})).await;
    for (price, status) in [("1,234.50", 422), ("1 234,50", 200), ("1 234,50 zł", 200)] {
        let said =
            house.set(&zofia, ("save_lines", deal, "forecast"), json!([line("A", "1,5", price, "")])).await;
        assert_eq!(said.status.as_u16(), status, "{price} {said:?}");
    }
    let page = house.call(&zofia, "deal", json!({"deal": deal})).await.body;
    assert_eq!(page["value"]["minor"], 185_175);
}

#[tokio::test]
async fn a_salesperson_s_finance_is_of_their_deals() {
    let house = furnished().await;
    let (zofia, piotr, marek) =
        (house.sign_in("zofia").await, house.sign_in("piotr").await, house.sign_in("marek").await);
    house.add(&zofia, ZOFIA, "Of zofia").await;
    house.add(&piotr, UserId(4), "Of piotr").await;
    for (cookie, minor, count) in [(&zofia, 10_000, 1), (&piotr, 10_000, 1), (&marek, 20_000, 2)] {
        let finance = house.finance(cookie, json!({})).await;
        assert_eq!(finance["sums"]["forecast"], json!({"PLN": minor}));
        assert_eq!((&finance["count"], finance["amounts"].as_array().unwrap().len()), (&json!(count), count));
        let csv = house.get(cookie, "/finance/export.csv?period=all").await.text;
        assert_eq!(csv.lines().count(), count + 1, "{csv}");
    }
    let foreign = house.finance(&zofia, json!({"filter": {"owner": 4}})).await;
    let absent = house.finance(&zofia, json!({"filter": {"owner": 99}})).await;
    assert_eq!(foreign, absent, "a filter tells nothing of deals that are not seen");
}

#[tokio::test]
async fn exports_are_files_that_run_nothing_and_follow_the_filter() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    house.add(&zofia, ZOFIA, "=HYPERLINK(1)").await;
    let mut other = addition(ZOFIA, "Other, \"quoted\"", "7.50");
    other["form"]["company"] = "Żubr".into();
    house.call(&zofia, "add_deal", other).await;
    let csv = house.get(&zofia, "/finance/export.csv?period=all").await.text;
    assert!(csv.contains("'=HYPERLINK(1)") && csv.contains("\"Other, \"\"quoted\"\"\""), "{csv}");
    let csv = house.get(&zofia, "/finance/export.csv?period=all&client=zubr").await.text;
    assert!(csv.contains("7.50,PLN") && csv.lines().count() == 2, "{csv}");
    let sheet = house.get(&zofia, "/finance/export.xlsx?period=all").await;
    assert!(sheet.status.is_success() && sheet.text.starts_with("PK"));
    for (path, status) in [
        ("/finance/export.pdf", 404),
        ("/finance/export.csv?colour=red", 400),
        ("/finance/export.csv?from=yesterday", 400),
        ("/finance?colour=red", 400),
        ("/finance?page=0", 400),
        ("/finance?from=2026-02-01&to=2026-01-01", 400),
        ("/finance?page=999", 200),
    ] {
        assert_eq!(house.get(&zofia, path).await.status.as_u16(), status, "{path}");
    }
    for day in ["-9999-01-01", "+99999-01-01", "1899-12-31"] {
        let said = house.call(&zofia, "finance", json!({"query": {"filter": {"from": day}}})).await;
        assert_eq!(said.status.as_u16(), 400, "{day} {said:?}");
    }
    house.call(&zofia, "choose_language", json!({"language": "pl"})).await;
    let csv = house.get(&zofia, "/finance/export.csv?period=all&client=zubr").await.text;
    assert!(csv.contains(";7,50;PLN"), "{csv}");
    let said = house.call(&zofia, "finance", json!({"query": {"filter": {"colour": 1}}})).await;
    assert_eq!((said.status.as_u16(), &said.body["kind"]), (400, &json!("unknown_parameter")));
}

#[tokio::test]
async fn files_and_page_count_the_same_forecasts() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    for (name, value, outcome) in
        [("Comes", "1", None), ("Gone", "10", Some("lost")), ("Old", "100", Some("stale"))]
    {
        let deal = house.call(&zofia, "add_deal", addition(ZOFIA, name, value)).await.body;
        if let Some(outcome) = outcome {
            let close = json!({"deal": deal, "outcome": outcome, "reason": 1, "note": ""});
            assert_eq!(house.call(&zofia, "close_deal", close).await.status, StatusCode::OK);
        }
    }
    let left_out = "Forecasts of lost and stale deals do not count";
    for (parameters, minor, told) in [
        ("?period=all", 100, true),
        ("?period=all&status=lost", 1_000, false),
        ("?period=all&kind=realised", 0, false),
    ] {
        let csv = house.get(&zofia, &format!("/finance/export.csv{parameters}")).await.text;
        let rows = csv.lines().skip(1).filter_map(|line| line.split(',').nth(6)?.parse::<f64>().ok());
        assert_eq!(rows.map(|amount| (amount * 100.0) as i64).sum::<i64>(), minor, "{parameters} {csv}");
        let page = house.get(&zofia, &format!("/finance{parameters}")).await.text;
        let shown = format!("data-sum=\"forecast\" data-minor=\"{minor}\"");
        assert!(page.contains(&shown), "{parameters} {page}");
        assert_eq!(page.contains(left_out), told, "{parameters}");
    }
    house.call(&zofia, "choose_language", json!({"language": "pl"})).await;
    let page = house.get(&zofia, "/finance?period=all").await.text;
    assert!(page.contains("Prognozy szans przegranych i nieaktualnych nie są liczone"), "{page}");
}
