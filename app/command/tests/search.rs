//! Searching everywhere (L6): what is found, by whom, in which order, and that it is found under what it is called now.

mod house;

use command::{
    contact::{AddContactNote, MergeCompanies, SaveCompany, SavePerson},
    deal::{CloseDeal, SaveDeal},
    deleted::DeleteDeal,
    note::{AddNote, DeleteNote, EditNote},
    search::Search,
    settings::{ReadAccount, SaveAccount},
    task::{AddTask, CheckTask, DeleteTask, EditTask},
    undo::Undo,
};
use domain::{
    account::AccountForm,
    contact::{CompanyForm, Contact, PersonForm},
    deal::{DealForm, Status},
    found::{Found, FoundKind, NoteOf},
    id::{CompanyId, DealId},
    people::User,
    refusal::{Field, Refusal},
    search::Marked,
    task::TaskForm,
    tasks::Group,
};
use house::{House, form, op, refusal};
use store::Location;

async fn search(house: &House, by: &User, text: &str) -> Found {
    ask(house, by, &Search { text: text.into(), whole: None }).await.unwrap()
}

async fn ask(house: &House, by: &User, search: &Search) -> store::Result<Found> {
    let account = house.store.account().await?;
    command::ask(&house.store.read(by.clone(), account).await?, search).await
}

fn plain(text: &Marked) -> String {
    text.0.concat()
}

/// The names of the deals that are found.
async fn deals(house: &House, by: &User, text: &str) -> Vec<String> {
    search(house, by, text).await.deals.shown.iter().map(|deal| plain(&deal.name)).collect()
}

async fn contacts(house: &House, by: &User, text: &str) -> Vec<String> {
    search(house, by, text).await.contacts.shown.iter().map(|found| plain(&found.name)).collect()
}

fn of(company: &str, person: &str, name: &str, owner: &User) -> DealForm {
    DealForm { company: company.into(), person: person.into(), ..form(name, "10", owner) }
}

fn named(name: &str) -> CompanyForm {
    CompanyForm { name: name.into(), ..CompanyForm::default() }
}

fn task(title: &str, date: &str, assignee: &User) -> TaskForm {
    TaskForm { title: title.into(), date: date.into(), assignee: Some(assignee.id), ..TaskForm::default() }
}

/// The number of the company of this name.
async fn company(house: &House, name: &str) -> CompanyId {
    let found = search(house, &house.anna, name).await.contacts.shown;
    match found.iter().find(|found| plain(&found.name) == name).unwrap().contact {
        Contact::Company(id) => id,
        Contact::Person(_) => panic!("{name} is a person"),
    }
}

on_each_database! {
    deals_are_found_by_their_name_and_client(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let stage = house.stages().await[0];
        house.add(zofia, stage, of("Łódź Logistyka", "Anna Nowak", "WMS dla magazynu", zofia)).await;
        house.add(zofia, stage, of("Orzeł Foods", "", "Wi-Fi dla biura w Łodzi", zofia)).await;
        house.add(piotr, stage, of("Łódź Logistyka", "", "Serwis", piotr)).await;
        house.add(zofia, stage, of("PHU \"ŻW\"", "", "Audyt", zofia)).await;
        for (text, want) in [
            ("lodz", vec!["Wi-Fi dla biura w Łodzi", "WMS dla magazynu"]),
            ("LODZ nowak", vec!["WMS dla magazynu"]),
            ("wms", vec!["WMS dla magazynu"]),
            ("wi", vec!["Wi-Fi dla biura w Łodzi"]),
            ("serwis", vec![]),
            ("100%", vec![]),
            ("_", vec![]),
            ("wms\\", vec!["WMS dla magazynu"]),
            ("zw", vec!["Audyt"]),
            ("\"żw\" a", vec!["Audyt"]),
        ] {
            assert_eq!(deals(&house, zofia, text).await, want, "{text}");
        }
        assert_eq!(search(&house, &house.anna, "lodz").await.deals.count, 3);
        let found = search(&house, zofia, "lodz wms").await.deals.shown.remove(0);
        assert_eq!(found.name.0, ["", "WMS", " dla magazynu"]);
        assert_eq!(found.client.0, ["", "Łódź", " Logistyka · Anna Nowak"]);
        assert_eq!(found.owner, (zofia.id, zofia.name.clone()));
    }

    one_letter_may_be_wrong_where_nothing_is_right(house) {
        let zofia = &house.zofia;
        let stage = house.stages().await[0];
        house.add(zofia, stage, of("Łódź Logistyka", "", "WMS", zofia)).await;
        house.add(zofia, stage, of("Orzeł", "", "Logika", zofia)).await;
        for typed in ["logistka", "logistyyka", "logitsyka", "lugistyka", "ligistyka lodz"] {
            let found = search(&house, zofia, typed).await;
            assert!(found.near, "{typed}");
            assert_eq!(found.deals.shown.len(), 1, "{typed}");
            assert_eq!(plain(&found.deals.shown[0].name), "WMS");
        }
        let found = search(&house, zofia, "logika").await;
        assert_eq!((found.near, found.deals.count), (false, 1));
        let found = search(&house, zofia, "ligustyka").await;
        assert_eq!((found.near, found.count()), (true, 0));
    }

    the_nearest_come_first_and_closed_deals_last(house) {
        let zofia = &house.zofia;
        let stage = house.stages().await[0];
        let old = house.add(zofia, stage, of("Acme", "", "Truck", zofia)).await;
        house.add(zofia, stage, of("Acme", "", "Big truck", zofia)).await;
        house.add(zofia, stage, of("Acme", "", "Truck", zofia)).await;
        house.add(zofia, stage, of("Truckers", "", "Sale", zofia)).await;
        let close = CloseDeal { deal: old, outcome: Status::Stale, reason: None, note: String::new() };
        house.perform(zofia, &close).await.unwrap();
        let found = search(&house, zofia, "truck").await.deals;
        let names: Vec<_> = found.shown.iter().map(|deal| (plain(&deal.name), deal.status)).collect();
        let want = [("Truck", Status::Open), ("Truck", Status::Stale), ("Big truck", Status::Open), ("Sale", Status::Open)];
        assert_eq!(names, want.map(|(name, status)| (name.to_owned(), status)));
        for index in 0..3 {
            house.add(zofia, stage, of("Acme", "", &format!("Truck {index}"), zofia)).await;
        }
        let found = search(&house, zofia, "truck").await.deals;
        assert_eq!((found.count, found.shown.len()), (7, Found::FIRST));
        let whole = Search { text: "truck".into(), whole: Some(FoundKind::Deals) };
        assert_eq!(ask(&house, zofia, &whole).await.unwrap().deals.shown.len(), 7);
    }

    contacts_are_found_by_what_is_known_of_them(house) {
        let zofia = &house.zofia;
        let stage = house.stages().await[0];
        let form = CompanyForm {
            name: "Łódź Logistyka".into(),
            tax_number: "725-18-03-504".into(),
            city: "Zgierz".into(),
            email: "biuro@lodz.test".into(),
            ..CompanyForm::default()
        };
        let id = house.perform(zofia, &SaveCompany { company: None, version: 0, form }).await.unwrap();
        let anna = PersonForm {
            first_name: "Anna".into(),
            last_name: "Nowak".into(),
            company: "Łódź Logistyka".into(),
            company_id: Some(id),
            phones: "+48 42 630 11 24".into(),
            ..PersonForm::default()
        };
        house.perform(zofia, &SavePerson { person: None, version: 0, form: anna }).await.unwrap();
        for (text, want) in [
            ("lodz", vec!["Łódź Logistyka", "Anna Nowak"]),
            ("725 18 03 504", vec!["Łódź Logistyka"]),
            ("7251803504", vec!["Łódź Logistyka"]),
            ("zgierz", vec!["Łódź Logistyka"]),
            ("biuro@lodz", vec!["Łódź Logistyka"]),
            ("426301124", vec!["Anna Nowak"]),
            ("nowak lodz", vec!["Anna Nowak"]),
        ] {
            assert_eq!(contacts(&house, zofia, text).await, want, "{text}");
        }
        let company = search(&house, zofia, "zgierz").await.contacts.shown.remove(0);
        assert_eq!(company.beside.0, ["", "Zgierz"]);
        // Narrowed (K2), a company is found by those who know it, and its persons by its name only with it.
        let settings = command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap();
        let form = AccountForm { own_contacts: true, ..settings.form };
        house.perform(&house.anna, &SaveAccount { version: settings.version, form }).await.unwrap();
        house.add(&house.piotr, stage, of("", "Anna Nowak", "Serwis", &house.piotr)).await;
        assert_eq!(contacts(&house, &house.piotr, "lodz").await, Vec::<String>::new());
        assert_eq!(contacts(&house, &house.piotr, "nowak").await, ["Anna Nowak"]);
        assert_eq!(contacts(&house, zofia, "lodz").await, ["Łódź Logistyka", "Anna Nowak"]);
    }

    things_are_found_under_what_they_are_called_now(house) {
        let zofia = &house.zofia;
        let stage = house.stages().await[0];
        let deal = house.add(zofia, stage, of("Acme", "Jan Kos", "Truck", zofia)).await;
        let acme = company(&house, "Acme").await;
        let rename = |name: &str, version| {
            SaveCompany { company: Some(acme), version, form: named(name) }
        };
        house.perform(zofia, &rename("Zenith", 1)).await.unwrap();
        assert_eq!(deals(&house, zofia, "acme").await, Vec::<String>::new());
        assert_eq!(deals(&house, zofia, "zenith").await, ["Truck"]);
        assert_eq!(contacts(&house, zofia, "zenith").await, ["Zenith", "Jan Kos"]);
        let form = of("Zenith", "Jan Kos", "Crane", zofia);
        let save = SaveDeal { deal, version: 1, form };
        let change =
            command::perform(house.write(zofia).await, &op(), &save).await.unwrap().seq.unwrap();
        assert_eq!(deals(&house, zofia, "truck").await, Vec::<String>::new());
        house.perform(zofia, &Undo { change }).await.unwrap();
        assert_eq!(deals(&house, zofia, "truck").await, ["Truck"]);
        let other = house.perform(zofia, &SaveCompany { company: None, version: 0, form: named("Umbrella") }).await.unwrap();
        let merge = MergeCompanies { keep: other, gone: acme, version: 1, gone_version: 2, form: named("Umbrella") };
        house.perform(&house.anna, &merge).await.unwrap();
        assert_eq!(deals(&house, zofia, "umbrella").await, ["Truck"]);
        assert_eq!(contacts(&house, zofia, "zenith").await, Vec::<String>::new());
        house.perform(zofia, &DeleteDeal { deal }).await.unwrap();
        assert_eq!(deals(&house, zofia, "truck").await, Vec::<String>::new());
        assert_eq!(house.store.contradictions().await.unwrap(), Vec::<String>::new());
    }

    tasks_and_notes_are_found_by_those_who_see_their_deals(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let stage = house.stages().await[0];
        let deal = house.add(zofia, stage, of("Acme", "", "Truck", zofia)).await;
        let add = async |deal: Option<DealId>, form| house.perform(zofia, &AddTask { deal, form }).await.unwrap();
        let late = add(Some(deal), task("Zadzwonić w sprawie łożysk", "2020-01-01", zofia)).await;
        let free = add(None, task("Kupić łożyska", "", zofia)).await;
        let text = "Klient chce łożyska\nprzed zimą".to_owned();
        let note = house.perform(zofia, &AddNote { deal, text, files: vec![] }).await.unwrap();
        let acme = Contact::Company(company(&house, "Acme").await);
        house.perform(zofia, &AddContactNote { of: acme, text: "Łożyska od lat".into() }).await.unwrap();

        let found = search(&house, zofia, "lozysk").await;
        let tasks: Vec<_> = found.tasks.shown.iter().map(|task| (plain(&task.title), task.group, task.about.as_deref())).collect();
        assert_eq!(tasks, [
            ("Zadzwonić w sprawie łożysk".to_owned(), Group::Overdue, Some("Truck")),
            ("Kupić łożyska".to_owned(), Group::Undated, None),
        ]);
        let notes: Vec<_> = found.notes.shown.iter().map(|note| (note.of, note.about.as_str(), plain(&note.excerpt))).collect();
        assert_eq!(notes, [
            (NoteOf::Contact(acme), "Acme", "Łożyska od lat".to_owned()),
            (NoteOf::Deal(deal), "Truck", "Klient chce łożyska przed zimą".to_owned()),
        ]);
        // Who does not see the deal finds nothing of it; contacts are everybody's.
        let found = search(&house, piotr, "lozysk").await;
        assert_eq!((found.deals.count, found.tasks.count, found.notes.count), (0, 0, 1));
        assert_eq!(search(&house, &house.anna, "lozysk").await.count(), 4);

        let edit = EditTask { task: late, form: task("Napisać", "", zofia), seen: None };
        house.perform(zofia, &edit).await.unwrap();
        house.perform(zofia, &CheckTask { task: free, done: true }).await.unwrap();
        let found = search(&house, zofia, "lozysk").await.tasks;
        assert_eq!((found.count, found.shown[0].group), (1, Group::Done));
        house.perform(zofia, &DeleteTask { task: free }).await.unwrap();
        house.perform(zofia, &EditNote { note, text: "Zimą".into() }).await.unwrap();
        let found = search(&house, zofia, "lozysk").await;
        assert_eq!((found.tasks.count, found.notes.count), (0, 1));
        assert_eq!(search(&house, zofia, "zima").await.notes.count, 1);
        house.perform(zofia, &DeleteNote { note }).await.unwrap();
        assert_eq!(search(&house, zofia, "zima").await.notes.count, 0);
        assert_eq!(house.store.contradictions().await.unwrap(), Vec::<String>::new());
    }

    what_is_looked_for_is_found_by_its_letters(house) {
        let process = house.read(&house.anna).await.processes().await.unwrap().remove(0);
        house.add_many(&house.zofia, &process, None, 3_000).await;
        let settings = command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap();
        let form = AccountForm { own_contacts: true, ..settings.form };
        house.perform(&house.anna, &SaveAccount { version: settings.version, form }).await.unwrap();
        let postgres = matches!(house.location, Location::Server(_));
        if postgres {
            house.harm("ANALYZE").await;
        }
        let (house, heard) = house.overheard();
        for by in [&house.zofia, &house.anna] {
            for text in ["logistyka nowak", "logistka", "725-18-03"] {
                search(&house, by, text).await;
                let heard = heard.take();
                // PostgreSQL reads few rows as they lie, for many patterns some more.
                let tables = ["deal", "company", "person", "task", "note", "contact_note"];
                for table in &tables[..if postgres { usize::from(text.contains("nowak")) } else { tables.len() }] {
                    let (letters, index) = match postgres {
                        true => (format!("JOIN \"{table}_text\""), format!("{table}_text_trigrams")),
                        false => (format!("JOIN \"{table}_fts\""), format!("SCAN {table}_fts VIRTUAL TABLE INDEX 192:")),
                    };
                    let found: Vec<_> = heard.iter().filter(|statement| statement.contains(&letters)).collect();
                    assert!(!found.is_empty(), "{table}: {heard:#?}");
                    for statement in found {
                        let plan = house.plan(statement).await;
                        let first = plan.lines().next().unwrap_or_default();
                        let goes = if postgres { plan.contains(&index) } else { first.starts_with(&index) && !first.ends_with(':') };
                        assert!(goes, "{by:?} {text} {table}: {statement}\n{plan}");
                    }
                }
            }
        }
    }

    too_long_a_question_is_refused(house) {
        let search = Search { text: "ł".repeat(101), whole: None };
        let too_long = Refusal::TooLong { field: Field::Title, max: 100 };
        assert_eq!(refusal(ask(&house, &house.zofia, &search).await), too_long);
    }
}
