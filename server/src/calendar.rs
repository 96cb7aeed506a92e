//! The calendar feed of one's tasks, at an address that only its owner knows (T4). It says what the page of tasks says: a
//! task of a deal that its owner no longer sees is not in it.

use crate::answers;
use app::{
    error::Problem,
    session::request::{AppState, preferred},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, LocalResult, NaiveDateTime, TimeZone, Utc};
use domain::{refusal::Refusal, task::Due, tasks::Listed};
use icalendar::{Calendar, Component, Event, EventLike};
use std::fmt::Write;

/// How much of a day a task with a time takes.
const LASTS: Duration = Duration::minutes(30);

/// Gives the tasks of whoever has this address. An unknown address, one that was renewed and one of a deactivated user are
/// the same.
pub async fn feed(State(state): State<AppState>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    match tasks_of(&state, &file).await {
        Ok(calendar) => {
            let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
            (kind, calendar).into_response()
        }
        Err(problem) => answers::refuse(&problem, preferred(&state.languages, &headers)),
    }
}

async fn tasks_of(state: &AppState, file: &str) -> Result<String, Problem> {
    let secret = file.strip_suffix(".ics").ok_or(Refusal::NotFound)?;
    let tx = state.sessions.subscriber(secret).await?.ok_or(Refusal::NotFound)?;
    let (zone, words) = (tx.account().zone, state.languages.words(tx.user().language));
    let (tasks, now) = (tx.dated_tasks().await?, tx.now());
    tx.commit().await?;
    let mut calendar = Calendar::new();
    calendar.name(&format!("Tablica · {}", words.tasks())).ttl(&Duration::hours(1));
    for task in &tasks {
        calendar.extend(event(task, now, |local| moment(&zone, local)));
    }
    Ok(calendar.done().to_string())
}

/// A task as an entry of a calendar; nothing without a date.
fn event(
    listed: &Listed,
    now: DateTime<Utc>,
    moment: impl Fn(NaiveDateTime) -> DateTime<Utc>,
) -> Option<Event> {
    let Due { date, time } = listed.task.due?;
    let (mut summary, mut event) = (listed.task.title.to_string(), Event::new());
    if let Some(deal) = &listed.deal {
        let _ = write!(summary, " · {}", deal.name);
        event.description(&deal.client.line());
    }
    event.uid(&format!("task-{}@tablica", listed.task.id)).timestamp(now).summary(&summary);
    match time {
        Some(time) => {
            let begins = moment(date.and_time(time));
            event.starts(begins).ends(begins + LASTS)
        }
        // The end of a day is the beginning of the next one (RFC 5545, 3.6.1).
        None => event.starts(date).ends(date.succ_opt().unwrap_or(date)),
    };
    Some(event.done())
}

/// When a wall clock of this zone shows this. Of an hour that comes twice, the first; of one that is left out, the hour
/// after it.
fn moment<Z: TimeZone>(zone: &Z, local: NaiveDateTime) -> DateTime<Utc> {
    let found = match zone.from_local_datetime(&local) {
        LocalResult::None => zone.from_local_datetime(&(local + Duration::hours(1))),
        found => found,
    };
    found.earliest().map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Warsaw;

    #[test]
    fn a_wall_clock_shows_a_moment_also_when_clocks_are_changed() {
        for (local, utc) in [
            ("2026-05-14T10:00:00", "2026-05-14T08:00:00Z"),
            ("2026-11-29T10:00:00", "2026-11-29T09:00:00Z"),
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"), // left out
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"), // comes twice
        ] {
            let local = local.parse::<NaiveDateTime>().unwrap();
            assert_eq!(moment(&Warsaw, local), utc.parse::<DateTime<Utc>>().unwrap(), "{local}");
        }
    }
}
