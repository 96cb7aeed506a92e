//! A third language: one file, and the whole interface is in it. And how browsers get the texts of theirs.

mod house;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use house::{House, empty, furnished_in, marked_language};
use serde_json::json;
use tower::ServiceExt;
use words::Languages;

/// What is seen or read aloud in a page, without what carries the mark.
fn unmarked(page: &str) -> Vec<String> {
    let mut texts = vec![];
    for part in page.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let silent = ["script", "style", "option value=\"en\"", "option value=\"pl\""];
        if silent.iter().any(|name| tag.starts_with(name)) {
            continue;
        }
        texts.push(text.to_owned());
        for name in ["aria-label", "title", "placeholder"] {
            let found = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            texts.extend(found.map(|(text, _)| text.to_owned()));
        }
    }
    let strip = |mut text: String| {
        // Marked texts may hold marked texts: from the inside out.
        while let Some(end) = text.find('⟧') {
            let Some(start) = text[..end].rfind('⟦') else { break };
            text.replace_range(start..end + '⟧'.len_utf8(), "");
        }
        text
    };
    texts.into_iter().map(strip).filter(|text| text.contains(char::is_alphabetic)).collect()
}

async fn get(
    house: &House,
    path: &str,
    headers: &[(header::HeaderName, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request =
        headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, *value));
    let answer = house.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status, head.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_language_of_one_file_draws_every_page() {
    let folder = marked_language();
    let house = furnished_in(Languages::with_folder(folder.path()).unwrap()).await;
    let (_, _, page) = get(&house, "/sign-in", &[(header::ACCEPT_LANGUAGE, "qps")]).await;
    assert_eq!(
        unmarked(&String::from_utf8(page).unwrap()),
        [" · Tablica", "Tablica"],
        "the mark is not drawn"
    );
    let anna = house.sign_in("anna").await;
    let said = house.call(&anna, "choose_language", json!({"language": "qps"})).await;
    assert_eq!(said.status, StatusCode::OK, "{said:?}");
    let deal = house.add(&anna, domain::id::UserId(1), "Ωμέγα").await;
    for path in [
        "/".to_owned(),
        format!("/deals/{deal}"),
        "/deals/9999".into(),
        "/finance".into(),
        "/settings".into(),
        "/settings/deals/processes/1".into(),
        "/settings/deals/reasons".into(),
        "/settings/deals/products".into(),
        "/settings/deals/costs".into(),
        "/settings/account/users".into(),
    ] {
        let page = house.get(&anna, &path).await.text;
        assert!(page.contains("lang=\"qps\"") && page.contains('⟦'), "{path}: {page}");
        let data = [
            "Tablica",
            "Anna",
            "A",
            "M",
            "Z",
            "P",
            "A",
            "anna@demo.test",
            "Marek",
            "Zofia",
            "Piotr",
            "Acme",
            "Ωμέγα",
            "Sales",
            "Talk",
            "Offer",
            "Contract",
            "Fair",
            "Price",
            "PLN",
            "CSV",
            "XLSX",
            "100",
        ];
        let stray = |text: &String| {
            let words = text.split(|c: char| !(c.is_alphanumeric() || c == '@' || c == '.'));
            words.filter(|word| word.contains(char::is_alphabetic)).any(|word| !data.contains(&word))
        };
        let strays: Vec<String> = unmarked(&page).into_iter().filter(stray).collect();
        assert!(strays.is_empty(), "{path}: {strays:?}");
    }
    let refused = house.call(&anna, "deal", json!({"deal": 9999})).await;
    assert_eq!(refused.body["message"], "⟦It does not exist, or you have no access to it.⟧");
    let export = house.get(&anna, "/finance/export.csv").await.text;
    assert!(export.starts_with("\u{feff}⟦Date⟧,⟦Deal⟧"), "{export}");
}

#[tokio::test]
async fn only_languages_that_are_spoken_are_chosen() {
    let house = house::furnished().await;
    let anna = house.sign_in("anna").await;
    for (language, status) in [
        ("pl", StatusCode::OK),
        ("qps", StatusCode::UNPROCESSABLE_ENTITY),
        ("Klingon!", StatusCode::BAD_REQUEST),
    ] {
        let said = house.call(&anna, "choose_language", json!({ "language": language })).await;
        assert_eq!(said.status, status, "{language} {said:?}");
    }
}

#[tokio::test]
async fn browsers_get_the_texts_of_their_language_as_a_file_to_keep() {
    let house = empty().await;
    for (accepted, code) in [("pl-PL,pl;q=0.9", "pl"), ("tlh", "en")] {
        let (_, _, page) = get(&house, "/setup", &[(header::ACCEPT_LANGUAGE, accepted)]).await;
        let page = String::from_utf8(page).unwrap();
        let path = page
            .split_once("id=\"texts\" href=\"/texts/")
            .and_then(|(_, rest)| rest.split_once('"'))
            .unwrap()
            .0;
        let path = format!("/texts/{path}");
        assert!(path.starts_with(&format!("/texts/{code}.")), "{path}");
        let (status, headers, body) = get(&house, &path, &[]).await;
        assert_eq!(
            (status, &headers[header::CONTENT_TYPE]),
            (StatusCode::OK, &"application/json".parse().unwrap())
        );
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let lines: Vec<String> = serde_json::from_slice(&body).unwrap();
        assert_eq!((lines.len(), lines[0].as_str()), (words::FIRST + 1, code));
        let later = path.replace("json", words::LATER);
        assert!(page.contains(&format!("<link rel=\"preload\" href=\"{later}\"")), "the page is in a chunk");
        let (_, _, rest) = get(&house, &later, &[]).await;
        let rest: Vec<String> = serde_json::from_slice(&rest).unwrap();
        assert_eq!(lines.len() + rest.len(), words::BROWSER + 1);
        let mails = words::english().mail_test();
        assert!(!rest.iter().any(|text| text == mails), "a browser gets what the server says alone");
        let (_, headers, packed) = get(&house, &path, &[(header::ACCEPT_ENCODING, "br")]).await;
        assert_eq!(headers[header::CONTENT_ENCODING], "br");
        assert!(packed.len() * 2 < body.len(), "{} of {}", packed.len(), body.len());
        let mut unpacked = vec![];
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, body);
    }
    for path in ["/texts/pl.0123456789abcdef.json", "/texts/tlh.json"] {
        let (status, headers, _) = get(&house, path, &[(header::ACCEPT, "application/json")]).await;
        assert_eq!(
            (status, &headers[header::CACHE_CONTROL]),
            (StatusCode::NOT_FOUND, &"no-store".parse().unwrap()),
            "{path}"
        );
    }
}
