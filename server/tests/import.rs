//! `tablica import`: files brought in from the terminal by what a browser does (I1).

use command::board::ReadBoard;
use domain::{
    board::Query,
    filter::Filter,
    finance,
    id::UserId,
    ledger::Kind,
    people::User,
    refusal::{Field, Refusal},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use store::{Location, Store, Tx};

/// A folder with an account in it, and a place for files beside it.
struct Account(tempfile::TempDir);

impl Account {
    fn new() -> Account {
        let account = Account(tempfile::tempdir().unwrap());
        for (name, role) in [("anna", "administrator"), ("zofia", "salesperson")] {
            let email = format!("{name}@x.test");
            let added = account.run(&["user", "add", "--email", &email, "--name", name, "--role", role]);
            assert!(added.status.success(), "{added:?}");
        }
        account
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tablica"));
        command.arg("--data").arg(self.data()).env_remove("DATABASE_URL").args(arguments).output().unwrap()
    }

    /// A file of this text.
    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Whether a file was brought in, and what was said of it.
    fn bring(&self, file: &str, arguments: &[&str]) -> (bool, String) {
        let output = self.run(&[&["import", file], arguments].concat());
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
        assert!(!said.contains("panicked"), "{said}");
        (output.status.success(), said)
    }

    fn brought(&self, file: &str, arguments: &[&str], counts: &str) {
        let (done, said) = self.bring(file, arguments);
        assert!(done && said.contains(counts), "{arguments:?}: {said}");
    }

    fn refused(&self, file: &str, arguments: &[&str], why: &[&str]) {
        let (done, said) = self.bring(file, arguments);
        assert!(!done && why.iter().all(|why| said.contains(why)), "{arguments:?}: {said}");
    }

    /// What its administrator sees.
    async fn read(&self) -> Tx {
        let store = Store::open(&Location::File(self.data().join("tablica.db"))).await.unwrap();
        let account = store.account().await.unwrap();
        let tx = store.write(UserId(1)).await.unwrap();
        let user: User = tx.user().clone();
        drop(tx);
        store.read(user, account).await.unwrap()
    }

    async fn imports(&self) -> usize {
        self.read().await.imports().await.unwrap().imports.len()
    }
}

const DEALS: &str = "Nr;Temat;Kontrahent;Kwota netto;Etap;Handlowiec\n\
    1;Regały;Huta;1 200,50;Rozmowa;zofia\n2;Wózki;;900;Wstępny;anna\n";

#[tokio::test]
async fn a_file_comes_in_as_it_is_guessed_or_as_a_mapping_says() {
    let account = Account::new();
    let file = account.file("szanse.csv", DEALS);
    let (done, said) = account.bring(&file, &[]);
    assert!(!done, "{said}");
    assert!(said.contains("nothing was written") && said.contains("line 2, column Etap"), "{said}");
    assert!(said.contains("line 3, column"), "{said}");
    assert_eq!(account.imports().await, 0, "what was not written leaves nothing behind");
    let mapping = account.file(
        "map.toml",
        "process = \"Hurt\"\nstages = [\"Start\", \"Oferta\"]\ncurrency = \"EUR\"\n\n\
        [columns]\nKontrahent = \"company\"\n\n\
        [values.stage]\nRozmowa = \"Oferta\"\n\"Wstępny\" = \"Start\"\n\n[values.company]\n\"\" = \"Z ulicy\"\n",
    );
    account.brought(&file, &["--mapping", &mapping], "2 created, 0 changed, 0 skipped, 0 wrong");
    account.brought(&file, &["--mapping", &mapping], "nothing new");
    // What was said once is remembered, as on the screen.
    account.brought(&file, &[], "nothing new");
    let tx = account.read().await;
    let board = command::ask(&tx, &ReadBoard::default()).await.unwrap();
    assert_eq!(board.name, "Hurt", "nobody had begun with the process of the account");
    let columns: Vec<_> = board
        .columns
        .iter()
        .map(|column| (column.stage.name.to_string(), column.totals.iter().map(|sum| sum.plain()).collect()))
        .collect::<Vec<(String, Vec<String>)>>();
    assert_eq!(columns, [("Start".into(), vec!["900".into()]), ("Oferta".into(), vec!["1200.50".into()])]);
    assert_eq!(account.imports().await, 1);
}

#[tokio::test]
async fn the_good_rows_come_in_alone_when_that_is_asked_for() {
    let account = Account::new();
    let file = account.file("firmy.csv", "Nazwa;Poczta;E-mail\nHuta;;biuro@huta.test\nMłyn;;nikt\n");
    account.refused(&file, &["--kind", "companies"], &["nothing was written", "line 3, column E-mail"]);
    let skipping = ["--kind", "companies", "--skip-bad-rows"];
    account.brought(&file, &skipping, "1 created, 0 changed, 0 skipped, 1 wrong");
    let none = account.file("zle.csv", "Nazwa;E-mail\nMłyn;nikt\n");
    account.refused(&none, &skipping, &["no row is good", "line 2, column E-mail"]);
}

#[tokio::test]
async fn a_mapping_says_how_a_file_is_written() {
    let account = Account::new();
    let (bytes, ..) = encoding_rs::ISO_8859_2.encode("Firma|Miasto\nŁąka|Śrem\n");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains('\u{fffd}'));
    let file = account.file(
        "firmy.txt",
        bytes.iter().map(|byte| if *byte == b'|' { b'\t' } else { *byte }).collect::<Vec<_>>(),
    );
    let mapping =
        account.file("map.toml", "encoding = \"iso88592\"\nseparator = \"tab\"\nleave_out = [\"Miasto\"]\n");
    account.brought(&file, &["--kind", "companies", "--mapping", &mapping], "1 created");
    let tx = account.read().await;
    let found = tx.find_company("", None, "Łąka").await.unwrap().unwrap();
    assert_eq!((found.details.name.as_str(), found.details.city), ("Łąka", None));
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_with_what_could() {
    let account = Account::new();
    let file = account.file("szanse.csv", DEALS);
    let empty = words::english().refusal(&Refusal::Empty { field: Field::Stage });
    for (mapping, why) in [
        ("nonsense = 1\n", &["map.toml", "nonsense"][..]),
        ("dates = \"backwards\"\n", &["backwards", "day_first"]),
        ("[columns]\nTemat = \"colour\"\n", &["colour", "expected_close"]),
        ("[columns]\nFarba = \"name\"\n", &["no column \"Farba\"", "Kwota netto"]),
        ("leave_out = [\"Farba\"]\n", &["no column \"Farba\""]),
        ("leave_out = [\"Kontrahent\"]\n", &["no column means company or person"]),
        ("process = \"Nowhere\"\n", &["no process \"Nowhere\"", "stages"]),
        ("currency = \"DOLLARS\"\n", &["map.toml", "currency"]),
        ("process = \"Hurt\"\nstages = [\"\"]\n", &[&empty]),
        ("[columns]\nTemat = \"price\"\n", &["\"Temat\"", "expected_close"]),
        ("[columns]\nTemat = \"company\"\nKontrahent = \"company\"\n", &["two columns mean the same"]),
        ("[values.source]\na = \"b\"\n", &["no column means source"]),
    ] {
        let path = account.file("map.toml", mapping);
        account.refused(&file, &["--mapping", &path], why);
    }
    account.refused("/no/such/file.csv", &[], &["/no/such/file.csv"]);
    account.refused(&file, &["--kind", "trains"], &["deals, companies"]);
    account.refused(
        &file,
        &["--user", "zofia@x.test"],
        &[&words::english().refusal(&Refusal::AdministratorsOnly)],
    );
    account.refused(&file, &["--user", "who@x.test"], &["nobody active"]);
    let empty = account.file("empty.csv", "a;b\n");
    account.refused(&empty, &[], &[&words::english().refusal(&Refusal::NoRows)]);
    assert_eq!(account.imports().await, 0);
}

#[test]
fn nobody_imports_where_nobody_is() {
    let account = Account(tempfile::tempdir().unwrap());
    // A name that is not there makes no place that an archive would find taken.
    account.refused("/no/such/file.tar", &[], &["/no/such/file.tar"]);
    assert!(!account.data().exists());
    let file = account.file("szanse.csv", DEALS);
    account.refused(&file, &[], &["nobody is there yet"]);
}

/// The real data set, where it is at hand: its people, its products, its deals.
#[tokio::test]
async fn the_b2b_set_comes_in_whole() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let b2b = own.join("../../shared/data/b2b");
    if !b2b.exists() {
        return;
    }
    let account = Account::new();
    let path = |name: &str| b2b.join(name).to_str().unwrap().to_owned();
    let teams = fs::read_to_string(path("sales_teams.csv")).unwrap();
    let agents = teams.lines().skip(1).map(|line| line.split(',').next().unwrap());
    let rows: String =
        agents.map(|name| format!("{name},{}@b2b.test\n", name.to_lowercase().replace(' ', "."))).collect();
    let people = account.file("people.csv", format!("name,email\n{rows}"));
    account.brought(&people, &["--kind", "users"], "35 created");
    let dollars = account.file("dollars.toml", "currency = \"USD\"\n");
    account.brought(&path("products.csv"), &["--kind", "products", "--mapping", &dollars], "7 created");
    account.brought(&path("accounts.csv"), &["--kind", "companies"], "85 created");
    let (pipeline, mapping) = (path("sales_pipeline.csv"), own.join("b2b.toml").to_str().unwrap().to_owned());
    account.brought(&pipeline, &["--mapping", &mapping], "8800 created, 0 changed, 0 skipped, 0 wrong");
    account.brought(&pipeline, &["--mapping", &mapping], "nothing new");

    let tx = account.read().await;
    let query = Query { process: None, filter: Filter::default() };
    let board = command::ask(&tx, &ReadBoard { query, ..ReadBoard::default() }).await.unwrap();
    let minor = |column: &domain::board::Column| column.totals.iter().map(|sum| sum.minor).sum::<i64>();
    let headers: Vec<_> = board
        .columns
        .iter()
        .map(|column| (column.stage.name.to_string(), column.count, minor(column)))
        .collect();
    let header = |name: &str, count, minor| (name.to_owned(), count, minor);
    assert_eq!(headers, [header("Prospecting", 500, 107_398_600), header("Engaging", 1_589, 389_222_900)]);
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
}
