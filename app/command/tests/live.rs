//! Nudges: whoever sees something else than before was told that something changed, and servers on one database tell one
//! another (B11).

mod house;

use command::{Command, Query, deal::AddDeal};
use domain::{
    id::{DealId, Op},
    people::User,
    place::Gap,
};
use fastrand::Rng;
use house::{
    House, form,
    random::{self, Now},
};
use serde_json::{Value, json};
use std::time::Duration;
use store::{Account, Error, Heard, Listening, Nudge, Store};

/// How many commands are thought up.
const STEPS: usize = 120;
/// How many deals are worked on.
const DEALS: usize = 4;

/// What the screens ask that follow what others do.
fn questions() -> Vec<Query> {
    let ask = |name: &str, fields: Value| Query::read(name, fields).unwrap();
    vec![
        ask("board", json!({"query": {}})),
        ask("deal_list", json!({"query": {}})),
        ask("tasks", json!({"query": {}})),
        ask("notices", json!({})),
        ask("contacts", json!({"query": {}})),
        ask("contacts", json!({"query": {"persons": true}})),
        ask("process", json!({"process": 1})),
    ]
}

/// Everything that somebody sees, but for the time, and what comes in no order.
async fn seen(house: &House, (user, account): &(User, Account)) -> Vec<Value> {
    let mut seen = vec![];
    for question in questions() {
        let answer = question.ask(&house.store.read(user.clone(), account.clone()).await.unwrap()).await;
        let mut answer = answer.map_or(Value::Null, |answer| serde_json::from_str(&answer).unwrap());
        if let Some(fields) = answer.as_object_mut() {
            fields.retain(|name, _| name != "now" && name != "held");
        }
        seen.push(answer);
    }
    seen
}

/// Everybody as they are now, with the account as they see it: roles and settings change.
async fn everybody(house: &House) -> Vec<(User, Account)> {
    let mut all = vec![];
    for user in [&house.anna, &house.marek, &house.zofia, &house.piotr] {
        all.extend(house.store.session(&format!("token-{}", user.id)).await.unwrap());
    }
    all
}

on_each_database! {
    whoever_sees_something_else_was_told(house) {
        let mut rng = Rng::with_seed(14);
        let stages = house.stages().await;
        let mut deals: Vec<DealId> = vec![];
        for owner in [&house.zofia, &house.piotr, &house.zofia, &house.marek] {
            deals.push(house.add(owner, stages[0], form("Trucks", "10", owner)).await);
        }
        let (mut succeeded, mut told) = (0, 0);
        for _ in 0..STEPS {
            // What was deleted or taken back is not there any more.
            for deal in &mut deals {
                if house.read(&house.anna).await.deal(*deal).await.is_err() {
                    *deal = house.add(&house.anna, stages[0], form("Trucks", "10", &house.anna)).await;
                }
            }
            let deal = rng.choice(&deals).copied();
            let now = Now::of(&house, &deals, deal).await;
            let name = *rng.choice(Command::NAMES).unwrap();
            let Some((by, command)) = random::command(&mut rng, name, &now) else { continue };
            let users = everybody(&house).await;
            let mut before = vec![];
            for user in &users {
                before.push((seen(&house, user).await, house.store.live().mark(&user.0)));
            }
            let Ok(tx) = house.store.write(by).await else { continue };
            let done = match command.perform(tx, &house::op()).await {
                Ok(done) => Some(done),
                Err(Error::Refused(_)) => None,
                Err(broken) => panic!("{command:?}: {broken}"),
            };
            if let Some(new) = done.as_ref().filter(|_| ["add_deal", "duplicate_deal"].contains(&name)) {
                let new = DealId(new.answer.parse().unwrap());
                deals[rng.usize(..DEALS)] = new;
            }
            succeeded += usize::from(done.is_some());
            for user in everybody(&house).await {
                let Some(index) = users.iter().position(|before| before.0.id == user.0.id) else { continue };
                let (saw, mark) = &before[index];
                let hears = house.store.live().mark(&user.0) != *mark;
                told += usize::from(hears);
                assert!(done.is_some() || !hears, "told of what was refused: {command:?}");
                let sees = seen(&house, &user).await;
                let changed = sees.iter().zip(saw).find(|(sees, saw)| sees != saw);
                assert!(hears || changed.is_none(), "{} was not told of {command:?}: {changed:?}", user.0.name);
            }
        }
        assert!(succeeded > STEPS / 5, "{succeeded} commands succeeded");
        assert!(told > succeeded && told < 4 * succeeded, "{told} were told of {succeeded}");
    }
}

/// What is heard next, when it is something.
async fn next(listening: &mut Listening) -> Nudge {
    match listening.next().await {
        Heard::Nudge(nudge, _) => Nudge::clone(&nudge),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn servers_on_one_database_tell_one_another() {
    let house = house::postgres("servers").await;
    let (ours, theirs) = (house.store.clone(), Store::open(&house.location).await.unwrap());
    let mut hearing = theirs.live().listen(&house.piotr, None);
    let listener = tokio::spawn({
        let theirs = theirs.clone();
        async move { theirs.hear_others().await }
    });
    // From here on nothing is lost.
    assert_eq!(next(&mut hearing).await.op, None);
    let stage = house.stages().await[0];
    let add = async |store: &Store, op: &Op| {
        let new: AddDeal = house.new_deal(&house.zofia, stage, form("Trucks", "10", &house.zofia)).await;
        command::perform(store.write(house.zofia.id).await.unwrap(), op, &new).await.unwrap().answer
    };
    let (first, second, third) = (house::op(), house::op(), house::op());
    let deal = add(&ours, &first).await;
    let heard = next(&mut hearing).await;
    assert_eq!((heard.op.as_ref(), heard.by), (Some(&first), Some(house.zofia.id)));
    // Their own they hear once, and what is rolled back nobody does.
    let tx = ours.write(house.zofia.id).await.unwrap();
    let step = domain::board::Move { deal, from: stage, to: house.stages().await[1], gap: Gap::default() };
    command::Perform::perform(&step, &tx).await.unwrap();
    drop(tx);
    add(&theirs, &second).await;
    add(&ours, &third).await;
    assert_eq!(next(&mut hearing).await.op, Some(second));
    assert_eq!(next(&mut hearing).await.op, Some(third));
    // Whose line is cut hears that there may have been anything, and goes on.
    house.harm("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").await;
    assert_eq!(next(&mut hearing).await.op, None);
    let last = house::op();
    add(&ours, &last).await;
    let heard = async { while next(&mut hearing).await.op.as_ref() != Some(&last) {} };
    tokio::time::timeout(Duration::from_secs(60), heard).await.expect("it is heard again");
    listener.abort();
}
