//! Deals that were deleted are nowhere, and come back as they were (D6).

mod house;

use command::{
    Command,
    deal::{AddParticipant, ReadDeal},
    deleted::{DeleteDeal, PurgeDeals, ReadDeleted, RestoreDeal},
    finance::ReadFinance,
    note::AddNote,
    notice::ReadNotices,
    review::ReadReview,
    search::Search,
    task::{AddTask, ReadTasks, SuggestDeals},
};
use domain::{
    event::Event, id::DealId, people::User, place::Gap, refusal::Refusal, task::TaskForm, tasks::Query,
};
use house::{House, form, op, refusal};

/// A deal of Zofia's in which much has happened, with Piotr.
async fn furnished(house: &House) -> DealId {
    let (stages, zofia) = (house.stages().await, &house.zofia);
    let deal = house.add(zofia, stages[0], form("Trucks", "100", zofia)).await;
    let task = TaskForm {
        title: "Call".into(),
        date: "2020-01-01".into(),
        assignee: Some(house.piotr.id),
        ..TaskForm::default()
    };
    house.perform(zofia, &AddParticipant { deal, user: house.piotr.id }).await.unwrap();
    house.perform(zofia, &AddTask { deal: Some(deal), form: task }).await.unwrap();
    house.perform(zofia, &AddNote { deal, text: "Noted".into(), files: vec![] }).await.unwrap();
    deal
}

/// Everything that somebody is told in which the deal could be.
async fn told(house: &House, user: &User) -> String {
    let tx = house.read(user).await;
    let mut all = vec![];
    let since = "2020-01-01".parse().ok();
    for query in [
        command::Query::from(command::board::ReadBoard::default()),
        ReadFinance { query: domain::finance::Query::default() }.into(),
        ReadReview { query: domain::review::Query { since, ..Default::default() } }.into(),
        ReadTasks { query: Query { everybody: true, ..Query::default() } }.into(),
        SuggestDeals { letters: "truck".into() }.into(),
        Search { text: "truck".into(), whole: None }.into(),
        ReadNotices::default().into(),
    ] {
        all.push(query.ask(&tx).await.unwrap());
    }
    all.join("\n")
}

on_each_database! {
    a_deleted_deal_is_nowhere_and_comes_back_as_it_was(house) {
        let deal = furnished(&house).await;
        let other = house.add(&house.zofia, house.stages().await[0], form("Other", "1", &house.zofia)).await;
        let page = async |deal| command::ask(&house.read(&house.zofia).await, &ReadDeal::of(deal)).await;
        let (before, totals) = (page(deal).await.unwrap(), house.board(&house.zofia).await.columns[0].totals.clone());
        let users = [&house.anna, &house.zofia, &house.piotr];
        for user in users {
            assert!(told(&house, user).await.contains("Trucks"), "{}", user.name);
        }
        house.perform(&house.zofia, &DeleteDeal { deal }).await.unwrap();
        for user in users {
            let told = told(&house, user).await;
            assert!(!told.contains("Trucks"), "{} {told}", user.name);
        }
        assert_eq!(refusal(page(deal).await), Refusal::NotFound);
        assert_eq!(refusal(house.perform(&house.zofia, &DeleteDeal { deal }).await), Refusal::NotFound);
        let folder = async |user: &User, text: &str| {
            let read = ReadDeleted { text: text.into() };
            let deleted = command::ask(&house.read(user).await, &read).await.unwrap();
            deleted.deals.into_iter().map(|deal| (deal.id, deal.by, deal.stage)).collect::<Vec<_>>()
        };
        let there = vec![(deal, "Zofia".to_owned(), "Talk".to_owned())];
        for (user, text, want) in [
            (&house.zofia, "", &there),
            (&house.marek, "lodz", &there),
            (&house.piotr, "TRUCK", &there),
            (&house.zofia, "plane", &vec![]),
        ] {
            assert_eq!(folder(user, text).await, *want, "{} {text}", user.name);
        }
        // Its place was taken meanwhile.
        house.drag(&house.zofia, other, house.stages().await[0], Gap::default()).await.unwrap();
        house.perform(&house.zofia, &RestoreDeal { deal }).await.unwrap();
        let mut after = page(deal).await.unwrap();
        let entries: Vec<_> = after.history.entries.drain(..2).map(|entry| entry.event).collect();
        assert_eq!(entries, [Some(Event::Restored {}), Some(Event::Deleted {})]);
        after.now = before.now;
        assert_eq!(after, before);
        assert_eq!(house.board(&house.zofia).await.columns[0].totals, totals);
        assert!(folder(&house.zofia, "").await.is_empty());
        assert_eq!(refusal(house.perform(&house.zofia, &RestoreDeal { deal }).await), Refusal::NotFound);
    }

    only_its_keepers_delete_and_restore(house) {
        let deal = furnished(&house).await;
        assert_eq!(refusal(house.perform(&house.piotr, &DeleteDeal { deal }).await), Refusal::NotYourDeal);
        house.perform(&house.marek, &DeleteDeal { deal }).await.unwrap();
        assert_eq!(refusal(house.perform(&house.piotr, &RestoreDeal { deal }).await), Refusal::NotYourDeal);
        house.perform(&house.zofia, &RestoreDeal { deal }).await.unwrap();
    }

    both_are_taken_back(house) {
        let deal = furnished(&house).await;
        let done = async |command: Command| {
            command.perform(house.write(&house.zofia).await, &op()).await.unwrap().undo.unwrap()
        };
        let there = async || house.read(&house.zofia).await.deal(deal).await.is_ok();
        let undo = done(DeleteDeal { deal }.into()).await;
        assert!(!there().await);
        done(undo.into()).await;
        assert!(there().await);
        done(DeleteDeal { deal }.into()).await;
        let undo = done(RestoreDeal { deal }.into()).await;
        assert!(there().await);
        done(undo.into()).await;
        assert!(!there().await);
    }

    administrators_take_deleted_deals_away_for_good(house) {
        let (deal, kept) = (furnished(&house).await, furnished(&house).await);
        let purge = |deals: &[DealId]| PurgeDeals { deals: deals.to_vec() };
        let anna = &house.anna;
        assert_eq!(refusal(house.perform(anna, &purge(&[deal])).await), Refusal::NotFound, "it is not deleted");
        house.perform(&house.zofia, &DeleteDeal { deal }).await.unwrap();
        for (user, deals, why) in [
            (&house.marek, vec![deal], Refusal::AdministratorsOnly),
            (&house.zofia, vec![deal], Refusal::AdministratorsOnly),
            (anna, vec![deal, kept], Refusal::NotFound),
            (anna, vec![deal, deal], Refusal::MalformedRequest),
            (anna, vec![], Refusal::MalformedRequest),
        ] {
            assert_eq!(refusal(house.perform(user, &purge(&deals)).await), why, "{deals:?} by {}", user.name);
        }
        house.perform(anna, &purge(&[deal])).await.unwrap();
        assert_eq!(refusal(house.perform(anna, &RestoreDeal { deal }).await), Refusal::NotFound);
        let deleted = command::ask(&house.read(anna).await, &ReadDeleted::default()).await.unwrap();
        assert!(deleted.deals.is_empty());
        for table in ["task", "note", "history", "participant", "notice"] {
            let left = house.look(&format!("SELECT 1 FROM {table} WHERE deal_id = {deal}")).await;
            assert!(left.is_empty(), "{table}");
            let of_other = house.look(&format!("SELECT 1 FROM {table} WHERE deal_id = {kept}")).await;
            assert!(!of_other.is_empty(), "{table} of the other");
        }
        // Nor do the change log's images of its rows, from which changes would be taken back.
        let images = async |deal: DealId| {
            let of = "SELECT 1 FROM change JOIN touched USING (seq) WHERE inverse IS NOT NULL AND kind = 'deal' AND id";
            house.look(&format!("{of} = {deal}")).await.len()
        };
        assert_eq!(images(deal).await, 0);
        assert!(images(kept).await > 0);
        assert_eq!(house.store.contradictions().await.unwrap(), Vec::<String>::new());
    }
}
