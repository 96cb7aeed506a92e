//! What means nothing in the address of a page is refused by its name, on every page (L2).

mod house;

use house::{empty, furnished};
use serde_json::json;

/// The pages of somebody who is signed in, each with a parameter that it takes, if it takes some.
const PAGES: [(&str, Option<&str>); 25] = [
    ("/", Some("q=a")),
    ("/board/1", Some("owner=3")),
    ("/finance", Some("status=open")),
    ("/tasks", Some("whose=all")),
    ("/contacts", Some("show=persons")),
    ("/companies/1", None),
    ("/deals", Some("status=all")),
    ("/deals/1", None),
    ("/settings", None),
    ("/settings/deals/processes", None),
    ("/settings/deals/processes/1", None),
    ("/settings/deals/products", None),
    ("/settings/deals/costs", None),
    ("/settings/deals/reasons", None),
    ("/settings/account/users", None),
    ("/settings/account/general", None),
    ("/settings/account/audit", Some("person=1&day=2026-11-30")),
    ("/settings/account/users/1/board", None),
    ("/settings/deals/sources", None),
    ("/notices", None),
    ("/deleted", None),
    ("/import", None),
    ("/settings/profile", None),
    ("/join", None),
    ("/forgot", None),
];

#[tokio::test]
async fn an_unknown_parameter_is_named_on_every_page() {
    let house = furnished().await;
    let anna = house.sign_in("anna").await;
    house.add(&anna, domain::id::UserId(1), "Needle").await;
    for (language, sentence) in [
        ("en", "The address holds “colour”, which means nothing here."),
        ("pl", "Adres zawiera „colour”, które nic tu nie znaczy."),
    ] {
        house.call(&anna, "choose_language", json!({"language": language})).await;
        for (page, known) in PAGES {
            let said = house.get(&anna, &format!("{page}?colour=red")).await;
            assert_eq!(said.status.as_u16(), 400, "{page}");
            assert!(said.text.contains(sentence) && !said.text.contains("Needle"), "{page} {}", said.text);
            for known in
                ["", "?"].into_iter().map(str::to_owned).chain(known.map(|known| format!("?{known}")))
            {
                let said = house.get(&anna, &format!("{page}{known}")).await;
                assert_eq!(said.status.as_u16(), 200, "{page}{known}");
            }
        }
    }
    let [absent, foreign] =
        [house.get(&anna, "/deals/999?colour=red").await, house.get(&anna, "/nowhere?colour=red").await];
    assert_eq!((absent.status.as_u16(), foreign.status.as_u16()), (400, 404));
}

#[tokio::test]
async fn the_doors_take_no_parameters_either() {
    let doors = [(furnished().await, "/sign-in"), (furnished().await, "/forgot"), (empty().await, "/setup")];
    for (house, page) in doors {
        assert_eq!(house.get("", page).await.status.as_u16(), 200, "{page}");
        let said = house.get("", &format!("{page}?colour=red")).await;
        assert_eq!(said.status.as_u16(), 400, "{page}");
        assert!(said.text.contains("“colour”"), "{page} {}", said.text);
    }
}
