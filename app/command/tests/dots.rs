//! The dot against a brute-force reading of its rule (B6): for random tasks, moments and zones, days on which clocks change
//! among them.

use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::task::{Dot, Due, standing};
use fastrand::Rng;

const ZONES: [Tz; 8] = [
    Tz::Europe__Warsaw,
    Tz::America__New_York,
    Tz::America__Santiago,
    Tz::Africa__Cairo,
    Tz::Australia__Lord_Howe,
    Tz::Asia__Kathmandu,
    Tz::Pacific__Apia,
    Tz::UTC,
];

/// The first moment at which clocks in a zone show this, or later where a change leaves it out.
fn first_moment(zone: Tz, shown: NaiveDateTime) -> DateTime<Utc> {
    let later = (0..).map(|minutes| zone.from_local_datetime(&(shown + Duration::minutes(minutes))));
    let found = later.filter_map(|at| at.earliest()).next();
    found.unwrap().with_timezone(&Utc)
}

/// When a task is overdue: from its moment on, or from the midnight that ends its day.
fn overdue_from(zone: Tz, due: Due) -> DateTime<Utc> {
    let ends = due.date.checked_add_days(Days::new(1)).unwrap().and_time(NaiveTime::MIN);
    first_moment(zone, due.time.map_or(ends, |time| due.date.and_time(time)))
}

fn brute_force(tasks: &[Option<Due>], now: DateTime<Utc>, zone: Tz) -> Dot {
    let today = now.with_timezone(&zone).date_naive();
    let overdue = |due: &Due| overdue_from(zone, *due) <= now;
    let dated = || tasks.iter().flatten();
    if dated().any(overdue) {
        Dot::Red
    } else if dated().any(|due| due.date == today) {
        Dot::Green
    } else if tasks.is_empty() {
        Dot::White
    } else {
        Dot::Grey
    }
}

/// The moments of some years at which the clocks of a zone change.
fn changes(zone: Tz) -> Vec<DateTime<Utc>> {
    let first: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
    let hours: Vec<_> = (0..24 * 365 * 3).map(|hour| first + Duration::hours(hour)).collect();
    let ahead = |at: DateTime<Utc>| at.with_timezone(&zone).naive_local() - at.naive_utc();
    hours.windows(2).filter(|pair| ahead(pair[0]) != ahead(pair[1])).map(|pair| pair[1]).collect()
}

/// Some moment: any, or one near a midnight or a change of the clocks.
fn some_moment(rng: &mut Rng, zone: Tz, changes: &[DateTime<Utc>]) -> DateTime<Utc> {
    let near = Duration::minutes(rng.i64(-200..=200));
    let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(rng.u64(0..1_000));
    match rng.u8(0..3) {
        0 if !changes.is_empty() => changes[rng.usize(0..changes.len())] + near,
        1 => first_moment(zone, day.and_time(NaiveTime::MIN)) + near,
        _ => day.and_time(NaiveTime::MIN).and_utc() + Duration::minutes(rng.i64(0..1_440)),
    }
}

#[test]
fn the_dot_is_what_the_rule_says_at_every_moment_in_every_zone() {
    let mut rng = Rng::with_seed(6);
    let changes: Vec<Vec<DateTime<Utc>>> = ZONES.iter().map(|zone| changes(*zone)).collect();
    let (mut seen, mut repeated) = ([0; 4], 0);
    for _ in 0..100_000 {
        let at = rng.usize(0..ZONES.len());
        let (zone, now) = (ZONES[at], some_moment(&mut rng, ZONES[at], &changes[at]));
        let shown = now.with_timezone(&zone).naive_local();
        // In an hour that clocks show twice a time counts by what they show, and not by which of the two it is.
        if matches!(zone.from_local_datetime(&shown), LocalResult::Ambiguous(..)) {
            repeated += 1;
            continue;
        }
        let count = rng.usize(0..4);
        let mut due = || -> Option<Due> {
            let date = shown.date() + Days::new(rng.u64(0..4)) - Days::new(2);
            let minutes = rng.u32(0..1_440);
            let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).filter(|_| rng.bool());
            (rng.u8(0..5) > 0).then_some(Due { date, time })
        };
        let tasks: Vec<Option<Due>> = (0..count).map(|_| due()).collect();
        let want = brute_force(&tasks, now, zone);
        assert_eq!(standing(&tasks, shown).dot, want, "{tasks:?} at {now} in {zone}");
        seen[Dot::ALL.iter().position(|dot| *dot == want).unwrap()] += 1;
    }
    assert!(seen.iter().all(|times| *times > 5_000), "too few of a dot: {seen:?}");
    assert!(repeated < 5_000, "{repeated} moments were left out");
}
