//! Counting a review from the histories of deals.

use super::{Bridge, List, Month, Reviewed, Told};
use crate::{
    event::{Event, replay},
    id::{DealId, StageId, UserId},
    money::Money,
    status::Status,
};
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// A deal that something happened to since, with its whole history.
#[derive(Clone, Debug)]
pub struct Touched {
    pub deal: DealId,
    pub name: String,
    pub client: String,
    pub owner: UserId,
    pub value: Money,
    pub status: Status,
    pub stage: StageId,
    pub expected_close: Option<NaiveDate>,
    /// On the viewer's wall clock, the oldest first.
    pub history: Vec<(NaiveDateTime, Event)>,
}

/// Open deals of one owner, currency and month: how many, their value and weighted value.
#[derive(Clone, Debug)]
pub struct Open {
    pub owner: UserId,
    pub month: String,
    pub count: usize,
    pub value: Money,
    pub weighted: Money,
}

/// What the numbers of a review are, and its lists.
pub struct Counted {
    pub bridge: Bridge,
    pub owners: Vec<(UserId, Bridge)>,
    pub months: Vec<(String, Month)>,
    pub lists: Vec<(String, List)>,
}

/// Counts a review: all open deals of today as sums, and those that something happened to since one by one. `stages` are
/// those of the process, in order, with their names.
pub fn count(stages: &[(StageId, String)], since: NaiveDate, open: &[Open], touched: &[Touched]) -> Counted {
    let mut owners: BTreeMap<UserId, Bridge> = BTreeMap::new();
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    // Nothing happened to a deal: it is today what it was.
    for open in open {
        let bridge = owners.entry(open.owner).or_default();
        [&mut bridge.begin, &mut bridge.end].into_iter().for_each(|sum| sum.add(open.value));
        bridge.begin_count += open.count;
        bridge.end_count += open.count;
        let month = months.entry(open.month.clone()).or_default();
        [&mut month.begin, &mut month.end].into_iter().for_each(|sum| sum.add(open.value));
        month.weighted.add(open.weighted);
    }
    let mut deals = vec![];
    for deal in touched {
        let before = Before::of(deal, since);
        let bridge = owners.entry(deal.owner).or_default();
        if deal.status == Status::Open {
            // It is among the sums, as if it had been so before.
            bridge.begin.take(deal.value);
            bridge.begin_count -= 1;
            months.entry(month_of(deal.expected_close)).or_default().begin.take(deal.value);
        }
        if let Some(value) = before.open {
            bridge.begin.add(value);
            bridge.begin_count += 1;
            months.entry(month_of(before.expected_close)).or_default().begin.add(value);
        }
        for told in tell(deal, &before, since, stages, bridge) {
            deals.push(Reviewed {
                deal: deal.deal,
                name: deal.name.clone(),
                client: deal.client.clone(),
                owner: deal.owner,
                value: deal.value,
                told,
            });
        }
    }
    deals.sort_by_key(|deal| (deal.value.currency, std::cmp::Reverse(deal.value.minor), deal.deal));
    let mut bridge = Bridge::default();
    owners.values().for_each(|of_owner| bridge.add(of_owner));
    let (owners, months) = (owners.into_iter().collect(), months.into_iter().collect());
    Counted { bridge, owners, months, lists: lists_of(deals) }
}

/// The lists, the largest values first.
fn lists_of(deals: Vec<Reviewed>) -> Vec<(String, List)> {
    let mut lists: BTreeMap<String, List> = BTreeMap::new();
    for deal in deals {
        let list = lists.entry(deal.told.code().to_owned()).or_default();
        list.count += 1;
        list.total.add(deal.value);
        if list.deals.len() < List::SHOWN {
            list.deals.push(deal);
        }
    }
    lists.into_iter().collect()
}

/// What a deal was before the first day.
struct Before {
    existed: bool,
    /// Its value, if it was open.
    open: Option<Money>,
    stage: Option<StageId>,
    expected_close: Option<NaiveDate>,
}

impl Before {
    fn of(deal: &Touched, since: NaiveDate) -> Before {
        let then = deal.history.iter().filter(|(at, _)| at.date() < since);
        let events: Vec<Event> = then.map(|(_, event)| event.clone()).collect();
        let replayed = replay(&events);
        let value = at(deal, since, deal.value, |event| match event {
            Event::ValueChanged { from, to } => Some((*from, *to)),
            _ => None,
        });
        let expected_close = at(deal, since, deal.expected_close, |event| match event {
            Event::ExpectedCloseChanged { from, to } => Some((*from, *to)),
            _ => None,
        });
        let existed = !events.is_empty();
        let open = (existed && replayed.status == Status::Open).then_some(value);
        Before { existed, open, stage: replayed.stage, expected_close }
    }
}

/// What something was before the first day, by the events that changed it: what the first one since changed it from. When
/// there was none, but a change was taken back since, what the last one before had changed it to.
fn at<T>(deal: &Touched, since: NaiveDate, now: T, change: impl Fn(&Event) -> Option<(T, T)>) -> T {
    let later = || deal.history.iter().filter(|(at, _)| at.date() >= since);
    if let Some((from, _)) = later().find_map(|(_, event)| change(event)) {
        return from;
    }
    let undone = later().any(|(_, event)| matches!(event, Event::Undone { .. }));
    let last =
        deal.history.iter().filter(|(at, _)| at.date() < since).filter_map(|(_, event)| change(event)).last();
    last.filter(|_| undone).map_or(now, |(_, to)| to)
}

/// What happened to a deal, counted into the bridge of its owner.
fn tell(
    deal: &Touched,
    before: &Before,
    since: NaiveDate,
    stages: &[(StageId, String)],
    bridge: &mut Bridge,
) -> Vec<Told> {
    let mut told = vec![];
    let was_open = before.open.is_some();
    match before.open {
        // Its currency may be another by now.
        Some(value) => {
            bridge.changed.add(deal.value);
            bridge.changed.take(value);
        }
        None if !before.existed && closed_before(deal, since) => return told,
        // Of what came and went within the time both are told.
        None if !before.existed || deal.status == Status::Open => {
            bridge.new.add(deal.value);
            told.push(Told::New { reopened: before.existed });
        }
        None => return told,
    }
    match deal.status {
        Status::Open => {}
        Status::Won => {
            bridge.won.add(deal.value);
            let closed = |event: &Event| matches!(event, Event::Closed { .. });
            let last = deal.history.iter().rev().find(|(_, event)| closed(event)).or(deal.history.last());
            let [first, last] = [deal.history.first(), last].map(|told| told.map(|(at, _)| at.date()));
            told.push(Told::Won {
                days: first.zip(last).map_or(0, |(first, last)| (last - first).num_days()),
            });
        }
        Status::Lost | Status::Stale => {
            bridge.lost.add(deal.value);
            let reason = deal.history.iter().rev().find_map(|(_, event)| match event {
                Event::Closed { reason, .. } => Some(reason.clone()),
                _ => None,
            });
            told.push(Told::Lost { reason: reason.flatten() });
        }
    }
    if !was_open || deal.status != Status::Open {
        return told;
    }
    let index = |stage: Option<StageId>| stages.iter().position(|(id, _)| Some(*id) == stage);
    if let (Some(from), Some(to)) = (index(before.stage), index(Some(deal.stage)))
        && from != to
    {
        let [from_name, to_name] = [from, to].map(|index| stages[index].1.clone());
        let forward = from < to;
        *if forward { &mut bridge.forward } else { &mut bridge.back } += 1;
        let (from, to) = (from_name, to_name);
        told.push(if forward { Told::Forward { from, to } } else { Told::Back { from, to } });
    }
    if let (Some(from), Some(to)) = (before.expected_close, deal.expected_close)
        && to > from
    {
        let later = |event: &Event| matches!(event, Event::ExpectedCloseChanged { from: Some(from), to: Some(to) } if to > from);
        let times = deal.history.iter().filter(|(_, event)| later(event)).count();
        bridge.slipped += 1;
        told.push(Told::Slipped { from, to, times });
    }
    told
}

/// Whether a deal that was entered since had been closed before, once and for all. Of an imported one nobody knows when.
fn closed_before(deal: &Touched, since: NaiveDate) -> bool {
    let reopened = deal.history.iter().any(|(_, event)| matches!(event, Event::Reopened { .. }));
    let entered_closed = match deal.history.first().map(|(_, event)| event) {
        Some(Event::EnteredAfterwards { on, .. }) => *on < since,
        Some(Event::Imported { status, .. }) => *status != Status::Open,
        _ => false,
    };
    entered_closed && !reopened
}

/// The month that a deal is expected in.
fn month_of(expected_close: Option<NaiveDate>) -> String {
    expected_close.map(|day| format!("{}-01", day.format("%Y-%m"))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        money::{Currency, Totals},
        refusal::Refusal,
        review::Query,
    };

    fn zloty(minor: i64) -> Money {
        Money { minor, currency: Currency::PLN }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn touched(status: Status, stage: i64, value: i64, history: Vec<(&str, Event)>) -> Touched {
        Touched {
            deal: DealId(1),
            name: "Fleet".into(),
            client: "Lodz".into(),
            owner: UserId(1),
            value: zloty(value),
            status,
            stage: StageId(stage),
            expected_close: Some(day("2026-12-20")),
            history: history
                .into_iter()
                .map(|(at, event)| (day(at).and_hms_opt(12, 0, 0).unwrap(), event))
                .collect(),
        }
    }

    fn counted(deal: Touched) -> (Bridge, Vec<Told>) {
        let stages = [(StageId(1), "Talk".to_owned()), (StageId(2), "Offer".to_owned())];
        let open = Open {
            owner: UserId(1),
            month: "2026-12-01".into(),
            count: 1,
            value: deal.value,
            weighted: zloty(0),
        };
        let open: Vec<Open> = (deal.status == Status::Open).then_some(open).into_iter().collect();
        let counted = count(&stages, day("2026-11-16"), &open, &[deal]);
        assert!(counted.bridge.is_balanced(), "{:?}", counted.bridge);
        (
            counted.bridge,
            counted.lists.into_iter().flat_map(|(_, list)| list.deals).map(|deal| deal.told).collect(),
        )
    }

    fn added() -> (&'static str, Event) {
        ("2026-11-01", Event::Added { stage: StageId(1) })
    }

    #[test]
    fn what_an_address_asks_for_is_read_or_refused_by_name() {
        let query = Query::read([("since", "2026-11-16"), ("process", "2"), ("owner", "3")]).unwrap();
        assert_eq!(query.since, Some(day("2026-11-16")));
        assert_eq!(Query::read(query.write().iter().map(|(name, value)| (*name, value.as_str()))), Ok(query));
        for (name, value) in [("since", "2026-02-30"), ("since", ""), ("process", "x"), ("owner", "1,2")] {
            let want = Refusal::MalformedParameter { name: name.into() };
            assert_eq!(Query::read([(name, value)]), Err(want), "{value}");
        }
        assert_eq!(Query::read([("q", "x")]), Err(Refusal::UnknownParameter { name: "q".into() }));
    }

    #[test]
    fn each_thing_that_can_happen_is_told_and_balances() {
        let moved = |from, to| Event::Moved { from: StageId(from), to: StageId(to) };
        let closed = |outcome| Event::Closed { outcome, on: day("2026-11-18"), reason: Some("Price".into()) };
        let dearer = Event::ValueChanged { from: zloty(60), to: zloty(100) };
        let slip = Event::ExpectedCloseChanged { from: Some(day("2026-12-01")), to: Some(day("2026-12-20")) };
        let undone = Event::Undone { stage: StageId(1), status: Status::Open, done: vec![] };
        let (talk, offer) = ("Talk".to_owned(), "Offer".to_owned());
        for (deal, told, begin, changed, end) in [
            (
                touched(Status::Open, 2, 100, vec![added(), ("2026-11-17", moved(1, 2))]),
                vec![Told::Forward { from: talk.clone(), to: offer.clone() }],
                100,
                0,
                100,
            ),
            (
                touched(
                    Status::Open,
                    1,
                    100,
                    vec![
                        ("2026-11-01", Event::Added { stage: StageId(2) }),
                        ("2026-11-17", moved(2, 1)),
                        ("2026-11-17", dearer),
                    ],
                ),
                vec![Told::Back { from: offer, to: talk }],
                60,
                40,
                100,
            ),
            (
                touched(
                    Status::Open,
                    1,
                    100,
                    vec![added(), ("2026-11-15", moved(1, 2)), ("2026-11-17", undone)],
                ),
                vec![Told::Back { from: "Offer".into(), to: "Talk".into() }],
                100,
                0,
                100,
            ),
            (
                touched(Status::Open, 1, 100, vec![added(), ("2026-11-16", slip)]),
                vec![Told::Slipped { from: day("2026-12-01"), to: day("2026-12-20"), times: 1 }],
                100,
                0,
                100,
            ),
            (
                touched(Status::Won, 2, 100, vec![added(), ("2026-11-18", closed(Status::Won))]),
                vec![Told::Won { days: 17 }],
                100,
                0,
                0,
            ),
            (
                touched(Status::Lost, 2, 100, vec![added(), ("2026-11-18", closed(Status::Lost))]),
                vec![Told::Lost { reason: Some("Price".into()) }],
                100,
                0,
                0,
            ),
            (
                touched(Status::Open, 1, 100, vec![("2026-11-16", Event::Added { stage: StageId(1) })]),
                vec![Told::New { reopened: false }],
                0,
                0,
                100,
            ),
            (
                touched(
                    Status::Open,
                    1,
                    100,
                    vec![
                        added(),
                        ("2026-11-10", closed(Status::Lost)),
                        ("2026-11-17", Event::Reopened { from: Status::Lost }),
                    ],
                ),
                vec![Told::New { reopened: true }],
                0,
                0,
                100,
            ),
            (
                touched(
                    Status::Won,
                    1,
                    100,
                    vec![
                        ("2026-11-16", Event::Added { stage: StageId(1) }),
                        ("2026-11-18", closed(Status::Won)),
                    ],
                ),
                vec![Told::New { reopened: false }, Told::Won { days: 2 }],
                0,
                0,
                0,
            ),
            (
                touched(
                    Status::Lost,
                    1,
                    100,
                    vec![
                        added(),
                        ("2026-11-10", closed(Status::Lost)),
                        ("2026-11-17", Event::Renamed { from: "A".into(), to: "B".into() }),
                    ],
                ),
                vec![],
                0,
                0,
                0,
            ),
        ] {
            let what = format!("{deal:?}");
            let (bridge, said) = counted(deal);
            let sum = |totals: &Totals| totals.iter().map(|money| money.minor).sum::<i64>();
            assert_eq!(said, told, "{what}");
            assert_eq!(
                [sum(&bridge.begin), sum(&bridge.changed), sum(&bridge.end)],
                [begin, changed, end],
                "{what}"
            );
        }
    }

    #[test]
    fn a_deal_that_counts_in_another_currency_now_balances_in_both() {
        let euros = Money { minor: 250, currency: Currency::EUR };
        let change = Event::ValueChanged { from: zloty(1_000), to: euros };
        let deal =
            Touched { value: euros, ..touched(Status::Open, 1, 0, vec![added(), ("2026-11-17", change)]) };
        let (bridge, _) = counted(deal);
        assert_eq!(bridge.begin.iter().collect::<Vec<_>>(), [zloty(1_000)]);
        assert_eq!(bridge.end.iter().collect::<Vec<_>>(), [euros]);
        assert_eq!(bridge.changed.iter().collect::<Vec<_>>(), [euros, zloty(-1_000)]);
    }

    #[test]
    fn a_deal_entered_afterwards_counts_when_it_was_closed_since() {
        let entered = |on| {
            let event = Event::EnteredAfterwards { stage: StageId(1), status: Status::Won, on: day(on) };
            counted(touched(Status::Won, 1, 100, vec![("2026-11-18", event)]))
        };
        let (bridge, told) = entered("2026-11-16");
        assert!(bridge.is_balanced());
        assert_eq!(told, [Told::New { reopened: false }, Told::Won { days: 0 }]);
        let (bridge, told) = entered("2026-11-15");
        assert_eq!(
            (bridge.begin_count, bridge.new, bridge.won, told),
            (0, Totals::default(), Totals::default(), vec![])
        );
    }

    #[test]
    fn the_days_of_a_won_deal_end_when_it_was_won() {
        let won = Event::Closed { outcome: Status::Won, on: day("2026-11-18"), reason: None };
        let noted = Event::Renamed { from: "A".into(), to: "B".into() };
        let history = vec![added(), ("2026-11-18", won), ("2026-11-28", noted)];
        assert_eq!(counted(touched(Status::Won, 1, 100, history)).1, [Told::Won { days: 17 }]);
    }
}
