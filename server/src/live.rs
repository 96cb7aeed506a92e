//! The stream on which a browser hears that something was changed (principle: a nudge, not the data). It ends with the
//! session, and with the server.

use crate::answers;
use app::{
    error::Problem,
    parameters,
    session::request::{AppState, Session},
};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use domain::{
    id::{DealId, Op, UserId},
    refusal::Refusal,
};
use futures_util::stream;
use serde::Serialize;
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::{Heard, Listening, Nudge};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How many streams a user may have open: a browser needs one.
const EACH: usize = 32;
/// How many all of them may have open.
const IN_ALL: usize = 2_000;
/// How often a silent stream shows that it is alive, and looks whether its session still is.
const BEAT: Duration = Duration::from_secs(20);
/// How long a browser waits before it comes back.
const RETRY: Duration = Duration::from_secs(1);
/// Asks proxies to hand on what comes, as it comes.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The streams that are open, by whose they are.
pub(crate) type Streams = Arc<Mutex<HashMap<UserId, usize>>>;

/// What a browser hears.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    op: Option<&'a Op>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deal: Option<DealId>,
}

/// Opens the stream. A page brings the mark of what it shows, `since`; whoever was cut off, the mark of what they heard last.
/// They hear at once if there was more.
pub async fn open(State((state, streams)): State<(AppState, Streams)>, request: Request) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let words = state.words(session.as_ref(), request.headers());
    match begin(state, streams, session, mark(&request)).await {
        Ok(stream) => {
            let headers = [(UNBUFFERED, HeaderValue::from_static("no"))];
            (headers, Sse::new(stream::unfold(stream, Stream::next))).into_response()
        }
        Err(problem) => answers::refuse(&problem, words),
    }
}

/// What somebody knows already: what they heard last counts more than what their page showed.
fn mark(request: &Request) -> Option<String> {
    let heard_last =
        request.headers().get("last-event-id").map(|id| id.to_str().unwrap_or_default().to_owned());
    heard_last.or_else(|| {
        let parameters = parameters::read(request.uri().query().unwrap_or_default());
        parameters.into_iter().find(|(name, _)| name == "since").map(|(_, mark)| mark)
    })
}

async fn begin(
    state: AppState,
    streams: Streams,
    session: Option<Session>,
    mark: Option<String>,
) -> Result<Stream, Problem> {
    let session = session.ok_or(Refusal::SignedOut)?;
    let live = state.sessions.store.live();
    let place = Place::take(&streams, session.user.id).filter(|_| live.listeners() < IN_ALL);
    let place = place.ok_or(Refusal::TooManyAttempts { seconds: BEAT.as_secs() })?;
    let listening = live.listen(&session.user, mark.as_deref());
    // What ended it before this was told to nobody here.
    let session = state.sessions.again(&session).await?.ok_or(Refusal::SignedOut)?;
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.reset();
    Ok(Stream { state, session, listening, beat, begun: false, over: false, _place: place })
}

/// An open stream.
struct Stream {
    state: AppState,
    session: Session,
    listening: Listening,
    beat: Interval,
    begun: bool,
    over: bool,
    _place: Place,
}

impl Stream {
    /// The next event, and the stream after it.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        if self.over {
            return None;
        }
        let event = if self.begun { self.hear().await? } else { self.begin() };
        Some((Ok(event), self))
    }

    fn begin(&mut self) -> Event {
        self.begun = true;
        let event = Event::default().id(&self.listening.mark).retry(RETRY);
        if self.listening.missed { event.data("{}") } else { event }
    }

    /// Waits for what concerns whoever listens. Nothing when the server stops, or cannot read whether the session is there:
    /// whoever listens comes back.
    async fn hear(&mut self) -> Option<Event> {
        loop {
            let heard = tokio::select! {
                heard = self.listening.next() => Some(heard),
                _ = self.beat.tick() => None,
            };
            let of_access = match &heard {
                Some(Heard::Over) => return None,
                Some(Heard::Nudge(nudge, _)) => nudge.access.includes(&self.session.user),
                Some(Heard::TooMuch) | None => true,
            };
            if of_access {
                match self.state.sessions.again(&self.session).await {
                    Ok(Some(session)) => self.session = session,
                    Ok(None) => return Some(self.end()),
                    Err(_) => return None,
                }
            }
            match heard {
                // Not a comment: a browser is to notice when it comes no more.
                None => {
                    let build = &self.state.assets.folder;
                    return Some(Event::default().event("beat").data(build));
                }
                Some(Heard::TooMuch) => return Some(Event::default().data("{}")),
                Some(Heard::Nudge(nudge, mark)) if nudge.audience.includes(&self.session.user) => {
                    return Some(event(&nudge, &mark));
                }
                Some(Heard::Nudge(..) | Heard::Over) => {}
            }
        }
    }

    /// Says that it is of no use to come back.
    fn end(&mut self) -> Event {
        self.over = true;
        Event::default().event("over").data("{}")
    }
}

fn event(nudge: &Nudge, mark: &str) -> Event {
    if let Some(look) = nudge.look {
        return Event::default().event("look").data(look.deal.to_string());
    }
    let told = Told { op: nudge.op.as_ref(), by: nudge.by, deal: nudge.deal };
    let told = serde_json::to_string(&told).unwrap_or_else(|_| "{}".to_owned());
    Event::default().id(mark).data(told)
}

/// A stream that counts among those of a user, until it is dropped.
struct Place {
    streams: Streams,
    user: UserId,
}

impl Place {
    /// Nothing when this user has too many.
    fn take(streams: &Streams, user: UserId) -> Option<Place> {
        let mut open = streams.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(user).or_default();
        if *count >= EACH {
            return None;
        }
        *count += 1;
        Some(Place { streams: streams.clone(), user })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.user);
            }
        }
    }
}
