//! Importing deals: whole or not at all, once, and with a line and a column for what is wrong (I1, I4).

mod house;

use command::board::ReadBoard;
use domain::{
    board::Query, deal::Status, filter::Filter, finance, id::ProcessId, ledger::Kind, money::Money,
};
use house::furnished;
use server::import::{Found, Mapping, Refused, Report, read, save};
use std::{
    fs,
    path::{Path, PathBuf},
};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn mapping() -> Mapping {
    Mapping::load(&data("pipeline.toml")).unwrap()
}

/// The pipeline beside its price list, with some text in place of another.
fn changed(from: &str, to: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["prices.csv", "teams.csv"] {
        fs::copy(data(name), folder.path().join(name)).unwrap();
    }
    let text = fs::read_to_string(data("pipeline.csv")).unwrap();
    assert!(text.contains(from));
    let file = folder.path().join("pipeline.csv");
    fs::write(&file, text.replace(from, to)).unwrap();
    (folder, file)
}

/// Imports as the administrator.
async fn bring(house: &house::House, mapping: &Mapping, found: &[Found]) -> Result<Report, Refused> {
    let tx = house.store.write(domain::id::UserId(1)).await.unwrap();
    save(tx, &house::op().parse().unwrap(), mapping, found).await
}

#[tokio::test]
async fn deals_come_with_their_process_people_and_prices() {
    let house = furnished().await;
    let (found, bad) = read(&data("pipeline.csv"), &mapping()).unwrap();
    assert_eq!((found.len(), bad.as_slice()), (4, [].as_slice()));
    let report = bring(&house, &mapping(), &found).await.unwrap();
    assert_eq!(report, Report { created: 4, known: 0 });

    let cookie = house.sign_in("marek").await;
    let board = house.call(&cookie, "board", serde_json::json!({"query": {"process": 2}})).await.body;
    let column = |index: usize| {
        let column = &board["columns"][index];
        (column["stage"]["name"].clone(), column["count"].clone(), column["totals"].clone())
    };
    assert_eq!(board["name"], "Furniture");
    assert_eq!(
        column(0),
        ("Lead".into(), 1.into(), serde_json::json!({"USD": 12_000})),
        "the list price, no company"
    );
    assert_eq!(
        column(1),
        ("Talk".into(), 1.into(), serde_json::json!({"USD": 9_950})),
        "spelt otherwise in the list"
    );
    let names: Vec<&str> =
        board["people"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert!(["Ewa Lis", "Jan Mazur", "Ola Bąk"].iter().all(|name| names.contains(name)), "{names:?}");
}

#[tokio::test]
async fn the_first_board_is_the_one_with_deals() {
    for begun in [false, true] {
        let house = furnished().await;
        let cookie = house.sign_in("anna").await;
        if begun {
            house.add(&cookie, domain::id::UserId(1), "By hand").await;
        }
        let (found, _) = read(&data("pipeline.csv"), &mapping()).unwrap();
        bring(&house, &mapping(), &found).await.unwrap();
        let board = house.call(&cookie, "board", serde_json::json!({"query": {}})).await.body;
        assert_eq!(board["name"], if begun { "Sales" } else { "Furniture" });
        assert!(board["columns"].as_array().unwrap().iter().any(|column| column["count"] != 0), "{board}");
        let processes = house.call(&cookie, "processes", serde_json::json!({})).await.body;
        let defaults = processes.as_array().unwrap().iter().filter(|process| process["default"] == true);
        assert_eq!(defaults.count(), 1);
    }
}

#[tokio::test]
async fn the_same_file_again_creates_nothing() {
    let house = furnished().await;
    let (found, _) = read(&data("pipeline.csv"), &mapping()).unwrap();
    bring(&house, &mapping(), &found).await.unwrap();
    let again = bring(&house, &mapping(), &found).await.unwrap();
    assert_eq!(again, Report { created: 0, known: 4 });
    let (_folder, file) = changed("A4,", "A5,");
    let (found, _) = read(&file, &mapping()).unwrap();
    assert_eq!(bring(&house, &mapping(), &found).await.unwrap(), Report { created: 1, known: 3 });
}

#[test]
fn bad_cells_are_named_by_line_and_column() {
    for (from, to, line, column) in [
        ("A2,Ewa Lis", "A2,", 3, "agent"),
        ("11/01/2016,,", "11/01/2016,", 3, "ended"),
        ("11/01/2016", "11/01/0216", 3, "begun"),
        ("Talk,", "Waiting,", 3, "stage"),
        ("11/01/2016", "2016-11-01", 3, "begun"),
        ("Tabel,Łódź", "Sofa,Łódź", 3, "value"),
        (",1054", ",10x4", 2, "value"),
        ("3/1/2017", "", 2, "ended"),
        ("A4,", "A1,", 5, "id"),
        ("A3,", ",", 4, "id"),
    ] {
        let (_folder, file) = changed(from, to);
        let (found, bad) = read(&file, &mapping()).unwrap();
        assert_eq!(found.len(), 3, "{to}");
        assert_eq!(
            bad.iter().map(|cell| (cell.line, cell.column.as_str())).collect::<Vec<_>>(),
            [(line, column)],
            "{to}"
        );
    }
}

#[test]
fn files_that_cannot_be_read_are_refused_whole() {
    let (_folder, file) = changed("value\n", "worth\n");
    assert!(matches!(read(&file, &mapping()), Err(Refused::NoColumn { column, .. }) if column == "value"));
    let (_folder, file) = changed("A1", "A1");
    let mut bytes = fs::read(&file).unwrap();
    let place = bytes.windows(2).position(|pair| pair == "Ł".as_bytes()).unwrap();
    bytes[place] = 0xff;
    fs::write(&file, bytes).unwrap();
    assert!(matches!(read(&file, &mapping()), Err(Refused::Encoding { line: 2, .. })));
    assert!(matches!(read(Path::new("no/such/file.csv"), &mapping()), Err(Refused::File(..))));
}

#[test]
fn other_encodings_are_read_when_named_and_marks_are_believed() {
    let text = fs::read_to_string(data("pipeline.csv")).unwrap();
    let windows = Mapping { encoding: Some("windows-1250".into()), ..mapping() };
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(text.bytes()).collect();
    let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(&text);
    for (bytes, mapping) in [(bytes.into_owned(), windows), (utf16, mapping()), (marked, mapping())] {
        let (folder, file) = changed("A1", "A1");
        fs::write(&file, bytes).unwrap();
        // The other files of this test are plain ASCII, which all of these encodings share.
        fs::write(folder.path().join("teams.csv"), "agent,boss\n").unwrap();
        let (found, bad) = read(&file, &mapping).unwrap();
        assert_eq!((found.len(), bad.len()), (4, 0));
        assert_eq!(found[0].company.as_deref(), Some("Łódź Meble"));
    }
}

#[test]
fn mappings_that_contradict_themselves_are_refused() {
    let text = fs::read_to_string(data("pipeline.toml")).unwrap();
    for (from, to) in [
        ("stage = \"Talk\" }", "stage = \"Nowhere\" }"),
        ("\"USD\"", "\"DOLLARS\""),
        ("namespace = \"shop\"", "nonsense = \"shop\""),
        ("stages = [\"Lead\", \"Talk\"]", "stages = []"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mapping.toml");
        fs::write(&file, text.replace(from, to)).unwrap();
        assert!(matches!(Mapping::load(&file), Err(Refused::Mapping(..))), "{to}");
    }
}

/// The real data set, where it is at hand.
#[tokio::test]
async fn the_b2b_set_comes_in_whole() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/b2b/sales_pipeline.csv");
    if !file.exists() {
        return;
    }
    let house = furnished().await;
    let mapping = Mapping::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("b2b.toml")).unwrap();
    let (found, bad) = read(&file, &mapping).unwrap();
    assert_eq!((found.len(), bad.len()), (8_800, 0));
    let won: Vec<Money> =
        found.iter().filter(|deal| deal.status == Status::Won).map(|deal| deal.value).collect();
    assert_eq!((won.len(), won.iter().map(|value| value.minor).sum::<i64>()), (4_238, 1_000_553_400));
    assert_eq!(bring(&house, &mapping, &found).await.unwrap(), Report { created: 8_800, known: 0 });

    let marek = domain::people::User {
        id: domain::id::UserId(2),
        name: "Marek".into(),
        email: "marek@demo.test".into(),
        role: domain::people::Role::Manager,
        language: Default::default(),
        look: Default::default(),
    };
    let tx = house.store.read(marek, house.store.account().await.unwrap()).await.unwrap();
    let query = Query { process: Some(ProcessId(2)), filter: Filter::default() };
    let board = command::ask(&tx, &ReadBoard { query, ..ReadBoard::default() }).await.unwrap();
    let headers: Vec<(&str, usize, i64)> = board
        .columns
        .iter()
        .map(|column| {
            (column.stage.name.as_str(), column.count, column.totals.iter().map(|sum| sum.minor).sum())
        })
        .collect();
    assert_eq!(headers, [("Prospecting", 500, 107_398_600), ("Engaging", 1_589, 389_222_900)]);
    let wanted = |filter| finance::Query { filter, ..finance::Query::default() };
    let realised = finance::Filter { kind: Some(Kind::Realised), ..finance::Filter::default() };
    let march = finance::Filter {
        from: "2017-03-01".parse().ok(),
        to: "2017-03-31".parse().ok(),
        ..realised.clone()
    };
    for (filter, minor) in [(realised, 1_000_553_400), (march, 113_467_200)] {
        let query = wanted(filter);
        let sums = tx.finance(&query).await.unwrap().sums.realised;
        assert_eq!(sums.iter().map(|sum| sum.minor).collect::<Vec<_>>(), [minor]);
        let listed = tx.amounts(&query, 0, 100_000).await.unwrap();
        assert_eq!(
            listed.iter().map(|amount| amount.amount.minor).sum::<i64>(),
            minor,
            "as the export adds it"
        );
    }
    let products = tx.catalogue().await.unwrap().products;
    assert!(
        products.iter().any(|p| p.name.as_str() == "GTX Pro" && p.price.minor == 482_100),
        "{products:?}"
    );
    assert_eq!(bring(&house, &mapping, &found).await.unwrap(), Report { created: 0, known: 8_800 });
}
