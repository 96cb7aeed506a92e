//! A review is what its deals went through: its beginning is what the board showed then, and it balances (H1).

mod house;

use chrono::{Days, NaiveDate, SecondsFormat, Utc};
use command::{
    Command, Done,
    deal::{CloseDeal, ReopenDeal, SaveDeal, WinDeal},
    review::ReadReview,
};
use domain::{
    board::Move,
    deal::Status,
    id::DealId,
    money::{Money, Totals},
    place::Gap,
    review::{Query, Review, Told},
};
use fastrand::Rng;
use house::{House, form, op};
use std::{cmp::Ordering, collections::BTreeMap};
use store::Result;

/// The open deals of everybody, as the board's headers say.
async fn open(house: &House) -> (usize, Totals) {
    let tx = house.read(&house.anna).await;
    tx.board(&Default::default(), &Default::default()).await.unwrap().sums()
}

/// A gesture that somebody might make.
async fn gesture(house: &House, deal: DealId, rng: &mut Rng) -> Command {
    let profile = house.read(&house.anna).await.profile(deal, None).await.unwrap();
    let stages = &profile.process.stages;
    match rng.u8(..10) {
        0 => WinDeal { deal }.into(),
        1 => CloseDeal { deal, outcome: Status::Lost, reason: None, note: String::new() }.into(),
        2 | 3 => ReopenDeal { deal }.into(),
        4 | 5 => {
            let to = stages[rng.usize(..stages.len())].id;
            Move { deal, from: profile.stage, to, gap: Gap::default() }.into()
        }
        number => {
            let value = (profile.value.minor / 100).to_string();
            let mut form = form("Deal", &value, &house.zofia);
            form.expected_close = profile.expected_close.map(|day| day.to_string()).unwrap_or_default();
            if number < 8 {
                form.value = rng.u32(..5_000).to_string();
            } else {
                form.expected_close = (Utc::now().date_naive() + Days::new(rng.u64(1..90))).to_string();
            }
            SaveDeal { deal, version: profile.version, form }.into()
        }
    }
}

async fn perform(house: &House, command: Command) -> Result<Done<String>> {
    command.perform(house.write(&house.anna).await, &op()).await
}

/// Everything that happened until now was three weeks ago.
async fn age(house: &House) {
    let then = (Utc::now() - Days::new(21)).to_rfc3339_opts(SecondsFormat::Secs, false);
    house.harm(&format!("UPDATE history SET at = '{then}'; UPDATE deal SET created_at = '{then}'")).await;
}

/// A deal as somebody who looks at it sees it.
struct Look {
    status: Status,
    stage: usize,
    value: Money,
    close: Option<NaiveDate>,
}

/// All deals as they are now.
async fn look(house: &House, deals: &[DealId]) -> BTreeMap<DealId, Look> {
    let mut looks = BTreeMap::new();
    for deal in deals {
        let profile = house.read(&house.anna).await.profile(*deal, None).await.unwrap();
        let stage = profile.process.stages.iter().position(|stage| stage.id == profile.stage).unwrap();
        let (status, value, close) = (profile.status, profile.value, profile.expected_close);
        looks.insert(*deal, Look { status, stage, value, close });
    }
    looks
}

/// What the lists of a review hold, by two looks at the deals, knowing nothing of any history: how many, and their value.
fn recount(
    before: &BTreeMap<DealId, Look>,
    after: &BTreeMap<DealId, Look>,
) -> BTreeMap<&'static str, (usize, i64)> {
    let mut lists = BTreeMap::new();
    let mut tell = |list, now: &Look| {
        let (count, value) = lists.entry(list).or_insert((0, 0));
        (*count, *value) = (*count + 1, *value + now.value.minor);
    };
    for (deal, now) in after {
        let was = before.get(deal);
        let was_open = was.is_some_and(|was| was.status == Status::Open);
        if !was_open && (was.is_none() || now.status == Status::Open) {
            tell("new", now);
        } else if !was_open {
            continue;
        }
        match now.status {
            Status::Won => tell("won", now),
            Status::Lost | Status::Stale => tell("lost", now),
            Status::Open => {
                let Some(was) = was.filter(|_| was_open) else { continue };
                match now.stage.cmp(&was.stage) {
                    Ordering::Greater => tell("forward", now),
                    Ordering::Less => tell("back", now),
                    Ordering::Equal => {}
                }
                if was.close.zip(now.close).is_some_and(|(was, now)| was < now) {
                    tell("slipped", now);
                }
            }
        }
    }
    lists
}

async fn review(house: &House) -> Review {
    let tx = house.read(&house.anna).await;
    command::ask(&tx, &ReadReview { query: Query::default() }).await.unwrap()
}

on_each_database! {
    a_review_begins_with_what_was_and_ends_with_what_is(house) {
        let stage = house.stages().await[0];
        for seed in 0..4 {
            let mut rng = Rng::with_seed(seed);
            let mut deals = vec![];
            for _ in 0..6 {
                deals.push(house.add(&house.zofia, stage, form("Deal", "100", &house.zofia)).await);
            }
            for deal in deals.iter().cycle().take(40) {
                let command = gesture(&house, *deal, &mut rng).await;
                let done = perform(&house, command).await;
                if let Some(undo) = done.ok().and_then(|done| done.undo).filter(|_| rng.u8(..3) == 0) {
                    let _ = perform(&house, undo.into()).await;
                }
            }
            age(&house).await;
            let (begin, before) = (open(&house).await, look(&house, &deals).await);
            deals.push(house.add(&house.piotr, stage, form("New", "70", &house.piotr)).await);
            let mut undoable = vec![];
            for deal in deals.iter().cycle().take(60) {
                let command = gesture(&house, *deal, &mut rng).await;
                if let Ok(done) = perform(&house, command).await {
                    undoable.extend(done.undo);
                }
                if rng.u8(..5) == 0
                    && let Some(undo) = undoable.pop()
                {
                    let _ = perform(&house, undo.into()).await;
                }
            }
            let (end, review) = (open(&house).await, review(&house).await);
            assert!(review.bridge.is_balanced(), "{:#?}", review.bridge);
            assert_eq!((review.bridge.begin_count, &review.bridge.begin), (begin.0, &begin.1), "seed {seed}");
            assert_eq!((review.bridge.end_count, &review.bridge.end), (end.0, &end.1));
            // The deals of the seeds before are as they were: nothing was told of them.
            let told = review.lists.iter().filter(|(code, list)| code != "ageing" && list.count > 0);
            let told: BTreeMap<&str, (usize, i64)> = told
                .map(|(code, list)| (code.as_str(), (list.count, list.total.iter().map(|sum| sum.minor).sum())))
                .collect();
            assert_eq!(told, recount(&before, &look(&house, &deals).await), "seed {seed}");
            let of_owners: usize = review.owners.iter().map(|(_, bridge)| bridge.end_count).sum();
            assert_eq!(of_owners, end.0);
            for (_, bridge) in &review.owners {
                assert!(bridge.is_balanced(), "{bridge:#?}");
            }
        }
    }

    deals_that_stand_longer_than_the_norm_of_their_stage_are_told(house) {
        let stages = house.stages().await;
        let [small, large, fresh] = ["50", "200", "900"].map(|value| form("Deal", value, &house.zofia));
        let mut old = vec![];
        for form in [small, large] {
            old.push(house.add(&house.zofia, stages[0], form).await);
        }
        let won = house.add(&house.zofia, stages[0], form("Won", "70", &house.zofia)).await;
        house.add(&house.zofia, stages[0], fresh).await;
        let since = |days| (Utc::now() - Days::new(days)).to_rfc3339_opts(SecondsFormat::Secs, false);
        house
            .harm(&format!(
                "UPDATE stage SET ages_after = 14 WHERE id = {};
                 UPDATE deal SET stage_since = '{}' WHERE id IN ({}, {}, {won});
                 UPDATE deal SET stage_since = '{}' WHERE stage_since > '{}';
                 UPDATE deal SET status = 'won' WHERE id = {won}",
                stages[0], since(20), old[0], old[1], since(14), since(1),
            ))
            .await;
        let lists = review(&house).await.lists;
        let (_, ageing) = lists.iter().find(|(code, _)| code == "ageing").unwrap();
        let told = Told::Ageing { stage: "Talk".into(), days: 20 };
        let deals: Vec<_> = ageing.deals.iter().map(|deal| (deal.deal, deal.told.clone())).collect();
        assert_eq!(deals, [(old[1], told.clone()), (old[0], told)], "the largest first, on its last day none");
        assert_eq!((ageing.count, ageing.total.iter().map(|sum| sum.minor).collect::<Vec<_>>()), (2, vec![25_000]));
    }
}
