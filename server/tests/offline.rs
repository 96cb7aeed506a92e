//! What browsers keep to begin without a line, over HTTP: the shell and the worker (B13).

mod house;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::id::UserId;
use house::{addition, furnished, op};
use serde_json::json;
use std::fs;

#[tokio::test]
async fn the_shell_says_nothing_of_anybody() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let page = async |path: &str| String::from_utf8(house.file(&zofia, path).await).unwrap();
    let shell = page("/shell?build=1").await;
    assert!(shell.contains("data-shell"), "{shell}");
    for told in ["Zofia", "demo.test", "Sales", "Talk", "id=\"answer\""] {
        assert!(!shell.contains(told), "{told} in {shell}");
    }
    // Whoever is not signed in is led to where they can be, and gets none to keep.
    assert_eq!(house.get("", "/shell").await.status, StatusCode::SEE_OTHER);
    // Other pages are no shells.
    let board = page("/").await;
    assert!(board.contains("Zofia") && !board.contains("data-shell") && !board.contains("data-unkept"));
}

#[tokio::test]
async fn the_worker_may_ask_this_server_and_no_other() {
    let house = furnished().await;
    let request = Request::get("/sw.js").body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(house.router.clone(), request).await.unwrap();
    let headers = answer.headers().clone();
    assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache", "a new build is noticed");
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert_eq!(policy, "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
}

#[tokio::test]
async fn where_nothing_is_kept_the_worker_goes_and_takes_everything() {
    for (keeps, want) in [(true, "built"), (false, "unregister")] {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("sw.js"), "built").unwrap();
        let worker = server::offline::router::<()>(site.path(), keeps);
        let request = Request::get("/sw.js").body(Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(worker, request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(String::from_utf8_lossy(&body).contains(want));
    }
}

#[tokio::test]
async fn what_waited_is_not_done_in_the_name_of_somebody_else() {
    let house = furnished().await;
    let (zofia, piotr) = (house.sign_in("zofia").await, house.sign_in("piotr").await);
    let add = |user: &str| {
        let mut body = addition(UserId(4), "Press", "5");
        body["op"] = op().into();
        Request::post("/api/add_deal")
            .header(header::CONTENT_TYPE, "application/json")
            .header("tablica-user", user.to_owned())
            .header(header::COOKIE, piotr.clone())
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    // A page of Zofia's, in whose browser Piotr has signed in.
    for (user, want) in
        [("3", StatusCode::UNAUTHORIZED), ("x", StatusCode::UNAUTHORIZED), ("4", StatusCode::OK)]
    {
        assert_eq!(house.send(add(user)).await.status, want, "{user}");
    }
    assert_eq!(house.call(&zofia, "unread", json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_clears_what_the_browser_kept() {
    let house = furnished().await;
    let zofia = house.sign_in("zofia").await;
    let request = Request::post("/api/sign_out")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, zofia)
        .body(Body::from("{}"))
        .unwrap();
    let answer = tower::ServiceExt::oneshot(house.router.clone(), request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["clear-site-data"], "\"storage\"");
    assert!(answer.headers().contains_key(header::SET_COOKIE));
}

/// A browser installs what says who it is, and shows it by pictures of these sizes.
#[test]
fn what_the_manifest_names_is_there() {
    let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(public.join("manifest.webmanifest")).unwrap()).unwrap();
    let pictures = ["icons", "screenshots"].map(|of| manifest[of].as_array().unwrap().clone()).concat();
    assert!(pictures.len() > 4);
    for picture in pictures {
        let src = picture["src"].as_str().unwrap();
        let bytes = fs::read(public.join(src.trim_start_matches('/'))).unwrap();
        if picture["type"] == "image/png" {
            // After the mark and the head of the first chunk: width and height.
            let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
            assert_eq!(picture["sizes"], format!("{}x{}", number(16), number(20)), "{src}");
        }
    }
}
