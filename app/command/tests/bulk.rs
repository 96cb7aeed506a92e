//! Many deals changed at once (L5): each by the rules for one, all of them one change of the log, taken back as one.

mod house;

use command::{
    bulk::ChangeDeals,
    deal::{CloseDeal, ReadDeal},
    deals::ReadDeals,
    undo::Undo,
};
use domain::{
    bulk::{BulkResult, DealChange, MOST, RefusedDeal},
    deal::Status,
    deals::Query,
    id::{DealId, UserId},
    people::User,
    refusal::{Field, Refusal},
};
use house::{House, form, refusal};

async fn add(house: &House, owner: &User, count: usize) -> Vec<DealId> {
    let stage = house.stages().await[0];
    let mut deals = vec![];
    for number in 0..count {
        deals.push(house.add(owner, stage, form(&format!("Deal {number}"), "100", owner)).await);
    }
    deals
}

/// What a change of all of these comes to.
async fn change(
    house: &House,
    user: &User,
    deals: &[DealId],
    change: DealChange,
) -> store::Result<BulkResult> {
    house.perform(user, &ChangeDeals { deals: deals.to_vec(), change, seen: None }).await
}

on_each_database! {
    each_deal_is_changed_by_its_rules_or_told_why_not(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let (deals, foreign) = (add(&house, zofia, 4).await, add(&house, piotr, 1).await[0]);
        let lost = CloseDeal { deal: deals[3], outcome: Status::Lost, reason: None, note: String::new() };
        house.perform(zofia, &lost).await.unwrap();
        let all = [deals[0], foreign, deals[1], DealId(9_999), deals[3]];
        let to = house.stages().await[1];
        let last = async || house.read(zofia).await.last_change().await.unwrap();
        let before = last().await;
        let result = change(&house, zofia, &all, DealChange::Stage(to)).await.unwrap();
        let absent = |at| RefusedDeal { at, name: String::new(), refusal: Refusal::NotFound };
        let closed = Refusal::Closed { status: Status::Lost };
        let refused = vec![absent(1), absent(3), RefusedDeal { at: 4, name: "Deal 3".into(), refusal: closed }];
        assert_eq!(result, BulkResult { changed: 2, refused });
        assert_eq!(last().await.0, before.0 + 1, "one entry of the log");
        let names = house::names(&house.board(zofia).await).concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(names, ["Deal 2", "Deal 0", "Deal 1"], "in the order in which they were named, at the end");

        // Taken back as one.
        house.perform(zofia, &Undo { change: last().await }).await.unwrap();
        let board = house.board(zofia).await;
        assert_eq!(board.columns[0].count, 3);

        for (wrong, why) in [
            (vec![], Refusal::MalformedRequest),
            (vec![deals[0], deals[0]], Refusal::MalformedRequest),
            ((0..=MOST as i64).map(DealId).collect(), Refusal::TooMany { max: MOST }),
            // All of them for one reason.
            (vec![foreign], Refusal::NotFound),
            (vec![foreign, DealId(9_999)], Refusal::NotFound),
        ] {
            assert_eq!(refusal(change(&house, zofia, &wrong, DealChange::Stage(to)).await), why, "{}", wrong.len());
        }
    }

    what_was_changed_since_it_was_seen_stays(house) {
        let (zofia, piotr) = (&house.zofia, &house.piotr);
        let deal = add(&house, zofia, 1).await[0];
        let stages = house.stages().await;
        let history = async || command::ask(&house.read(zofia).await, &ReadDeal::of(deal)).await.unwrap().history;
        let edit = async |change, seen| {
            house.perform(zofia, &ChangeDeals { deals: vec![deal], change, seen: Some(seen) }).await
        };
        let day = |day: &str| DealChange::Close(day.parse().unwrap());
        let value = |typed: &str| DealChange::Value(typed.into());
        // Each is known as it was before, once; then it is otherwise.
        for (change, seen) in [
            (DealChange::Stage(stages[1]), DealChange::Stage(stages[0])),
            (day("2030-01-02"), DealChange::NoClose),
            (value("250"), value("100.00")),
            (DealChange::Owner(piotr.id), DealChange::Owner(zofia.id)),
        ] {
            assert_eq!(edit(change.clone(), seen.clone()).await.unwrap().changed, 1, "{change:?}");
            let before = history().await;
            assert_eq!(refusal(edit(change.clone(), seen).await), Refusal::SavedMeanwhile { by: None }, "{change:?}");
            assert_eq!(history().await, before);
            // Something else of it is not meant.
            assert_eq!(edit(DealChange::NoSource, change).await.unwrap().changed, 1);
        }
        // What is done with a deal says nothing of what it was.
        assert_eq!(refusal(edit(DealChange::NoSource, DealChange::Win).await), Refusal::MalformedRequest);
    }

    every_change_does_what_it_says(house) {
        let (zofia, piotr, anna) = (&house.zofia, &house.piotr, &house.anna);
        let deals = add(&house, zofia, 3).await;
        let page = async |deal| command::ask(&house.read(anna).await, &ReadDeal::of(deal)).await.unwrap();
        let source = house.read(anna).await.sources().await.unwrap().list[0].id;
        let day = "2030-05-14".parse().unwrap();
        for (what, want) in [
            (DealChange::Owner(piotr.id), "owner"),
            (DealChange::Owner(zofia.id), "owner back"),
            (DealChange::Source(source), "source"),
            (DealChange::NoSource, "no source"),
            (DealChange::Close(day), "close"),
            (DealChange::NoClose, "no close"),
            (DealChange::Value("12.50".into()), "value"),
            (DealChange::Participant(piotr.id), "participant"),
            (DealChange::Win, "won"),
            (DealChange::Reopen, "open"),
            (DealChange::CloseAs { outcome: Status::Stale, reason: None, note: "Old".into() }, "stale"),
        ] {
            // By an administrator: Zofia is not the owner in between.
            let result = change(&house, anna, &deals, what.clone()).await.unwrap();
            assert_eq!(result, BulkResult { changed: 3, refused: vec![] }, "{what:?}");
            for deal in &deals {
                let now = page(*deal).await;
                let is = match want {
                    "owner" => now.owner == piotr.id,
                    "owner back" => now.owner == zofia.id,
                    "source" => now.source == Some(source),
                    "no source" => now.source.is_none(),
                    "close" => now.expected_close == Some(day),
                    "no close" => now.expected_close.is_none(),
                    "value" => now.value.minor == 1_250,
                    "participant" => now.participants.contains(&piotr.id),
                    "won" => now.status == Status::Won,
                    "open" => now.status == Status::Open,
                    _ => now.status == Status::Stale,
                };
                assert!(is, "{want} of {deal}: {now:?}");
            }
        }
        for (wrong, why) in [
            (DealChange::Owner(UserId(99)), Refusal::Unknown { field: Field::Owner }),
            (DealChange::Value("dear".into()), Refusal::Malformed { field: Field::Value }),
            (DealChange::Reopen, Refusal::NotClosed),
        ] {
            change(&house, anna, &deals, DealChange::Reopen).await.ok();
            assert_eq!(refusal(change(&house, anna, &deals, wrong.clone()).await), why, "{wrong:?}");
        }
        // Of others' deals a participant gives none away, nor deletes one.
        for kept in [DealChange::Owner(piotr.id), DealChange::Delete] {
            assert_eq!(refusal(change(&house, piotr, &deals, kept).await), Refusal::NotYourDeal);
        }
        change(&house, zofia, &deals, DealChange::Delete).await.unwrap();
        let list = command::ask(&house.read(anna).await, &ReadDeals { query: Query::default() }).await.unwrap();
        assert_eq!(list.sums.count, 0);
    }
}
