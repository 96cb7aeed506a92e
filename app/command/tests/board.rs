//! The board as different people read it (B1, B2, B3, B10, V1).

mod house;

use chrono_tz::Tz;
use command::{
    board::{Loaded, ReadBoard},
    deal::AddDeal,
    task::{AddTask, CheckTask},
};
use domain::{
    access::{Circle, sees, visibility},
    board::Query,
    filter::Filter,
    id::ProcessId,
    money::Money,
    refusal::Refusal,
    task::{Dot, TaskForm},
    text::Email,
};
use house::{form, names, refusal};

on_each_database! {
    headers_count_and_add_all_matching_deals_by_currency(house) {
        let stages = house.stages().await;
        house.add(&house.zofia, stages[0], form("A", "100", &house.zofia)).await;
        house.add(&house.zofia, stages[0], form("B", "50.25", &house.zofia)).await;
        let euros = domain::deal::DealForm { currency: "EUR".into(), ..form("C", "7", &house.zofia) };
        house.add(&house.zofia, stages[0], euros).await;

        let board = house.board(&house.zofia).await;
        assert_eq!(names(&board), [vec!["A", "B", "C"], vec![], vec![], vec![]]);
        assert_eq!(board.columns[0].count, 3);
        let totals: Vec<Money> = board.columns[0].totals.iter().collect();
        let sums: Vec<(&str, i64)> = totals.iter().map(|sum| (sum.currency.code(), sum.minor)).collect();
        assert_eq!(sums, [("EUR", 700), ("PLN", 15_025)]);
        assert!(board.columns[1].totals.is_zero());
    }

    each_sees_what_the_rule_says(house) {
        let stages = house.stages().await;
        house.add(&house.zofia, stages[0], form("own", "1", &house.zofia)).await;
        house.add(&house.marek, stages[0], form("given", "10", &house.zofia)).await;
        house.add(&house.zofia, stages[0], form("created", "100", &house.piotr)).await;
        house.add(&house.piotr, stages[0], form("foreign", "1000", &house.piotr)).await;
        let (m, z, p) = (house.marek.id, house.zofia.id, house.piotr.id);
        let circles = [("own", z, z), ("given", m, z), ("created", z, p), ("foreign", p, p)];

        for user in [&house.anna, &house.marek, &house.zofia, &house.piotr] {
            let rule: Vec<&str> = circles
                .iter()
                .filter(|(_, creator, owner)| {
                    sees(visibility(user), &Circle { creator: *creator, owner: *owner, participants: vec![], public: false })
                })
                .map(|(name, ..)| *name)
                .collect();
            let board = house.board(user).await;
            assert_eq!(names(&board)[0], rule, "{}", user.name);
            assert_eq!(board.columns[0].count, rule.len(), "{}", user.name);
        }
        let total: Vec<i64> = house.board(&house.zofia).await.columns[0].totals.iter().map(|sum| sum.minor).collect();
        assert_eq!(total, [11_100], "sums hold nothing of what is not seen");
    }

    a_participant_sees_the_deal(house) {
        let stages = house.stages().await;
        let new = house.new_deal(&house.piotr, stages[0], form("shared", "5", &house.piotr)).await;
        let participants = vec![house.zofia.id, house.zofia.id];
        house.perform(&house.piotr, &AddDeal { participants, ..new }).await.unwrap();
        assert_eq!(names(&house.board(&house.zofia).await)[0], ["shared"]);
    }

    the_filter_narrows_cards_and_headers_alike(house) {
        let stages = house.stages().await;
        let named = |name: &str, company: &str, person: &str| domain::deal::DealForm {
            company: company.into(),
            person: person.into(),
            ..form(name, "10", &house.zofia)
        };
        house.add(&house.marek, stages[0], named("Flota 100%", "Żółw", "")).await;
        house.add(&house.marek, stages[0], named("Audyt", "Łódź Logistyka", "")).await;
        house.add(&house.marek, stages[1], named("Serwis", "Granit", "Łucja Lodzińska")).await;
        house.add(&house.piotr, stages[1], form("Licencje", "20", &house.piotr)).await;

        for (text, want) in [
            ("lodz", vec!["Audyt", "Serwis", "Licencje"]),
            ("ZOLW", vec!["Flota 100%"]),
            ("100%", vec!["Flota 100%"]),
            ("zolw flota", vec!["Flota 100%"]),
            ("%", vec!["Flota 100%"]),
            ("_", vec![]),
            ("serw", vec!["Serwis"]),
        ] {
            let filter = Filter { text: Some(text.into()), ..Filter::default() };
            let board = house.filtered(&house.marek, filter).await;
            assert_eq!(names(&board).concat(), want, "{text}");
            assert_eq!(board.sums().0, want.len(), "{text}");
        }
        let filter = Filter { owners: vec![house.piotr.id], ..Filter::default() };
        assert_eq!(names(&house.filtered(&house.marek, filter).await).concat(), ["Licencje"]);
    }

    a_long_column_comes_in_pages_that_meet(house) {
        let stages = house.stages().await;
        for number in 0..30 {
            house.add(&house.zofia, stages[2], form(&format!("{number:02}"), "1", &house.zofia)).await;
        }
        let board = house.board(&house.zofia).await;
        let column = &board.columns[2];
        assert_eq!((column.count, column.page.cards.len()), (30, 24));
        let tx = house.read(&house.zofia).await;
        let below = column.page.next.clone().unwrap();
        let rest = tx.further(stages[2], &Filter::default(), &below).await.unwrap();
        assert_eq!((rest.cards.len(), rest.next), (6, None));
        let grown: Vec<&str> = column.page.cards.iter().chain(&rest.cards).map(|card| card.name.as_str()).collect();
        let want: Vec<String> = (0..30).map(|number| format!("{number:02}")).collect();
        assert_eq!(grown, want);
    }

    the_dot_follows_the_open_tasks(house) {
        let stages = house.stages().await;
        let deal = house.add(&house.zofia, stages[0], form("A", "1", &house.zofia)).await;
        let dot = async || {
            let board = house.board(&house.zofia).await;
            board.columns[0].page.cards[0].standing(board.now).dot
        };
        assert_eq!(dot().await, Dot::White);
        let yesterday = house.read(&house.zofia).await.wall_clock().date().pred_opt().unwrap().to_string();
        let form = TaskForm { title: "Call".into(), date: yesterday, ..TaskForm::default() };
        let task = house.perform(&house.zofia, &AddTask { deal: Some(deal), form }).await.unwrap();
        assert_eq!(dot().await, Dot::Red);
        for (done, want) in [(true, Dot::White), (false, Dot::Red)] {
            house.perform(&house.zofia, &CheckTask { task, done }).await.unwrap();
            assert_eq!(dot().await, want);
        }
    }

    dots_and_days_follow_the_clock_of_whoever_looks(house) {
        // Twenty-five hours apart: whenever this runs, there are two dates.
        let (early, late) = (chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Niue);
        let stages = house.stages().await;
        let deal = house.add(&house.zofia, stages[0], form("A", "1", &house.zofia)).await;
        let here = |zone: Tz| store::now().with_timezone(&zone).date_naive();
        let form = TaskForm { title: "Call".into(), date: here(late).to_string(), ..TaskForm::default() };
        house.perform(&house.zofia, &AddTask { deal: Some(deal), form }).await.unwrap();
        for (zone, want) in [(Some(early), Dot::Red), (Some(late), Dot::Green), (None, Dot::Red), (Some(late), Dot::Green)] {
            let email = Email::parse(&house.zofia.email).unwrap();
            // The account's clock is the early one.
            house.harm("UPDATE account SET zone = 'Pacific/Kiritimati'").await;
            house.store.set_zone(&email, zone).await.unwrap();
            let (user, account) = house.store.session(&format!("token-{}", house.zofia.id)).await.unwrap().unwrap();
            let tx = house.store.read(user, account).await.unwrap();
            let board = command::ask(&tx, &ReadBoard::default()).await.unwrap();
            let card = &board.columns[0].page.cards[0];
            assert_eq!(card.standing(board.now).dot, want, "{zone:?}");
            assert_eq!((card.since, card.days(board.now)), (here(zone.unwrap_or(early)), 0));
            let written = house.write(&house.zofia).await;
            assert_eq!(written.wall_clock().date(), here(zone.unwrap_or(early)));
        }
    }

    an_unknown_process_is_not_there(house) {
        let query = Query { process: Some(ProcessId(99)), filter: Filter::default() };
        let read = ReadBoard { query, ..ReadBoard::default() };
        assert_eq!(refusal(command::ask(&house.read(&house.anna).await, &read).await), Refusal::NotFound);
    }

    a_board_that_is_read_again_brings_as_many_cards_as_were_loaded(house) {
        for number in 0..40 {
            house.add(&house.zofia, house.stages().await[0], form(&number.to_string(), "1", &house.zofia)).await;
        }
        let stage = house.stages().await[0];
        let tx = house.read(&house.zofia).await;
        for (loaded, want) in [(0, 24), (24, 24), (30, 30), (40, 40), (usize::MAX, 40)] {
            let loaded = vec![Loaded { stage, cards: loaded }];
            let board = command::ask(&tx, &ReadBoard { query: Query::default(), loaded }).await.unwrap();
            let page = &board.columns[0].page;
            assert_eq!((page.cards.len(), page.next.is_some()), (want, want < 40));
        }
    }
}
