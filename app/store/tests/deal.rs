//! Moving, changing and reaching deals (B7, V1, H1).

mod house;

use domain::{
    deal::DealForm,
    id::{DealId, StageId, TaskId},
    place::{Gap, Place},
    refusal::{Field, Refusal},
};
use house::{form, names, refusal};

async fn three(house: &house::House) -> (Vec<StageId>, [DealId; 3]) {
    let stages = house.stages().await;
    let mut ids = [DealId(0); 3];
    for (id, name) in ids.iter_mut().zip(["A", "B", "C"]) {
        *id = house.add(&house.zofia, stages[0], form(name, "10", &house.zofia)).await;
    }
    (stages, ids)
}

on_each_database! {
    a_dragged_deal_stands_where_it_was_dropped(house) {
        let (stages, [a, b, c]) = three(&house).await;
        for (deal, to, after, before, want) in [
            (a, 1, None, None, [vec!["B", "C"], vec!["A"]]),
            (b, 1, None, Some(a), [vec!["C"], vec!["B", "A"]]),
            (c, 1, Some(b), Some(a), [vec![], vec!["B", "C", "A"]]),
            (a, 1, None, Some(b), [vec![], vec!["A", "B", "C"]]),
            (b, 0, Some(a), None, [vec!["B"], vec!["A", "C"]]),
        ] {
            house.drag(&house.zofia, deal, stages[to], Gap { after, before }).await.unwrap();
            let board = house.board(&house.zofia).await;
            assert_eq!(names(&board)[..2], want);
            assert_eq!(board.columns[0].count + board.columns[1].count, 3);
        }
    }

    two_drops_into_one_gap_end_in_one_order(house) {
        let (stages, [a, b, c]) = three(&house).await;
        let d = house.add(&house.zofia, stages[1], form("D", "1", &house.zofia)).await;
        let gap = Gap { after: Some(a), before: Some(b) };
        house.drag(&house.zofia, c, stages[0], gap).await.unwrap();
        house.drag(&house.marek, d, stages[0], gap).await.unwrap();
        for user in [&house.zofia, &house.marek] {
            assert_eq!(names(&house.board(user).await)[0], ["A", "D", "C", "B"]);
        }
    }

    concurrent_drops_into_one_gap_keep_every_card(house) {
        let (stages, [a, b, _]) = three(&house).await;
        let mut others = vec![];
        for number in 0..8 {
            others.push(house.add(&house.zofia, stages[1], form(&number.to_string(), "1", &house.zofia)).await);
        }
        let gap = Gap { after: Some(a), before: Some(b) };
        let house = std::sync::Arc::new(house);
        let drops: Vec<_> = others
            .into_iter()
            .map(|deal| {
                let (house, stage) = (house.clone(), stages[0]);
                tokio::spawn(async move { house.drag(&house.zofia, deal, stage, gap).await })
            })
            .collect();
        for drop in drops {
            drop.await.unwrap().unwrap();
        }
        let board = house.board(&house.zofia).await;
        assert_eq!((board.columns[0].count, board.columns[0].page.cards.len()), (11, 11));
        assert_eq!((names(&board)[0][0], names(&board)[0][9]), ("A", "B"));
    }

    a_crowded_gap_is_numbered_anew_and_keeps_its_order(house) {
        let (stages, [a, b, c]) = three(&house).await;
        for turn in 0..300 {
            let (dropped, above) = if turn % 2 == 0 { (c, b) } else { (b, c) };
            let gap = Gap { after: Some(a), before: Some(above) };
            house.drag(&house.zofia, dropped, stages[0], gap).await.unwrap();
        }
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["A", "B", "C"]);
        let tx = house.read(&house.zofia).await;
        for id in [a, b, c] {
            assert!(tx.deal(id).await.unwrap().place.as_str().len() <= Place::LONGEST);
        }
    }

    a_foreign_deal_is_not_there(house) {
        let (stages, [a, ..]) = three(&house).await;
        for id in [a, DealId(999)] {
            assert_eq!(refusal(house.drag(&house.piotr, id, stages[1], Gap::default()).await), Refusal::NotFound);
            assert_eq!(refusal(house.read(&house.piotr).await.profile(id).await), Refusal::NotFound);
        }
        assert_eq!(refusal(house.write(&house.piotr).await.check_task(TaskId(1), true).await), Refusal::NotFound);
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["A", "B", "C"]);
    }

    a_refused_move_changes_nothing(house) {
        let (_, [a, ..]) = three(&house).await;
        let refused = house.drag(&house.zofia, a, StageId(999), Gap::default()).await;
        assert_eq!(refusal(refused), Refusal::Unknown { field: Field::Stage });
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["A", "B", "C"]);
    }

    an_operation_is_answered_once_and_means_one_thing(house) {
        let op = "6f1e0000-0000-4000-8000-00000000000a".parse().unwrap();
        let tx = house.write(&house.zofia).await;
        assert_eq!(tx.remembered::<u32>(&op, "request").await.unwrap(), None);
        tx.remember(&op, "request", &7).await.unwrap();
        tx.commit().await.unwrap();
        let tx = house.write(&house.zofia).await;
        assert_eq!(tx.remembered::<u32>(&op, "request").await.unwrap(), Some(7));
        assert_eq!(refusal(tx.remembered::<u32>(&op, "another").await), Refusal::OperationReused);
        drop(tx);
        let tx = house.write(&house.piotr).await;
        assert_eq!(tx.remembered::<u32>(&op, "request").await.unwrap(), None, "ids are each user's own");
    }

    clients_are_found_without_accents_or_created(house) {
        let stages = house.stages().await;
        let client = |company: &str, person: &str| DealForm {
            company: company.into(),
            person: person.into(),
            ..form("x", "1", &house.zofia)
        };
        house.add(&house.zofia, stages[0], client("Łódź Logistyka", "Anna Nowak")).await;
        house.add(&house.zofia, stages[0], client("lodz  logistyka", "ANNA NOWAK")).await;
        house.add(&house.zofia, stages[0], client("Inna Firma", "Anna Nowak")).await;
        let tx = house.read(&house.zofia).await;
        let companies = tx.suggest_companies("lo").await.unwrap();
        assert_eq!(companies.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Łódź Logistyka"]);
        let persons = tx.suggest_persons("anna").await.unwrap();
        let companies: Vec<_> = persons.iter().map(|person| person.company.as_deref().unwrap()).collect();
        assert_eq!(companies, ["Łódź Logistyka", "Inna Firma"]);
        assert_eq!(tx.suggest_companies("l").await.unwrap(), [], "from the second letter on");
    }

    nothing_is_kept_without_a_commit(house) {
        let stages = house.stages().await;
        let tx = house.write(&house.zofia).await;
        let process = tx.process(None).await.unwrap();
        let place = tx.place_on_top(stages[0]).await.unwrap();
        let start = store::Start { process: process.id, stage: stages[0], place, participants: vec![], closed: None, forecast: Default::default() };
        tx.add_deal(form("A", "1", &house.zofia).parse(&Default::default()).unwrap().facts(None, None), start).await.unwrap();
        drop(tx);
        assert_eq!(house.board(&house.zofia).await.sums().0, 0);
    }
}
