//! The address book: what is known of companies and persons, who knows them, and two that turn out to be one (K1–K3).

mod house;

use command::{
    Command,
    contact::{
        AddContactNote, DeleteContactNote, EditContactNote, MergeCompanies, MergePersons, ReadBook,
        ReadCompany, ReadPerson, SaveCompany, SavePerson, SuggestCompanies, SuggestPersons,
    },
    deal::{AddDeal, ReadDeal, SaveDeal},
    deleted::DeleteDeal,
    settings::{ReadAccount, SaveAccount},
    undo::Undo,
};
use domain::{
    account::AccountForm,
    contact::{
        CompanyForm, CompanyPage, Contact, PersonForm, PersonPage,
        book::{Book, Query},
    },
    deal::DealForm,
    event::Event,
    id::{CompanyId, PersonId},
    money::{Currency, Money},
    people::User,
    refusal::{Field, Refusal},
};
use house::{House, form, op, refusal};

fn company(name: &str, tax_number: &str) -> CompanyForm {
    CompanyForm { name: name.into(), tax_number: tax_number.into(), ..CompanyForm::default() }
}

fn person(first: &str, last: &str, company: &str) -> PersonForm {
    let company = company.into();
    PersonForm { first_name: first.into(), last_name: last.into(), company, ..PersonForm::default() }
}

async fn add_company(house: &House, by: &User, form: CompanyForm) -> CompanyId {
    house.perform(by, &SaveCompany { company: None, version: 0, form }).await.unwrap()
}

async fn add_person(house: &House, by: &User, form: PersonForm) -> PersonId {
    house.perform(by, &SavePerson { person: None, version: 0, form }).await.unwrap()
}

async fn page(house: &House, by: &User, company: CompanyId) -> store::Result<CompanyPage> {
    command::ask(&house.read(by).await, &ReadCompany { company }).await
}

async fn person_page(house: &House, by: &User, person: PersonId) -> store::Result<PersonPage> {
    command::ask(&house.read(by).await, &ReadPerson { person }).await
}

async fn book(house: &House, by: &User, query: Query) -> Book {
    command::ask(&house.read(by).await, &ReadBook { query, below: None }).await.unwrap()
}

async fn found(house: &House, by: &User, persons: bool, text: &str) -> Vec<String> {
    let query = Query { persons, text: Some(text.into()), ..Query::default() };
    book(house, by, query).await.contacts.into_iter().map(|listed| listed.name).collect()
}

/// A deal with this client.
async fn deal(house: &House, by: &User, company: &str, person: &str, value: &str) -> AddDeal {
    let client = DealForm { company: company.into(), person: person.into(), ..form("Trucks", value, by) };
    house.new_deal(by, house.stages().await[0], client).await
}

/// Does something and takes it back: every row is as it was, but for versions and what tells of it.
async fn there_and_back(house: &House, by: &User, command: impl Into<Command>) {
    let (command, rows) = (command.into(), async || {
        let tables = ["company ", "person ", "contact_note ", "deal "];
        let all = house.dump().await.rows().await;
        let of_contacts = all.into_iter().filter(|row| tables.iter().any(|table| row.starts_with(table)));
        of_contacts.map(|row| without_versions(&row)).collect::<Vec<_>>()
    });
    let before = rows().await;
    let done = command.perform(house.write(by).await, &op()).await.unwrap();
    let after = rows().await;
    assert_ne!(before, after, "{command:?} changes something");
    let undone = Command::from(done.undo.unwrap()).perform(house.write(by).await, &op()).await.unwrap();
    assert_eq!(rows().await, before, "{command:?} is taken back");
    Command::from(undone.undo.unwrap()).perform(house.write(by).await, &op()).await.unwrap();
    assert_eq!(rows().await, after, "{command:?} is done again");
}

/// A row without the numbers that grow whatever is done.
fn without_versions(row: &str) -> String {
    let (table, json) = row.split_once(' ').unwrap();
    let mut row: serde_json::Value = serde_json::from_str(json).unwrap();
    row["version"].take();
    row["revision"].take();
    format!("{table} {row}")
}

on_each_database! {
    companies_are_found_by_everything_that_is_known_of_them(house) {
        let zofia = &house.zofia;
        let form = CompanyForm {
            phone: "+48 42 630 11 20".into(),
            email: "Biuro@lodz.pl".into(),
            city: "Łódź".into(),
            ..company("Łódź Logistyka", "725-18-03-504")
        };
        let in_city = CompanyForm { city: "Świdnik".into(), ..company("Meble", "") };
        add_company(&house, zofia, in_city).await;
        for text in ["swidnik", "ŚWIDNIK", "świdnik"] {
            assert_eq!(found(&house, zofia, false, text).await, ["Meble"], "{text}");
        }
        let id = add_company(&house, zofia, form).await;
        add_company(&house, zofia, company("100% Acme_", "")).await;
        add_person(&house, zofia, PersonForm { phones: "601, 602".into(), emails: "w@x.pl".into(), ..person("Żaneta", "Wójcik", "lodz logistyka") }).await;
        for (text, want) in [
            ("lodz", &["Łódź Logistyka"][..]),
            ("ŁÓDŹ log", &["Łódź Logistyka"]),
            ("7251803504", &["Łódź Logistyka"]),
            ("725-18-03", &["Łódź Logistyka"]),
            ("630 11", &["Łódź Logistyka"]),
            ("biuro@", &["Łódź Logistyka"]),
            ("LODZ", &["Łódź Logistyka"]),
            ("pl7251803504", &["Łódź Logistyka"]),
            ("48426301120", &["Łódź Logistyka"]),
            ("48 426 30-11", &["Łódź Logistyka"]),
            ("Ś 1", &[]),
            ("100%", &["100% Acme_"]),
            ("e_", &["100% Acme_"]),
            ("%", &["100% Acme_"]),
            ("Wójcik", &[]),
        ] {
            assert_eq!(found(&house, &house.piotr, false, text).await, want, "{text}");
        }
        for text in ["zaneta", "WOJCIK", "602", "w@x", "logistyka"] {
            assert_eq!(found(&house, &house.piotr, true, text).await, ["Żaneta Wójcik"], "{text}");
        }
        let there = page(&house, &house.piotr, id).await.unwrap();
        assert_eq!(there.persons.len(), 1, "the company was the one of that name");
        assert_eq!(there.details.tax_number.unwrap().as_str(), "7251803504");
        let letters = "lo".to_owned();
        let suggested = command::ask(&house.read(&house.piotr).await, &SuggestCompanies { letters }).await.unwrap();
        assert_eq!(suggested[0].city.as_deref(), Some("Łódź"));
    }

    a_page_shows_the_deals_that_one_may_see_and_no_others(house) {
        let (zofia, piotr, anna) = (&house.zofia, &house.piotr, &house.anna);
        let hers = house.perform(zofia, &deal(&house, zofia, "Acme", "Jan Kos", "100").await).await.unwrap();
        let private = deal(&house, piotr, "Acme", "Jan Kos", "987654.32").await;
        house.perform(piotr, &private).await.unwrap();
        let gone = house.perform(zofia, &deal(&house, zofia, "Acme", "", "7").await).await.unwrap();
        house.perform(zofia, &DeleteDeal { deal: gone }).await.unwrap();
        let zloty = |minor| vec![Money { minor, currency: Currency::PLN }];
        let id = match book(&house, zofia, Query { text: Some("acme".into()), ..Query::default() }).await.contacts[0].contact {
            Contact::Company(id) => id,
            Contact::Person(_) => panic!("a person"),
        };
        let of_zofia = page(&house, zofia, id).await.unwrap();
        assert_eq!(of_zofia.deals.deals.iter().map(|deal| deal.id).collect::<Vec<_>>(), [hers]);
        assert_eq!((of_zofia.deals.count, of_zofia.deals.open), (1, zloty(10_000)));
        assert_eq!(page(&house, anna, id).await.unwrap().deals.open, zloty(98_775_432));
        for (by, open, value) in [(zofia, 1, 10_000), (piotr, 1, 98_765_432), (anna, 2, 98_775_432)] {
            for persons in [false, true] {
                let asked = Query { persons, open: true, ..Query::default() };
                let listed = book(&house, by, asked).await.contacts;
                assert_eq!((listed.len(), listed[0].open, listed[0].value.clone()), (1, open, zloty(value)), "{} {persons}", by.name);
            }
        }
        // A company with a deal of others only is not among those with an open deal.
        house.perform(piotr, &deal(&house, piotr, "Secret", "", "1").await).await.unwrap();
        let open = book(&house, zofia, Query { open: true, ..Query::default() }).await;
        assert_eq!(open.contacts.len(), 1);
    }

    narrowed_a_salesperson_knows_the_contacts_of_deals_and_their_own(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        house.perform(piotr, &deal(&house, piotr, "Acme", "Jan Kos", "1").await).await.unwrap();
        let own = add_company(&house, zofia, company("Own", "")).await;
        assert_eq!(found(&house, zofia, false, "acme").await, ["Acme"]);
        let acme = match book(&house, piotr, Query::default()).await.contacts[0].contact {
            Contact::Company(id) => id,
            Contact::Person(_) => panic!("a person"),
        };
        house.harm("UPDATE account SET own_contacts = TRUE").await;
        let narrowed = async |user: &User| {
            let account = store::Account { own_contacts: true, ..house::new_account().account };
            house.store.read(user.clone(), account).await.unwrap()
        };
        let refused = command::ask(&narrowed(zofia).await, &ReadCompany { company: acme }).await;
        let absent = command::ask(&narrowed(zofia).await, &ReadCompany { company: CompanyId(999) }).await;
        assert_eq!(refusal(refused), refusal(absent));
        let listed = command::ask(&narrowed(zofia).await, &ReadBook::default()).await.unwrap();
        assert_eq!((listed.contacts.len(), listed.companies, listed.persons), (1, 1, 0));
        let letters = String::from("acme");
        assert_eq!(command::ask(&narrowed(zofia).await, &SuggestCompanies { letters }).await.unwrap(), []);
        let letters = String::from("kos");
        assert_eq!(command::ask(&narrowed(zofia).await, &SuggestPersons { letters }).await.unwrap(), []);
        command::ask(&narrowed(zofia).await, &ReadCompany { company: own }).await.unwrap();
        command::ask(&narrowed(&house.marek).await, &ReadCompany { company: acme }).await.unwrap();
        // Whoever names a company that they do not know is not told that there is one.
        let hers = house.perform(zofia, &deal(&house, zofia, "Acme", "", "1").await).await.unwrap();
        let client = command::ask(&house.read(zofia).await, &ReadDeal::of(hers)).await.unwrap().client;
        assert_ne!(client.company.unwrap().id, acme);
        let note = AddContactNote { of: Contact::Company(acme), text: "Hello".into() };
        assert_eq!(refusal(house.perform(zofia, &note).await), Refusal::NotFound);
        house.perform(piotr, &note).await.unwrap();
    }

    the_list_comes_in_pages_each_contact_once(house) {
        for number in 0..Book::PAGE + 20 {
            add_company(&house, &house.zofia, company(&format!("Same {}", number % 7), "")).await;
        }
        let (mut all, mut below) = (vec![], None);
        loop {
            let asked = ReadBook { query: Query::default(), below };
            let book = command::ask(&house.read(&house.zofia).await, &asked).await.unwrap();
            all.extend(book.contacts.iter().map(|listed| listed.contact));
            assert_eq!(book.companies, Book::PAGE + 20);
            match book.next {
                Some(next) => below = Some(next),
                None => break,
            }
        }
        assert_eq!(all.len(), Book::PAGE + 20);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), Book::PAGE + 20);
    }

    who_saves_must_have_seen_the_latest(house) {
        let id = add_company(&house, &house.zofia, company("Acme", "")).await;
        let save = |version, name: &str| SaveCompany { company: Some(id), version, form: company(name, "") };
        house.perform(&house.piotr, &save(1, "Acme Ltd")).await.unwrap();
        let refused = refusal(house.perform(&house.zofia, &save(1, "Acme Inc")).await);
        assert_eq!(refused, Refusal::SavedMeanwhile { by: Some("Piotr".into()) });
        house.perform(&house.zofia, &save(2, "Acme Inc")).await.unwrap();
        let absent = SaveCompany { company: Some(CompanyId(999)), ..save(1, "X") };
        assert_eq!(refusal(house.perform(&house.zofia, &absent).await), Refusal::NotFound);
        let doubtful = SaveCompany { form: company("Acme", "7251803505"), ..save(3, "") };
        assert_eq!(refusal(house.perform(&house.zofia, &doubtful).await), Refusal::DoubtfulTaxNumber);
        let nobody = add_person(&house, &house.zofia, person("Jan", "Kos", "")).await;
        let save = |version| SavePerson { person: Some(nobody), version, form: person("Jan", "Kos", "New Company") };
        assert!(house.perform(&house.zofia, &save(2)).await.is_err());
        house.perform(&house.zofia, &save(1)).await.unwrap();
        let company = person_page(&house, &house.piotr, nobody).await.unwrap().details.company;
        assert_eq!(company.unwrap().name, "New Company", "it was created");
    }

    notes_are_read_by_all_and_changed_by_their_authors(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let id = add_company(&house, zofia, company("Acme", "")).await;
        let of = Contact::Company(id);
        let add = |text: &str| AddContactNote { of, text: text.into() };
        let note = house.perform(zofia, &add("They move in March")).await.unwrap();
        assert_eq!(page(&house, piotr, id).await.unwrap().notes[0].author.1, "Zofia");
        assert_eq!(refusal(house.perform(piotr, &EditContactNote { note, text: "No".into() }).await), Refusal::NotYourNote);
        assert_eq!(refusal(house.perform(piotr, &DeleteContactNote { note }).await), Refusal::NotYourNote);
        assert_eq!(refusal(house.perform(zofia, &add(" ")).await), Refusal::Empty { field: Field::Note });
        house.perform(zofia, &EditContactNote { note, text: "In April".into() }).await.unwrap();
        let notes = page(&house, piotr, id).await.unwrap().notes;
        assert_eq!((notes[0].text.as_str(), notes[0].edited), ("In April", true));
        there_and_back(&house, zofia, EditContactNote { note, text: "In May".into() }).await;
        there_and_back(&house, zofia, DeleteContactNote { note }).await;
        there_and_back(&house, zofia, add("Another")).await;
        there_and_back(&house, zofia, SaveCompany { company: None, version: 0, form: company("New", "") }).await;
        there_and_back(&house, zofia, SaveCompany { company: Some(id), version: 1, form: company("Renamed", "") }).await;
        there_and_back(&house, zofia, SavePerson { person: None, version: 0, form: person("", "Cher", "") }).await;
        let cher = add_person(&house, zofia, person("", "Sting", "")).await;
        there_and_back(&house, zofia, SavePerson { person: Some(cher), version: 1, form: person("A", "B", "Renamed") }).await;
    }

    two_companies_become_one_and_two_again(house) {
        let (zofia, piotr, marek) = (&house.zofia, &house.piotr, &house.marek);
        let keep = add_company(&house, zofia, company("Łódź Logistyka", "725-18-03-504")).await;
        let gone = add_company(&house, piotr, company("LODZ LOGISTYKA S.A.", "7251803504")).await;
        let hers = house.perform(zofia, &deal(&house, zofia, "Łódź Logistyka", "Jan Kos", "1").await).await.unwrap();
        let his = house.perform(piotr, &deal(&house, piotr, "LODZ LOGISTYKA S.A.", "Ewa Lis", "2").await).await.unwrap();
        let deleted = house.perform(piotr, &deal(&house, piotr, "LODZ LOGISTYKA S.A.", "Ewa Lis", "3").await).await.unwrap();
        house.perform(piotr, &DeleteDeal { deal: deleted }).await.unwrap();
        house.perform(piotr, &AddContactNote { of: Contact::Company(gone), text: "Noted".into() }).await.unwrap();
        assert_eq!(page(&house, marek, keep).await.unwrap().twins[0].id, gone, "the same number");
        assert_eq!(page(&house, zofia, keep).await.unwrap().twins, [], "who may not merge is not asked to");
        let merge = MergeCompanies { keep, gone, version: 1, gone_version: 1, form: company("Łódź Logistyka", "7251803504") };
        assert_eq!(refusal(house.perform(zofia, &merge).await), Refusal::ManagersOnly);
        let itself = MergeCompanies { gone: keep, ..merge.clone() };
        assert!(house.perform(marek, &itself).await.is_err());
        let absent = MergeCompanies { gone: CompanyId(999), ..merge.clone() };
        assert_eq!(refusal(house.perform(marek, &absent).await), Refusal::NotFound);
        there_and_back(&house, marek, merge.clone()).await;
        // There and back and there: they are one now.
        let there = page(&house, piotr, keep).await.unwrap();
        assert_eq!((there.persons.len(), there.notes.len(), there.deals.count), (2, 1, 1));
        assert_eq!(page(&house, marek, keep).await.unwrap().deals.count, 2);
        assert_eq!(page(&house, marek, gone).await.unwrap().id, keep, "an old address leads on");
        assert_eq!(found(&house, marek, false, "lodz").await, ["Łódź Logistyka"]);
        let read = command::ask(&house.read(piotr).await, &ReadDeal::of(his)).await.unwrap();
        assert_eq!(read.client.company.unwrap().id, keep);
        let told: Vec<_> = read.history.entries.into_iter().filter_map(|entry| entry.event).collect();
        assert!(told.contains(&Event::CompanyChanged { from: Some(gone), to: Some(keep) }), "{told:?}");
        let other = command::ask(&house.read(zofia).await, &ReadDeal::of(hers)).await.unwrap();
        assert_eq!(other.client.company.unwrap().id, keep);
    }

    two_persons_become_one_and_two_again(house) {
        let (zofia, marek) = (&house.zofia, &house.marek);
        let keep = add_person(&house, zofia, PersonForm { phones: "1".into(), ..person("Jan", "Kos", "Acme") }).await;
        let gone = add_person(&house, zofia, PersonForm { phones: "2".into(), ..person("Jan", "Kos", "Other") }).await;
        let his = house.perform(zofia, &deal(&house, zofia, "Other", "Jan Kos", "1").await).await.unwrap();
        assert_eq!(person_page(&house, marek, keep).await.unwrap().twins[0].id, gone);
        let form = PersonForm { phones: "1, 2".into(), ..person("Jan", "Kos", "Acme") };
        let merge = MergePersons { keep, gone, version: 1, gone_version: 1, form };
        assert_eq!(refusal(house.perform(zofia, &merge).await), Refusal::ManagersOnly);
        there_and_back(&house, marek, merge).await;
        let there = person_page(&house, zofia, keep).await.unwrap();
        assert_eq!((there.details.phones.len(), there.deals.count), (2, 1));
        let read = command::ask(&house.read(zofia).await, &ReadDeal::of(his)).await.unwrap();
        assert_eq!(read.client.person.unwrap().id, keep);
        assert_eq!(person_page(&house, marek, gone).await.unwrap().id, keep);
    }

    what_is_taken_back_after_a_merge_points_to_what_stayed(house) {
        let (zofia, marek) = (&house.zofia, &house.marek);
        let gone = add_company(&house, zofia, company("Acme Ltd", "")).await;
        let keep = add_company(&house, zofia, company("Acme", "")).await;
        let kos = add_person(&house, zofia, person("Jan", "Kos", "Acme Ltd")).await;
        let id = house.perform(zofia, &deal(&house, zofia, "Acme Ltd", "", "1").await).await.unwrap();
        // Away from the company, which then is merged; and back.
        let other = DealForm { company: "Other".into(), person: String::new(), ..form("Trucks", "1", zofia) };
        let version = house.read(zofia).await.deal(id).await.unwrap().revision;
        let edited = Command::from(SaveDeal { deal: id, version, form: other });
        let deal_undo = edited.perform(house.write(zofia).await, &op()).await.unwrap().undo.unwrap();
        let moved = Command::from(SavePerson { person: Some(kos), version: 1, form: person("Jan", "Kos", "") });
        let person_undo = moved.perform(house.write(zofia).await, &op()).await.unwrap().undo.unwrap();
        let merge = MergeCompanies { keep, gone, version: 1, gone_version: 1, form: company("Acme", "") };
        house.perform(marek, &merge).await.unwrap();
        for undo in [deal_undo, person_undo] {
            house.perform(zofia, &undo).await.unwrap();
        }
        let read = command::ask(&house.read(zofia).await, &ReadDeal::of(id)).await.unwrap();
        assert_eq!(read.client.company.unwrap().id, keep);
        assert_eq!(person_page(&house, zofia, kos).await.unwrap().details.company.unwrap().id, keep);
        // Who still has the old one before them means the one that stayed.
        let picked = DealForm { company: "Acme Ltd".into(), company_id: Some(gone), person: String::new(), ..form("Ships", "1", zofia) };
        let new = house.new_deal(zofia, house.stages().await[0], picked).await;
        let id = house.perform(zofia, &new).await.unwrap();
        let read = command::ask(&house.read(zofia).await, &ReadDeal::of(id)).await.unwrap();
        assert_eq!(read.client.company.unwrap().id, keep);
    }

    a_merge_of_many_deals_is_taken_back(house) {
        let (zofia, marek) = (&house.zofia, &house.marek);
        let keep = add_company(&house, zofia, company("Acme", "")).await;
        let gone = add_company(&house, zofia, company("Acme Ltd", "")).await;
        let id = house.perform(zofia, &deal(&house, zofia, "Acme Ltd", "", "1").await).await.unwrap();
        // More things than databases take conditions for.
        let columns = "process_id, stage_id, stage_since, status, name, folded, company_id, value_minor, currency, \
            description, owner_id, creator_id, created_at, version, revision, probability, itemised, cost_minor";
        let closed = columns.replace("status", "'lost'");
        house.harm(&format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200) \
             INSERT INTO deal (place, {columns}) SELECT 'p' || n, {closed} FROM deal, numbers WHERE deal.id = {id}"
        )).await;
        let merge = Command::from(MergeCompanies { keep, gone, version: 1, gone_version: 1, form: company("Acme", "") });
        let done = merge.perform(house.write(marek).await, &op()).await.unwrap();
        assert!(page(&house, marek, keep).await.unwrap().deals.count > 1_000);
        house.perform(marek, &done.undo.unwrap()).await.unwrap();
        assert_eq!(page(&house, marek, keep).await.unwrap().deals.count, 0);
    }

    narrowed_a_salesperson_does_not_learn_the_company_of_a_person(house) {
        let (zofia, marek) = (&house.zofia, &house.marek);
        let kos = add_person(&house, zofia, person("Jan", "Kos", "")).await;
        let secret = SavePerson { person: Some(kos), version: 1, form: person("Jan", "Kos", "Secret Bid") };
        house.perform(marek, &secret).await.unwrap();
        let settings = command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap();
        let form = AccountForm { own_contacts: true, ..settings.form };
        house.perform(&house.anna, &SaveAccount { version: 1, form }).await.unwrap();
        let narrowed = async || house.store.read(zofia.clone(), house.store.account().await.unwrap()).await.unwrap();
        let page = command::ask(&narrowed().await, &ReadPerson { person: kos }).await.unwrap();
        assert_eq!(page.details.company, None);
        let letters = String::from("kos");
        assert_eq!(command::ask(&narrowed().await, &SuggestPersons { letters }).await.unwrap()[0].company, None);
        let query = Query { persons: true, ..Query::default() };
        let listed = command::ask(&narrowed().await, &ReadBook { query, below: None }).await.unwrap();
        assert_eq!(listed.contacts[0].company, None);
        // What they do not know they do not take away.
        let renamed = SavePerson { person: Some(kos), version: 2, form: person("Janusz", "Kos", "") };
        house.perform(zofia, &renamed).await.unwrap();
        assert_eq!(person_page(&house, marek, kos).await.unwrap().details.company.unwrap().name, "Secret Bid");
    }

    a_merge_stays_when_somebody_worked_on_since(house) {
        let (zofia, marek) = (&house.zofia, &house.marek);
        let keep = add_company(&house, zofia, company("Acme", "")).await;
        let gone = add_company(&house, zofia, company("Acme Ltd", "")).await;
        let merge = Command::from(MergeCompanies { keep, gone, version: 1, gone_version: 1, form: company("Acme", "") });
        let done = merge.perform(house.write(marek).await, &op()).await.unwrap();
        house.perform(zofia, &SaveCompany { company: Some(keep), version: 2, form: company("Acme 2", "") }).await.unwrap();
        let undo: Undo = done.undo.unwrap();
        assert_eq!(refusal(house.perform(marek, &undo).await), Refusal::ChangedSince { by: "Zofia".into() });
    }
}
