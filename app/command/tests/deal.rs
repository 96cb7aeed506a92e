//! Moving, changing and reaching deals (B7, V1, H1).

mod house;

use command::{
    Perform,
    deal::{DuplicateDeal, WinDeal},
    task::{AddTask, CheckTask},
};
use domain::{
    deal::DealForm,
    id::{DealId, StageId, TaskId},
    log::Seq,
    place::{Gap, Place},
    refusal::{Field, Refusal},
    task::TaskForm,
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
            assert_eq!(refusal(house.read(&house.piotr).await.profile(id, None).await), Refusal::NotFound);
        }
        assert_eq!(refusal(house.perform(&house.piotr, &CheckTask { task: TaskId(1), done: true }).await), Refusal::NotFound);
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["A", "B", "C"]);
    }

    a_refused_move_changes_nothing(house) {
        let (_, [a, ..]) = three(&house).await;
        let refused = house.drag(&house.zofia, a, StageId(999), Gap::default()).await;
        assert_eq!(refusal(refused), Refusal::Unknown { field: Field::Stage });
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["A", "B", "C"]);
    }

    an_operation_is_answered_once_and_means_one_thing(house) {
        let (_, [a, b, _]) = three(&house).await;
        let op = house::op();
        let copy = house.perform_as(&house.zofia, &op, &DuplicateDeal { deal: a }).await.unwrap();
        let before = house.store.content().await.unwrap();
        assert_eq!(house.perform_as(&house.zofia, &op, &DuplicateDeal { deal: a }).await.unwrap(), copy);
        let other = house.perform_as(&house.zofia, &op, &DuplicateDeal { deal: b }).await;
        assert_eq!(refusal(other), Refusal::OperationReused);
        let other = house.perform_as(&house.zofia, &op, &WinDeal { deal: a }).await;
        assert_eq!(refusal(other), Refusal::OperationReused);
        assert_eq!(house.store.content().await.unwrap(), before);
        let hers = house.perform_as(&house.marek, &op, &DuplicateDeal { deal: a }).await.unwrap();
        assert_ne!(hers, copy, "ops are each user's own");
    }

    each_change_has_its_number_and_its_deal_a_version(house) {
        let (stages, [a, b, _]) = three(&house).await;
        let seq = async || house.read(&house.anna).await.last_change().await.unwrap();
        let before = seq().await;
        house.drag(&house.zofia, a, stages[0], Gap { after: Some(b), before: None }).await.unwrap();
        assert_eq!(seq().await, Seq(before.0 + 1), "a reorder is a change");
        refusal(house.drag(&house.zofia, a, StageId(999), Gap::default()).await);
        assert_eq!(seq().await, Seq(before.0 + 1), "what is refused is none");
        let form = TaskForm { title: "Call".into(), ..TaskForm::default() };
        let task = house.perform(&house.zofia, &AddTask { deal: Some(a), form }).await.unwrap();
        for _ in 0..2 {
            house.perform(&house.zofia, &CheckTask { task, done: true }).await.unwrap();
        }
        assert_eq!(seq().await, Seq(before.0 + 3), "what is done already changes nothing");
        let told = house.changes().await;
        let [.., moved, added, checked] = &told[..] else { panic!("{told:?}") };
        let of = |command: &str| (command.to_owned(), house.zofia.id.0, "deal".to_owned(), a.0);
        assert_eq!([moved, added, checked], [&of("move_deal"), &of("add_task"), &of("check_task")]);
        assert_eq!(house.version(a).await, 1 + 1 + 3, "added, put at the end, and these three");
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
        let companies: Vec<_> = persons.iter().map(|person| person.company.as_ref().unwrap().name.as_str()).collect();
        assert_eq!(companies, ["Łódź Logistyka", "Inna Firma"]);
        assert_eq!(tx.suggest_companies("l").await.unwrap(), [], "from the second letter on");
        drop(tx);
        for name in ["Granit Płock", "Stare Łodzie"] {
            house.add(&house.zofia, stages[0], client(name, "")).await;
        }
        let companies = house.read(&house.zofia).await.suggest_companies("lo").await.unwrap();
        let companies: Vec<_> = companies.iter().map(|company| company.name.as_str()).collect();
        assert_eq!(companies, ["Łódź Logistyka", "Stare Łodzie", "Granit Płock"], "words that begin so come first");
    }

    a_client_is_whoever_was_picked_and_never_a_namesake(house) {
        let stages = house.stages().await;
        let add = async |form: DealForm| {
            let deal = house.add(&house.zofia, stages[0], form).await;
            house.read(&house.zofia).await.profile(deal, None).await.unwrap().client
        };
        let typed = |company: &str, person: &str| DealForm {
            company: company.into(),
            person: person.into(),
            ..form("x", "1", &house.zofia)
        };
        let first = add(typed("Granit", "Anna Nowak")).await.person.unwrap().id;
        let other = add(typed("Marmur", "Anna Nowak")).await;
        let (marmur, second) = (other.company.unwrap().id, other.person.unwrap().id);
        // Without a company nobody knows which Anna Nowak of a company it is.
        let alone = add(typed("", "Anna Nowak")).await.person.unwrap().id;
        assert!(alone != first && alone != second);
        assert_eq!(add(typed("", "anna nowak")).await.person.unwrap().id, alone);
        let pick = |person, company| DealForm { person_id: Some(person), company_id: company, ..typed("", "Anna Nowak") };
        assert_eq!(add(pick(second, None)).await.person.unwrap().id, second);
        // Another name was typed over what was picked, or another company chosen.
        assert_ne!(add(DealForm { person: "Ewa Lis".into(), ..pick(second, None) }).await.person.unwrap().id, second);
        let moved = add(DealForm { company: "Granit".into(), ..pick(second, Some(marmur)) }).await;
        assert_eq!((moved.company.unwrap().name.as_str(), moved.person.unwrap().id), ("Granit", first));
    }

    nothing_is_kept_without_a_commit(house) {
        let stages = house.stages().await;
        let new = house.new_deal(&house.zofia, stages[0], form("A", "1", &house.zofia)).await;
        let tx = house.write(&house.zofia).await;
        new.perform(&tx).await.unwrap();
        drop(tx);
        assert_eq!(house.board(&house.zofia).await.sums().0, 0);
    }
}
