//! What happened to a deal of the demo on its way: stages entered, actions checked, dates put off, each on its day.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use domain::{
    deal::{Closed, Status},
    event::Event,
    id::{ActionId, UserId},
    money::Money,
    process::Process,
};
use fastrand::Rng;
use store::bulk::Happened;

/// How a deal came to where it is.
pub(super) struct Way<'a> {
    pub process: &'a Process,
    /// The index of its stage.
    pub stage: usize,
    pub done: &'a [ActionId],
    pub by: UserId,
    pub created: DateTime<Utc>,
    /// When it came to its stage.
    pub since: DateTime<Utc>,
    pub now: DateTime<Utc>,
}

/// A story that is told from its beginning.
struct Telling {
    by: UserId,
    now: DateTime<Utc>,
    told: Vec<Happened>,
}

impl Telling {
    /// Something happened on the day of this moment, in working hours, after what was told before.
    fn tell(&mut self, at: DateTime<Utc>, event: Event) -> DateTime<Utc> {
        let morning = at.date_naive().and_hms_opt(8, 0, 0).map_or(at, |morning| morning.and_utc());
        let after = self.told.last().map_or(morning, |last| last.at + Duration::minutes(9));
        let at = morning.max(after).min(self.now);
        self.told.push(Happened { by: self.by, at, event });
        at
    }
}

/// The story of a deal until today or until it was closed; and when it was added and came to its stage by it.
pub(super) fn story(
    way: &Way,
    closed: Option<&Closed>,
    dice: &mut Rng,
) -> (Vec<Happened>, [DateTime<Utc>; 2]) {
    let mut telling = Telling { by: way.by, now: way.now, told: vec![] };
    let stages = &way.process.stages;
    let created = telling.tell(way.created, Event::Added { stage: stages[0].id });
    let (mut since, mut done) = (created, vec![]);
    let last = closed.map_or(way.now, |closed| end_of(closed.on));
    for index in 0..=way.stage {
        let enters = between(way.created, way.since, index, way.stage.max(1));
        let leaves =
            if index < way.stage { between(way.created, way.since, index + 1, way.stage) } else { last };
        if index > 0 {
            since = telling.tell(enters, Event::Moved { from: stages[index - 1].id, to: stages[index].id });
        }
        let own = stages[index].actions.iter().filter(|action| way.done.contains(&action.id));
        let own: Vec<_> = own.collect();
        for (number, action) in own.iter().enumerate() {
            let before = way.process.probability(&done);
            done.push(action.id);
            let probability = (before, way.process.probability(&done));
            let at = between(enters, leaves, number + 1, own.len() + 1);
            telling.tell(
                at,
                Event::ActionDone { action: action.id, name: action.name.to_string(), probability },
            );
        }
    }
    if let Some(Closed { outcome, on, .. }) = closed {
        let reason = (*outcome != Status::Won).then(|| REASONS[dice.usize(..REASONS.len())].to_owned());
        telling.tell(end_of(*on), Event::Closed { outcome: *outcome, on: *on, reason });
    }
    (telling.told, [created, since])
}

/// What deals are lost for, as the account calls it.
const REASONS: [&str; 3] = ["Cena", "Konkurencja", "Brak budżetu"];

/// What changes of open deals now and then: the day when they should close is put off, their value grows.
pub(super) fn changes(way: &Way, close: NaiveDate, value: Money, dice: &mut Rng) -> Vec<Happened> {
    let ago = |days: u64| way.now - Days::new(days);
    let (put_off, grown) = (ago(1 + dice.u64(..20)), ago(1 + dice.u64(..12)));
    let mut told = vec![];
    if dice.u64(..5) == 0 && put_off > way.since {
        let from = close.checked_sub_days(Days::new(5 + dice.u64(..30)));
        told.push((put_off, Event::ExpectedCloseChanged { from, to: Some(close) }));
    }
    if dice.u64(..8) == 0 && grown > way.since {
        let from = Money { minor: value.minor / 10 * 9 / 10_000 * 10_000, ..value };
        told.push((grown, Event::ValueChanged { from, to: value }));
    }
    told.sort_by_key(|(at, _)| *at);
    told.into_iter().map(|(at, event)| Happened { by: way.by, at, event }).collect()
}

/// The moment a part of the way from one to another.
fn between(from: DateTime<Utc>, to: DateTime<Utc>, part: usize, of: usize) -> DateTime<Utc> {
    from + (to - from) * part as i32 / of.max(1) as i32
}

fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(15, 0, 0).unwrap_or_default().and_utc()
}
