//! The list of deals and its filter (L1, L2), which the board shares: against the rule of `domain`, for random deals.

mod house;

use chrono::{Days as Span, NaiveDate, TimeDelta};
use command::{
    board::ReadBoard,
    deals::{ReadDealIds, ReadDeals},
};
use domain::{
    access::{Circle, sees, visibility},
    board,
    criteria::{Criteria, Looked, Statuses},
    deal::{Closed, Entry, Facts, NewDeal, Status, Why},
    deals::{Query, Row, Sort},
    filter::Filter,
    id::{ActionId, DealId, SourceId, UserId},
    ledger::Side,
    money::{Money, Totals},
    people::User,
    period::{Days, Period},
    process::{ActionForm, Process, ProcessForm, Rules, weighted},
    refusal::Refusal,
    search::Sought,
    task::{Dot, Due, Kind, standing},
    text::{Name, Prose, fold},
};
use fastrand::Rng;
use house::{House, refusal};
use store::bulk::{BulkDeal, BulkTask};

/// A deal as the rule looks at it.
struct Known {
    id: DealId,
    name: String,
    circle: Circle,
    dot: Dot,
    looked: Looked,
    weighted: Money,
}

fn some<T: Copy>(rng: &mut Rng, from: &[T]) -> T {
    from[rng.usize(..from.len())]
}

/// Some of these, in their order.
fn part<T: Copy>(rng: &mut Rng, from: &[T]) -> Vec<T> {
    from.iter().filter(|_| rng.u8(..3) == 0).copied().collect()
}

async fn with_actions(house: &House) -> Vec<Process> {
    let action = |name: &str| ActionForm {
        id: None,
        name: name.into(),
        hint: String::new(),
        weight: "10".into(),
        rules: Rules::default(),
    };
    let mut form = ProcessForm::plain("Renewals", &["First", "Second"]);
    form.stages[0].actions = vec![action("Call"), action("Visit")];
    form.stages[1].actions = vec![action("Sign")];
    let tx = house.write(&house.anna).await;
    tx.add_process(&form.create().unwrap()).await.unwrap();
    let processes = tx.processes().await.unwrap();
    tx.commit().await.unwrap();
    processes
}

/// A hundred and fifty deals of all kinds, of the four people, during a year.
async fn furnished(house: &House, rng: &mut Rng) -> (Vec<Process>, Vec<Known>) {
    let processes = with_actions(house).await;
    let people = [&house.anna, &house.marek, &house.zofia, &house.piotr].map(|user| user.id);
    let tx = house.write(&house.anna).await;
    let (now, today) = (tx.now(), tx.wall_clock().date());
    let (mut deals, mut known) = (vec![], vec![]);
    for number in 0..150 {
        let process = &processes[rng.usize(..processes.len())];
        let stage = &process.stages[rng.usize(..process.stages.len())];
        let actions: Vec<ActionId> = process.actions().map(|(_, action)| action.id).collect();
        let currency = some(rng, &["PLN", "EUR", "JPY"]).parse().unwrap();
        let value = Money { minor: rng.i64(0..20) * 10_000, currency };
        let name = format!("{} {number}", some(rng, &["Łódź", "Trucks", "100%_sure"]));
        let close = (rng.u8(..4) > 0).then(|| today + Span::new(rng.u64(..120)) - Span::new(60));
        let status =
            some(rng, &[Status::Open, Status::Open, Status::Open, Status::Won, Status::Lost, Status::Stale]);
        let closed = Closed { outcome: status, on: today - Span::new(1), why: Why::default() };
        let (owner, creator) = (some(rng, &people), some(rng, &people));
        let participants: Vec<UserId> =
            part(rng, &people).into_iter().filter(|user| *user != owner).collect();
        let created_at = now - TimeDelta::hours(rng.i64(0..24 * 100));
        let due = |days: i64| Some(Due { date: today + TimeDelta::days(days), time: None });
        let dues: Vec<Option<Due>> =
            (0..rng.usize(..3)).map(|_| some(rng, &[None, due(0), due(-2), due(9)])).collect();
        let source = (rng.u8(..2) == 0).then_some(SourceId(1));
        let done = part(rng, &actions);
        let new = NewDeal {
            facts: Facts {
                name: Name::known(name.as_str()),
                company: None,
                person: None,
                source,
                expected_close: close,
                value,
                owner,
                description: Prose::default(),
            },
            process: process.id,
            stage: stage.id,
            entry: if status == Status::Open { Entry::Added } else { Entry::Afterwards(closed) },
            participants: participants.clone(),
            forecast: Side::default(),
            done: done.clone(),
        };
        let task =
            |due: &Option<Due>| BulkTask { title: "Call".into(), kind: Kind::Call, due: *due, done_at: None };
        deals.push(BulkDeal {
            new,
            by: creator,
            external_id: None,
            created_at,
            stage_since: created_at,
            tasks: dues.iter().map(task).collect(),
            story: vec![],
        });
        known.push(Known {
            id: DealId(0),
            name,
            circle: Circle { creator, owner, participants: participants.clone(), public: false },
            dot: standing(&dues, tx.wall_clock()).dot,
            weighted: weighted(value, process.probability(&done)),
            looked: Looked {
                participants,
                process: process.id,
                stage: stage.id,
                status,
                source,
                value,
                close,
                created: created_at.with_timezone(&tx.account().zone).date_naive(),
                done,
            },
        });
    }
    let ids = tx.add_deals(&deals).await.unwrap();
    tx.commit().await.unwrap();
    for (known, id) in known.iter_mut().zip(ids) {
        known.id = id;
    }
    (processes, known)
}

fn some_days(rng: &mut Rng, today: NaiveDate) -> Days {
    let day = |rng: &mut Rng| (rng.u8(..3) > 0).then(|| today + Span::new(rng.u64(..100)) - Span::new(60));
    match rng.u8(..6) {
        0 => Days::None,
        1 => Days::Period(some(rng, &Period::ALL)),
        2 => match (day(rng), day(rng)) {
            (Some(from), Some(to)) => Days::Between(Some(from.min(to)), Some(from.max(to))),
            (None, None) => Days::Any,
            (from, to) => Days::Between(from, to),
        },
        _ => Days::Any,
    }
}

/// A filter in which each criterion is asked now and then.
fn some_filter(rng: &mut Rng, processes: &[Process], house: &House, today: NaiveDate) -> (Filter, Criteria) {
    let people = [&house.anna, &house.marek, &house.zofia, &house.piotr].map(|user| user.id);
    let stages: Vec<_> =
        processes.iter().flat_map(|process| process.stages.iter().map(|stage| stage.id)).collect();
    let actions: Vec<_> =
        processes.iter().flat_map(|process| process.actions().map(|(_, action)| action.id)).collect();
    let now_and_then = |rng: &mut Rng| rng.u8(..4) == 0;
    let mut criteria = Criteria { close: some_days(rng, today), ..Criteria::default() };
    if now_and_then(rng) {
        criteria.created = some_days(rng, today);
    }
    if now_and_then(rng) {
        criteria.participants = part(rng, &people);
    }
    if now_and_then(rng) {
        criteria.processes = vec![processes[rng.usize(..processes.len())].id];
    }
    if now_and_then(rng) {
        criteria.stages = part(rng, &stages);
    }
    if now_and_then(rng) {
        criteria.sources = part(rng, &[SourceId(1), SourceId(99)]);
    }
    if now_and_then(rng) {
        criteria.done = vec![some(rng, &actions)];
    }
    if now_and_then(rng) {
        criteria.not_done = part(rng, &actions);
    }
    if now_and_then(rng) {
        let least = (rng.u8(..2) == 0).then(|| rng.i64(0..1_000));
        criteria.value = (least, (rng.u8(..2) == 0).then(|| least.unwrap_or(0) + rng.i64(0..900)));
    }
    criteria.statuses = match rng.u8(..4) {
        0 => Statuses::All,
        1 => Statuses::Any(vec![some(rng, &[Status::Won, Status::Lost, Status::Stale])]),
        _ => Statuses::Open,
    };
    let further = criteria.write().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let filter = Filter {
        text: now_and_then(rng)
            .then(|| some(rng, &["lodz", "TRUCK", "2 tru", "t", "%", "_", "nothing"]).to_owned()),
        owners: if now_and_then(rng) { part(rng, &people) } else { vec![] },
        dots: if now_and_then(rng) { part(rng, &Dot::ALL) } else { vec![] },
        further,
    };
    (filter, criteria)
}

fn is_meant(deal: &Known, user: &User, filter: &Filter, criteria: &Criteria, today: NaiveDate) -> bool {
    let sought = filter.text.as_deref().and_then(Sought::of_filter);
    sees(visibility(user), &deal.circle)
        && criteria.hold(&deal.looked, today)
        && sought.is_none_or(|sought| sought.is_in(&deal.name))
        && (filter.owners.is_empty() || filter.owners.contains(&deal.circle.owner))
        && (filter.dots.is_empty() || filter.dots.contains(&deal.dot))
}

fn summed(deals: &[&Known], of: fn(&Known) -> Money) -> Totals {
    let mut totals = Totals::default();
    deals.iter().for_each(|deal| totals.add(of(deal)));
    totals
}

fn ids<'a>(deals: impl IntoIterator<Item = &'a Known>) -> Vec<DealId> {
    let mut ids: Vec<DealId> = deals.into_iter().map(|deal| deal.id).collect();
    ids.sort();
    ids
}

async fn list(house: &House, user: &User, query: Query) -> domain::deals::Deals {
    command::ask(&house.read(user).await, &ReadDeals { query }).await.unwrap()
}

on_each_database! {
    list_and_board_hold_what_the_rule_says(house) {
        let mut rng = Rng::with_seed(11);
        let (processes, known) = furnished(&house, &mut rng).await;
        let today = house.read(&house.anna).await.wall_clock().date();
        let mut met = 0;
        for round in 0..300 {
            let (filter, criteria) = some_filter(&mut rng, &processes, &house, today);
            let user = [&house.anna, &house.zofia][round % 2];
            let meant = |criteria: &Criteria| known.iter().filter(|deal| is_meant(deal, user, &filter, criteria, today)).collect::<Vec<_>>();
            let want = meant(&criteria);
            met += want.len();
            let tx = house.read(user).await;
            let query = Query { filter: filter.clone(), ..Query::default() };
            let mut got: Vec<DealId> = tx.listed_deals(&query, 0, 1_000).await.unwrap().iter().map(|row| row.id).collect();
            got.sort();
            assert_eq!(got, ids(want.iter().copied()), "{} {filter:?}", user.name);
            let mut picked = command::ask(&tx, &ReadDealIds { query }).await.unwrap();
            picked.sort();
            assert_eq!(picked, got, "{filter:?}");
            let sums = tx.sums_of_deals(&filter).await.unwrap();
            let (value, weighted) = (summed(&want, |deal| deal.looked.value), summed(&want, |deal| deal.weighted));
            assert_eq!((sums.count as usize, sums.value, sums.weighted), (want.len(), value, weighted), "{filter:?}");
            // The board of a process: open ones of it alone, whatever is asked of status and process.
            let process = &processes[rng.usize(..processes.len())];
            let of_board = Criteria { processes: vec![process.id], statuses: Statuses::Open, ..criteria };
            let want = meant(&of_board);
            let read = ReadBoard { query: board::Query { process: Some(process.id), filter: filter.clone() }, loaded: process.stages.iter().map(|stage| command::board::Loaded { stage: stage.id, cards: 500 }).collect() };
            let shown = command::ask(&tx, &read).await.unwrap();
            let mut cards: Vec<DealId> = shown.columns.iter().flat_map(|column| &column.page.cards).map(|card| card.id).collect();
            cards.sort();
            assert_eq!(cards, ids(want.iter().copied()), "board of {} {filter:?}", process.name);
            let mut total = Totals::default();
            shown.columns.iter().flat_map(|column| column.totals.iter()).for_each(|sum| total.add(sum));
            assert_eq!(total, summed(&want, |deal| deal.looked.value), "{filter:?}");
        }
        assert!(met > 2_000, "the filters let {met} deals pass");
    }

    a_list_is_sorted_by_each_of_its_headings(house) {
        let mut rng = Rng::with_seed(5);
        furnished(&house, &mut rng).await;
        let every = Query::default().with_criteria(|criteria| criteria.statuses = Statuses::All);
        for sort in Sort::ALL {
            for turned in [false, true] {
                let deals = list(&house, &house.anna, Query { sort, turned, ..every.clone() }).await;
                assert_eq!((deals.rows.len(), deals.sums.count), (100, 150));
                // Picked all at once they are the same, in the same order, of all pages.
                let all = ReadDealIds { query: Query { sort, turned, page: 1, ..every.clone() } };
                let all = command::ask(&house.read(&house.anna).await, &all).await.unwrap();
                assert_eq!(all[..100], deals.rows.iter().map(|row| row.id).collect::<Vec<_>>());
                assert_eq!(all.len(), 150);
                let falls = sort.falls() != turned;
                let in_order = |pair: &[Row]| {
                    let [first, second] = pair else { return true };
                    let order = match sort {
                        Sort::Name => fold(&first.name).cmp(&fold(&second.name)),
                        Sort::Value | Sort::Weighted if first.value.currency != second.value.currency => return first.value.currency.code() < second.value.currency.code(),
                        Sort::Value => first.value.minor.cmp(&second.value.minor),
                        Sort::Probability => first.probability.cmp(&second.probability),
                        Sort::Close => match (first.close, second.close) {
                            (None, Some(_)) => return false,
                            (_, None) => return true,
                            (first, second) => first.cmp(&second),
                        },
                        Sort::Created => first.created.cmp(&second.created),
                        Sort::Since => first.since.cmp(&second.since),
                        Sort::Weighted => (first.value.minor * i64::from(first.probability)).cmp(&(second.value.minor * i64::from(second.probability))),
                        Sort::Client | Sort::Stage | Sort::Owner | Sort::Tasks => return true,
                    };
                    if falls { order.is_ge() } else { order.is_le() }
                };
                assert!(deals.rows.windows(2).all(in_order), "{sort:?} {turned}");
                let second = list(&house, &house.anna, Query { sort, turned, page: 1, ..every.clone() }).await;
                let all: std::collections::BTreeSet<DealId> = deals.rows.iter().chain(&second.rows).map(|row| row.id).collect();
                assert_eq!(all.len(), 150, "no deal is on two pages");
            }
        }
    }

    a_parameter_that_means_nothing_is_refused_by_list_and_board(house) {
        let filter = Filter { further: vec![("colour".into(), "red".into())], ..Filter::default() };
        let tx = house.read(&house.zofia).await;
        let unknown = Refusal::UnknownParameter { name: "colour".into() };
        let listed = command::ask(&tx, &ReadDeals { query: Query { filter: filter.clone(), ..Query::default() } }).await;
        assert_eq!(refusal(listed), unknown);
        let read = ReadBoard { query: board::Query { filter, ..board::Query::default() }, ..ReadBoard::default() };
        assert_eq!(refusal(command::ask(&tx, &read).await), unknown);
        let far = Query { page: u32::MAX, ..Query::default() };
        assert_eq!(refusal(command::ask(&tx, &ReadDeals { query: far }).await), Refusal::MalformedParameter { name: "page".into() });
        assert_eq!(list(&house, &house.zofia, Query { page: 99, ..Query::default() }).await.rows, []);
    }
}
