//! Bringing in files (I1–I4): what becomes of each row, that the same file twice changes nothing, and that an import that is
//! taken back leaves the database as it was.

mod house;

use command::{
    bulk::ChangeDeals,
    contact::AddContactNote,
    deal::{ReadDeal, SaveDeal},
    deleted::{DeleteDeal, PurgeDeals},
    import::{
        ApproveImport, CorrectImport, DropImport, FitImport, ReadImport, ReadImports, SkipImportRow,
        UndoImport, go_on as go_on_with, stage,
    },
    users::{ChangeRole, InviteUser, ReadAudit, ReadUsers},
};
use domain::{
    audit::Noted,
    bulk::DealChange,
    contact::Contact,
    deal::{DealForm, Status},
    id::{CompanyId, DealId, ImportId},
    import::{Alias, Encoding, Fate, Fit, Import, ImportState, Kind, Meaning, Separator, Undone},
    ledger::Side,
    money::Currency,
    people::{Role, User},
    refusal::{Field, Refusal},
    users::{Standing, UserForm},
};
use house::{House, dump::difference, form, op, refusal};
use store::Result;

/// Reads a file and keeps it, as an upload does.
async fn bring(house: &House, by: &User, kind: Kind, content: &[u8]) -> Result<ImportId> {
    let opened = import::open(kind, content)?;
    let tx = house.store.write(by.id).await?;
    let id = stage(&tx, kind, "file.csv".into(), content.to_vec(), opened).await?;
    tx.commit().await?;
    go_on(house, id).await;
    Ok(id)
}

/// A slice of what the server does by itself; whether there is more.
async fn slice(house: &House, import: ImportId) -> bool {
    go_on_with(house.write(&house.anna).await, &op(), import).await.unwrap()
}

/// What the server does by itself.
async fn go_on(house: &House, import: ImportId) {
    while slice(house, import).await {}
}

async fn look(house: &House, import: ImportId) -> Import {
    command::ask(&house.read(&house.anna).await, &ReadImport { import, fate: None, from: 0 }).await.unwrap()
}

async fn write(house: &House, import: ImportId, good_only: bool) -> Import {
    house.perform(&house.anna, &ApproveImport { import, good_only }).await.unwrap();
    go_on(house, import).await;
    look(house, import).await
}

async fn whole(house: &House, kind: Kind, text: &str) -> ImportId {
    let id = bring(house, &house.anna, kind, text.as_bytes()).await.unwrap();
    let after = write(house, id, false).await;
    assert_eq!(after.state, ImportState::Done, "{:?}", after.rows);
    id
}

async fn fates(house: &House, import: ImportId) -> Vec<Fate> {
    look(house, import).await.rows.iter().map(|row| row.fate).collect()
}

async fn undo(house: &House, import: ImportId) -> Undone {
    house.perform(&house.anna, &UndoImport { import }).await.unwrap();
    go_on(house, import).await;
    look(house, import).await.undone.unwrap()
}

/// The rows but those that tell of imports and of what was done.
async fn things(house: &House) -> Vec<String> {
    let told =
        ["import ", "import_row ", "change ", "touched ", "operation ", "commits ", "heartbeat ", "session "];
    let rows = house.dump().await.rows().await;
    // A sum of nothing is as good as none.
    let is_nothing =
        |row: &String| row.starts_with("stage_total") && row.replace(' ', "").contains("\"deals\":0");
    rows.into_iter()
        .filter(|row| !told.iter().any(|table| row.starts_with(table)) && !is_nothing(row))
        .collect()
}

const COMPANIES: &str = "\
Nr;Nazwa;NIP;Telefon;Miasto;Strona
1;Łódź Logistyka;725-18-03-504;42 630 11 24;Łódź;lodz.pl
2;Huta Jaskier;;;Katowice;
3;Zielony Młyn;;61 100 20 30;Poznań;
";

on_each_database! {
    the_same_file_twice_creates_nothing_new(house) {
        let first = bring(&house, &house.anna, Kind::Companies, COMPANIES.as_bytes()).await.unwrap();
        assert_eq!(fates(&house, first).await, [Fate::Create; 3]);
        let before = things(&house).await;
        let done = write(&house, first, false).await;
        assert_eq!((done.state, done.counts.create, done.written), (ImportState::Done, 3, 3));
        let second = bring(&house, &house.anna, Kind::Companies, COMPANIES.as_bytes()).await.unwrap();
        assert_eq!(fates(&house, second).await, [Fate::Skip; 3]);
        let nothing = house.perform(&house.anna, &ApproveImport { import: second, good_only: false }).await;
        assert_eq!(refusal(nothing), Refusal::MalformedRequest, "there is nothing to write");
        // A changed cell is an update, by what the file knows the company by, whatever its name.
        let other = COMPANIES.replace("Huta Jaskier;;", "Huta Jaskier S.A.;;32 100 10 10");
        let third = bring(&house, &house.anna, Kind::Companies, other.as_bytes()).await.unwrap();
        let page = look(&house, third).await;
        assert_eq!(page.rows.iter().map(|row| row.fate).collect::<Vec<_>>(), [Fate::Skip, Fate::Update, Fate::Skip]);
        let updates: Vec<_> = page.rows[1].updates.iter().map(|update| (update.meaning, update.from.as_str(), update.to.as_str())).collect();
        assert_eq!(updates, [(Meaning::Name, "Huta Jaskier", "Huta Jaskier S.A."), (Meaning::Phone, "", "32 100 10 10")]);
        let between = things(&house).await;
        write(&house, third, false).await;
        assert_eq!(undo(&house, third).await.back, 1);
        let versions_aside = |rows: &[String]| rows.iter().filter(|row| !row.contains("Huta")).cloned().collect::<Vec<_>>();
        assert_eq!(difference(&versions_aside(&between), &versions_aside(&things(&house).await)), [""; 0]);
        assert_eq!(undo(&house, first).await, Undone { back: 3, ..Undone::default() });
        assert_eq!(difference(&before, &things(&house).await), [""; 0]);
    }

    an_owner_is_whoever_alone_is_meant(house) {
        for (name, email, link) in [("Zofia Kowal", "zofia@other.test", "a"), ("Zenon Kowal", "zenon@other.test", "b")] {
            let form = UserForm { name: name.into(), email: email.into(), role: Role::Salesperson };
            let link = link.repeat(64).try_into().unwrap();
            house.perform(&house.anna, &InviteUser { form, link }).await.unwrap();
        }
        let owners = ["Zofia", "zofia kowal", "ZOFIA@other.test", "zenon", "z.kowal", "Kowal"];
        let rows = owners.map(|owner| format!("{owner} deal;Huta;{owner}\n")).concat();
        let id = bring(&house, &house.anna, Kind::Deals, format!("Temat;Kontrahent;Opiekun\n{rows}").as_bytes()).await.unwrap();
        assert_eq!(fates(&house, id).await, [Fate::Create, Fate::Create, Fate::Create, Fate::Create, Fate::Error, Fate::Error]);
        write(&house, id, true).await;
        let owner = async |deal| command::ask(&house.read(&house.anna).await, &ReadDeal::of(deal)).await.unwrap().owner.0;
        let mut owned = vec![];
        for deal in 1..=4 {
            owned.push(owner(DealId(deal)).await);
        }
        assert_eq!(owned, [house.zofia.id.0, 5, 5, 6]);
    }

    what_was_removed_for_good_does_not_keep_the_rest_of_an_import(house) {
        let before = things(&house).await;
        let id = whole(&house, Kind::Deals, "Nr;Temat;Kontrahent\n1;Tajne;Huta\n2;Wózki;Młyn\n3;Bramy;Huta\n").await;
        let deal = DealId(1);
        house.perform(&house.anna, &DeleteDeal { deal }).await.unwrap();
        house.perform(&house.anna, &PurgeDeals { deals: vec![deal] }).await.unwrap();
        let rows = house.dump().await.rows().await;
        assert!(!rows.iter().any(|row| row.contains("Tajne")), "nor is it kept to be taken back");
        // The two others and the two companies.
        assert_eq!(undo(&house, id).await, Undone { back: 4, ..Undone::default() });
        let left = difference(&before, &things(&house).await);
        assert!(left.iter().all(|row| row.contains("audit ")), "{left:?}");
    }

    an_import_that_is_taken_back_was_never_there(house) {
        house.add(&house.zofia, house.stages().await[0], DealForm { company: "Before".into(), ..form("Here before", "10", &house.zofia) }).await;
        let before = things(&house).await;
        for (kind, text) in [
            (Kind::Companies, COMPANIES),
            (Kind::Persons, "Imię i nazwisko,Firma,Email,Telefon\nEwa Śliwa,Nowa Firma,ewa@x.pl,601\nJan Kot,,jan@x.pl,\n"),
            (Kind::Products, "Kod;Nazwa;Cena\nA-1;Serwis;1 200,50\nB-2;Wdrożenie;10 000\n"),
            (Kind::Deals, "Nr;Temat;Kontrahent;Osoba;Kwota;Etap;Status;Zamknięto;Utworzono;Opiekun\n\
              1;Regały;Huta Jaskier;Ewa Nowa;1200,50;Needs;open;;01.02.2026;Zofia\n\
              2;Wózki;Huta Jaskier;;900;Offer;wygrana;03.03.2026;01.02.2026;piotr@demo.test\n\
              3;Bramy;Młyn;;10;Won;;04.04.2026;;marek\n"),
        ] {
            let id = bring(&house, &house.anna, kind, text.as_bytes()).await.unwrap();
            let page = write(&house, id, false).await;
            assert_eq!(page.state, ImportState::Done, "{:?}", page.rows);
            assert!(!difference(&before, &things(&house).await).is_empty());
            let again = bring(&house, &house.anna, kind, text.as_bytes()).await.unwrap();
            assert!(fates(&house, again).await.iter().all(|fate| *fate == Fate::Skip), "{kind:?}: {:?}", look(&house, again).await.rows);
            house.perform(&house.anna, &DropImport { import: again }).await.unwrap();
            let undone = undo(&house, id).await;
            assert_eq!((undone.kept_count, undone.back > 0), (0, true), "{kind:?}");
            assert_eq!(difference(&before, &things(&house).await), [""; 0], "{kind:?}");
            assert_eq!(look(&house, id).await.state, ImportState::Undone);
            assert_eq!(refusal(house.perform(&house.anna, &UndoImport { import: id }).await), Refusal::NotUndoable);
        }
        assert_eq!(house.store.contradictions().await.unwrap(), [""; 0]);
    }

    deals_come_with_their_past(house) {
        let text = "Nr;Temat;Kontrahent;Kwota;Waluta;Etap;Data zamkn.;Utworzono;Opiekun;Powód;Opis\n\
            1;Regały;Huta;1 200,50;EUR;Needs;31.12.2030;01.02.2026;Zofia;;Pilne\n\
            2;Wózki;Huta;900 zł;;Won;03.03.2026;01.02.2026;piotr;;\n\
            3;Bramy;Huta;10;;Lost;04.04.2026;;;Price;\n";
        let id = whole(&house, Kind::Deals, text).await;
        let rows = house.look("SELECT id, name FROM deal WHERE external_id IS NOT NULL ORDER BY external_id").await;
        let ids: Vec<DealId> = rows.iter().map(|row| DealId(row.try_get_by_index(0).unwrap())).collect();
        let profile = async |deal| command::ask(&house.read(&house.anna).await, &ReadDeal::of(deal)).await.unwrap();
        let (open, won, lost) = (profile(ids[0]).await, profile(ids[1]).await, profile(ids[2]).await);
        assert_eq!((open.status, won.status, lost.status), (Status::Open, Status::Won, Status::Lost));
        assert_eq!((open.value.plain(), open.value.currency.code()), ("1200.50".into(), "EUR"));
        assert_eq!((open.owner, won.owner, lost.owner), (house.zofia.id, house.piotr.id, house.anna.id));
        assert_eq!(open.expected_close.map(|day| day.to_string()).as_deref(), Some("2030-12-31"));
        assert_eq!(won.closure.as_ref().map(|closure| closure.on.to_string()).as_deref(), Some("2026-03-03"));
        assert_eq!(lost.closure.as_ref().and_then(|closure| closure.reason.clone()).as_deref(), Some("Price"));
        // Moved on, and worth more: the row that is there is updated by the rules of the board.
        let later = text.replace("1 200,50;EUR;Needs", "1 500;EUR;Offer").replace("10;;Lost", "10;;Offer");
        let second = bring(&house, &house.anna, Kind::Deals, later.as_bytes()).await.unwrap();
        let page = look(&house, second).await;
        assert_eq!(page.rows.iter().map(|row| row.fate).collect::<Vec<_>>(), [Fate::Update, Fate::Skip, Fate::Error]);
        let refused = page.rows[2].problem.as_ref().unwrap();
        assert_eq!(refused.refusal, Refusal::Closed { status: Status::Lost });
        assert_eq!(refusal(house.perform(&house.anna, &ApproveImport { import: second, good_only: false }).await), Refusal::MalformedRequest);
        let done = write(&house, second, true).await;
        assert_eq!((done.state, done.counts.update, done.counts.error, done.rows.len()), (ImportState::Done, 1, 1, 1));
        assert_eq!(profile(ids[0]).await.stage, house.stages().await[2]);
        assert_eq!(undo(&house, second).await.back, 1);
        let back = profile(ids[0]).await;
        assert_eq!((back.stage, back.value.plain()), (house.stages().await[1], "1200.50".into()));
        assert_eq!(undo(&house, id).await.back, 4, "three deals and their company: nobody but imports touched them");
    }

    what_somebody_changed_or_used_since_stays(house) {
        let text = "Nr;Temat;Kontrahent;Kwota\n1;Regały;Huta;10\n2;Wózki;Młyn;20\n3;Bramy;Gród;30\n";
        let id = whole(&house, Kind::Deals, text).await;
        let board = house.board(&house.anna).await;
        let card = |name: &str| board.columns[0].page.cards.iter().find(|card| card.name == name).unwrap().id;
        let edited = SaveDeal { deal: card("Wózki"), version: 1, form: form("Wózki 2", "20", &house.anna) };
        house.perform(&house.anna, &edited).await.unwrap();
        let gród = house.look("SELECT id FROM company WHERE name = 'Gród'").await[0].try_get_by_index(0).unwrap();
        let note = AddContactNote { of: Contact::Company(CompanyId(gród)), text: "Called".into() };
        house.perform(&house.zofia, &note).await.unwrap();
        let undone = undo(&house, id).await;
        // Of the changed deal the company went: the edit gave it another client.
        assert_eq!((undone.kept, undone.kept_count), (vec!["Wózki 2".into(), "Gród".into()], 2));
        let left: Vec<String> = house.board(&house.anna).await.columns[0].page.cards.iter().map(|card| card.name.clone()).collect();
        assert_eq!(left, ["Wózki 2"]);
        assert_eq!(house.store.contradictions().await.unwrap(), [""; 0]);
    }

    a_row_is_corrected_left_out_or_read_by_what_it_means(house) {
        let text = "Nr;Temat;Kontrahent;Kwota;Etap;Zamknięcie;Opiekun\n\
            1;A;Huta;10;Rozmowa;31.04.2027;Zofia\n\
            2;B;Huta;ile?;Needs;;nobody\n\
            1;C;Huta;1;;;\n\
            4;;;1;;;\n\
            5;E;Huta;1;Rozmowa;;\n";
        let id = bring(&house, &house.anna, Kind::Deals, text.as_bytes()).await.unwrap();
        let problems = async || -> Vec<Option<(Option<usize>, Refusal)>> {
            let rows = look(&house, id).await.rows;
            rows.into_iter().map(|row| row.problem.map(|problem| (problem.column, problem.refusal))).collect()
        };
        let unknown = |field| Refusal::Unknown { field };
        assert_eq!(problems().await, [
            Some((Some(4), unknown(Field::Stage))),
            Some((Some(3), Refusal::Malformed { field: Field::Value })),
            // The first of the two is no deal yet, so this one is.
            None,
            Some((Some(2), Refusal::NoClient)),
            Some((Some(4), unknown(Field::Stage))),
        ]);
        let fit = look(&house, id).await.fit;
        let aliases = vec![Alias { meaning: Meaning::Stage, from: "Rozmowa".into(), to: "Talk".into() }];
        house.perform(&house.anna, &FitImport { import: id, fit: Fit { aliases, ..fit } }).await.unwrap();
        let correct = async |line, column, text: &str| {
            house.perform(&house.anna, &CorrectImport { import: id, line, column, text: text.into() }).await.unwrap();
        };
        let page = look(&house, id).await;
        let date = page.rows[0].problem.clone().unwrap();
        assert_eq!((date.column, date.offer.as_deref()), (Some(5), Some("30.04.2027")));
        correct(2, 5, "30.04.2027").await;
        correct(3, 3, "12").await;
        correct(3, 6, "Piotr").await;
        house.perform(&house.anna, &SkipImportRow { import: id, line: 5 }).await.unwrap();
        // The second row of one number is told where the first is, now that that one is a deal.
        assert_eq!(
            fates(&house, id).await,
            [Fate::Create, Fate::Create, Fate::Error, Fate::Skip, Fate::Create]
        );
        assert_eq!(problems().await[2], Some((Some(0), Refusal::SameRow { line: 2 })));
        correct(4, 0, "3").await;
        let done = write(&house, id, false).await;
        assert_eq!((done.counts.create, done.counts.skip, done.counts.error), (4, 1, 0));
        // The next file with this header is read as this one was, the other words of its stages too.
        let next = bring(&house, &house.anna, Kind::Deals, text.replace("31.04", "30.04").as_bytes()).await.unwrap();
        assert_eq!(look(&house, next).await.fit.aliases.len(), 1);
        assert_eq!(fates(&house, next).await[0], Fate::Skip);
    }

    a_file_is_read_as_it_is_said_to_be_written(house) {
        let (bytes, ..) = encoding_rs::ISO_8859_2.encode("Nazwa;Miasto\nŁąka;Śrem\n");
        let id = bring(&house, &house.anna, Kind::Companies, &bytes).await.unwrap();
        let page = look(&house, id).await;
        assert_eq!((page.fit.encoding, page.rows[0].cells[1].as_str()), (Encoding::Iso88592, "Śrem"));
        let wrong = Fit { encoding: Encoding::Windows1250, ..page.fit.clone() };
        house.perform(&house.anna, &FitImport { import: id, fit: wrong }).await.unwrap();
        assert_ne!(look(&house, id).await.rows[0].cells[1], "Śrem");
        let unreadable = Fit { encoding: Encoding::Utf8, ..page.fit.clone() };
        assert_eq!(refusal(house.perform(&house.anna, &FitImport { import: id, fit: unreadable }).await), Refusal::UnreadableLine { line: 2 });
        let one = Fit { separator: Separator::Comma, ..page.fit.clone() };
        house.perform(&house.anna, &FitImport { import: id, fit: one }).await.unwrap();
        assert_eq!(look(&house, id).await.columns.len(), 1);
        house.perform(&house.anna, &FitImport { import: id, fit: Fit { columns: vec![Some(Meaning::Name)], ..page.fit.clone() } }).await.unwrap();
        assert_eq!(look(&house, id).await.rows[0].cells, ["Łąka", "Śrem"]);
        let unsound = Fit { columns: vec![Some(Meaning::Name), Some(Meaning::Owner)], ..page.fit };
        assert_eq!(refusal(house.perform(&house.anna, &FitImport { import: id, fit: unsound }).await), Refusal::MalformedRequest);
    }

    many_rows_are_judged_and_written_slice_by_slice(house) {
        let rows: String = (0..1_201).map(|number| format!("{number};Firma {number};{number}\n")).collect();
        let content = format!("Nr;Kontrahent;Kwota\n{rows}");
        let opened = import::open(Kind::Deals, content.as_bytes()).unwrap();
        let tx = house.store.write(house.anna.id).await.unwrap();
        let id = stage(&tx, Kind::Deals, "many.csv".into(), content.clone().into_bytes(), opened).await.unwrap();
        tx.commit().await.unwrap();
        let before = things(&house).await;
        let page = look(&house, id).await;
        assert_eq!((page.state, page.size, page.counts.all()), (ImportState::Reading, 1_201, 0));
        assert!(slice(&house, id).await);
        assert_eq!(look(&house, id).await.counts.create, 500);
        go_on(&house, id).await;
        assert_eq!(look(&house, id).await.counts.create, 1_201);
        house.perform(&house.anna, &ApproveImport { import: id, good_only: false }).await.unwrap();
        assert!(slice(&house, id).await);
        let page = look(&house, id).await;
        assert_eq!((page.state, page.written), (ImportState::Running, 200), "a reload finds it where it is");
        assert_eq!(house.store.busy_imports().await.unwrap(), [(id, house.anna.id)]);
        go_on(&house, id).await;
        assert_eq!(house.store.busy_imports().await.unwrap(), []);
        assert_eq!(house.look("SELECT id FROM deal").await.len(), 1_201);
        assert_eq!(undo(&house, id).await.back, 2_402);
        assert_eq!(difference(&before, &things(&house).await), [""; 0]);
    }

    what_turns_out_wrong_while_it_is_written_leaves_nothing(house) {
        let rows: String = (0..300).map(|number| format!("{number};Firma {number};{number};Zofia\n")).collect();
        let id = bring(&house, &house.anna, Kind::Deals, format!("Nr;Kontrahent;Kwota;Opiekun\n{rows}").as_bytes()).await.unwrap();
        let before = things(&house).await;
        house.perform(&house.anna, &ApproveImport { import: id, good_only: false }).await.unwrap();
        assert!(slice(&house, id).await);
        house.harm("UPDATE users SET active = false WHERE name = 'Zofia'").await;
        go_on(&house, id).await;
        house.harm("UPDATE users SET active = true WHERE name = 'Zofia'").await;
        let page = look(&house, id).await;
        assert_eq!((page.state, page.written, page.counts.error), (ImportState::Draft, 0, 100), "all of the slice are told of");
        assert_eq!(difference(&before, &things(&house).await), [""; 0]);
        // Once it can be written it is, and can be taken back.
        let fit = page.fit;
        house.perform(&house.anna, &FitImport { import: id, fit }).await.unwrap();
        assert_eq!(write(&house, id, false).await.state, ImportState::Done);
        assert_eq!(undo(&house, id).await.back, 600);
        assert_eq!(difference(&before, &things(&house).await), [""; 0]);
    }

    only_administrators_import(house) {
        for user in [&house.marek, &house.zofia] {
            let refused = bring(&house, user, Kind::Companies, COMPANIES.as_bytes()).await;
            assert_eq!(refusal(refused), Refusal::AdministratorsOnly);
            let list = command::ask(&house.read(user).await, &ReadImports {}).await;
            assert_eq!(refusal(list), Refusal::AdministratorsOnly);
        }
        let id = whole(&house, Kind::Companies, COMPANIES).await;
        let list = command::ask(&house.read(&house.anna).await, &ReadImports {}).await.unwrap();
        let listed = &list.imports[0];
        assert_eq!((listed.id, listed.by.as_str(), listed.counts.create), (id, "Anna", 3));
    }

    rows_about_one_another_are_looked_at_together(house) {
        let id = bring(&house, &house.anna, Kind::Companies, "Nr;Nazwa\n1;A\n1;B\n3;C\n".as_bytes()).await.unwrap();
        let correct = async |line, text: &str| {
            let correct = CorrectImport { import: id, line, column: 0, text: text.into() };
            house.perform(&house.anna, &correct).await.unwrap();
            fates(&house, id).await
        };
        assert_eq!(fates(&house, id).await, [Fate::Create, Fate::Error, Fate::Create]);
        assert_eq!(correct(2, "2").await, [Fate::Create; 3], "the other one is no second any more");
        assert_eq!(correct(2, "3").await, [Fate::Create, Fate::Create, Fate::Error], "below it is one now");
        house.perform(&house.anna, &SkipImportRow { import: id, line: 2 }).await.unwrap();
        assert_eq!(fates(&house, id).await, [Fate::Skip, Fate::Create, Fate::Create]);
    }

    companies_of_one_name_are_two_by_their_numbers(house) {
        let text = "Nazwa;NIP;Miasto\nTwin;5260250274;Kraków\nTwin;7010015124;Gdańsk\n";
        let id = whole(&house, Kind::Companies, text).await;
        assert_eq!(house.look("SELECT id FROM company WHERE name = 'Twin'").await.len(), 2);
        let again = bring(&house, &house.anna, Kind::Companies, text.as_bytes()).await.unwrap();
        assert_eq!(fates(&house, again).await, [Fate::Skip; 2]);
        // A deal names the one that it means, or a third.
        let deals = "Nr;Temat;Firma;NIP\n1;A;Twin;7010015124\n2;B;Twin;725-18-03-504\n";
        whole(&house, Kind::Deals, deals).await;
        let numbers = house.look("SELECT tax_number FROM deal JOIN company ON company.id = company_id ORDER BY deal.name").await;
        let numbers: Vec<String> = numbers.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(numbers, ["7010015124", "7251803504"]);
        let far = ReadImport { import: id, fate: None, from: u64::MAX };
        assert!(command::ask(&house.read(&house.anna).await, &far).await.unwrap().rows.is_empty());
        // So are those that a file knows by two ids.
        whole(&house, Kind::Companies, "Nr;Nazwa\n1;Same\n2;Same\n").await;
        assert_eq!(house.look("SELECT id FROM company WHERE name = 'Same'").await.len(), 2);
    }

    users_are_invited_and_taken_back_while_nothing_is_theirs(house) {
        let text = "Imię i nazwisko;E-mail;Rola\nEwa Lis;ewa@x.test;handlowiec\nJan Mazur;JAN@x.test;Kierownik\n\
            Ola Bąk;ola@x.test;\nIda Kos;ida@x.test;\nZofia Inna;zofia@demo.test;administrator\nNikt;nikt@x.test;król\n;pusty@x.test;\n";
        let id = bring(&house, &house.anna, Kind::Users, text.as_bytes()).await.unwrap();
        let page = look(&house, id).await;
        let problems: Vec<_> = page.rows.iter().map(|row| (row.fate, row.problem.as_ref().and_then(|problem| problem.column))).collect();
        assert_eq!(problems[..4], [(Fate::Create, None); 4]);
        assert_eq!(problems[4..], [(Fate::Skip, None), (Fate::Error, Some(2)), (Fate::Error, Some(0))]);
        write(&house, id, true).await;
        let member = async |name: &str| {
            let users = command::ask(&house.read(&house.anna).await, &ReadUsers {}).await.unwrap();
            users.members.into_iter().find(|member| member.name == name)
        };
        let (ewa, jan, zofia) = (member("Ewa Lis").await.unwrap(), member("Jan Mazur").await.unwrap(), member("Zofia").await.unwrap());
        assert_eq!((jan.email.as_str(), jan.role, jan.standing), ("jan@x.test", Role::Manager, Standing::Invited));
        assert_eq!(zofia.role, Role::Salesperson, "what somebody may do no file changes");
        assert_eq!(house.look("SELECT token FROM link").await.len(), 4, "each has a link to choose a password by");
        // The one answers for a deal by now, and the other one's role was changed.
        let owned = DealForm { owner: ewa.id, ..form("Regały", "1", &house.anna) };
        house.add(&house.anna, house.stages().await[0], owned).await;
        let ola = member("Ola Bąk").await.unwrap().id;
        house.perform(&house.anna, &ChangeRole { user: ola, role: Role::Manager }).await.unwrap();
        // Ida had a deal for a while: its history names her.
        let ida = member("Ida Kos").await.unwrap().id;
        let deal = house.add(&house.anna, house.stages().await[0], form("Bramy", "1", &house.anna)).await;
        for owner in [ida, house.anna.id] {
            let change = DealChange::Owner(owner);
            house.perform(&house.anna, &ChangeDeals { deals: vec![deal], change, seen: None }).await.unwrap();
        }
        let undone = undo(&house, id).await;
        assert_eq!((undone.kept, undone.back), (vec!["Ewa Lis".to_owned(), "Ola Bąk".to_owned(), "Ida Kos".to_owned()], 1));
        assert_eq!(member("Jan Mazur").await, None);
        let audit = command::ask(&house.read(&house.anna).await, &ReadAudit::default()).await.unwrap();
        let told = |noted| audit.entries.iter().filter(move |entry| entry.noted == noted);
        assert_eq!(told(Noted::Uninvited).map(|entry| entry.detail.as_str()).collect::<Vec<_>>(), ["Jan Mazur"]);
        assert!(told(Noted::Invited).any(|entry| entry.whom.as_deref() == Some("Jan Mazur")), "{:?}", audit.entries);
        let before = things(&house).await;
        let again = whole(&house, Kind::Users, "Name,E-mail\nJan Mazur,jan@x.test\nEla Kos,ela@x.test\n").await;
        assert_eq!(undo(&house, again).await, Undone { back: 2, ..Undone::default() });
        let left = difference(&before, &things(&house).await);
        assert!(left.iter().all(|row| row.contains("audit ")), "{left:?}");
    }

    what_a_deal_sells_is_a_line_of_it(house) {
        whole(&house, Kind::Products, "Kod;Nazwa;Cena\nS-1;Serwis;1 200,50\n").await;
        let text = "Nr;Temat;Kontrahent;Produkt;Kwota;Status;Zamknięto\n1;A;Huta;serwis;;;\n\
            2;B;Huta;S-1;900;wygrana;03.03.2026\n3;C;Huta;Inny;5;;\n4;D;Huta;;7;;\n";
        let before = things(&house).await;
        let id = whole(&house, Kind::Deals, text).await;
        let tx = house.read(&house.anna).await;
        let mut sold = vec![];
        for deal in house.look("SELECT id FROM deal ORDER BY name").await {
            let deal = tx.deal(DealId(deal.try_get_by_index(0).unwrap())).await.unwrap();
            let ledger = tx.ledger(deal.id, deal.facts.value.currency).await.unwrap();
            let told = |side: &Side| side.lines.iter().map(|line| (line.product.is_some(), line.name.to_string(), line.net.plain())).collect::<Vec<_>>();
            sold.push((deal.facts.value.plain(), told(&ledger.forecast), told(&ledger.realised)));
        }
        let line = |listed, name: &str, net: &str| vec![(listed, name.to_owned(), net.to_owned())];
        assert_eq!(sold, [
            ("1200.50".to_owned(), line(true, "Serwis", "1200.50"), vec![]),
            ("900".to_owned(), line(true, "Serwis", "900"), line(true, "Serwis", "900")),
            ("5".to_owned(), line(false, "Inny", "5"), vec![]),
            ("7".to_owned(), vec![], vec![]),
        ]);
        drop(tx);
        let again = bring(&house, &house.anna, Kind::Deals, text.as_bytes()).await.unwrap();
        assert_eq!(fates(&house, again).await, [Fate::Skip; 4]);
        // Another value is another price of its only piece, also when the deal is won by it.
        let later = text.replace("1;A;Huta;serwis;;;", "1;A;Huta;serwis;1500;won;04.03.2026");
        let second = whole(&house, Kind::Deals, &later).await;
        let tx = house.read(&house.anna).await;
        let ledger = tx.ledger(DealId(1), Currency::PLN).await.unwrap();
        assert_eq!((ledger.forecast.lines[0].net.plain(), ledger.realised.lines[0].net.plain()), ("1500".into(), "1500".into()));
        drop(tx);
        assert_eq!(house.store.contradictions().await.unwrap(), [""; 0]);
        assert_eq!(undo(&house, second).await.back, 1);
        assert_eq!(undo(&house, id).await.kept_count, 0);
        assert_eq!(difference(&before, &things(&house).await), [""; 0]);
    }

    what_a_file_leaves_open_is_said_once(house) {
        let id = bring(&house, &house.anna, Kind::Deals, "Temat;Kontrahent;Kwota\nA;;10\nB;Huta;20\n".as_bytes()).await.unwrap();
        assert_eq!(fates(&house, id).await, [Fate::Error, Fate::Create]);
        let aliases = vec![Alias { meaning: Meaning::Company, from: String::new(), to: "Z ulicy".into() }];
        let fit = Fit { aliases, currency: Some(Currency::EUR), ..look(&house, id).await.fit };
        house.perform(&house.anna, &FitImport { import: id, fit }).await.unwrap();
        write(&house, id, false).await;
        let told = house.look("SELECT deal.currency || ' ' || company.name FROM deal JOIN company ON company.id = company_id ORDER BY deal.name").await;
        let told: Vec<String> = told.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        assert_eq!(told, ["EUR Z ulicy", "EUR Huta"]);
        // All of that is remembered, and takes nothing from what is there: a client who was found since stays.
        let deal = DealId(1);
        let found = DealForm { company: "Znaleziony".into(), currency: "EUR".into(), ..form("A", "10", &house.anna) };
        house.perform(&house.anna, &SaveDeal { deal, version: 1, form: found }).await.unwrap();
        let next = "Temat;Kontrahent;Kwota\nA;;10\nC;;30\n";
        let next = bring(&house, &house.anna, Kind::Deals, next.as_bytes()).await.unwrap();
        let page = look(&house, next).await;
        assert_eq!((page.fit.currency, page.fit.aliases.len()), (Some(Currency::EUR), 1));
        assert_eq!(fates(&house, next).await, [Fate::Skip, Fate::Create]);
    }

    what_is_meant_where_nothing_stands_takes_nothing_from_what_is_there(house) {
        for (kind, meaning, first, later) in [
            (Kind::Companies, Meaning::City, "Nr;Nazwa;Miasto\n1;Huta;Łódź\n", "Nr;Nazwa;Miasto\n1;Huta;\n2;Młyn;\n"),
            (Kind::Persons, Meaning::Phone, "Nazwisko;Email;Telefon\nKot;kot@x.pl;601\n", "Nazwisko;Email;Telefon\nKot;kot@x.pl;\nLis;lis@x.pl;\n"),
            (Kind::Products, Meaning::Price, "Kod;Nazwa;Cena\nA;Serwis;10\n", "Kod;Nazwa;Cena\nA;Serwis;\nB;Audyt;\n"),
        ] {
            whole(&house, kind, first).await;
            let id = bring(&house, &house.anna, kind, later.as_bytes()).await.unwrap();
            let aliases = vec![Alias { meaning, from: String::new(), to: "999".into() }];
            let fit = Fit { aliases, ..look(&house, id).await.fit };
            house.perform(&house.anna, &FitImport { import: id, fit }).await.unwrap();
            assert_eq!(fates(&house, id).await, [Fate::Skip, Fate::Create], "{kind:?}");
        }
    }

    persons_are_known_by_email_and_by_name_and_company(house) {
        whole(&house, Kind::Persons, "Imię;Nazwisko;Firma;Email;Telefon\nEwa;Śliwa;Huta;ewa@x.pl;601\nJan;Kot;Huta;;\n").await;
        let text = "Imię;Nazwisko;Firma;Email;Telefon\nEwa;Śliwa-Kot;Huta;EWA@x.pl;602\nJan;Kot;huta;jan@x.pl;\nJan;Kot;Młyn;;\n";
        let id = bring(&house, &house.anna, Kind::Persons, text.as_bytes()).await.unwrap();
        let page = look(&house, id).await;
        let told: Vec<_> = page.rows.iter().map(|row| (row.fate, row.updates.iter().map(|update| update.to.as_str()).collect::<Vec<_>>())).collect();
        assert_eq!(told, [
            (Fate::Update, vec!["Śliwa-Kot", "601, 602"]),
            (Fate::Update, vec!["jan@x.pl"]),
            (Fate::Create, vec![]),
        ]);
    }
}
