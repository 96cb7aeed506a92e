//! What strangers and mishaps get: text stays text, answers are in our form, files are caged, limits hold (quality 2 to 4).

mod house;

use axum::{
    body::Body,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use domain::{id::UserId, note::File};
use house::{House, furnished, op};
use serde_json::json;
use std::fs;
use tower::ServiceExt;

async fn answer(house: &House, request: Request<Body>) -> Response<Body> {
    house.router.clone().oneshot(request).await.unwrap()
}

async fn headers(house: &House, cookie: &str, path: &str) -> (StatusCode, HeaderMap) {
    let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let answer = answer(house, request).await;
    (answer.status(), answer.headers().clone())
}

#[tokio::test]
async fn a_name_is_text_in_the_title_too() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let name = "</title><meta http-equiv=refresh content=0;url=//elsewhere.test>&amp;\"'";
    let deal = house.add(&zofia, UserId(3), name).await;
    let page = house.get(&zofia, &format!("/deals/{deal}")).await.text;
    let title = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
    assert!(title.contains("&lt;/title&gt;") && title.contains("&amp;amp;"), "{title}");
    assert!(!page.contains("<meta http-equiv"), "{page}");
}

#[tokio::test]
async fn text_names_its_charset_and_what_is_not_there_is_not_kept() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    for path in ["/", "/healthz", "/readyz", "/finance/export.csv"] {
        let (_, headers) = headers(&house, &zofia, path).await;
        let kind = headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with("text/") && kind.contains("charset=utf-8"), "{path} {kind}");
    }
    let pkg = house.site().join("pkg");
    fs::create_dir_all(&pkg).unwrap();
    fs::write(pkg.join("tablica.0f.js"), "1").unwrap();
    let (status, there) = headers(&house, "", "/pkg/tablica.0f.js").await;
    assert_eq!(
        (status, &there[header::CONTENT_TYPE]),
        (StatusCode::OK, &"text/javascript; charset=utf-8".parse().unwrap())
    );
    assert!(there[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let (status, gone) = headers(&house, "", "/pkg/tablica.00.js").await;
    assert_eq!((status, &gone[header::CACHE_CONTROL]), (StatusCode::NOT_FOUND, &"no-store".parse().unwrap()));
}

#[tokio::test]
async fn who_must_wait_is_told_how_long() {
    let house = furnished().await;
    for _ in 0..6 {
        house.call("", "sign_in", json!({"email": "zofia@demo.test", "password": "wrong"})).await;
    }
    let call =
        house::call("", "sign_in", json!({"email": "zofia@demo.test", "password": "wrong"}).to_string());
    let told = answer(&house, call).await;
    assert_eq!(told.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = told.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=300).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn what_no_route_takes_is_answered_in_our_form() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let post = |path: &str, kind: &str| {
        Request::post(path)
            .header(header::COOKIE, &zofia)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from("x"))
            .unwrap()
    };
    let get = |path: &str| Request::get(path).header(header::COOKIE, &zofia).body(Body::empty()).unwrap();
    for (request, status, kind) in [
        (post("/files/1", "text/plain"), 400, "malformed_request"),
        (post("/files/1?nome=x", "text/plain"), 400, "malformed_request"),
        (post("/files/1?name=x&name=y", "text/plain"), 400, "malformed_request"),
        (post("/files/one?name=x", "text/plain"), 404, "not_found"),
        (post("/api/board", "text/plain"), 415, "malformed_request"),
        (post("/api/board", "application/x-www-form-urlencoded"), 415, "malformed_request"),
        (post("/finance/export.csv", "text/plain"), 405, "malformed_request"),
        (get("/api/board"), 405, "malformed_request"),
        (get("/pkg/nothing.js"), 404, "not_found"),
        (get("/imports/none/errors.csv"), 404, "not_found"),
    ] {
        let uri = format!("{} {}", request.method(), request.uri());
        let said = house.send(request).await;
        assert_eq!((said.status.as_u16(), &said.body["kind"]), (status, &json!(kind)), "{uri} {said:?}");
        assert!(said.body["message"].as_str().is_some_and(|text| text.ends_with('.')), "{uri} {said:?}");
    }
}

#[tokio::test]
async fn a_pdf_is_shown_in_a_cage_and_a_page_is_not_shown() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, UserId(3), "X").await;
    let mut files = vec![];
    for (name, bytes) in [
        ("a.pdf", &b"%PDF-1.7\n%%EOF"[..]),
        ("a.png", b"\x89PNG\r\n\x1a\n0000"),
        ("a.html", b"<script>1</script>"),
    ] {
        files.push(house.upload(&zofia, deal, name, bytes).await.body.as_i64().unwrap());
    }
    let note = json!({"deal": deal, "text": "Three", "files": files, "op": op()});
    assert_eq!(house.call(&zofia, "add_note", note).await.status, StatusCode::OK);
    for (file, shown, caged) in
        [(files[0], "inline", true), (files[1], "inline", false), (files[2], "attachment", false)]
    {
        let (status, headers) = headers(&house, &zofia, &format!("/files/{file}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with(shown), "{headers:?}");
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox") == caged, "{policy}");
    }
}

#[tokio::test]
async fn what_cannot_be_seen_is_no_name_and_no_note() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, UserId(3), "X").await;
    let task = json!({"deal": deal, "form": {"title": "\u{200b}\u{feff}"}, "op": op()});
    let said = house.call(&zofia, "add_task", task).await;
    assert_eq!(
        (said.status.as_u16(), &said.body["kind"], &said.body["field"]),
        (422, &json!("empty"), &json!("title"))
    );
    let note = json!({"deal": deal, "text": "\u{2060} \u{200d}", "files": [], "op": op()});
    let said = house.call(&zofia, "add_note", note).await;
    assert_eq!((said.status.as_u16(), &said.body["kind"]), (422, &json!("empty")));
}

#[tokio::test]
async fn uploads_of_one_person_have_an_end_within_the_hour() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, UserId(3), "X").await;
    for _ in 0..File::PER_HOUR {
        assert_eq!(house.upload(&zofia, deal, "a.txt", b"x").await.status, StatusCode::OK);
    }
    let said = house.upload(&zofia, deal, "a.txt", b"x").await;
    assert_eq!((said.status.as_u16(), &said.body["kind"]), (429, &json!("too_many_uploads")));
    assert_eq!(house.stored_files() as u64, File::PER_HOUR, "and nothing of it was kept");
    let marek = house.sign_in("marek").await;
    assert_eq!(house.upload(&marek, deal, "a.txt", b"x").await.status, StatusCode::OK, "others may go on");
}

#[tokio::test]
async fn uploads_that_cannot_be_stored_are_no_fault_of_the_program() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, UserId(3), "X").await;
    fs::write(house.files(), "where the folder should be").unwrap();
    let said = house.upload(&zofia, deal, "a.txt", b"x").await;
    assert_eq!((said.status.as_u16(), &said.body["kind"]), (503, &json!("storage_unavailable")), "{said:?}");
    assert!(
        said.body["ticket"]
            .as_str()
            .is_some_and(|ticket| said.body["message"].as_str().unwrap().contains(ticket))
    );
}

#[tokio::test]
async fn a_deactivated_user_is_signed_out_at_once() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    assert_eq!(house.call(&zofia, "offer", json!({})).await.status, StatusCode::OK);
    house.store.deactivate(&domain::text::Email::parse("zofia@demo.test").unwrap()).await.unwrap();
    assert_eq!(house.call(&zofia, "offer", json!({})).await.status, StatusCode::UNAUTHORIZED);
    let again = json!({"email": "zofia@demo.test", "password": house::PASSWORD});
    assert_eq!(house.call("", "sign_in", again).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_sweep_takes_what_nobody_will_ask_for() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let deal = house.add(&zofia, UserId(3), "X").await;
    let kept = house.upload(&zofia, deal, "kept.txt", b"kept").await.body.as_i64().unwrap();
    let note = json!({"deal": deal, "text": "With a file", "files": [kept], "op": op()});
    house.call(&zofia, "add_note", note).await;
    house.upload(&zofia, deal, "fresh.txt", b"may still be bound").await;
    let shelf = house.files().join("zz");
    fs::create_dir_all(&shelf).unwrap();
    for (name, days) in [("stray", 2), ("half.part", 2), ("fresh", 0)] {
        let file = fs::File::create(shelf.join(name)).unwrap();
        let age = std::time::Duration::from_secs(days * 24 * 60 * 60);
        file.set_modified(std::time::SystemTime::now() - age).unwrap();
    }
    assert_eq!(server::sweep::sweep(&house.store, &house.files()).await.unwrap(), 2);
    assert!(shelf.join("fresh").exists());
    assert_eq!(house.stored_files(), 3);
    let tomorrow = store::now() + chrono::Duration::days(2);
    assert_eq!(
        house.store.forget_files(tomorrow, store::now()).await.unwrap().len(),
        1,
        "the one without a note"
    );
    assert_eq!(house.get(&zofia, &format!("/files/{kept}")).await.text, "kept");
}

#[tokio::test]
async fn paths_that_go_round_lead_nowhere() {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    for path in [
        "/..",
        "/../",
        "/./",
        "/%2e/",
        "/%2E%2e",
        "/..x",
        "/a/..",
        "/deals/..",
        "/deals/%2e%2e/",
        "/sign-in/..",
    ] {
        for cookie in ["", &anna] {
            let page = house.get(cookie, path).await;
            assert_eq!((page.status, page.text.contains("<html")), (StatusCode::NOT_FOUND, true), "{path}");
        }
    }
    for path in ["/deals/a.b", "/deals/..%2f..%2fetc", "/settings/x.y"] {
        assert!(!house.get("", path).await.status.is_success(), "{path}");
        assert_eq!(house.get(&anna, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
