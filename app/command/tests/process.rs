//! Processes and the work on deals, on both databases: what is stored is what the rules say (P3, P5, T3, H1).

mod house;

use chrono::Duration;
use command::{
    deal::{ChangeProcess, CompleteAction, UncompleteAction},
    process::{AddProcess, SaveProcess},
};
use domain::{
    board::Query,
    deal::{Closed, Entry, Status, Why},
    event::{Event, replay},
    id::{ActionId, DealId},
    money::Money,
    people::User,
    process::{ActionForm, Ageing, Notify, Process, ProcessForm, Relocation, Rules, weighted},
};
use house::{House, form};
use std::collections::HashMap;
use store::bulk::{BulkDeal, Happened};

fn action(name: &str, weight: u32, rules: Rules) -> ActionForm {
    ActionForm { id: None, name: name.into(), hint: String::new(), weight: weight.to_string(), rules }
}

/// Saves the process after an edit of its form, as Anna.
async fn edit(house: &House, edit: impl FnOnce(&mut ProcessForm)) -> Process {
    let process = house.read(&house.anna).await.process(None).await.unwrap();
    let mut form = ProcessForm::of(&process);
    edit(&mut form);
    let save = SaveProcess { process: process.id, version: process.version, form };
    house.perform(&house.anna, &save).await.unwrap();
    house.read(&house.anna).await.process(None).await.unwrap()
}

async fn check(house: &House, by: &User, deal: DealId, action: ActionId) {
    let check = CompleteAction { deal, action, note: String::new(), files: vec![] };
    house.perform(by, &check).await.unwrap();
}

async fn uncheck(house: &House, by: &User, deal: DealId, action: ActionId) {
    house.perform(by, &UncompleteAction { deal, action }).await.unwrap();
}

/// The stored state of a deal is what its process and its history say.
async fn require_true(house: &House, deal: DealId) {
    let tx = house.read(&house.anna).await;
    let found = tx.deal(deal).await.unwrap();
    let process = tx.process(Some(found.process)).await.unwrap();
    assert_eq!(found.probability, process.probability(&found.done));
    assert_eq!(process.stages.iter().filter(|stage| stage.id == found.stage).count(), 1);
    let mut events: Vec<_> = tx
        .profile(deal, None)
        .await
        .unwrap()
        .history
        .entries
        .into_iter()
        .map(|told| told.event.unwrap())
        .collect();
    events.reverse();
    let told = replay(&events);
    assert_eq!((told.stage, told.status), (Some(found.stage), found.status));
}

on_each_database! {
    a_process_is_stored_as_it_was_edited(house) {
        let notify = Notify { managers: true, ..Notify::default() };
        let process = edit(&house, |form| {
            form.stages.swap(0, 3);
            form.stages[0].actions.push(action("Sign", 7, Rules { mandatory: true, notify, ..Rules::default() }));
            form.stages[0].hint = "The end".into();
            form.guarded = true;
        }).await;
        let names: Vec<&str> = process.stages.iter().map(|stage| stage.name.as_str()).collect();
        assert_eq!(names, ["Contract", "Needs", "Offer", "Talk"]);
        assert_eq!((process.version, process.guarded, process.stages[0].hint.as_str()), (2, true, "The end"));
        assert!(process.stages[0].actions[0].rules.mandatory && process.stages[0].actions[0].rules.notify.managers);
        let moved = edit(&house, |form| {
            let action = form.stages[0].actions.remove(0);
            form.stages[2].actions.push(action);
        }).await;
        assert_eq!(moved.stages[2].actions[0], process.stages[0].actions[0], "moved, it is the same action");
        let gone = edit(&house, |form| drop(form.stages[2].actions.remove(0))).await;
        assert_eq!(gone.actions().count(), 0);
    }

    other_weights_change_every_probability_and_the_weighted_total(house) {
        let process = edit(&house, |form| {
            form.stages[0].actions = vec![action("A", 10, Rules::default()), action("B", 30, Rules::default())];
        }).await;
        let stages = house.stages().await;
        let mut deals = vec![];
        for (name, value) in [("X", "100"), ("Y", "33.33"), ("Z", "7")] {
            deals.push(house.add(&house.zofia, stages[0], form(name, value, &house.zofia)).await);
        }
        let [a, b] = [0, 1].map(|index: usize| process.stages[0].actions[index].id);
        check(&house, &house.zofia, deals[0], a).await;
        check(&house, &house.zofia, deals[1], b).await;
        for weight in ["10", "90", "0"] {
            edit(&house, |form| form.stages[0].actions[0].weight = weight.into()).await;
            let board = house.board(&house.zofia).await;
            let column = &board.columns[0];
            let summed = column.page.cards.iter().map(|card| weighted(card.value, card.probability));
            assert_eq!(column.weighted, summed.collect());
            for deal in &deals {
                require_true(&house, *deal).await;
            }
        }
        let board = house.board(&house.zofia).await;
        let chances: Vec<u8> = board.columns[0].page.cards.iter().map(|card| card.probability).collect();
        assert_eq!(chances, [0, 100, 0]);
    }

    each_manager_is_told_once(house) {
        let told = Notify { managers: true, participants: true, people: vec![house.marek.id, house.piotr.id], ..Notify::default() };
        let process = edit(&house, |form| {
            form.stages[0].actions = vec![action("Done", 1, Rules { notify: told, ..Rules::default() })];
        }).await;
        let stages = house.stages().await;
        let deal = house.add(&house.zofia, stages[0], form("X", "1", &house.zofia)).await;
        check(&house, &house.zofia, deal, process.stages[0].actions[0].id).await;
        uncheck(&house, &house.zofia, deal, process.stages[0].actions[0].id).await;
        check(&house, &house.zofia, deal, process.stages[0].actions[0].id).await;
        for (user, want) in [(&house.marek, 1), (&house.zofia, 0), (&house.piotr, 0), (&house.anna, 0)] {
            assert_eq!(house.read(user).await.notices(None).await.unwrap().list.len(), want, "{}", user.name);
        }
    }

    deleting_a_stage_takes_its_deals_where_told(house) {
        let stages = house.stages().await;
        let mut deals = vec![];
        for name in ["A", "B", "C"] {
            deals.push(house.add(&house.zofia, stages[0], form(name, "5", &house.zofia)).await);
        }
        house.add(&house.zofia, stages[1], form("Z", "5", &house.zofia)).await;
        edit(&house, |form| {
            form.stages.remove(0);
            form.relocations = vec![Relocation { from: stages[0], to: 0 }];
        }).await;
        let board = house.board(&house.zofia).await;
        assert_eq!(house::names(&board)[0], ["Z", "A", "B", "C"], "below the others, in their order");
        let total = Money { minor: 2_000, currency: board.currency };
        assert_eq!((board.columns[0].count, &board.columns[0].totals), (4, &[total].into_iter().collect()));
        for deal in deals {
            require_true(&house, deal).await;
        }
    }

    a_check_that_comes_along_keeps_who_did_it_and_when(house) {
        let process = edit(&house, |form| {
            form.stages[0].actions = vec![action("Call", 1, Rules::default()), action("Visit", 1, Rules::default())];
        }).await;
        let mut form = ProcessForm::plain("Other", &["Talk", "Sign"]);
        form.stages[1].actions = vec![action("Call", 3, Rules::default()), action("Pay", 1, Rules::default())];
        let other = house.perform(&house.anna, &AddProcess { form }).await.unwrap();
        let stages = house.stages().await;
        let deal = house.add(&house.zofia, stages[0], crate::form("X", "1", &house.zofia)).await;
        check(&house, &house.zofia, deal, process.stages[0].actions[0].id).await;
        let before = house.read(&house.anna).await.profile(deal, None).await.unwrap().checks;
        let to = house.read(&house.marek).await.process(Some(other)).await.unwrap().stages[0].id;
        house.perform(&house.marek, &ChangeProcess { deal, process: other, stage: to }).await.unwrap();
        let after = house.read(&house.anna).await.profile(deal, None).await.unwrap().checks;
        assert_eq!((after.len(), after[0].by, after[0].at), (1, house.zofia.id, before[0].at));
        require_true(&house, deal).await;
    }

    stages_learn_from_won_deals_when_others_are_ageing(house) {
        let process = house.read(&house.anna).await.process(None).await.unwrap();
        let [first, second, ..] = process.stages.as_slice() else { panic!("four stages") };
        let ages_after = async || {
            let board = house.read(&house.marek).await.board(&Query::default(), &HashMap::new()).await.unwrap();
            board.columns.iter().map(|column| column.stage.ages_after).collect::<Vec<_>>()
        };
        // Days in the first stage; each was two days in the second one.
        let deals: Vec<BulkDeal> = [1, 2, 3, 4, 5, 6, 7, 8, 90].iter().enumerate().map(|(number, days)| {
            let day = |day: i64| store::now() - Duration::days(200 - day);
            let (moved, won) = (day(*days), day(days + 2));
            let closed = Closed { outcome: if *days < 90 { Status::Won } else { Status::Lost }, on: won.date_naive(), why: Why::default() };
            let event = |at, event| Happened { by: house.zofia.id, at, event };
            let outcome = Event::Closed { outcome: closed.outcome, on: closed.on, reason: None };
            let mut deal = house.bulk_deal(&house.zofia, &process, None, number);
            deal.story = vec![
                event(day(0), Event::Added { stage: first.id }),
                event(moved, Event::Moved { from: first.id, to: second.id }),
                event(won, outcome),
            ];
            deal.new.entry = Entry::Afterwards(closed);
            deal
        }).collect();
        house.add_all(&house.zofia, &deals[..7]).await;
        house.store.learn_ageing().await.unwrap();
        assert_eq!(ages_after().await, [None, None, None, None], "seven won deals are too few to learn from");
        house.add_all(&house.zofia, &deals[7..]).await;
        house.store.learn_ageing().await.unwrap();
        assert_eq!(ages_after().await, [Some(6), Some(2), None, None]);
        let process = edit(&house, |form| {
            assert_eq!(form.stages[0].ages_after, "", "what is learnt is not what somebody set");
            form.stages[0].ages_after = "30".into();
        }).await;
        assert_eq!(process.stages[0].ageing, Ageing { set: Some(30), usual: Some(6) });
        assert_eq!(ages_after().await, [Some(30), Some(2), None, None]);
    }
}
