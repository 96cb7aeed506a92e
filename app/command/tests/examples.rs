//! The deals that a new account may begin with are worked on like any other, and taken away together (A1).

mod house;

use command::{
    contact::{ReadCompany, SaveCompany},
    deal::{AddParticipant, DuplicateDeal},
    deleted::DeleteDeal,
    note::AddNote,
    settings::{ReadAccount, RemoveExamples},
    task::AddTask,
    undo::Undo,
};
use domain::{
    board::Board,
    contact::CompanyForm,
    deal::DealForm,
    example::{Example, ExampleTask},
    id::{CompanyId, DealId},
    place::Gap,
    refusal::Refusal,
    task::{Kind, TaskForm},
};
use house::{House, form, refusal};

fn example(name: &str, company: &str, stage: usize, value: i64) -> Example {
    Example {
        name: name.into(),
        description: "Try it".into(),
        company: company.into(),
        city: "Łódź".into(),
        person: ("Ewa".into(), format!("of {company}")),
        stage,
        days: 3,
        value,
        done: 0,
        closes_in: 20,
        task: Some(ExampleTask { title: "Call".into(), kind: Kind::Call, due_in: -1 }),
    }
}

/// Three examples, of two companies; the last stage is further than the process goes.
async fn furnished(house: &House) {
    let tx = house.write(&house.anna).await;
    let examples = [
        example("Bread", "Bakery", 0, 100),
        example("Rolls", "Bakery", 1, 40),
        example("Beds", "Hotel", 9, 7),
    ];
    tx.add_examples(&examples).await.unwrap();
    tx.commit().await.unwrap();
}

fn deals(board: &Board) -> Vec<DealId> {
    board.columns.iter().flat_map(|column| &column.page.cards).map(|card| card.id).collect()
}

async fn left(house: &House) -> usize {
    command::ask(&house.read(&house.anna).await, &ReadAccount {}).await.unwrap().examples
}

/// A deal of one's own with the company of this name.
fn own(house: &House, company: &str) -> DealForm {
    DealForm { company: company.into(), person: String::new(), ..form("Mine", "5", &house.zofia) }
}

on_each_database! {
    examples_are_deals_of_who_set_the_account_up(house) {
        furnished(&house).await;
        let board = house.board(&house.anna).await;
        let names: Vec<Vec<&str>> = house::names(&board);
        assert_eq!(names, [vec!["Bread"], vec!["Rolls"], vec![], vec!["Beds"]]);
        let (card, today) = (&board.columns[0].page.cards[0], house.read(&house.anna).await.wall_clock().date());
        assert_eq!((card.value.minor, (today - card.since).num_days()), (10_000, 3));
        assert_eq!((left(&house).await, deals(&house.board(&house.zofia).await).len()), (3, 0));
        assert!(house.store.contradictions().await.unwrap().is_empty());
    }

    they_go_with_all_that_was_done_to_them_and_nothing_else_does(house) {
        furnished(&house).await;
        let (anna, zofia) = (&house.anna, &house.zofia);
        let stages = house.stages().await;
        let [bread, rolls, beds] = deals(&house.board(anna).await)[..] else { panic!() };
        let mine = house.add(zofia, stages[0], own(&house, "hotel")).await;
        // Whatever can be done to them is done.
        house.perform(anna, &AddParticipant { deal: bread, user: zofia.id }).await.unwrap();
        let task = TaskForm { title: "Call".into(), assignee: Some(zofia.id), ..TaskForm::default() };
        house.perform(anna, &AddTask { deal: Some(bread), form: task }).await.unwrap();
        house.perform(anna, &AddNote { deal: bread, text: "Noted".into(), files: vec![] }).await.unwrap();
        house.drag(anna, rolls, stages[2], Gap::default()).await.unwrap();
        house.perform(anna, &DeleteDeal { deal: beds }).await.unwrap();
        let change = house.read(anna).await.last_change().await.unwrap();
        let copy = house.perform(anna, &DuplicateDeal { deal: bread }).await.unwrap();
        house.perform(anna, &RemoveExamples {}).await.unwrap();
        assert_eq!(deals(&house.board(anna).await), [copy, mine]);
        assert_eq!(left(&house).await, 0);
        // Clients of other deals stay: the copy's and Zofia's.
        for company in [CompanyId(1), CompanyId(2)] {
            let page = command::ask(&house.read(anna).await, &ReadCompany { company }).await.unwrap();
            assert_eq!(page.deals.count, 1);
        }
        let undo = Undo { change };
        assert_eq!(refusal(house.perform(anna, &undo).await), Refusal::NotUndoable);
        assert!(house.store.contradictions().await.unwrap().is_empty());
        // A second time there is nothing left to take away.
        house.perform(anna, &RemoveExamples {}).await.unwrap();
        assert_eq!(deals(&house.board(anna).await), [copy, mine]);
    }

    the_number_of_a_deal_that_was_removed_is_given_to_no_other(house) {
        furnished(&house).await;
        let before = deals(&house.board(&house.anna).await);
        house.perform(&house.anna, &RemoveExamples {}).await.unwrap();
        let single = house.add(&house.zofia, house.stages().await[0], own(&house, "hotel")).await;
        furnished(&house).await;
        let after = deals(&house.board(&house.anna).await);
        assert_eq!((before.len(), after.len()), (3, 4));
        assert!(after.iter().all(|deal| before.iter().all(|gone| deal > gone)), "{before:?} {after:?} {single}");
    }

    a_client_that_somebody_filled_in_stays(house) {
        furnished(&house).await;
        let company = CompanyId(1);
        let page = command::ask(&house.read(&house.anna).await, &ReadCompany { company }).await.unwrap();
        let form = CompanyForm { city: "Kielce".into(), ..CompanyForm::of(&page.details) };
        house.perform(&house.anna, &SaveCompany { company: Some(company), version: page.version, form }).await.unwrap();
        house.perform(&house.anna, &RemoveExamples {}).await.unwrap();
        let page = command::ask(&house.read(&house.anna).await, &ReadCompany { company }).await.unwrap();
        assert_eq!((page.deals.count, page.persons_count), (0, 0));
        let gone = command::ask(&house.read(&house.anna).await, &ReadCompany { company: CompanyId(2) }).await;
        assert_eq!(refusal(gone), Refusal::NotFound);
    }

    clients_that_nothing_refers_to_go_with_them(house) {
        furnished(&house).await;
        house.perform(&house.anna, &RemoveExamples {}).await.unwrap();
        for table in ["deal", "company", "person", "task", "history", "notice", "example"] {
            let rows = house.look(&format!("SELECT count(*) AS count FROM {table}")).await;
            assert_eq!(rows[0].try_get::<i64>("", "count").unwrap(), 0, "{table}");
        }
        let salesperson = house.perform(&house.zofia, &RemoveExamples {}).await;
        assert_eq!(refusal(salesperson), Refusal::AdministratorsOnly);
    }
}
